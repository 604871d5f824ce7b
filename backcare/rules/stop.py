"""R3, stop: when an exercise is stopped, and when a resumption lifts it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from backcare.domain import STOPPING, ExerciseDay, Felt, Reason
from backcare.labels import format_day

PAIN_RISE = 2
"""Points from pain before to pain after a session that exceed the scale's measurement error (Childs 2005)."""

WHAT_HAPPENED = {Felt.WORSE: "made your symptoms worse", Felt.NEW_PAIN: "brought on a new pain"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One time that an exercise was stopped: the days on which it was marked, and the resumption that lifted it.

    ``marked``: oldest first, at least one, with no resumption between them, each with the date that it bears.
    ``since``: the day from which the stop holds, which is earlier than the date of a stop that is ahead.
    """

    marked: tuple[ExerciseDay, ...]
    since: date
    lifted: date | None = None

    @property
    def day(self) -> date:
        """The newest day on which it was marked."""
        return self.marked[-1].day

    @property
    def felt(self) -> Felt:
        """What was marked on that day."""
        return self.marked[-1].felt

    @property
    def in_force(self) -> bool:
        """Whether no resumption has lifted it."""
        return self.lifted is None

    def holds_on(self, day: date) -> bool:
        """Whether the exercise was stopped at the end of a day."""
        return self.since <= day and (self.lifted is None or day < self.lifted)

    def reason(self, today: date) -> Reason:
        """Why there is no number today."""
        on = "today" if self.day == today else f"on {format_day(self.day, today)}"
        if self.day > today:
            on = f"in an entry dated {format_day(self.day, today)}, which is ahead"
        return Reason("R3", f"Stopped {on}: it {WHAT_HAPPENED[self.felt]}.", (self.day,))

    def earliest_resumption(self) -> date:
        """The first day on which it may be tried again: at least one night later (ours)."""
        return self.day + timedelta(days=1)


def stops(days: Iterable[ExerciseDay], resumptions: Iterable[date], today: date) -> tuple[Stop, ...]:
    """Every stop of one exercise as it is known on ``today``, oldest first; only the last one can be in force.

    ``days``: what each day came to, in order; ``resumptions``: the days on which it was resumed, in any order. A stop
    or a resumption that is dated after ``today`` counts as today's, so that no stop is undone by a clock put right, and
    such a resumption lifts only stops dated before today.

    >>> marked = [ExerciseDay(date(2026, 3, 11), 6, Felt.NEW_PAIN)]
    >>> [stop.in_force for stop in stops(marked, [date(2026, 3, 11)], date(2026, 3, 12))]
    [True]
    >>> [stop.in_force for stop in stops(marked, [date(2026, 3, 12)], date(2026, 3, 12))]
    [False]
    """
    resumed = sorted(min(day, today) for day in resumptions)
    runs: list[Stop] = []
    for marked in [day for day in days if day.felt in STOPPING]:
        on = min(marked.day, today)
        lifted = next((day for day in resumed if day > on), None)
        if runs and (runs[-1].lifted is None or runs[-1].lifted > on):
            earlier = runs.pop()
            runs.append(Stop((*earlier.marked, marked), earlier.since, lifted))
        else:
            runs.append(Stop((marked,), on, lifted))
    return tuple(runs)


def pain_rose(before: int | None, after: int | None) -> bool:
    """Whether pain rose over a session by more than the scale's error.

    Then the person is asked whether symptoms got worse, and its sets are at best uncomfortable (R2). It never marks a
    stop by itself.

    >>> pain_rose(3, 4), pain_rose(3, 5), pain_rose(None, 9)
    (False, True, False)
    """
    return before is not None and after is not None and after - before >= PAIN_RISE
