"""The one way from a page to the log: a press is carried out only while what its page showed is still what is there.

Every button and field that changes the log ends in ``save`` or, for the log as a whole, in ``act``. Compared are the
person, the day of the page, and what the press replaces (optimistic locking); where advice is logged as done, the
numbers and stops too. What differs is told, nothing is saved, and the run that follows draws the page anew.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import streamlit as st

from backcare.domain import REPS, DayEntry, ExerciseSet, Felt, Resumption, Session, Settings, Slot
from backcare.errors import BackcareError, EditConflict, InvalidValue
from backcare.exchange import ImportResult, import_log
from backcare.labels import FELT_LABELS, format_day, format_weekday, join_words
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.rules.stop import Stop
from backcare.store import LogStore
from backcare.ui.current_log import day_view, slot_now, store, target_today, today, was_recorded_today, zone
from backcare.ui.identity import person, person_now
from backcare.ui.status_message import StatusMessage, attempt, set_status

LAST_SAVED = "last-saved"
"""Where the message of the change that was saved last is kept."""
AGAIN = "Nothing is saved yet: look at this page, then press again."
QUESTIONS = {"pain": "Your pain", "change": "How your back is"}
"""What is answered on Today, by field of the day entry."""
CHOICES = {
    "exercises": "your exercises",
    "few_days": "the days before more is offered",
    "helpline": "the MSK Helpline in your area",
    "helpline_number": "the Helpline's number",
    "activity_name": "your own activity",
    "urgent_signs_seen": "the urgent signs",
}
"""The settings in words, by field."""


@dataclass(frozen=True)
class PageContext:
    """For which day a page is drawn, ``None`` for one that names its day (Log, the guided session); and for whom."""

    day: date | None
    person: str = field(default_factory=person)


def button(label: str, do: Callable[..., object], page: PageContext, *args: object, key: str, **options: Any) -> None:
    """A button that changes the log: calls ``do(page, *args)``, with what was on the screen when it was pressed.

    What ``do`` refuses, by a ``BackcareError``, is shown. The key holds the person and the day, and a form's that of
    the form. Streamlit remembers the callback of a button that it no longer draws, so a press that comes while another
    day is on its way to the screen still belongs to the form that was seen. With one key for all of them it would be
    carried out with the new form's arguments.
    """
    key = f"{key}-{page.person}-{page.day}"
    # The browser sends a form's button at once, where any other waits for the next frame (15 ms of a save).
    with st.form(f"form-{key}", border=False, width=options.get("width", "content")):
        st.form_submit_button(label, key=key, on_click=attempt, args=(do, page, *args), **options)


def check_page(page: PageContext) -> None:
    """Raise ``EditConflict`` when the page is another person's, or of another day than the person's present one."""
    if page.person != person_now():
        raise EditConflict(f"This page was another person's. {AGAIN}")
    if page.day not in (None, today()):
        raise EditConflict(f"It is {format_weekday(today())} now, and this page was still that of another day. {AGAIN}")


def save(page: PageContext, change: Callable[[LogStore], int | None], done: str, *, about: object = None) -> int | None:
    """Carry out a change in a callback and say so. Returns its step, ``None`` when the log was as asked already.

    ``change`` raises ``EditConflict`` when what it replaces is not what was shown. ``about`` is what is saved, such
    as a day and a slot, where ``done`` alone does not say it.
    """
    check_page(page)
    step = change(store())
    last: StatusMessage | None = st.session_state.get(LAST_SAVED)
    if step is None and last is not None and (last.text, last.about, last.person) == (done, about, page.person):
        step = last.step  # A second click on the same button: what it did is still the first click's step.
    message = StatusMessage(done, step, page.person, warning=_after_a_change(store()), about=about)
    st.session_state[LAST_SAVED] = message
    set_status(message)
    return step


def _after_a_change(log: LogStore) -> str:
    """Today's backup, when it is due; what is wrong when it could not be made: the log itself is saved all the same."""
    if zone() and st.session_state.get("zone") != zone():
        with suppress(InvalidValue):  # The command line then goes by the computer's own zone.
            log.remember_zone(zone())
        st.session_state["zone"] = zone()
    try:
        log.backup_if_due()
    except BackcareError as error:
        return f"Today's backup could not be made. {error}"
    return ""


