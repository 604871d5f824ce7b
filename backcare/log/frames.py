"""The log as pandas frames: columns and dtypes, written once; frame → frame; frame → values for the rules. No I/O."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from backcare.domain import EARLIEST_DAY, DayEntry, ExerciseDay, ExerciseSet, Felt, Resumption, Session, Settings, Slot
from backcare.rules.stop import PAIN_RISE

SLOT = pd.CategoricalDtype(list(map(str, Slot)), ordered=True)
FELT = pd.CategoricalDtype(list(map(str, Felt)), ordered=True)
DAY = "datetime64[s]"
"""Local calendar days, without a time zone, so that no chart or file can move them to the day before."""

Columns = Mapping[str, Any]
SETS: Columns = {"day": DAY, "slot": SLOT, "exercise": "str", "reps": "int64", "felt": FELT}
SESSIONS: Columns = {"day": DAY, "slot": SLOT, "pain_before": "Int64", "pain_after": "Int64", "note": "str"}
DAYS: Columns = {
    "day": DAY, "pain": "Int64", "pain_worst": "Int64", "change": "Int64",
    "walk_minutes": "Int64", "activity": "Int64", "note": "str",
}  # fmt: skip
RESUMPTIONS: Columns = {"day": DAY, "exercise": "str"}
TABLES: Mapping[str, Columns] = {"sets": SETS, "sessions": SESSIONS, "days": DAYS, "resumptions": RESUMPTIONS}
KEYS: Mapping[str, tuple[str, ...]] = {
    "sets": ("day", "slot", "exercise"),
    "sessions": ("day", "slot"),
    "days": ("day",),
    "resumptions": ("day", "exercise"),
}


def frame(columns: Columns, rows: Sequence[Sequence[object]] = ()) -> pd.DataFrame:
    """Rows in the order of ``columns`` → a frame with exactly these columns and dtypes, also when there are none.

    A missing value is ``None`` in the rows and NA in the frame; a note that is "" counts as missing.
    """
    series = {}
    for (name, dtype), values in zip(
        columns.items(), zip(*rows, strict=True) if rows else [()] * len(columns), strict=True
    ):
        if name == "day":
            # By way of NumPy: pandas would look at each day to find out what it is.
            series[name] = pd.Series(np.array(values, dtype=DAY))
        elif name == "note":
            series[name] = pd.Series([value or None for value in values], dtype=dtype)
        else:
            series[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(series, columns=list(columns))


def _empty(name: str) -> Any:
    return field(default_factory=lambda: frame(TABLES[name]))


@dataclass(frozen=True)
class Log:
    """One person's log, or its part since a day: four frames sorted by their keys, and the settings."""

    sets: pd.DataFrame = _empty("sets")
    sessions: pd.DataFrame = _empty("sessions")
    days: pd.DataFrame = _empty("days")
    resumptions: pd.DataFrame = _empty("resumptions")
    settings: Settings = Settings()

    @cached_property
    def by_slot(self) -> Mapping[tuple[date, str], Sequence[tuple[str, int, str]]]:
        """The sets of each session: exercise, repetitions, felt."""
        found: dict[tuple[date, str], list[tuple[str, int, str]]] = {}
        columns = (self.sets[name].tolist() for name in ("slot", "exercise", "reps", "felt"))
        for day, slot, *done in zip(as_dates(self.sets["day"]), *columns, strict=True):
            found.setdefault((day, slot), []).append((done[0], done[1], done[2]))
        return found

    @cached_property
    def session_rows(self) -> Mapping[tuple[date, str], Sequence[Any]]:
        """What was said of each session as a whole, in the order of the columns after its key."""
        slots = self.sessions["slot"].tolist()
        return dict(zip(zip(as_dates(self.sessions["day"]), slots, strict=True), _rows(self.sessions, 2), strict=True))

    @cached_property
    def day_rows(self) -> Mapping[date, Sequence[Any]]:
        """What was said of each day, in the order of the columns after the day."""
        return dict(zip(as_dates(self.days["day"]), _rows(self.days, 1), strict=True))

    def until(self, day: date) -> "Log":
        """The log as it stood at the end of a day: what is dated on or before it, with today's settings."""
        return days_between(self, EARLIEST_DAY, day)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has been recorded."""
        return all(getattr(self, name).empty for name in TABLES)


def _rows(table: pd.DataFrame, after: int) -> Iterable[Sequence[Any]]:
    return zip(*(table[name].tolist() for name in table.columns[after:]), strict=True)


def optional_int(value: Any) -> int | None:
    """A cell that may be missing → ``int`` or ``None``."""
    return None if pd.isna(value) else int(value)


def optional_text(value: Any) -> str:
    """A cell that may be missing → text, "" when missing."""
    return "" if pd.isna(value) else str(value)


def as_dates(column: "pd.Series[Any]") -> list[date]:
    """A ``day`` column → dates."""
    return list(column.dt.date)


def set_days(log: Log) -> list[date]:
    """Days with at least one set, oldest first."""
    return sorted(set(as_dates(log.sets["day"])))


def exercise_days(log: Log) -> dict[str, list[ExerciseDay]]:
    """What each day comes to for each exercise, in order of day, whatever the order of the rows."""
    sets = log.sets.merge(log.sessions[["day", "slot", "pain_before", "pain_after"]], on=["day", "slot"], how="left")
    sets["concern"] = sets["felt"].cat.codes
    sets["pain_rose"] = (sets["pain_after"] - sets["pain_before"] >= PAIN_RISE).fillna(False)
    by_day = sets.groupby(["exercise", "day"])[["reps", "concern", "pain_rose"]].max().reset_index()
    found: dict[str, list[ExerciseDay]] = {}
    order = list(Felt)
    columns = (by_day[name].tolist() for name in ("exercise", "reps", "concern", "pain_rose"))
    for day, exercise, most, concern, rose in zip(as_dates(by_day["day"]), *columns, strict=True):
        found.setdefault(exercise, []).append(ExerciseDay(day, most, order[concern], rose))
    return found


def resumption_days(log: Log) -> dict[str, list[date]]:
    """The days on which each exercise was resumed, oldest first."""
    found: dict[str, list[date]] = {}
    for day, exercise in zip(as_dates(log.resumptions["day"]), log.resumptions["exercise"], strict=True):
        found.setdefault(exercise, []).append(day)
    return {exercise: sorted(days) for exercise, days in found.items()}


def answers(log: Log, column: str) -> dict[date, int]:
    """One column of the day entries, the days on which it was answered only."""
    rated = log.days.loc[log.days[column].notna(), ["day", column]]
    return {day: int(value) for day, value in zip(as_dates(rated["day"]), rated[column], strict=True)}


def slots_done(log: Log) -> dict[date, int]:
    """How many slots of each day had any exercise in them."""
    return dict(Counter(day for day, _ in log.by_slot))


def session_of(log: Log, day: date, slot: Slot) -> Session | None:
    """The session recorded for one slot, as the model's value."""
    here = log.by_slot.get((day, str(slot)))
    if here is None:
        return None
    sets = tuple(ExerciseSet(exercise, reps, Felt(felt)) for exercise, reps, felt in here)
    before, after, note = log.session_rows.get((day, str(slot)), (None, None, None))
    return Session(day, slot, sets, optional_int(before), optional_int(after), optional_text(note))


