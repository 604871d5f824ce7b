"""What a person does to their log: each compares what was on the screen with what is in the log now, then records it.

Each takes the log as a ``LogReader`` and returns the step in its history, ``None`` when the log was as asked already.
``EditConflict`` says what differs from what was shown; then nothing is saved (optimistic locking).
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, tzinfo
from typing import Any

from backcare.domain import (
    REPS,
    Contact,
    DayEntry,
    ExerciseSet,
    Felt,
    Programme,
    Resumption,
    Session,
    Settings,
    SignsAnswer,
    SignsCheck,
    Slot,
    Whom,
)
from backcare.errors import BackcareError, EditConflict
from backcare.exchange import ImportResult, import_log
from backcare.labels import FELT_LABELS, SETTING_LABELS, format_day, join_words
from backcare.log_reader import LogReader
from backcare.plan import Plan
from backcare.rules.stop import Stop

AGAIN = "Nothing is saved yet. Please check this page and press again."
QUESTIONS = {"pain": "your pain", "change": "how your back is", "walk_minutes": "your walking"}
"""What is answered on Today, by field of the day entry."""


def record_as_advised(log: LogReader, shown: Plan, slot: Slot, numbers: Mapping[str, int | None]) -> int | None:
    """Record one slot of the day of the plan that was ``shown``, all comfortable, with these numbers by exercise."""
    _compare_advice(shown, log.day_view(shown.today).plan, log.programme, log.programme.ids)
    sets = tuple(ExerciseSet(e, n, Felt.COMFORTABLE) for e in shown.active if (n := numbers[e]) is not None)
    return log.store.record_session(Session(shown.today, slot, sets), expected=None)


def replace_session(
    log: LogReader, session: Session, origin: Session | None, seen: Session | None, shown: Plan, today: date
) -> int | None:
    """Record a session in place of ``seen``, the one that the person was told of; its form began with ``origin``.

    ``shown``: the plan that a new form was filled in from. An exercise that has been stopped since is not saved with
    the number that stood there beforehand: that would be advice logged as done, and the advice has changed.
    """
    if seen is None:
        advised = {exercise: (dose.target, *dose.offers) for exercise, dose in shown.doses.items()}
        present = log.day_view(shown.today, past=shown.today < today).plan
        as_advised = [s.exercise for s in session.sets if s.reps in advised.get(s.exercise, ())]
        stopped = [exercise for exercise in as_advised if exercise in present.stopped]
        _compare_advice(shown, present, log.programme, stopped)
    return log.store.record_session(_with_unseen_stops(session, origin, seen), expected=seen)


def _with_unseen_stops(session: Session, origin: Session | None, seen: Session | None) -> Session:
    """The session with the stops that were marked elsewhere after its form was filled in: no save lifts those (R3)."""
    shown = origin.sets if origin else ()
    own = {s.exercise: s for s in session.sets}
    for each in seen.sets if seen else ():
        if each.felt.stops and each not in shown:
            reps = own[each.exercise].reps if each.exercise in own else each.reps
            own[each.exercise] = ExerciseSet(each.exercise, reps, each.felt)
    return replace(session, sets=tuple(own.values()))


def _compare_advice(shown: Plan, present: Plan, programme: Programme, exercises: Sequence[str]) -> None:
    """Raise ``EditConflict`` when these exercises have another number by now than the plan that was shown says."""
    titles = {exercise: programme.exercise(exercise).title.lower() for exercise in exercises}
    if differences := [text for e in exercises if (text := _difference(shown, present, e, titles[e]))]:
        raise EditConflict(f"This has changed since you opened the page: {join_words(differences)}. {AGAIN}")


def _difference(before: Plan, after: Plan, exercise: str, title: str) -> str:
    """What two plans do not have in common of an exercise, in words; "" for nothing that matters to the later one."""
    chosen, stopped = exercise in after.chosen, exercise in after.stopped
    old, new = before.doses[exercise], after.doses[exercise]
    if chosen != (exercise in before.chosen):
        return f"{title} is {'now' if chosen else 'no longer'} one of your exercises"
    if chosen and stopped != (exercise in before.stopped):
        return f"{title} is {'now' if stopped else 'no longer'} stopped"
    if chosen and (old.target, old.offers) != (new.target, new.offers):
        return f"{title} has a new number"
    return ""


def add_session(log: LogReader, session: Session, seen: Session | None, kind: str = "session") -> int | None:
    """Record a session together with the one that was shown for its slot; nothing in it is softened (R3)."""
    both = seen.with_added(session) if seen else session
    return log.store.record_session(both, expected=seen, kind=kind)


def move_sessions(log: LogReader, sessions: Sequence[Session], day: date) -> int | None:
    """Give the sessions that were shown, at least one, another date; the last one's step."""
    return [log.store.move_session(session, day) for session in sessions][-1]


