"""Log + rules → what to do on a day: one number an exercise, with its reasons; stop beats everything.

A plain function of the whole log, the settings and ``today``: nothing that is decided is stored, so that correcting a
typo corrects the advice. Whoever wants a past day as it stood cuts the log first (``Log.until``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from backcare.domain import Action, Dose, Help, Programme, Reason, SignsAnswer, Whom
from backcare.log import Log
from backcare.log.daily_values import DailyValues, daily_values
from backcare.rules import adherence, course, dose, referral, review, signs
from backcare.rules.course import Course
from backcare.rules.dose import ExerciseHistory
from backcare.rules.review import Review
from backcare.rules.stop import Stop, stops


@dataclass(frozen=True)
class Plan:
    """What the log and the rules come to on ``today``."""

    today: date
    course: Course | None
    doses: Mapping[str, Dose]
    stops: Mapping[str, Stop]
    """The last stop of each exercise that was ever stopped."""
    review: Review
    chosen: tuple[str, ...]
    adherence: adherence.Adherence
    route: tuple[str, ...]
    change_due: bool
    """Whether to ask how the back is compared with the start: from day 14 on, when no answer counts any more."""
    courses: tuple[Course, ...]
    """Every course up to today, oldest first; the last one is ``course`` while it is running."""
    standing: tuple[date, Review] | None
    """The earlier advice to get help that still stands, with the day on which it was given."""
    help: Help | None
    """Whether the help that is advised, today or by ``standing``, is due or asked for; ``None`` when none is."""
    last_contact: tuple[date, tuple[Whom, ...]] | None
    """When somebody was last asked for help, and whom."""
    signs: SignsAnswer | None
    """The answer about the urgent signs that stands; ``None`` before the first one."""

    @property
    def day_number(self) -> int | None:
        """The day's number in the course, 1 on its first day."""
        return None if self.course is None else self.course.number(self.today)

    @property
    def held(self) -> bool:
        """Whether an urgent sign applies: then there is nothing to do here but to phone."""
        return self.signs is SignsAnswer.APPLIES

    @property
    def stopped(self) -> tuple[str, ...]:
        """The exercises that are stopped, in the order of the programme."""
        return tuple(e for e, dose in self.doses.items() if dose.action is Action.STOP)

    @property
    def active(self) -> tuple[str, ...]:
        """The chosen exercises that are not stopped, in the order of the programme."""
        return tuple(e for e in self.chosen if e not in self.stopped)


def plan_day(programme: Programme, log: Log, today: date) -> Plan:
    """The plan for ``today`` from the whole log; see ``plan_from``."""
    return plan_from(programme, daily_values(log), today)


def plan_from(programme: Programme, by_day: DailyValues, today: date) -> Plan:
    """The plan for ``today`` from the whole log by day. Source of every rule: R0 to R6 and adherence.

    Entries dated after ``today`` are ignored, except that a stop, a worse answer and an urgent sign that applies count
    as today's; a resumption that is ahead counts as made today.
    """
    stops_by_exercise = _stops(by_day, today)
    done = {exercise: [day.day for day in days] for exercise, days in by_day.done.items()}
    answered = sorted({*by_day.pain, *by_day.changes})
    courses = course.courses(done, stops_by_exercise, answered, today)
    running = course.current_course(courses, today)
    reviewed = review.review(running, by_day.pain, by_day.changes, today)

    def past(day: date) -> Review:
        running = course.course_on(day, courses, done, stops_by_exercise, answered)
        return review.past_review(running, by_day.pain, by_day.changes, day)

    standing = review.standing(reviewed, past, by_day.contacts, by_day.changes, today)
    advised = reviewed.verdict if reviewed.refer else standing and standing[1].verdict
    worse = review.worse_now(reviewed, by_day.changes, today)
    # A choice of exercises that the programme no longer has is no choice.
    chosen = tuple(e for e in programme.ids if e in by_day.settings.exercises) or programme.ids
    return Plan(
        today=today,
        course=running,
        doses={e: _dose(_history(by_day, stops_by_exercise, e), today, worse) for e in programme.ids},
        stops={e: stops_by_exercise[e][-1] for e in programme.ids if stops_by_exercise.get(e)},
        review=reviewed,
        chosen=chosen,
        adherence=_adherence(by_day, running, done, stops_by_exercise, today),
        route=referral.route(by_day.settings.helpline),
        change_due=review.change_due(running, by_day.changes, today),
        courses=courses,
        standing=standing,
        help=referral.help_on(advised, by_day.contacts, today),
        last_contact=referral.last_contact(by_day.contacts, today),
        signs=signs.standing_answer(by_day.signs, today),
    )


def _stops(by_day: DailyValues, today: date) -> dict[str, tuple[Stop, ...]]:
    return {e: stops(days, by_day.resumed.get(e, ()), today) for e, days in by_day.done.items()}


def _history(by_day: DailyValues, stops_by_exercise: Mapping[str, tuple[Stop, ...]], exercise: str) -> ExerciseHistory:
    days = by_day.done.get(exercise, ())
    return ExerciseHistory(days, stops_by_exercise.get(exercise, ()), by_day.changes, by_day.settings.few_days)


def _dose(history: ExerciseHistory, today: date, worse: Reason | None) -> Dose:
    if history.stops and history.stops[-1].in_force:
        return Dose(Action.STOP, None, reasons=(history.stops[-1].reason(today),))
    return dose.dose(history, today, worse)


def _adherence(
    by_day: DailyValues,
    running: Course | None,
    done: Mapping[str, list[date]],
    stops_by_exercise: Mapping[str, tuple[Stop, ...]],
    today: date,
) -> adherence.Adherence:
    """The share of the last seven days, or of those since the course began."""
    if running is None:
        return adherence.adherence(by_day.slots, (), today, today)
    first = max(running.first, today - timedelta(days=adherence.WEEK - 1))
    days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    stopped = [day for day in days if course.all_stopped(running.first, day, done, stops_by_exercise)]
    return adherence.adherence(by_day.slots, stopped, first, today)


def targets_by_day(programme: Programme, by_day: DailyValues, first: date, last: date) -> dict[str, list[int | None]]:
    """Each exercise's number on every day of a range, both ends included, before anything was done on it.

    ``None`` while the exercise was stopped. By the same walk as the plan of the last day, so that the numbers of ten
    years are worked out once.
    """
    stops_by_exercise = _stops(by_day, last)
    return {e: _numbers(_history(by_day, stops_by_exercise, e), first, last) for e in programme.ids}


def numbers_reached(programme: Programme, by_day: DailyValues, last: date) -> dict[str, int | None]:
    """Each exercise's number after the last day of a course, ``None`` while it was stopped."""
    # What was done on the last day counts from the next day on.
    after = last + timedelta(days=1)
    return {e: numbers[0] for e, numbers in targets_by_day(programme, by_day, after, after).items()}


def _numbers(history: ExerciseHistory, first: date, last: date) -> list[int | None]:
    numbers: list[int | None] = [dose.target_on(state, day) for day, state in dose.states(history, first, last)]
    for stop in history.stops:
        begin = max(0, (stop.since - first).days + 1)
        end = len(numbers) if stop.lifted is None else max(begin, (stop.lifted - first).days)
        numbers[begin:end] = [None] * len(numbers[begin:end])
    return numbers