def act(page: PageContext, change: Callable[[LogStore], object], done: str) -> None:
    """Do something to the log as a whole in a callback, such as a backup, and say so."""
    check_page(page)
    change(store())
    set_status(StatusMessage(done))


def undo_step(page: PageContext, step: int, done: str = "Undone.") -> None:
    """Take a step back; the message that follows can put it back again."""
    save(page, lambda log: log.undo(step), done, about=step)


# Sessions


def save_as_advised(page: PageContext, plan: Plan, slot: Slot) -> None:
    """Save one slot of the plan's day with its numbers, all comfortable; ``plan`` is the one that was shown."""

    def change(log: LogStore) -> int | None:
        _compare_advice(plan, load_programme().ids)
        numbers = {exercise: target_today(plan, exercise) for exercise in plan.active}
        sets = tuple(ExerciseSet(e, n, Felt.COMFORTABLE) for e, n in numbers.items() if n is not None)
        return log.record_session(Session(plan.today, slot, sets), expected=None)

    save(page, change, f"{slot.capitalize()} session saved.", about=plan.today)


def _compare_advice(shown: Plan, exercises: Sequence[str]) -> None:
    """Raise ``EditConflict`` when these exercises have another number by now than the plan that was shown says."""
    present = day_view(shown.today).plan
    if differences := [text for exercise in exercises if (text := _difference(shown, present, exercise))]:
        raise EditConflict(f"This has changed since the page was drawn: {join_words(differences)}. {AGAIN}")


def _difference(before: Plan, after: Plan, exercise: str) -> str:
    """What two plans do not have in common of an exercise, in words; "" for nothing that matters to the later one."""
    title = load_programme().exercise(exercise).title.lower()
    chosen, stopped = exercise in after.chosen, exercise in after.stopped
    old, new = before.doses[exercise], after.doses[exercise]
    if chosen != (exercise in before.chosen):
        return f"{title} is {'' if chosen else 'not '}among your exercises now"
    if chosen and stopped != (exercise in before.stopped):
        return f"{title} is {'' if stopped else 'no longer '}stopped"
    if chosen and (old.target, old.offers) != (new.target, new.offers):
        return f"{title} has another number"
    return ""


def save_session(page: PageContext, session: Session, seen: Session | None, plan: Plan, done: str) -> None:
    """Save a session in place of the one that was shown for its slot.

    ``plan``: the one that a new form was filled in from. An exercise that has been stopped since is not saved with the
    number that stood there beforehand: that would be advice logged as done, and the advice has changed.
    """

    def change(log: LogStore) -> int | None:
        if seen is None:
            advised = {exercise: (dose.target, *dose.offers) for exercise, dose in plan.doses.items()}
            stopped = day_view(plan.today).plan.stopped
            as_advised = [s.exercise for s in session.sets if s.reps in advised.get(s.exercise, ())]
            _compare_advice(plan, [exercise for exercise in as_advised if exercise in stopped])
        return log.record_session(session, expected=seen)

    save(page, change, done, about=session.day)


def add_session(
    page: PageContext, session: Session, seen: Session | None, done: str, *, kind: str = "session"
) -> int | None:
    """Save a session together with the one that was shown for its slot; nothing in it is softened (R3)."""
    both = seen.with_added(session) if seen else session
    return save(page, lambda log: log.record_session(both, expected=seen, kind=kind), done, about=session.day)


