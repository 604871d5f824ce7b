"""One person's log as the pages read it: the entries of a day, and the plan for it from the whole log."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from backcare.domain import Programme, Settings, Slot
from backcare.log import Log
from backcare.log.columns import TABLES
from backcare.log.daily_values import DailyValues, daily_values
from backcare.plan import Plan, plan_from
from backcare.store import LogStore, LogVersion

MOST_KEPT = 4
"""Days whose view is kept: today, and the past ones that are being corrected."""

T = TypeVar("T")


@dataclass(frozen=True)
class DayView:
    """What the log says of one day: its entries, the whole log by day, and the plan.

    The same object is handed out until the log changes, to every page and thread: nobody may change what is in it.
    """

    entries: Log
    by_day: DailyValues
    plan: Plan
    _cache: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def settings(self) -> Settings:
        """The person's own choices."""
        return self.by_day.settings

    def cached(self, what: Hashable, make: Callable[[], T]) -> T:
        """What a page makes of the log, made once for as long as the log does not change."""
        if what not in self._cache:
            self._cache[what] = make()
        value: T = self._cache[what]
        return value


class FutureEntries(NamedTuple):
    """A day after today that has entries: how many, a session being one, and its first session's slot."""

    day: date
    entries: int
    slot: Slot | None


class LogReader:
    """Reads one person's log, and keeps it by day until it changes. Safe to share between threads.

    The plan is always worked out from the whole log. Reading is what takes long (50 ms at ten years), so after a change
    only the days from the earliest changed one on are read again.
    """

    def __init__(self, store: LogStore, programme: Programme) -> None:
        self.store = store
        self.programme = programme
        self._lock = Lock()
        self._version: LogVersion | None = None
        self._by_day: DailyValues | None = None
        self._views: dict[tuple[date, bool], DayView] = {}

    def day_view(self, day: date, *, past: bool = False) -> DayView:
        """The log and the plan on a day; of a ``past`` one as the log stood at its end, with today's settings."""
        with self._lock:
            # The version is read first: a change that comes in between makes the next call read again, never miss it.
            version = self.store.version()
            if self._by_day is None or version != self._version:
                self._by_day, self._version = self._read(), version
                self._views.clear()
            if (day, past) not in self._views:
                if len(self._views) == MOST_KEPT:
                    self._views.clear()
                by_day = self._by_day.until(day) if past else self._by_day
                plan = plan_from(self.programme, by_day, day)
                self._views[day, past] = DayView(self.store.read_log(day, day), by_day, plan)
            return self._views[day, past]

    def oldest_day(self) -> date | None:
        """The oldest day with a session, a day's answers, a resumption or a contact."""
        ends = self.store.first_and_last_day(tuple(name for name in TABLES if name != "signs"))
        return None if ends is None else ends[0]

    def future_entries(self, today: date) -> list[FutureEntries]:
        """The days after today that have entries, in order."""
        return self.day_view(today).cached("future entries", lambda: self._future_entries(today + timedelta(days=1)))

    def _future_entries(self, tomorrow: date) -> list[FutureEntries]:
        ends = self.store.first_and_last_day()
        if ends is None or ends[1] < tomorrow:
            return []
        ahead = self.store.read_log(since=tomorrow)
        entries = Counter(key[0] for name, rows in ahead.rows.items() if name != "sets" for key in rows)
        slots = {day: next((session.slot for session in ahead.sessions_on(day)), None) for day in entries}
        return [FutureEntries(day, entries[day], slots[day]) for day in sorted(entries)]

    def was_recorded_on(self, exercise: str, day: date, zone: tzinfo | None) -> bool:
        """Whether an exercise's stop of the day before was recorded on ``day``, as the clocks of a zone say (R3).

        That happens in a guided session that began before midnight.
        """
        stop = self.day_view(day).plan.stops[exercise]
        if stop.day != day - timedelta(days=1):
            return False
        steps = [step for step in self.store.history() if step.kind == "stop" and step.undone_by is None]
        changes = [change for step in steps if step.at.astimezone(zone).date() >= day for change in step.changes]
        return any(c.table == "sets" and c.key[0] == stop.day and c.key[2] == exercise for c in changes)

    def _read(self) -> DailyValues:
        """The log by day: what is kept, up to the earliest day that has changed since, and the rest read again."""
        if self._by_day is None or self._version is None:
            return daily_values(self.store.read_log())
        earliest = self.store.earliest_change(self._version)
        if earliest is None:
            return self._by_day
        if earliest == date.min:
            return daily_values(self.store.read_log())
        later = daily_values(self.store.read_log(since=earliest))
        return self._by_day.until(earliest - timedelta(days=1)).followed_by(later)
