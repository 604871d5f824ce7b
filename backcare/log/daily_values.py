"""The few values of a log that the rules take: what each day comes to, in place of every single set."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from backcare.domain import ExerciseDay, Felt, Settings, SignsAnswer, Whom
from backcare.log.columns import TABLES
from backcare.log.frames import Log
from backcare.rules.stop import pain_rose

PAIN, CHANGE = (list(TABLES["days"].values).index(name) for name in ("pain", "change"))

T = TypeVar("T")


@dataclass(frozen=True)
class DailyValues:
    """One person's log by day, whatever is dated ahead included, and their settings.

    ``done``: by exercise, what each day came to, oldest first; ``resumed``: by exercise, the days on which it was
    resumed, oldest first; ``pain`` and ``changes``: the answers of the days on which they were given; ``slots``: how
    many slots of a day had any exercise in them; ``contacts``: whom the person asked for help, by day; ``signs``: what
    they said of the urgent signs, by day.
    """

    done: Mapping[str, Sequence[ExerciseDay]]
    resumed: Mapping[str, Sequence[date]]
    pain: Mapping[date, int]
    changes: Mapping[date, int]
    slots: Mapping[date, int]
    contacts: Mapping[date, Sequence[Whom]]
    signs: Mapping[date, SignsAnswer]
    settings: Settings = Settings()

    def until(self, last: date) -> "DailyValues":
        """The log as it stood at the end of a day, with today's settings."""
        return DailyValues(
            {e: kept for e, days in self.done.items() if (kept := [each for each in days if each.day <= last])},
            {e: until for e, days in self.resumed.items() if (until := [day for day in days if day <= last])},
            _until(self.pain, last),
            _until(self.changes, last),
            _until(self.slots, last),
            _until(self.contacts, last),
            _until(self.signs, last),
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
            {**self.contacts, **later.contacts},
            {**self.signs, **later.signs},
            later.settings,
        )


def _until(values: Mapping[date, T], last: date) -> dict[date, T]:
    return {day: value for day, value in values.items() if day <= last}


def daily_values(log: Log) -> DailyValues:
    """A log by day.

    From the rows as read: at a click there are those of one day, for which a DataFrame and its groupby take 25 ms.
    """
    rose = {key: pain_rose(before, after) for key, (before, after, *_) in log.rows["sessions"].items()}
    by_day: dict[tuple[str, date], ExerciseDay] = {}
    for (day, slot, exercise), (reps, felt) in log.rows["sets"].items():
        done = ExerciseDay(day, reps, Felt(felt), rose.get((day, slot), False))
        earlier = by_day.get((exercise, day))
        by_day[exercise, day] = done if earlier is None else earlier.with_later(done)
    done_by_exercise: defaultdict[str, list[ExerciseDay]] = defaultdict(list)
    for (exercise, _), done in sorted(by_day.items(), key=lambda item: item[1].day):
        done_by_exercise[exercise].append(done)
    resumed: defaultdict[str, list[date]] = defaultdict(list)
    for day, exercise in sorted(log.rows["resumptions"]):
        resumed[exercise].append(day)
    sessions = {key[:2] for key in log.rows["sets"]}
    slots = Counter(day for day, _ in sessions)
    contacts: defaultdict[date, list[Whom]] = defaultdict(list)
    for day, whom in sorted(log.rows["contacts"]):
        contacts[day].append(Whom(whom))
    signs = {day: SignsAnswer(answer) for (day,), (answer,) in sorted(log.rows["signs"].items())}
    return DailyValues(
        dict(done_by_exercise),
        dict(resumed),
        _answered(log, PAIN),
        _answered(log, CHANGE),
        dict(slots),
        dict(contacts),
        signs,
        log.settings,
    )


def _answered(log: Log, column: int) -> dict[date, Any]:
    answered = log.rows["days"]
    return {day: row[column] for (day,), row in sorted(answered.items()) if row[column] is not None}
