"""Settings: my exercises, the pace, where to turn, my own activity; reminders."""

from dataclasses import replace

import streamlit as st

from backcare import ui
from backcare.domain import DEFAULT_FEW_DAYS, FEW_DAYS, NAME_LENGTH, Helpline, Settings
from backcare.errors import InvalidValue
from backcare.exchange import calendar
from backcare.labels import join_words
from backcare.ui import FormState, PageContext, md

programme = ui.programme()
day_view = ui.day_view()
settings = day_view.settings
page = ui.page_context(ui.today())
titles = {exercise.id: exercise.title for exercise in programme.exercises}
HELPLINE = {Helpline.YES: "Yes", Helpline.NO: "No", Helpline.UNSURE: "Not sure"}

prefilled = {
    "exercises": list(settings.exercises) or list(titles),
    "few_days": settings.few_days,
    "helpline": settings.helpline,
    "helpline_number": settings.helpline_number,
    "activity_name": settings.activity_name,
}
form, changed_twice = ui.open_form("settings", settings, prefilled).rebase(settings, prefilled)


def save(page: PageContext, form: FormState, seen: Settings) -> None:
    """Save the form as it stands when the press arrives."""
    chosen = tuple(e for e in titles if e in form.value("exercises"))
    try:
        changed = replace(
            seen,
            exercises=() if len(chosen) == len(titles) else chosen,
            few_days=form.value("few_days"),
            helpline=form.value("helpline"),
            helpline_number=(form.value("helpline_number") or "").strip(),
            activity_name=(form.value("activity_name") or "").strip(),
        )
    except InvalidValue as error:
        ui.fail(str(error))
        return
    if not chosen:
        ui.fail("Choose at least one exercise.")
    elif ui.save_settings(page, changed, seen, "Settings saved."):
        form.drop()


ui.page_header("Settings", page)
if changed_twice:
    names = join_words([ui.CHOICES[name] for name in changed_twice])
    said = "Changed in another place meanwhile: {names}. Below is what you have chosen here; saving keeps yours."
    st.warning(md(said, names=names), icon=":material/sync_problem:")
st.header("My programme", anchor=False)
st.pills(
    "My exercises: any of them, or all",
    list(titles),
    selection_mode="multi",
    format_func=lambda e: md("{title}", title=titles[e]),
    key=form.key("exercises"),
    persist_state="session",
)
ui.choice(
    "Comfortable days before 1 or 2 more are offered",
    {days: str(days) for days in FEW_DAYS},
    key=form.key("few_days"),
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
    key=form.key("activity_name"),
    max_chars=NAME_LENGTH,
    persist_state="session",
)
st.header("Where to turn", anchor=False)
ui.choice("Does the MSK Helpline serve my area?", HELPLINE, key=form.key("helpline"), required=True)
st.text_input(
    "The Helpline's number, if you know it",
    key=form.key("helpline_number"),
    max_chars=NAME_LENGTH,
    persist_state="session",
    help="No number comes with backcare: the only one we found is years old. Your health board or GP knows it.",
)
ui.button("Save settings", save, page, form, settings, key="save-settings", type="primary")

st.header("Reminders", anchor=False)
st.markdown(
    "A file for your calendar: three reminders a day, and the two-week review. Adding it again replaces the old times."
)
with st.container(horizontal=True):
    times = {
        slot: st.time_input(ui.SLOT_LABELS[slot], at, key=f"reminder-{slot}", persist_state="session", width=140)
        for slot, at in calendar.DEFAULT_TIMES.items()
    }
course = day_view.plan.course
st.download_button(
    "Download the reminders",
    lambda: calendar.reminders_ics(
        times, course.first if course else None, ui.now(), st.context.timezone or "Europe/London"
    ),
    file_name="backcare.ics",
    mime="text/calendar",
    icon=":material/notifications:",
    on_click="ignore",
)

ui.people_section()
