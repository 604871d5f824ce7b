"""The log as pandas DataFrames: rows as read → one DataFrame a table, and what charts and report take from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from pandas.tseries.frequencies import to_offset

from backcare.domain import (
    EARLIEST_DAY,
    Contact,
    DayEntry,
    ExerciseDay,
    Felt,
    Resumption,
    Session,
    Settings,
    SignsCheck,
    Slot,
    Whom,
)
from backcare.log import records
from backcare.log.columns import DAY_DTYPE, TABLES, Rows, Table, dtype_of, is_missing

FELT = TABLES["sets"].dtypes["felt"]
MEAN_OF = 3
"""Rated days whose mean is drawn: as many as the review compares."""
MOST_SPANS = 120
"""Days from which a chart shows weeks, and weeks from which it shows months: more bars cannot be told apart."""


@dataclass(frozen=True)
class Log:
    """One person's log, or some of its days: the rows as read, in order of their keys, and the settings.

    Each DataFrame (``sets``, ``sessions``, ``days``, ``resumptions``, ``contacts``, ``signs``) is made when it is first
    asked for: a page that shows one day needs none, and making the first four takes 13 ms.
    """

    rows: Rows = field(default_factory=dict)
    settings: Settings = Settings()

    def __post_init__(self) -> None:
        # Every table is there, also one without rows.
        object.__setattr__(self, "rows", {name: self.rows.get(name, {}) for name in TABLES})

    @cached_property
    def sets(self) -> pd.DataFrame:
        """``day``, ``slot``, ``exercise``, ``reps``, ``felt``."""
        return self._frame("sets")

    @cached_property
    def sessions(self) -> pd.DataFrame:
        """``day``, ``slot``, ``pain_before``, ``pain_after``, ``note``."""
        return self._frame("sessions")

    @cached_property
    def days(self) -> pd.DataFrame:
        """``day`` and what was asked once a day."""
        return self._frame("days")

    @cached_property
    def resumptions(self) -> pd.DataFrame:
        """``day``, ``exercise``."""
        return self._frame("resumptions")

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """``day``, ``whom``, ``note``: whom the person has asked for help."""
        return self._frame("contacts")

    @cached_property
    def signs(self) -> pd.DataFrame:
        """``day``, ``answer``: what the person said of the urgent signs."""
        return self._frame("signs")

    def _frame(self, name: str) -> pd.DataFrame:
        return frame(TABLES[name], [(*key, *row) for key, row in self.rows[name].items()])

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has been recorded."""
        return not any(self.rows.values())

    @property
    def recorded_days(self) -> list[date]:
        """The days with anything recorded but an answer about the urgent signs, oldest first."""
        return sorted({key[0] for name, rows in self.rows.items() if name != "signs" for key in rows})

    def between(self, first: date, last: date) -> "Log":
        """The log cut to a range of days, both ends included, with the same settings."""
        cut = {name: {k: row for k, row in rows.items() if first <= k[0] <= last} for name, rows in self.rows.items()}
        return Log(cut, self.settings)

    def until(self, day: date) -> "Log":
        """The log as it stood at the end of a day: what is dated on or before it, with today's settings."""
        return self.between(EARLIEST_DAY, day)

    def session(self, day: date, slot: Slot) -> Session | None:
        """The session recorded for one slot."""
        return records.session_from(self.rows, day, slot)

    def sessions_on(self, day: date) -> list[Session]:
        """The sessions recorded for a day, in the order of the slots."""
        return [session for slot in Slot if (session := self.session(day, slot)) is not None]

    def day_entry(self, day: date) -> DayEntry | None:
        """The day entry recorded for a day."""
        row = self.rows["days"].get((day,))
        return None if row is None else DayEntry(day, **TABLES["days"].fields(row))

    def resumptions_on(self, day: date) -> list[Resumption]:
        """What was resumed on a day."""
        return [Resumption(*key) for key in self.rows["resumptions"] if key[0] == day]

    def contacts_on(self, day: date) -> list[Contact]:
        """Whom the person asked for help on a day."""
        fields = TABLES["contacts"].fields
        return [Contact(k[0], Whom(k[1]), **fields(row)) for k, row in self.rows["contacts"].items() if k[0] == day]

    def signs_on(self, day: date) -> SignsCheck | None:
        """What the person said of the urgent signs on a day."""
        row = self.rows["signs"].get((day,))
        return None if row is None else SignsCheck(day, **TABLES["signs"].fields(row))


