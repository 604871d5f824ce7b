"""The recent days of a log and the plan for today, at a cost that does not grow with the years."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from threading import Lock
from typing import Any, TypeVar

from backcare import daily, plan
from backcare.daily import Daily
from backcare.frames import Log
from backcare.model import ExerciseDay, Felt, Programme, Settings
from backcare.plan import Advised, Opening, Plan
from backcare.store import LogStore, Mark

DAYS = 28
"""Days that are read in full: the two-week charts, the review's last week and a margin for correcting the past."""
REVIEWED = 15
"""Days that a plan must be able to see: the review's week, and a course's longest gap."""
LOOKS = 4
"""Days whose look is kept: today, and the past ones that are being corrected."""

FELT = list(Felt)

Made = TypeVar("Made")


@dataclass(frozen=True)
class Look:
    """One consistent look at the log: its recent days, the plan for one of them, and what came before those days.

    The same object is handed out until the log changes, to every page and thread: nobody may change what is in it.
    """

    log: Log
    plan: Plan
    opening: Opening
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def settings(self) -> Settings:
        """The person's own choices."""
        return self.log.settings

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What a page makes of the log, made once for as long as the log does not change."""
        if what not in self._made:
            self._made[what] = make()
        made: Made = self._made[what]
        return made


@dataclass(frozen=True)
class Years:
    """Days in a row, of which most are long past: what was done on each, and the numbers that were advised."""

    by_day: Daily
    advised: Sequence[Advised]


@dataclass(frozen=True)
class _Packed:
    """Years as plain tuples of plain values, which Python's collector leaves alone.

    Streamlit has it look at every object after each run of a page, and ten years are 36,500 objects: 2 ms each time.
    """

    by_day: Daily
    done: dict[str, list[tuple[date, int, int]]]
    advised: list[tuple[date, str, int | None]]

    @classmethod
    def of(cls, years: Years) -> "_Packed":
        done = {
            exercise: [(one.day, one.most, FELT.index(one.felt)) for one in days]
            for exercise, days in years.by_day.done.items()
        }
        advised = [(entry.day, entry.exercise, entry.target) for entry in years.advised]
        return cls(replace(years.by_day, done={}), done, advised)

    def unpacked(self) -> Years:
        done = {
            exercise: [ExerciseDay(day, most, FELT[felt]) for day, most, felt in days]
            for exercise, days in self.done.items()
        }
        return Years(replace(self.by_day, done=done), [Advised(*entry) for entry in self.advised])


@dataclass(frozen=True)
class _Kept:
    opening: Opening
    mark: Mark


class Recent:
    """Reads one person's log in part, and keeps what the older days come to for as long as they are not changed.

    Safe to share between threads.
    """

    def __init__(self, store: LogStore, programme: Programme) -> None:
        self.store = store
        self.programme = programme
        self._lock = Lock()
        self._kept: _Kept | None = None
        self._looks: dict[date, Look] = {}
        self._mark: Mark | None = None
        self._older: tuple[Opening, date, _Packed] | None = None

    def look(self, day: date) -> Look:
        """The log around ``day``, the plan for it from all that came before, and what came before those days.

        Cheap for today and the weeks before it; a day further back is planned from the whole log up to it.
        """
        with self._lock:
            # The mark is read first: a change that comes in between makes the next look read again, never miss it.
            mark = self.store.mark()
            if mark != self._mark or len(self._looks) > LOOKS:
                self._looks.clear()
                self._mark = mark
            if day not in self._looks:
                opening = self._opening(day - timedelta(days=DAYS), mark)
                log = self.store.read_log(opening.before, day)
                self._looks[day] = Look(log, plan.plan_day(self.programme, log, day, opening), opening)
            return self._looks[day]

    def years(self, first: date, day: date) -> Years:
        """The days from ``first`` to ``day``; those that ``look`` does not read are kept until they are changed."""
        look = self.look(day)
        recent, opening = daily.of(look.log), look.opening
        numbers = plan.advised(self.programme, recent, max(first, opening.before), day, opening)
        if first >= opening.before:
            return Years(recent, numbers)
        older = self._before(opening, first)
        return Years(daily.joined(older.by_day, recent), [*older.advised, *numbers])

    def _before(self, opening: Opening, first: date) -> Years:
        with self._lock:
            if self._older is None or self._older[0] is not opening or self._older[1] != first:
                eve = opening.before - timedelta(days=1)
                by_day = self.store.read_daily(until=eve)
                years = Years(by_day, plan.advised(self.programme, by_day, first, eve))
                self._older = opening, first, _Packed.of(years)
            packed = self._older[2]
        return packed.unpacked()

    def _opening(self, before: date, mark: Mark) -> Opening:
        kept = self._kept
        if kept is not None and before < kept.opening.before <= before + timedelta(days=DAYS - REVIEWED):
            before = kept.opening.before
        earliest = self.store.earliest_change(kept.mark) if kept else None
        if kept is not None and kept.opening.before <= before and (earliest is None or earliest >= kept.opening.before):
            opening = kept.opening
            if opening.before < before - timedelta(days=DAYS):
                between = self.store.read_daily(opening.before, before - timedelta(days=1))
                opening = plan.carry(self.programme, between, before, opening)
            self._kept = _Kept(opening, mark)
            return opening
        by_day = self.store.read_daily(until=before - timedelta(days=1))
        fresh = _Kept(plan.carry(self.programme, by_day, before), mark)
        if kept is None or kept.opening.before <= before or earliest is not None:
            self._kept = fresh
        return fresh.opening
