"""A log by day, as the rules take it: a few values of each exercise and day, in place of every single set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backcare.domain import ExerciseDay, Settings
from backcare.log import frames
from backcare.log.frames import Log


@dataclass(frozen=True)
class DailyValues:
    """One person's log by day, whatever is dated ahead included, and their settings.

    ``done``: by exercise, what each day came to, oldest first; ``resumed``: by exercise, the days on which it was
    resumed, oldest first; ``pain`` and ``changes``: the answers of the days on which they were given; ``slots``: how
    many slots of a day had any exercise in them.
    """

    done: Mapping[str, Sequence[ExerciseDay]]
    resumed: Mapping[str, Sequence[date]]
    pain: Mapping[date, int]
    changes: Mapping[date, int]
    slots: Mapping[date, int]
    settings: Settings = Settings()

    def until(self, last: date) -> "DailyValues":
        """The log as it stood at the end of a day, with today's settings."""
        return DailyValues(
            {e: kept for e, days in self.done.items() if (kept := [one for one in days if one.day <= last])},
            {e: again for e, days in self.resumed.items() if (again := [day for day in days if day <= last])},
            _until(self.pain, last),
            _until(self.changes, last),
            _until(self.slots, last),
            self.settings,
        )

    def followed_by(self, later: "DailyValues") -> "DailyValues":
        """This part of a log and the part that comes after it, with the later one's settings."""
        return DailyValues(
            {e: [*self.done.get(e, ()), *later.done.get(e, ())] for e in {**self.done, **later.done}},
            {e: [*self.resumed.get(e, ()), *later.resumed.get(e, ())] for e in {**self.resumed, **later.resumed}},
            {**self.pain, **later.pain},
            {**self.changes, **later.changes},
            {**self.slots, **later.slots},
            later.settings,
        )


def _until(values: Mapping[date, int], last: date) -> dict[date, int]:
    return {day: value for day, value in values.items() if day <= last}


def of(log: Log) -> DailyValues:
    """A log by day."""
    return DailyValues(
        frames.exercise_days(log),
        frames.resumption_days(log),
        frames.answers(log, "pain"),
        frames.answers(log, "change"),
        frames.slots_done(log),
        log.settings,
    )
