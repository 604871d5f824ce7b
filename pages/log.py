"""Log: one form for a session, one for the day; any past day; correct, delete, undo."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

import streamlit as st

from backcare import actions, ui
from backcare.domain import (
    EARLIEST_DAY,
    NIGHT_UNTIL,
    NOTE_LENGTH,
    PAIN,
    REPS,
    DayEntry,
    Felt,
    Resumption,
    Session,
    SignsCheck,
    Slot,
)
from backcare.errors import BackcareError, EditConflict
from backcare.labels import CHANGE_LABELS, FELT_LABELS, SIGNS_LABELS, SLOT_LABELS, format_day, in_sentence, join_words
from backcare.log.columns import TABLES
from backcare.log.descriptions import describe_day, describe_session
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.rules import stop
from backcare.session_form import EACH, session_of, session_values

DAY, SLOT, BEGAN_WITH = "log-day", "log-slot", "log-began-with"
DELETE = {"type": "tertiary", "icon": ":material/delete:"}
today = ui.now().date()
programme = load_programme()
titles = programme.titles
present = ui.day_view(today)
last_day = max((today, *(each.day for each in ui.current_log().future_entries(today))))


def open_requested_day() -> None:
    """Take over the day and slot that a link names; a link that makes no sense opens today.

    The page keeps its day while it stays open. Opened anew on another day, it begins with that one, unless the person
    had picked the day.
    """
    query = st.query_params.to_dict()
    st.query_params.clear()
    if page.just_opened:
        if ui.answer(DAY) == st.session_state.get(BEGAN_WITH):
            ui.put(DAY, today)
        st.session_state[BEGAN_WITH] = today
    with suppress(ValueError):
        day = date.fromisoformat(query.get("day", ""))
        if EARLIEST_DAY <= day <= last_day:
            ui.put(DAY, day)
    with suppress(ValueError):
        ui.put(SLOT, Slot(query.get("slot", "")))


def day_picked() -> None:
    """Soon after midnight, yesterday is opened at its evening."""
    if ui.answer(DAY) == today - timedelta(days=1) and ui.now().hour < NIGHT_UNTIL:
        ui.put(SLOT, Slot.EVENING)


def resumptions(day: date) -> None:
    """What was said on a day to have settled; on a day to come it can be taken back."""
    for each in ui.day_view(day).entries.resumptions_on(day) if day > today else ():
        title = programme.title_of(each.exercise)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(ui.md("{title}: you said that it had settled.", title=title), width="stretch")
            label = ui.md("Take back: {title}", title=title.lower())
            key = f"take-back-{day}-{each.exercise}"
            page.button(label, take_back, (each,), f"{title}: taken back.", key=key)


def take_back(resumptions: Sequence[Resumption], done: str) -> None:
    """Take back that exercises had settled."""
    page.save(lambda log: log.store.delete_resumption(*resumptions), done)


def check_form(day: date, slot: Slot | None = None) -> None:
    """Refuse unless the form is still the one asked for: a press may come while another day's is on its way."""
    if ui.answer(DAY) != day or slot not in (None, ui.answer(SLOT)):
        raise EditConflict(
            "You have just changed to another form. Nothing is saved yet. Please check this one and press again."
        )


def check_day(day: date, seen: object) -> None:
    """Refuse a new entry on a day to come: what is there can be corrected; nothing is filled in beforehand."""
    if seen is None and day > ui.now().date():
        raise BackcareError(
            f"{format_day(day)} is still to come, so nothing is saved. Go to today or to an earlier day."
        )


def session_name(day: date, slot: Slot) -> str:
    """A session in words that stay true when another day is looked at."""
    return f"{slot.capitalize()} session" + (f" of {format_day(day)}" if day != ui.now().date() else "")


# The session


def session_form(day: date, slot: Slot) -> None:
    """One slot: repetitions, how it felt, pain before and after."""
    view = ui.day_view(day)
    plan, saved = view.plan, view.entries.session(day, slot)
    if saved is None and day > today:
        st.markdown("Nothing is saved for this session.")
        return
    recorded = [s.exercise for s in saved.sets] if saved else []
    exercises = [e for e in programme.ids if e in plan.chosen or e in recorded]
    targets = ui.targets(plan)
    form = ui.Form.open(f"session-{day}-{slot}", saved, session_values(saved, {e: targets[e] or 0 for e in exercises}))
    form.draw_edit_conflict(saved, describe_session(saved, titles) if saved else "nothing")
    ask_about_session(form, exercises, plan)
    key = f"session-{day}-{slot}"
    with st.container(horizontal=True):
        shown = form, day, slot
        page.button("Save the session", save_session, *shown, exercises, plan, key=f"save-{key}", type="primary")
        if saved is not None:
            page.button("Delete this session", delete_session, *shown, key=f"delete-{key}", **DELETE)
        if saved is not None and day > today:
            label, icon = "It was today: change the date", ":material/event:"
            page.button(label, date_today, saved, key=f"date-{key}", type="tertiary", icon=icon)
    show_marked(day, [s.exercise for s in saved.sets if s.felt.stops] if saved else [])


