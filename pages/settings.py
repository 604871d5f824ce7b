"""Settings: my exercises, the pace, where to turn, my own activity; reminders."""

from dataclasses import replace
from datetime import time

import streamlit as st

from backcare import reminders, ui
from backcare.errors import InvalidValue
from backcare.model import DEFAULT_FEW_DAYS, FEW_DAYS, NAME_LENGTH, Helpline, Settings, Slot, word_list
from backcare.ui import Draft, Shown, md

programme = ui.programme()
look = ui.look()
settings = look.settings
page = ui.shown(ui.today())
titles = {exercise.id: exercise.title for exercise in programme.exercises}
HELPLINE = {Helpline.YES: "Yes", Helpline.NO: "No", Helpline.UNSURE: "Not sure"}
TIMES = {Slot.MORNING: time(8), Slot.MIDDAY: time(13), Slot.EVENING: time(19)}
"""Reminder times to begin with (ours)."""

prefilled = {
    "exercises": list(settings.exercises) or list(titles),
    "few_days": settings.few_days,
    "helpline": settings.helpline,
    "helpline_number": settings.helpline_number,
    "activity_name": settings.activity_name,
}
draft, changed_twice = ui.draft("settings", settings, prefilled).rebase(settings, prefilled)


def save(page: Shown, draft: Draft, seen: Settings) -> None:
    """Save the form as it stands when the press arrives."""
    chosen = tuple(e for e in titles if e in draft.value("exercises"))
    try:
        changed = replace(
            seen,
            exercises=() if len(chosen) == len(titles) else chosen,
            few_days=draft.value("few_days"),
            helpline=draft.value("helpline"),
            helpline_number=(draft.value("helpline_number") or "").strip(),
            activity_name=(draft.value("activity_name") or "").strip(),
        )
    except InvalidValue as error:
        ui.fail(str(error))
        return
    if not chosen:
        ui.fail("Choose at least one exercise.")
    elif ui.save_settings(page, changed, seen, "Settings saved."):
        draft.drop()


ui.head("Settings", page)
if changed_twice:
    names = word_list([ui.CHOICES[name] for name in changed_twice])
    said = "Changed in another place meanwhile: {names}. Below is what you have chosen here; saving keeps yours."
    st.warning(md(said, names=names), icon=":material/sync_problem:")
st.header("My programme", anchor=False)
st.pills(
    "My exercises: any of them, or all",
    list(titles),
    selection_mode="multi",
    format_func=lambda e: md("{title}", title=titles[e]),
    key=draft.key("exercises"),
    persist_state="session",
)
ui.choice(
    "Comfortable days before 1 or 2 more are offered",
    {days: str(days) for days in FEW_DAYS},
    key=draft.key("few_days"),
    required=True,
)
st.caption(
    md(
        "NHS inform says “every few days”, without a number. {n} is our choice; choose more to go slower. Your numbers "
        "are worked out again from all that you have logged, so they may change at once.",
        n=DEFAULT_FEW_DAYS,
    )
)
st.text_input(
    "An activity of your own to follow, such as putting on socks",
    key=draft.key("activity_name"),
    max_chars=NAME_LENGTH,
    persist_state="session",
)
st.header("Where to turn", anchor=False)
ui.choice("Does the MSK Helpline serve my area?", HELPLINE, key=draft.key("helpline"), required=True)
st.text_input(
    "The Helpline's number, if you know it",
    key=draft.key("helpline_number"),
    max_chars=NAME_LENGTH,
    persist_state="session",
    help="No number comes with backcare: the only one we found is years old. Your health board or GP knows it.",
)
ui.button("Save settings", save, page, draft, settings, key="save-settings", type="primary")

st.header("Reminders", anchor=False)
st.markdown(
    "A file for your calendar: three reminders a day, and the two-week review. Adding it again replaces the old times."
)
with st.container(horizontal=True):
    times = {
        slot: st.time_input(
            ui.SLOT_WORDS[slot], TIMES[slot], key=f"reminder-{slot}", persist_state="session", width=140
        )
        for slot in Slot
    }
course = look.plan.course
st.download_button(
    "Download the reminders",
    lambda: reminders.reminders_ics(
        times, course.first if course else None, ui.today(), st.context.timezone or "Europe/London", now=ui.now()
    ),
    file_name="backcare.ics",
    mime="text/calendar",
    icon=":material/notifications:",
    on_click="ignore",
)

ui.people_section()
