"""Log: one form for a session, one for the day; any past day; correct, delete, undo."""

from contextlib import suppress
from datetime import date, timedelta

import streamlit as st

from backcare.domain import EARLIEST_DAY, NOTE_LENGTH, REPS, DayEntry, Felt, Session, Slot
from backcare.errors import BackcareError, EditConflict
from backcare.labels import CHANGE_LABELS, FELT_LABELS, SLOT_LABELS, format_day
from backcare.log.columns import TABLES
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.rules import stop
from backcare.ui import current_log, layout, saving, stop_card
from backcare.ui.components.fields import Choice, Choices, Day, Number, Text, answer, ask, forget, pain_score, put
from backcare.ui.form_state import FormState, open_form
from backcare.ui.forms import EACH, built_session, day_question, session_fields, with_unseen_stops
from backcare.ui.future_entry_card import show_future_entries
from backcare.ui.markdown import md
from backcare.ui.saving import PageContext

DAY, SLOT, BEGAN_WITH = "log-day", "log-slot", "log-began-with"
DELETE = {"type": "tertiary", "icon": ":material/delete:"}
today = current_log.today()
programme = load_programme()
present = current_log.day_view(today)
ahead = current_log.future_entries()
last_day = max((today, *(each.day for each in ahead)))
page = saving.PageContext(None)


def open_requested_day() -> None:
    """Take over the day and slot that a link names; a link that makes no sense opens today.

    The page keeps its day while it stays open. Opened anew on another day, it begins with that one, unless the person
    had picked the day.
    """
    query = st.query_params.to_dict()
    st.query_params.clear()
    if layout.just_opened():
        if answer(DAY) == st.session_state.get(BEGAN_WITH):
            forget(DAY)
        st.session_state[BEGAN_WITH] = today
    with suppress(ValueError):
        day = date.fromisoformat(query.get("day", ""))
        if EARLIEST_DAY <= day <= last_day:
            put(DAY, day)
    with suppress(ValueError):
        put(SLOT, Slot(query.get("slot", "")))


def day_picked() -> None:
    """Soon after midnight, yesterday is opened at its evening."""
    if answer(DAY) == today - timedelta(days=1) and current_log.is_night():
        put(SLOT, Slot.EVENING)


def resumptions(day: date) -> None:
    """What was said on a day to have settled; on a day to come it can be taken back."""
    for each in current_log.day_view(day).entries.resumptions_on(day) if day > today else ():
        title = programme.title_of(each.exercise)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(md("{title}: you said that it had settled.", title=title), width="stretch")
            label = md("Take back: {title}", title=title.lower())
            key = f"take-back-{day}-{each.exercise}"
            saving.button(label, saving.take_back, page, (each,), f"{title}: taken back.", key=key)


def check_form(day: date, slot: Slot | None = None) -> None:
    """Refuse unless the form is still the one asked for: a press may come while another day's is on its way."""
    if answer(DAY) != day or slot not in (None, answer(SLOT)):
        raise EditConflict(
            "You have just changed to another form. Nothing is saved yet: look over this one, then press again."
        )


def check_day(day: date, seen: object) -> None:
    """Refuse a new entry on a day to come: what is there can be corrected; nothing is filled in beforehand."""
    if seen is None and day > current_log.today():
        raise BackcareError(f"{format_day(day)} is still to come. Nothing is saved: go to today, or to a day before.")


def session_name(day: date, slot: Slot) -> str:
    """A session in words that stay true when another day is looked at."""
    return f"{slot.capitalize()} session" + (f" of {format_day(day)}" if day != current_log.today() else "")


# The session