def ask_about_session(form: ui.Form, exercises: list[str], plan: Plan) -> None:
    """The fields of the session form; an exercise that is stopped may have been done all the same."""
    st.caption("How many did you do? Put 0 for what you left out.")
    labels = {e: titles[e] + (" (stopped)" if e in plan.stopped else "") for e in exercises}
    numbers = [ui.Number(form.key(f"reps-{e}"), label, range(REPS[-1] + 1)) for e, label in labels.items()]
    felt = felt_of_each(form, exercises) if form.value(EACH) else felt_of_all(form, exercises)
    each = {True: "Rate each exercise on its own"}
    ui.ask(
        *numbers,
        *felt,
        ui.Choice(form.key(EACH), "How it felt", each, hidden=True, several=True),
        ui.pain_score(form.key("pain_before"), "Pain before, 0 none to 10 worst"),
        ui.pain_score(form.key("pain_after"), "Pain after, 0 none to 10 worst"),
        ui.Text(form.key("note"), "Note", NOTE_LENGTH, lines=2),
    )
    ask_about_worse(form, exercises)


def felt_of_all(form: ui.Form, exercises: list[str]) -> list[ui.Choice]:
    """How the session felt, and which exercise it was."""
    felt = ui.Choice(form.key("felt"), "How did it feel?", FELT_LABELS, required=True)
    if form.value("felt") is Felt.COMFORTABLE:
        return [felt]
    question = "Which one? Not sure? Leave it empty and we mark them all."
    which = {e: titles[e] for e in exercises}
    return [felt, ui.Choice(form.key("which"), question, which, several=True)]


def felt_of_each(form: ui.Form, exercises: list[str]) -> list[ui.Choice]:
    """How each exercise felt."""
    questions = {e: f"How {titles[e].lower()} felt" for e in exercises}
    return [ui.Choice(form.key(f"felt-{e}"), questions[e], FELT_LABELS, required=True) for e in exercises]


def ask_about_worse(form: ui.Form, exercises: list[str]) -> None:
    """A rise of 2 or more asks, unless something is marked already; it never marks a stop by itself."""
    felt = [form.value(f"felt-{e}") for e in exercises] if form.value(EACH) else [form.value("felt")]
    scores = form.value("pain_before"), form.value("pain_after")
    if any(how.stops for how in felt) or not stop.pain_rose(*scores) or form.answered_rise(*scores):
        return
    with st.container(border=True):
        st.markdown("Your pain went up by 2 points or more. **Did the session make it worse?**")
        with st.container(horizontal=True):
            st.button("Yes, it made it worse", key=form.key("rise"), on_click=mark_worse, args=(form,))
            st.button("No", key=form.key("no-rise"), on_click=form.answer_rise, args=scores)


def mark_worse(form: ui.Form) -> None:
    """The person says that the session made it worse; which exercise is asked next."""
    ui.put(form.key("felt"), Felt.WORSE)
    ui.put(form.key(EACH), [])


def save_session(form: ui.Form, day: date, slot: Slot, exercises: list[str], plan: Plan) -> None:
    """Save the form as it stands when the press arrives."""
    check_form(day, slot)
    check_day(day, form.seen)
    session, seen = session_of(form.values, day, slot, exercises), form.seen
    marked = [each.exercise for each in session.sets if each.felt.stops]
    lifted = [exercise for exercise in marked if resumed_since(exercise, day)]
    stopped = [exercise for exercise in marked if exercise not in lifted]
    done = f"{session_name(day, slot)} saved.{lifted_words(lifted)}"
    page.save(
        lambda log: actions.replace_session(log, session, form.origin, seen, plan, ui.now().date()),
        done,
        about=day,
        stopped=stopped,
    )
    form.drop()


def delete_session(form: ui.Form, day: date, slot: Slot) -> None:
    """Delete the session that the form showed."""
    check_form(day, slot)
    done = f"{session_name(day, slot)} deleted."
    page.save(lambda log: log.store.delete_session(day, slot, expected=form.seen), done)
    form.drop()


def date_today(session: Session) -> None:
    """Give a session that is ahead today's date."""
    check_form(session.day, session.slot)
    page.move_to_today((session,))


# Stops of a past day that were lifted since


def resumed_since(exercise: str, day: date) -> list[Resumption]:
    """The resumptions that lift a stop of a past day; none while the exercise is stopped."""
    if exercise in present.plan.stopped:
        return []
    resumed = present.by_day.resumed.get(exercise, ())
    return [Resumption(again, exercise) for again in resumed if day < min(again, today)]


def lifted_words(lifted: Sequence[str]) -> str:
    """What a save says of the exercises that it marks and that were tried again since."""
    if not lifted:
        return ""
    titles = join_words([programme.title_of(exercise) for exercise in lifted])
    return f" {titles}: you said later that it had settled. You can take that back below."