def move_to_today(page: PageContext, sessions: Sequence[Session]) -> None:
    """Give the sessions that were shown, at least one, which are ahead, today's date."""
    day = today()
    done = f"It is dated today now, {format_day(day)}."
    save(page, lambda log: [log.move_session(session, day) for session in sessions][-1], done)


def save_answer(page: PageContext, day: date, field: str, value: int | None, seen: int | None) -> None:
    """Save one answer in place of the one that was shown, and keep the day's others, also those given meanwhile."""

    def change(log: LogStore) -> int | None:
        recorded = day_view(day).entries.day_entry(day)
        answered = getattr(recorded, field, None)
        if answered not in (seen, value):
            raise EditConflict(f"{QUESTIONS[field]} was answered in another place meanwhile. {AGAIN}")
        entry = replace(recorded or DayEntry(day), **{field: value})  # type: ignore[arg-type] # one of the numbers
        return log.record_day(entry, expected=recorded)

    save(page, change, "Saved.", about=field)


# Stops


def stop_all(page: PageContext) -> None:
    """Mark every chosen exercise that is not stopped yet, in the session of today's stop or in the present slot.

    A set is at least one repetition, so an exercise that was not done in that session is kept with one.
    """
    day = today()
    present = day_view(day)
    if not present.plan.active:
        raise EditConflict("All your exercises are stopped already.")
    stopping = [s.slot for s in present.entries.sessions_on(day) if any(each.felt.stops for each in s.sets)]
    slot = stopping[-1] if stopping else slot_now()
    sets = tuple(ExerciseSet(exercise, REPS[0], Felt.WORSE) for exercise in present.plan.active)
    recorded = present.entries.session(day, slot)
    add_session(page, Session(day, slot, sets), recorded, "All your exercises are stopped for now.")


def resume(page: PageContext, exercise: str, seen: Stop, done: str) -> None:
    """The person wants to try again an exercise that was shown as stopped, from today on."""
    day = today()

    def change(log: LogStore) -> int | None:
        plan = day_view(day).plan
        if exercise in plan.stopped and plan.stops[exercise].day != seen.day:
            felt, marked = plan.stops[exercise].felt, format_day(plan.stops[exercise].day)
            raise EditConflict(f"It was marked again, {marked}: {FELT_LABELS[felt].lower()}. {AGAIN}")
        if exercise in plan.stopped and was_recorded_today(day_view(day), exercise):
            raise BackcareError("You said today that it got worse, so it can be tried again tomorrow at the earliest.")
        return log.record_resumption(Resumption(day, exercise))

    save(page, change, done)


def take_back(page: PageContext, resumptions: Sequence[Resumption], done: str) -> None:
    """Take back that exercises had settled."""
    save(page, lambda log: log.delete_resumption(*resumptions), done)


# Settings, files


def save_settings(page: PageContext, changed: Settings, seen: Settings, done: str) -> None:
    """Save what differs from the settings that were shown, and keep the others as they are by now."""

    def change(log: LogStore) -> int | None:
        present = day_view().settings
        names = [each.name for each in fields(Settings)]
        wanted = {name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(seen, name)}
        taken = [name for name, value in wanted.items() if getattr(present, name) not in (getattr(seen, name), value)]
        if taken:
            choices = join_words([CHOICES[name] for name in taken])
            raise EditConflict(f"This was changed in another place meanwhile: {choices}. {AGAIN}")
        return log.record_settings(replace(present, **wanted), expected=present)

    save(page, change, done)


def import_file(page: PageContext, source: bytes, preview: ImportResult) -> None:
    """Import a file as one step, when it would still do what its preview said."""

    def change(log: LogStore) -> int | None:
        again = import_log(log, source, today=today(), preview=True)
        if again.problems:
            raise BackcareError(str(again.problems[0]))
        if again != preview:
            raise EditConflict(f"Your log has changed, so that the import would do something else now. {AGAIN}")
        return import_log(log, source, today=today()).step

    save(page, change, "Imported.")