def record_answer(log: LogReader, day: date, name: str, value: int | None, seen: int | None) -> int | None:
    """Record one answer in place of the one that was shown, and keep the day's others, also those given meanwhile."""
    recorded = log.day_view(day).entries.day_entry(day)
    if getattr(recorded, name, None) not in (seen, value):
        raise EditConflict(f"This was answered somewhere else: {QUESTIONS[name]}. {AGAIN}")
    answers: dict[str, Any] = {name: value}
    return log.store.record_day(replace(recorded or DayEntry(day), **answers), expected=recorded)


def add_contact(log: LogReader, day: date, whom: Whom | None, note: str) -> int | None:
    """Record that somebody was asked for help; what was noted of the same day and person asked stays in front."""
    if whom is None:
        raise BackcareError("Nothing is saved yet. Who did you ask?")
    recorded = [each for each in log.day_view(day).entries.contacts_on(day) if each.whom is whom]
    notes = dict.fromkeys(text for text in (*(each.note for each in recorded), note) if text)
    contact = Contact(day, whom, "\n".join(notes))
    return log.store.record_contact(contact, expected=recorded[0] if recorded else None)


def answer_signs(log: LogReader, answer: SignsAnswer, shown: Plan) -> int | None:
    """Record an answer about the urgent signs on the day of the plan that was ``shown``.

    That a sign applies is never refused. Any other answer also takes the place of one that applies and is ahead, which
    counts as today's.
    """
    view, day = log.day_view(shown.today), shown.today
    if answer is SignsAnswer.APPLIES:
        return log.store.record_signs(SignsCheck(day, answer))
    if view.plan.signs not in (shown.signs, answer):
        raise EditConflict(f"The urgent signs were answered somewhere else. {AGAIN}")
    seen = {each: SignsCheck(each, said) for each, said in view.by_day.signs.items()}
    ahead = [each for each, check in seen.items() if each > day and check.answer is SignsAnswer.APPLIES]
    return [log.store.record_signs(SignsCheck(each, answer), seen.get(each)) for each in (day, *ahead)][-1]


def stop_all(log: LogReader, day: date, slot: Slot) -> int | None:
    """Mark every chosen exercise that is not stopped yet, in the session of the day's stop or else in ``slot``.

    A set is at least one repetition, so an exercise that was not done in that session is kept with one.
    """
    view = log.day_view(day)
    if not view.plan.active:
        raise EditConflict("All of your exercises have been stopped.")
    stopping = [s.slot for s in view.entries.sessions_on(day) if any(each.felt.stops for each in s.sets)]
    slot = stopping[-1] if stopping else slot
    sets = tuple(ExerciseSet(exercise, REPS[0], Felt.WORSE) for exercise in view.plan.active)
    return add_session(log, Session(day, slot, sets), view.entries.session(day, slot))


def resume(log: LogReader, day: date, exercise: str, seen: Stop, zone: tzinfo | None) -> int | None:
    """Try again, from a day on, an exercise that was shown as stopped; not on the day on which that was recorded."""
    plan = log.day_view(day).plan
    if exercise in plan.stopped and plan.stops[exercise].day != seen.day:
        felt, marked = plan.stops[exercise].felt, format_day(plan.stops[exercise].day)
        raise EditConflict(f"You marked it again on {marked}: {FELT_LABELS[felt].lower()}. {AGAIN}")
    if exercise in plan.stopped and log.was_recorded_on(exercise, day, zone):
        raise BackcareError("You said today that it got worse. You can try it again from tomorrow.")
    return log.store.record_resumption(Resumption(day, exercise))


def save_settings(log: LogReader, changed: Settings, seen: Settings, day: date) -> int | None:
    """Record what differs from the settings that were shown, and keep the others as they are by now."""
    present = log.day_view(day).settings
    names = [each.name for each in fields(Settings)]
    wanted = {name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(seen, name)}
    taken = [name for name, value in wanted.items() if getattr(present, name) not in (getattr(seen, name), value)]
    if taken:
        choices = join_words([SETTING_LABELS[name] for name in taken])
        raise EditConflict(f"This was changed somewhere else: {choices}. {AGAIN}")
    return log.store.record_settings(replace(present, **wanted), expected=present)


def import_previewed(log: LogReader, source: bytes, preview: ImportResult, today: date) -> int | None:
    """Import a file as one step, when it would still do what its preview said."""
    again = import_log(log.store, source, today=today, preview=True)
    if again.problems:
        raise BackcareError(str(again.problems[0]))
    if again != preview:
        raise EditConflict(f"Your log has changed, so the import would now do something else. {AGAIN}")
    return import_log(log.store, source, today=today).step