def show_marked(day: date, exercises: Sequence[str]) -> None:
    """Say which stops of a day hold, and which were lifted since, with a way to take the resumptions back (R3)."""
    if stopped := [programme.title_of(exercise) for exercise in exercises if exercise in present.plan.stopped]:
        text = "**Stopped: {titles}.** When it has settled, say so on Today."
        st.markdown(ui.md(text, titles=join_words(stopped)))
    for exercise in exercises:
        later = resumed_since(exercise, day)
        if not later:
            continue
        title = programme.title_of(exercise)
        with st.container(border=True):
            text = "{title} is not stopped. You said on {since} that it had settled."
            st.info(ui.md(text, title=title, since=format_day(later[0].day, today)), icon=":material/info:")
            label = ui.md("Take that back: stop {title}", title=title.lower())
            page.button(label, take_back, later, f"{title} is stopped again.", key=f"take-back-{exercise}")


# The whole day


def day_question(form: ui.Form, name: str, step: int = 1) -> ui.Choice | ui.Number:
    """The field for one column of the day entry, with its own question: a 0-10 scale, or a whole number."""
    column = TABLES["days"].values[name]
    if column.allowed == PAIN:
        return ui.pain_score(form.key(name), column.question)
    return ui.Number(form.key(name), column.question, column.allowed, step=step)


def day_form(day: date) -> None:
    """The whole day: pain, change since the start, walking, own activity."""
    view = ui.day_view(day)
    saved = view.entries.day_entry(day)
    if saved is None and day > today:
        st.markdown("Nothing is saved for this day.")
        return
    shown = saved or DayEntry(day)
    form = ui.Form.open(f"day-{day}", saved, {name: getattr(shown, name) for name in TABLES["days"].values})
    form.draw_edit_conflict(saved, describe_day(saved) if saved else "nothing")
    activity = view.settings.activity_name or "your everyday thing (name it in Settings)"
    ui.ask(
        day_question(form, "pain"),
        day_question(form, "pain_worst"),
        ui.Choice(form.key("change"), TABLES["days"].values["change"].question, CHANGE_LABELS),
        day_question(form, "walk_minutes", step=5),
        ui.pain_score(form.key("activity"), f"How hard was {activity}? 0 is easy, 10 is too hard to do"),
        ui.Text(form.key("note"), "Note", NOTE_LENGTH, lines=2),
    )
    with st.container(horizontal=True):
        page.button("Save the day", save_day, form, day, key=f"save-day-{day}", type="primary")
        if saved is not None:
            page.button("Delete this day's answers", delete_day, form, day, key=f"delete-day-{day}", **DELETE)


def save_day(form: ui.Form, day: date) -> None:
    """Save the day form as it stands when the press arrives."""
    check_form(day)
    check_day(day, form.seen)
    entry = DayEntry(day, **form.values)
    if entry.is_empty:
        raise BackcareError("Nothing is filled in yet.")
    page.save(lambda log: log.store.record_day(entry, expected=form.seen), f"{format_day(day)} saved.")
    form.drop()


def delete_day(form: ui.Form, day: date) -> None:
    """Delete the answers that the form showed."""
    check_form(day)
    done = f"Your answers for {format_day(day)} are deleted."
    page.save(lambda log: log.store.delete_day(day, expected=form.seen), done)
    form.drop()


# Help and urgent signs


def help_and_signs(day: date) -> None:
    """Whom the person asked on a day, and what they said of the urgent signs."""
    ui.contact_forms(page, day)
    check = ui.day_view(day).entries.signs_on(day)
    if check is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            said = ui.md("Urgent signs: {answer}.", answer=in_sentence(SIGNS_LABELS[check.answer]))
            st.markdown(said, width="stretch")
            page.button("Delete this answer", delete_signs, check, key=f"delete-signs-{day}", **DELETE)
    st.page_link(
        ui.page_path("help"),
        label="Answer the urgent signs",
        icon=":material/emergency:",
        query_params={"at": "urgent"},
    )


def delete_signs(check: SignsCheck) -> None:
    """Delete an answer about the urgent signs."""
    done = f"Deleted: what you said of the urgent signs on {format_day(check.day)}."
    page.save(lambda log: log.store.delete_signs(check.day, expected=check), done)


page = ui.page_header("Log", None)
open_requested_day()
ui.show_waiting(page)
near = {today - timedelta(days=1): "Yesterday", today: "Today"}
ui.ask(ui.Day(DAY, "Day", EARLIEST_DAY, last_day, default=today, near=near), on_change=day_picked)
day = ui.answer(DAY)
resumptions(day)
session_tab, day_tab, help_tab = st.tabs(["Session", "Whole day", "Help and signs"])
with session_tab:
    slot_now = Slot.at(ui.now().hour)
    ui.ask(ui.Choice(SLOT, "Time of day", SLOT_LABELS, default=slot_now, required=True))
    session_form(day, ui.answer(SLOT))
with day_tab:
    day_form(day)
with help_tab:
    help_and_signs(day)