def session_form(day: date, slot: Slot) -> None:
    """One slot: repetitions, how it felt, pain before and after."""
    day_view = current_log.day_view(day)
    plan, saved = day_view.plan, day_view.entries.session(day, slot)
    if saved is None and day > today:
        st.markdown("Nothing is recorded for this time of day.")
        return
    recorded = [s.exercise for s in saved.sets] if saved else []
    exercises = [e for e in programme.ids if e in plan.chosen or e in recorded]
    numbers = {e: current_log.target_today(plan, e) or 0 for e in exercises}
    form = open_form(f"session-{day}-{slot}", saved, session_fields(saved, numbers))
    form.draw_edit_conflict(saved, layout.describe_session(saved) if saved else "nothing")
    ask_about_session(form, exercises, plan)
    key = f"session-{day}-{slot}"
    with st.container(horizontal=True):
        shown = form, day, slot
        label = "Save the session"
        saving.button(label, save_session_form, page, *shown, exercises, plan, key=f"save-{key}", type="primary")
        if saved is not None:
            saving.button("Delete this session", delete_session, page, *shown, key=f"delete-{key}", **DELETE)
        if saved is not None and day > today:
            label, icon = "It was today: correct the date", ":material/event:"
            saving.button(label, date_today, page, saved, key=f"date-{key}", type="tertiary", icon=icon)
    marked = [s.exercise for s in saved.sets if s.felt.stops] if saved else []
    if stopped := [e for e in present.plan.stopped if e in marked]:
        stop_card.what_to_do_after_a_stop(page, stopped, expanded=day == today)
    stop_card.lifted_since(page, day, marked)


def ask_about_session(form: FormState, exercises: list[str], plan: Plan) -> None:
    """The fields of the session form; an exercise that is stopped may have been done all the same."""
    st.caption("Repetitions in this session; 0 for what you left out.")
    titles = {e: programme.exercise(e).title + (" (stopped)" if e in plan.stopped else "") for e in exercises}
    numbers = [Number(form.key(f"reps-{e}"), title, range(REPS[-1] + 1)) for e, title in titles.items()]
    felt = felt_of_each(form, exercises) if form.value(EACH) else felt_of_all(form, exercises)
    each = Choices(form.key(EACH), "How it felt", {True: "It felt different from one exercise to another"}, hidden=True)
    ask(
        *numbers,
        *felt,
        each,
        pain_score(form.key("pain_before"), "Pain before, 0 none to 10 worst"),
        pain_score(form.key("pain_after"), "Pain after, 0 none to 10 worst"),
        Text(form.key("note"), "Note", NOTE_LENGTH, lines=2),
    )
    ask_about_worse(form, exercises)


def felt_of_all(form: FormState, exercises: list[str]) -> list[Choice | Choices]:
    """How the session felt, and which exercise it was."""
    felt = Choice(form.key("felt"), "How did it feel?", FELT_LABELS, required=True)
    if form.value("felt") is Felt.COMFORTABLE:
        return [felt]
    question = "Which exercises? If you cannot tell, leave this open: all are marked."
    return [felt, Choices(form.key("which"), question, {e: programme.exercise(e).title for e in exercises})]


def felt_of_each(form: FormState, exercises: list[str]) -> list[Choice | Choices]:
    """How each exercise felt."""
    titles = {e: programme.exercise(e).title.lower() for e in exercises}
    return [Choice(form.key(f"felt-{e}"), f"How {titles[e]} felt", FELT_LABELS, required=True) for e in exercises]


def ask_about_worse(form: FormState, exercises: list[str]) -> None:
    """A rise of 2 or more asks, unless something is marked already; it never marks a stop by itself."""
    felt = [form.value(f"felt-{e}") for e in exercises] if form.value(EACH) else [form.value("felt")]
    if any(how.stops for how in felt) or not stop.pain_rose(form.value("pain_before"), form.value("pain_after")):
        return
    with st.container(border=True):
        st.markdown("Your pain was at least 2 points higher afterwards. **Did the session make your symptoms worse?**")
        with st.container(horizontal=True):
            st.button("Yes, it made them worse", key=form.key("rise"), on_click=mark_worse, args=(form,))
            st.caption("If not, just save.")


