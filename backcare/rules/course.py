"""R1, the course: the run of days that the two-week review is about."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backcare.rules.stop import Stop

COURSE_GAP = 14
"""More days than this between two alive days end a course (ours: as long as the review)."""
ALIVE = timedelta(days=13)
"""How long an entry keeps the days on which all is stopped alive: the 14 days that begin with its own (ours)."""
ONE_DAY = timedelta(days=1)

Days = Mapping[str, Sequence[date]]
"""By exercise: the days on which it was done, in order."""
Stops = Mapping[str, Sequence[Stop]]
"""By exercise: its stops, in order."""


@dataclass(frozen=True, slots=True)
class Course:
    """A run of alive days: days with a set, and days on which all was stopped while something was still logged."""

    first: date
    last: date

    def number(self, day: date) -> int:
        """The day's number in the course; the first day is 1."""
        return (day - self.first).days + 1


def stopped_until(first: date, day: date, done: Days, stops: Stops) -> date | None:
    """How long all stays stopped: ``None`` when it is not so at the end of ``day``, ``date.max`` when nothing ends it.

    All is every exercise with a set from ``first``, the first day of the course, to ``day``.
    """
    until = date.max
    for exercise, days in done.items():
        if bisect_left(days, first) == bisect_right(days, day):
            continue
        stop = next((stop for stop in stops.get(exercise, ()) if stop.holds_on(day)), None)
        if stop is None:
            return None
        if stop.lifted is not None:
            until = min(until, stop.lifted - ONE_DAY)
    return until


def all_stopped(first: date, day: date, done: Days, stops: Stops) -> bool:
    """Whether every exercise with a set from ``first``, the first day of the course, to ``day`` is stopped on it."""
    return stopped_until(first, day, done, stops) is not None


def courses(done: Days, stops: Stops, answered: Iterable[date], today: date) -> tuple[Course, ...]:
    """Every course up to ``today``, oldest first; the last may be over.

    ``answered``: the days with a pain score or an answer about the change, in any order. Whoever obeys a stop is
    following the programme, so that a day on which all is stopped is alive as long as something was logged within the
    14 days that end on it (ours).

    >>> days = {"back-bends": [date(2026, 3, 1), date(2026, 3, 15), date(2026, 3, 30)]}
    >>> courses(days, {}, [], date(2026, 3, 30))[0].last
    datetime.date(2026, 3, 15)
    """
    days = sorted({day for of_exercise in done.values() for day in of_exercise if day <= today})
    if not days:
        return ()
    ended: list[Course] = []
    answers = sorted(answered)
    first = last = days[0]
    for day, end in zip(days, [*(day - ONE_DAY for day in days[1:]), today], strict=True):
        if (day - last).days > COURSE_GAP:
            ended.append(Course(first, last))
            first = day
        last = day
        # Days between two sets make a difference only where the second would not go on with the course anyway.
        if (end - day).days >= COURSE_GAP or end == today:
            until = stopped_until(first, day, done, stops)
            last = day if until is None else _last_alive(day, min(until, end), answers)
    return (*ended, Course(first, last))


def _last_alive(day: date, until: date, answers: Sequence[date]) -> date:
    """The last alive day of the run that a set on ``day`` begins, where all is stopped from then ``until`` a day."""
    last = min(day + ALIVE, until)
    for answer in answers[bisect_right(answers, day) : bisect_right(answers, until)]:
        if (answer - last).days > COURSE_GAP:
            break
        last = max(last, min(answer + ALIVE, until))
    return last


def course_on(
    day: date, all_courses: Sequence[Course], done: Days, stops: Stops, answers: Sequence[date]
) -> Course | None:
    """The course that was running on a day, as the log stood at its end; ``None`` when none was.

    ``all_courses``: those up to a later day; ``answers``: as in ``courses``, in order. What came after ``day`` decides
    neither when its course began nor which of its days were alive.
    """
    last_set = max((days[n - 1] for days in done.values() if (n := bisect_right(days, day))), default=None)
    begun = [course for course in all_courses if last_set is not None and course.first <= last_set]
    if last_set is None or not begun:
        return None
    first = begun[-1].first
    until = stopped_until(first, last_set, done, stops)
    last = last_set if until is None else _last_alive(last_set, min(until, day), answers)
    return current_course((Course(first, last),), day)


def current_course(all_courses: Sequence[Course], today: date) -> Course | None:
    """The course that is running on ``today``, if any, of those up to today."""
    if all_courses and (today - all_courses[-1].last).days <= COURSE_GAP:
        return all_courses[-1]
    return None
