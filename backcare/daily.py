"""A log day by day, as far as the rules look at it: for years at a time, where every single set would be too much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backcare import frames
from backcare.frames import Log
from backcare.model import ExerciseDay


@dataclass(frozen=True)
class Daily:
    """What each day comes to for each exercise, oldest first; the resumptions, the pain scores and the pace."""

    done: Mapping[str, Sequence[ExerciseDay]]
    resumed: Mapping[str, Sequence[date]]
    pain: Mapping[date, int]
    few_days: int

    @property
    def days(self) -> set[date]:
        """Days with at least one set."""
        return {one.day for done in self.done.values() for one in done}


def of(log: Log | Daily) -> Daily:
    """A log by day."""
    if isinstance(log, Daily):
        return log
    return Daily(
        frames.exercise_days(log), frames.resumption_days(log), frames.answers(log, "pain"), log.settings.few_days
    )


def joined(older: Daily, newer: Daily) -> Daily:
    """The days of two parts of one log, of which the newer begins after the older ends."""
    return Daily(
        {e: (*older.done.get(e, ()), *newer.done.get(e, ())) for e in {**older.done, **newer.done}},
        {e: (*older.resumed.get(e, ()), *newer.resumed.get(e, ())) for e in {**older.resumed, **newer.resumed}},
        {**older.pain, **newer.pain},
        newer.few_days,
    )
