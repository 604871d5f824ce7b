"""Log + rules → what to do on a day: one number an exercise, with its reasons; stop beats everything.

``today`` is an argument and nothing is kept, so that correcting a typo in the log corrects the advice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from backcare import daily, frames
from backcare.daily import Daily
from backcare.frames import Log
from backcare.model import Action, Dose, ExerciseDay, Programme, Reason, Slot, in_words
from backcare.rules import adherence, review, stop
from backcare.rules import dose as progression
from backcare.rules.review import Course

ADHERENCE_DAYS = 7


@dataclass(frozen=True)
class Opening:
    """What everything before a day comes to, so that a plan needs only the days since (see ``carry``)."""

    before: date
    course: review.Course | None = None
    marked: Mapping[str, tuple[ExerciseDay, date | None]] = field(default_factory=dict)
    states: Mapping[str, tuple[date, progression.DoseState]] = field(default_factory=dict)
    pain: Mapping[date, int] = field(default_factory=dict)
    earlier: tuple[review.Course, ...] = ()
    """The courses before ``course``, oldest first."""


@dataclass(frozen=True)
class Plan:
    """What the log and the rules come to on ``today``."""

    today: date
    course: review.Course | None
    doses: Mapping[str, Dose]
    stops: Mapping[str, stop.Stop]
    review: review.Review
    chosen: tuple[str, ...]
    slots: Mapping[Slot, tuple[str, ...]]
    adherence: adherence.Adherence
    route: tuple[str, ...]
    courses: tuple[Course, ...] = ()
    """Every course up to today, oldest first; the last one is ``course`` while it is running."""

    @property
    def day_number(self) -> int | None:
        """The day's number in the course, 1 on its first day."""
        return None if self.course is None else self.course.number(self.today)

    @property
    def stopped(self) -> tuple[str, ...]:
        """The exercises that are stopped, in the order of the programme."""
        return tuple(e for e, dose in self.doses.items() if dose.action is Action.STOP)


@dataclass(frozen=True)
class _Facts:
    """The log and what came before it, cut to ``today``, as the rules take it."""

    today: date
    courses: tuple[review.Course, ...]
    days: Mapping[str, list[ExerciseDay]]
    resumed: Mapping[str, Sequence[date]]
    opening: Opening
    few_days: int

    @property
    def course(self) -> review.Course | None:
        return review.current(self.courses, self.today)

    def last_stop(self, exercise: str, day: date) -> stop.Stop | None:
        days: Iterable[ExerciseDay] = self.days.get(exercise, ())
        resumed: Sequence[date] = self.resumed.get(exercise, ())
        if exercise in self.opening.marked:
            marked, lifted = self.opening.marked[exercise]
            days = [marked, *days]
            resumed = resumed if lifted is None else [lifted, *resumed]
        return stop.last_stop(days, resumed, day)

    def state(self, exercise: str, stopped: stop.Stop | None) -> tuple[date, progression.DoseState]:
        """The day from which this exercise's days count, and what they come to strictly before today."""
        course = self.course
        if course is None:
            return self.today, progression.DoseState()
        since = max(course.first, stopped.lifted) if stopped and stopped.lifted else course.first
        counted = [d for d in self.days.get(exercise, ()) if since <= d.day < self.today]
        kept_since, kept = self.opening.states.get(exercise, (None, None))
        state = kept if kept_since == since else None
        return since, progression.fold(counted, few_days=self.few_days, state=state)


def _facts(by_day: Daily, today: date, opening: Opening | None) -> _Facts:
    opening = opening or Opening(date.min)
    inside = [day for day in by_day.days if opening.before <= day <= today]
    found = review.courses(inside, today)
    if opening.course is not None:
        found = (*opening.earlier, *_join(opening.course, found))
    days = {exercise: [d for d in done if opening.before <= d.day <= today] for exercise, done in by_day.done.items()}
    return _Facts(today, found, days, by_day.resumed, opening, by_day.few_days)


def _join(earlier: review.Course, found: tuple[review.Course, ...]) -> tuple[review.Course, ...]:
    """The course that was running before the first of ``found``, which may only go on with it."""
    if found and (found[0].first - earlier.last).days <= review.COURSE_GAP:
        return (review.Course(earlier.first, found[0].last), *found[1:])
    return (earlier, *found)


def plan_day(programme: Programme, log: Log, today: date, opening: Opening | None = None) -> Plan:
    """The plan for ``today`` from the whole log, or from its part since ``opening.before``.

    Days after ``today`` are ignored. Source of every rule: R0 to R5 and adherence.
    """
    by_day = daily.of(log)
    facts = _facts(by_day, today, opening)
    stops = {e: found for e in programme.ids if (found := facts.last_stop(e, today)) is not None}
    doses = {e: _dose(facts, e, stops.get(e)) for e in programme.ids}
    pain = {**facts.opening.pain, **by_day.pain}
    changes = frames.answers(log, "change")
    # A choice of exercises that the programme no longer has is no choice, or every day would count as all stopped.
    chosen = tuple(e for e in programme.ids if e in log.settings.exercises) or programme.ids
    return Plan(
        today=today,
        course=facts.course,
        doses=doses,
        stops=stops,
        review=review.review(facts.course, pain, changes, today),
        chosen=chosen,
        slots=_slots(log, today),
        adherence=_adherence(facts, log, chosen),
        route=review.route(log.settings.helpline),
        courses=facts.courses,
    )