def day_of(log: Log, day: date) -> DayEntry | None:
    """The day entry recorded for a day, as the model's value."""
    if day not in log.day_rows:
        return None
    *numbers, note = log.day_rows[day]
    pain, worst, change, walked, activity = map(optional_int, numbers)
    return DayEntry(day, pain, worst, change, walked, activity, optional_text(note))


def resumptions_on(log: Log, day: date) -> list[Resumption]:
    """What was resumed on a day."""
    here = log.resumptions[log.resumptions["day"] == pd.Timestamp(day)]
    return [Resumption(day, exercise) for exercise in here["exercise"]]


def days_between(log: Log, first: date, last: date) -> Log:
    """The log cut to a range of days, both ends included."""
    cut = {}
    for name in TABLES:
        table = getattr(log, name)
        inside = (table["day"] >= pd.Timestamp(first)) & (table["day"] <= pd.Timestamp(last))
        cut[name] = table[inside].reset_index(drop=True)
    return Log(**cut, settings=log.settings)


def newest_day(log: Log) -> date | None:
    """The newest day with anything recorded."""
    return max(_ends(log, "max"), default=None)


def oldest_day(log: Log) -> date | None:
    """The oldest day with anything recorded."""
    return min(_ends(log, "min"), default=None)


def _ends(log: Log, which: str) -> Iterable[date]:
    tables = (getattr(log, name)["day"] for name in TABLES)
    return (getattr(days, which)().date() for days in tables if not days.empty)


def reps_by_day(done: Sequence[ExerciseDay], first: date, last: date) -> pd.DataFrame:
    """One row for each day of a range: ``day``, ``reps`` (its highest, NA when not done), ``felt`` (its worst)."""
    inside = [d for d in done if first <= d.day <= last]
    rows = calendar(first, last)
    # Put in by position: building a frame and merging it takes five times as long, which shows over ten years.
    at = [(d.day - first).days for d in inside]
    reps, felt = np.zeros(len(rows), "int64"), np.full(len(rows), -1, "int8")
    reps[at], felt[at] = [d.most for d in inside], FELT.categories.get_indexer(pd.Index([str(d.felt) for d in inside]))
    return rows.assign(reps=pd.arrays.IntegerArray(reps, felt < 0), felt=pd.Categorical.from_codes(felt, dtype=FELT))


def pain_by_day(pain: Mapping[date, int], first: date, last: date) -> pd.DataFrame:
    """One row for each day of a range: ``day``, ``pain`` (NA when not rated), ``mean`` of the last three rated days."""
    days = pd.to_datetime(pd.Index(list(pain), dtype="object"))
    scores = pd.Series(list(pain.values()), days, dtype="float64").sort_index()
    rows = calendar(first, last)
    by_day = pd.DataFrame({"pain": scores, "mean": scores.rolling(3).mean()}).reindex(rows["day"])
    return rows.assign(pain=by_day["pain"].astype("Int64").array, mean=by_day["mean"].to_numpy())


def calendar(first: date, last: date) -> pd.DataFrame:
    """Every day of a range, both ends included."""
    return pd.DataFrame({"day": pd.date_range(first, last, unit="s").astype(DAY)})
