"""Clocks: a day is the person's own calendar day wherever they are; the history goes on when the clock goes back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from backcare.domain import DayEntry, ExerciseSet, Felt, Session, Slot
from backcare.store import open_store

MOMENTS = {
    "the last second of a day": datetime(2026, 3, 4, 23, 59, 59, tzinfo=ZoneInfo("Europe/London")),
    "the hour that is skipped": datetime(2026, 3, 29, 0, 59, 59, tzinfo=ZoneInfo("Europe/London")),
    "the hour that comes twice": datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=ZoneInfo("Europe/London")),
    "29 February": datetime(2028, 2, 29, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles")),
    "tomorrow already in Auckland": datetime(2026, 4, 5, 2, 30, tzinfo=ZoneInfo("Pacific/Auckland")),
    "still yesterday in Los Angeles": datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo("America/Los_Angeles")),
}


def session(day: date) -> Session:
    return Session(day, Slot.EVENING, (ExerciseSet("back-bends", 5, Felt.COMFORTABLE),), note="x")


@pytest.mark.parametrize("name", MOMENTS)
def test_a_day_stays_as_it_was_saved_whatever_the_clock_says(name: str, tmp_path: Path) -> None:
    moment = MOMENTS[name]
    with time_machine.travel(moment, tick=False):
        store = open_store(tmp_path / "log.db")
        number = store.record_session(session(moment.date()))
        assert store.history()[0].at == moment.astimezone(UTC), "the history is in UTC"
        made = store.backup_now()
        assert made.at == moment.astimezone(UTC)
    for elsewhere in ("Pacific/Auckland", "America/Los_Angeles"):
        with time_machine.travel(moment.astimezone(ZoneInfo(elsewhere)), tick=False):
            log = open_store(tmp_path / "log.db").read_log(moment.date(), moment.date())
            assert log.session(moment.date(), Slot.EVENING) == session(moment.date())
            assert store.version().number == number


def test_a_journey_to_los_angeles_gives_the_same_day_one_entry(tmp_path: Path) -> None:
    store = open_store(tmp_path / "log.db")
    left = datetime(2026, 6, 10, 20, 0, tzinfo=ZoneInfo("Pacific/Auckland"))
    landed = (left + timedelta(hours=12)).astimezone(ZoneInfo("America/Los_Angeles"))
    assert left.date() == landed.date()
    for moment, pain in ((left, 5), (landed, 3)):
        with time_machine.travel(moment):
            store.record_day(DayEntry(moment.date(), pain))
    entry = store.read_log().day_entry(left.date())
    assert entry == DayEntry(left.date(), 3)
    store.undo(2)
    assert store.read_log().day_entry(left.date()) == DayEntry(left.date(), 5)


def test_a_clock_set_back_a_day_leaves_the_order_of_the_history(tmp_path: Path) -> None:
    store = open_store(tmp_path / "log.db")
    now = datetime(2026, 3, 4, 12, tzinfo=UTC)
    before = store.version()
    for n, moment in enumerate((now, now - timedelta(days=1), now - timedelta(days=400), now)):
        with time_machine.travel(moment):
            assert store.record_day(DayEntry(date(2026, 3, 4), n)) == n + 1
            assert store.earliest_change(before) == date(2026, 3, 4)
            before = store.version()
            store.backup_now()
            assert store.last_good_backup() is not None
    assert [step.id for step in store.history()] == [4, 3, 2, 1]
    store.undo(4)
    assert store.read_log().day_entry(date(2026, 3, 4)) == DayEntry(date(2026, 3, 4), 2)
    assert len(store.backups()) in (3, 4)  # Two of them are of one moment, when the second has not changed.
