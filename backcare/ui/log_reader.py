"""One person's log as the pages read it: the entries of a day, and the plan for it from the whole log."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Any, TypeVar

from backcare.domain import Programme, Settings
from backcare.log.daily_values import DailyValues
from backcare.log.frames import Log
from backcare.plan import Plan, plan_from
from backcare.store import LogStore, LogVersion

LOOKS = 4
"""Days whose look is kept: today, and the past ones that are being corrected."""

Made = TypeVar("Made")


@dataclass(frozen=True)
class DayView:
    """What the log says of one day: its entries, the whole log by day, and the plan.

    The same object is handed out until the log changes, to every page and thread: nobody may change what is in it.
    """

    entries: Log
    by_day: DailyValues
    plan: Plan
    _made: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def settings(self) -> Settings:
        """The person's own choices."""
        return self.by_day.settings

    def cached(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """What a page makes of the log, made once for as long as the log does not change."""
        if what not in self._made:
            self._made[what] = make()
        made: Made = self._made[what]
        return made


class LogReader:
    """Reads one person's log, and keeps it by day until it changes. Safe to share between threads.

    The plan is always worked out from the whole log. Reading is what takes long (50 ms at ten years), so after a change
    only the days from the earliest changed one on are read again.
    """

    def __init__(self, store: LogStore, programme: Programme) -> None:
        self.store = store
        self.programme = programme
        self._lock = Lock()
        self._mark: LogVersion | None = None
        self._by_day: DailyValues | None = None
        self._looks: dict[tuple[date, bool], DayView] = {}

    def day_view(self, day: date, *, past: bool = False) -> DayView:
        """The log and the plan on a day; of a ``past`` one as the log stood at its end, with today's settings."""
        with self._lock:
            # The mark is read first: a change that comes in between makes the next look read again, never miss it.
            mark = self.store.version()
            if self._by_day is None or mark != self._mark:
                self._by_day = self._read()
                self._mark = mark
                self._looks.clear()
            if (day, past) not in self._looks:
                if len(self._looks) == LOOKS:
                    self._looks.clear()
                by_day = self._by_day.until(day) if past else self._by_day
                plan = plan_from(self.programme, by_day, day)
                self._looks[day, past] = DayView(self.store.read_log(day, day), by_day, plan)
            return self._looks[day, past]

    def _read(self) -> DailyValues:
        """The log by day: what is kept, up to the earliest day that has changed since, and the rest read again."""
        if self._by_day is None or self._mark is None:
            return self.store.read_daily_values()
        earliest = self.store.earliest_change(self._mark)
        if earliest is None:
            return self._by_day
        if earliest == date.min:
            return self.store.read_daily_values()
        return self._by_day.until(earliest - timedelta(days=1)).followed_by(
            self.store.read_daily_values(since=earliest)
        )