def frame(table: Table, rows: Sequence[Sequence[object]] = ()) -> pd.DataFrame:
    """Rows in the order of the table's columns → a DataFrame with these columns and dtypes, also when there are none.

    A missing value is ``None`` in the rows and NA in the DataFrame; a note that is "" counts as missing.
    """
    values = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    series = {}
    for (name, column), cells in zip(table.columns.items(), values, strict=True):
        if name == "day":
            # By way of NumPy: pandas would look at each day to find out what it is.
            series[name] = pd.Series(np.array(cells, dtype=DAY_DTYPE))
        else:
            series[name] = pd.Series([None if is_missing(cell) else cell for cell in cells], dtype=dtype_of(column))
    return pd.DataFrame(series)


def answers(log: Log, column: str) -> "pd.Series[Any]":
    """One column of the day entries by day, of the days on which it was answered."""
    return log.days.set_index("day")[column].dropna().astype("int64")


def times_felt(log: Log) -> pd.DataFrame:
    """How many sets of each exercise felt how: one row an exercise, one column for each of ``Felt``."""
    return pd.crosstab(log.sets["exercise"], log.sets["felt"], dropna=False).reindex(columns=list(map(str, Felt)))


def pain_around_sessions(log: Log) -> pd.DataFrame:
    """``day``, ``slot``, ``pain_before``, ``pain_after`` of the sessions that were scored both times, as numbers."""
    scores = ["pain_before", "pain_after"]
    return log.sessions.dropna(subset=scores)[["day", "slot", *scores]].astype(dict.fromkeys(scores, "int64"))


def notes(log: Log) -> pd.DataFrame:
    """``day``, ``note``: newest day first; within a day its own note, then those of its sessions."""
    written = pd.concat([log.days[["day", "note"]], log.sessions[["day", "slot", "note"]]], ignore_index=True)
    written = written[written["note"].fillna("").str.strip() != ""]
    return written.sort_values("day", ascending=False, kind="stable")[["day", "note"]]


def reps_by_day(done: Sequence[ExerciseDay], first: date, last: date) -> pd.DataFrame:
    """One row for each day of a range: ``day``, ``reps`` (its highest, NA when not done), ``felt`` (its worst)."""
    inside = [each for each in done if first <= each.day <= last]
    rows = calendar(first, last)
    # Put in by position: building a DataFrame and merging it takes five times as long, which shows over ten years.
    at = [(each.day - first).days for each in inside]
    reps, felt = np.zeros(len(rows), "int64"), np.full(len(rows), -1, "int8")
    reps[at], felt[at] = [each.most for each in inside], [each.felt.concern for each in inside]
    return rows.assign(reps=pd.arrays.IntegerArray(reps, felt < 0), felt=pd.Categorical.from_codes(felt, dtype=FELT))


def pain_by_day(pain: Mapping[date, int], first: date, last: date) -> pd.DataFrame:
    """One row for each day of a range: ``day``, ``pain`` (NA when not rated), ``mean`` of the last three rated days."""
    scores = pd.Series(list(pain.values()), pd.to_datetime(pd.Index(list(pain), dtype="object")), dtype="float64")
    scores = scores.sort_index()
    rows = calendar(first, last)
    by_day = pd.DataFrame({"pain": scores, "mean": scores.rolling(MEAN_OF).mean()}).reindex(rows["day"])
    return rows.assign(pain=by_day["pain"].astype("Int64").array, mean=by_day["mean"].to_numpy())


def calendar(first: date, last: date) -> pd.DataFrame:
    """Every day of a range, both ends included."""
    return pd.DataFrame({"day": pd.date_range(first, last, unit="s").astype(DAY_DTYPE)})


def spans(rows: pd.DataFrame, how: dict[str, str]) -> pd.DataFrame:
    """Rows by day → by day, week or month, as many as a chart can show; with ``mid`` and ``end`` of each.

    ``how``: the aggregation of each column.
    """
    each = "MS" if len(rows) >= 7 * MOST_SPANS else "W-MON" if len(rows) >= MOST_SPANS else "D"
    if each != "D":
        rows = rows.resample(each, on="day", closed="left", label="left").agg(how).reset_index()
    end = rows["day"] + to_offset(each)
    return rows.assign(mid=rows["day"] + (end - rows["day"]) / 2, end=end)
