"""Settings: my exercises, the pace, where to turn, my own activity; reminders."""

from dataclasses import replace

import streamlit as st

from backcare import actions, ui
from backcare.domain import DEFAULT_FEW_DAYS, FEW_DAYS, NAME_LENGTH
from backcare.errors import BackcareError
from backcare.exchange import calendar
from backcare.labels import HELPLINE_LABELS, SETTING_LABELS, SLOT_LABELS, join_words
from backcare.programme import load_programme

today = ui.now().date()
view = ui.day_view(today)
settings = view.settings
titles = load_programme().titles
FIELDS = ("exercises", "few_days", "helpline", "helpline_number", "activity_name")

prefilled = {name: getattr(settings, name) for name in FIELDS}
prefilled["exercises"] = list(settings.exercises) or list(titles)
form, changed_twice = ui.Form.open("settings", settings, prefilled).rebase(settings, prefilled)


def save() -> None:
    """Save the form as it stands when the press arrives."""
    values = form.values
    chosen = tuple(values["exercises"])
    if not chosen:
        raise BackcareError("Choose at least one exercise.")
    texts = {name: values[name].strip() for name in ("helpline_number", "activity_name")}
    changed = replace(settings, **values | texts | {"exercises": () if len(chosen) == len(titles) else chosen})
    page.save(lambda log: actions.save_settings(log, changed, settings, today), "Settings saved.")
    form.drop()


page = ui.page_header("Settings", today)
if changed_twice:
    names = join_words([SETTING_LABELS[name] for name in changed_twice])
    text = "Changed somewhere else: {names}. Below is what you chose here. Save to keep yours."
    st.warning(ui.md(text, names=names), icon=":material/sync_problem:")
st.header("My programme", anchor=False)
pace = "Comfortable days before you can add 1 or 2"
ui.ask(
    ui.Choice(form.key("exercises"), "My exercises: any of them, or all", titles, several=True),
    ui.Choice(form.key("few_days"), pace, {days: str(days) for days in FEW_DAYS}, required=True),
)
text = (
    "NHS inform says: add more “every few days”. We use {n}; choose more to go slower. Your numbers are worked out "
    "again from your whole log, so they may change at once."
)
st.caption(ui.md(text, n=DEFAULT_FEW_DAYS))
ui.ask(
    ui.Text(form.key("activity_name"), "One everyday thing to keep an eye on, such as putting on socks", NAME_LENGTH)
)
st.header("Where to get help", anchor=False)
hint = "No number comes with backcare: the only one we found is years old. Your health board or GP can tell you."
ui.ask(
    ui.Choice(form.key("helpline"), "Does the MSK Helpline serve my area?", HELPLINE_LABELS, required=True),
    ui.Text(form.key("helpline_number"), "The Helpline's number, if you know it", NAME_LENGTH, help=hint),
)
page.button("Save the settings", save, key="save-settings", type="primary")

st.header("Reminders", anchor=False)
st.markdown(
    "This makes a file for your calendar. It holds three reminders a day and the two-week review. To change the times, "
    "add it again."
)
with st.container(horizontal=True):
    times = {
        slot: st.time_input(SLOT_LABELS[slot], at, key=f"reminder-{slot}", persist_state="session", width=140)
        for slot, at in calendar.DEFAULT_TIMES.items()
    }
course = view.plan.course
first = course.first if course else None
zone = st.context.timezone or "Europe/London"  # Asked here, since the download is made outside the page's run.
st.download_button(
    "Download the reminders",
    lambda: calendar.reminders_ics(times, first, ui.now(), zone),
    file_name="backcare.ics",
    mime="text/calendar",
    icon=":material/notifications:",
    on_click="ignore",
)

ui.sections.people_section()