def _dose(facts: _Facts, exercise: str, stopped: stop.Stop | None) -> Dose:
    if stopped is not None and stopped.in_force:
        return Dose(Action.STOP, None, reasons=(stopped.reason(facts.today),))
    _, state = facts.state(exercise, stopped)
    dose = progression.dose(state, facts.few_days)
    if stopped is None or dose.action is not Action.START:
        return dose
    again = Reason("R3", f"You stopped it on {in_words(stopped.day)}; it starts again at 5.", (stopped.day,))
    return Dose(dose.action, dose.target, reasons=(again,))


def _slots(log: Log, today: date) -> dict[Slot, tuple[str, ...]]:
    return {slot: tuple(exercise for exercise, _, _ in log.by_slot.get((today, str(slot)), ())) for slot in Slot}


def _adherence(facts: _Facts, log: Log, chosen: tuple[str, ...]) -> adherence.Adherence:
    week = facts.today - timedelta(days=ADHERENCE_DAYS - 1)
    first = max(week, facts.course.first) if facts.course else facts.today
    return adherence.adherence(frames.slots_done(log), _all_stopped(facts, chosen, first), first, facts.today)


def _all_stopped(facts: _Facts, chosen: tuple[str, ...], first: date) -> list[date]:
    """Days from ``first`` to today at whose end every chosen exercise was stopped."""
    days = (first + timedelta(days=n) for n in range((facts.today - first).days + 1))
    return [day for day in days if all(_stopped_on(facts, exercise, day) for exercise in chosen)]


def _stopped_on(facts: _Facts, exercise: str, day: date) -> bool:
    found = facts.last_stop(exercise, day)
    return found is not None and found.in_force


def carry(programme: Programme, log: Log | Daily, until: date, opening: Opening | None = None) -> Opening:
    """What all days before ``until`` come to; ``plan_day`` from it and the days since equals that of the whole log."""
    eve = until - timedelta(days=1)
    by_day = daily.of(log)
    facts = _facts(by_day, eve, opening)
    marked: dict[str, tuple[ExerciseDay, date | None]] = {}
    states: dict[str, tuple[date, progression.DoseState]] = {}
    # The eve's own sets belong to the past of ``until``, so the fold runs as if it were already that day.
    folding = _Facts(until, facts.courses, facts.days, facts.resumed, facts.opening, facts.few_days)
    for exercise in programme.ids:
        found = facts.last_stop(exercise, eve)
        if found is not None:
            marked[exercise] = (ExerciseDay(found.day, 1, found.felt), found.lifted)
        if found is None or not found.in_force:
            states[exercise] = folding.state(exercise, found)
    course = facts.courses[-1] if facts.courses else None
    pain = _first_week(by_day.pain, course, facts.opening, until)
    return Opening(until, course, marked, states, pain, facts.courses[:-1])


def _first_week(
    rated: Mapping[date, int], course: review.Course | None, opening: Opening, until: date
) -> dict[date, int]:
    """The pain scores that a later review will start from."""
    if course is None:
        return {}
    last = course.first + timedelta(days=review.WINDOW - 1)
    pain = {**opening.pain, **rated}
    return {day: score for day, score in pain.items() if course.first <= day <= last and day < until}


@dataclass(frozen=True, slots=True)
class Advised:
    """The number that was advised on one day, before anything was done on it; ``None`` while stopped."""

    day: date
    exercise: str
    target: int | None


def advised(
    programme: Programme, log: Log | Daily, first: date, last: date, opening: Opening | None = None
) -> list[Advised]:
    """The advised number of every exercise on every day of a range, both ends included."""
    facts = _facts(daily.of(log), last, opening)
    return [entry for exercise in programme.ids for entry in _trace(facts, exercise, first, last)]


def _trace(facts: _Facts, exercise: str, first: date, last: date) -> Iterator[Advised]:
    """Walk the days once, with the same steps as ``plan_day`` takes from the newest day backwards."""
    done = {d.day: d for d in facts.days.get(exercise, ())}
    resumed = set(facts.resumed.get(exercise, ()))
    marked, lifted = facts.opening.marked.get(exercise, (None, None))
    stopped = marked is not None and lifted is None
    _, state = facts.opening.states.get(exercise, (None, progression.DoseState()))
    begins = {course.first: course for course in facts.courses}
    day = min([*done, *resumed, *begins, first])
    day = max(day, facts.opening.before)
    running = next((course for course in reversed(facts.courses) if course.first < day), None)
    while day <= last:
        if day in begins:
            running = begins[day]
            state = progression.DoseState()
        if day in resumed:
            stopped = False
        if day >= first:
            number = state.target if running and review.current((running,), day) else progression.START
            yield Advised(day, exercise, None if stopped else number)
        if day in done:
            stopped = stopped or done[day].felt.stops
            state = progression.DoseState() if stopped else progression.advance(state, done[day], facts.few_days)
        day += timedelta(days=1)