def mark_worse(form: FormState) -> None:
    """The person says that the session made it worse; which exercise is asked next."""
    put(form.key("felt"), Felt.WORSE)
    put(form.key(EACH), [])


def save_session_form(
    page: PageContext, form: FormState, day: date, slot: Slot, exercises: list[str], plan: Plan
) -> None:
    """Save the form as it stands when the press arrives."""
    check_form(day, slot)
    check_day(day, form.seen)
    session = with_unseen_stops(built_session(form.values, day, slot, exercises), form)
    done = f"{session_name(day, slot)} saved.{stop_card.stop_words(session)}"
    saving.save_session(page, session, form.seen, plan, done)
    form.drop()


def delete_session(page: PageContext, form: FormState, day: date, slot: Slot) -> None:
    """Delete the session that the form showed."""
    check_form(day, slot)
    done = f"{session_name(day, slot)} deleted."
    saving.save(page, lambda log: log.delete_session(day, slot, expected=form.seen), done)
    form.drop()


def date_today(page: PageContext, session: Session) -> None:
    """Give a session that is ahead today's date."""
    check_form(session.day, session.slot)
    saving.move_to_today(page, (session,))


# The whole day


def day_form(day: date) -> None:
    """The whole day: pain, change since the start, walking, own activity."""
    day_view = current_log.day_view(day)
    saved = day_view.entries.day_entry(day)
    if saved is None and day > today:
        st.markdown("Nothing is recorded for the whole day.")
        return
    shown = saved or DayEntry(day)
    form = open_form(f"day-{day}", saved, {name: getattr(shown, name) for name in TABLES["days"].values})
    form.draw_edit_conflict(saved, layout.describe_day(saved) if saved else "nothing")
    activity = day_view.settings.activity_name or "an activity of your own (name it in Settings)"
    ask(
        day_question(form, "pain"),
        day_question(form, "pain_worst"),
        Choice(form.key("change"), "Compared with when you started, how is your back?", CHANGE_LABELS),
        day_question(form, "walk_minutes", step=5),
        pain_score(form.key("activity"), f"How hard was {activity}? 0 easy to 10 impossible"),
        Text(form.key("note"), "Note", NOTE_LENGTH, lines=2),
    )
    with st.container(horizontal=True):
        saving.button("Save the day", save_day, page, form, day, key=f"save-day-{day}", type="primary")
        if saved is not None:
            saving.button("Delete this day's answers", delete_day, page, form, day, key=f"delete-day-{day}", **DELETE)


def save_day(page: PageContext, form: FormState, day: date) -> None:
    """Save the day form as it stands when the press arrives."""
    check_form(day)
    check_day(day, form.seen)
    entry = DayEntry(day, **form.values)
    if entry.is_empty:
        raise BackcareError("Nothing is filled in yet.")
    saving.save(page, lambda log: log.record_day(entry, expected=form.seen), f"{format_day(day)} saved.")
    form.drop()


def delete_day(page: PageContext, form: FormState, day: date) -> None:
    """Delete the answers that the form showed."""
    check_form(day)
    done = f"The answers of {format_day(day)} are deleted."
    saving.save(page, lambda log: log.delete_day(day, expected=form.seen), done)
    form.drop()


open_requested_day()
layout.page_header("Log", page)
layout.offer_unfinished_session(page)
show_future_entries(ahead)
near = {today - timedelta(days=1): "Yesterday", today: "Today"}
ask(Day(DAY, "Day", EARLIEST_DAY, last_day, default=today, near=near), on_change=day_picked)
day = answer(DAY)
resumptions(day)
session_tab, day_tab = st.tabs(["Session", "Whole day"])
with session_tab:
    ask(Choice(SLOT, "Time of day", SLOT_LABELS, default=current_log.slot_now(), required=True))
    session_form(day, answer(SLOT))
with day_tab:
    day_form(day)
