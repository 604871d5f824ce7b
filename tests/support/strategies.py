"""Random logs: several courses, gaps about as long as one, stops, resumptions on odd days, several sets a day."""

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from backcare.domain import Settings
from backcare.log import Log
from support.logs import EXERCISES, log_of
from support.reference import Did, Pained, Rated

START = date(2026, 1, 5)
SLOTS = ("morning", "midday", "evening")
FEW = st.integers(2, 7)

# Each list is drawn from once a day: one draw a day and exercise keeps thousands of logs quick. The plain comes first.
_random = Random(1)
# Mostly day after day; sometimes a few days apart; sometimes just short of, at, or just over the gap between courses.
GAPS = st.sampled_from([1] * 36 + [2, 2, 3, 5, 7, 8, 9, 13, 14, 15, 16, 29])
# What is done of an exercise on a day: how far over the last number, and how it felt, mostly well, or none would rise.
_FELT = ["comfortable"] * 50 + ["uncomfortable"] * 4 + ["worse", "new_pain"]
_MORE = [0, 0, 0, 0, 1, 2, 2, 3, -1, -2, -5]
_WHEN = [SLOTS[:1], SLOTS[:1], SLOTS[:1], SLOTS[1:], SLOTS]
DONE = st.sampled_from(
    [(("morning", 0, "comfortable"),), *[()] * 60]
    + [tuple((s, _random.choice(_MORE), _random.choice(_FELT)) for s in _random.choice(_WHEN)) for _ in range(300)]
)
# When an exercise is resumed, in days from the day it stands at; mostly not at all.
RESUMED = st.sampled_from([None] * 20 + [-2, -1, 0, 1, 2, 3])
# How much pain rises over the sessions of a day; mostly nobody says.
RISES = st.sampled_from([None] * 30 + [-1, 0, 1, 2, 3])
# The answers of a day: pain and change.
RATED = st.sampled_from(
    [None] * 20
    + [(_random.choice([None, *range(11), *range(4)]), _random.choice([None] * 7 + [*range(-3, 4)])) for _ in range(40)]
)


PARTS = ("sets", "days", "resumptions", "pains")


class Rows(NamedTuple):
    """A random log as rows."""

    sets: list[Did]
    days: list[Rated]
    resumptions: list[tuple[date, str]]
    pains: list[Pained]
    few_days: int

    @property
    def log(self) -> Log:
        """The rows as a log."""
        return self.log_with(())

    def log_with(self, contacts: Iterable[tuple[date, str]]) -> Log:
        """The same, with those who were asked for help, by day."""
        settings = Settings(few_days=self.few_days)
        return log_of(self.sets, self.days, self.resumptions, settings, self.pains, contacts)

    @property
    def last(self) -> date:
        """The newest day with anything, the start when there is none since."""
        return max([START, *(row[0] for rows in self[:4] for row in rows)])

    def until(self, day: date) -> "Rows":
        """The rows that are dated on or before a day."""
        return self._replace(**{part: [row for row in getattr(self, part) if row[0] <= day] for part in PARTS})


@st.composite
def rows(draw: st.DrawFn, exercises: tuple[str, ...] = EXERCISES[:2], steps: int = 40) -> Rows:
    """Rows of a log. Repetitions follow an eager person: at the number, a little over or, at times, under it."""
    day, sets, days, resumptions, pains = START, [], [], [], []
    level = dict.fromkeys(exercises, 5)
    for _ in range(draw(st.integers(0, steps))):
        for exercise in exercises:
            for slot, more, felt in draw(DONE):
                level[exercise] = max(1, min(200, level[exercise] + more))
                sets.append(Did(day, slot, exercise, level[exercise], felt))
        rise = draw(RISES)
        if rise is not None:
            pains += [Pained(day, slot, 3, 3 + rise) for slot in sorted({row.slot for row in sets if row.day == day})]
        resumed = draw(RESUMED)
        if resumed is not None:
            resumptions.append((day + timedelta(days=resumed), draw(st.sampled_from(exercises))))
        answers = draw(RATED)
        if answers is not None:
            days.append(Rated(day, *answers))
        day += timedelta(days=draw(GAPS))
    return Rows(sets, days, list(dict.fromkeys(resumptions)), pains, draw(FEW))


@st.composite
def rows_and_today(draw: st.DrawFn, **how: object) -> tuple[Rows, date]:
    """A log and a day in, before or after it."""
    made = draw(rows(**how))
    reach = (made.last - START).days
    return made, START + timedelta(days=draw(st.integers(max(0, reach - 40), reach + 20) | st.integers(0, reach + 1)))
