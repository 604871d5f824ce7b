"""Backups and restore: with a checksum, private, rotated, in a folder of one's choosing, and taken back."""

import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import URL
from support.entries import fill, numbered, numbers_in

from backcare import environment
from backcare.errors import CannotUndo, ConfigurationError, StoreError, UnusableLog
from backcare.files import backup, folders
from backcare.store import LogStore, open_store, restore_file

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log of 30 sessions in a folder of its own."""
    path = tmp_path / "data" / "log.db"
    fill(open_store(path), 30)
    return path


@pytest.fixture
def full(log: Path) -> Iterator[LogStore]:
    """Its store."""
    store = open_store(log)
    yield store
    store.engine.dispose()


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [folder, *folder.rglob("*")]}


def test_a_backup_is_whole_and_says_when_it_was_made(full: LogStore, log: Path) -> None:
    made = full.backup_now(now=NOON)
    assert made.path == log.parent / "backups" / "log-20260310T120000Z.db"
    assert (made.at, made.ok, made.size) == (NOON, True, made.path.stat().st_size)
    assert full.backups() == [made]
    assert full.last_good_backup() == made
    assert not [path for path in log.parent.rglob("*") if ".new" in path.name]


@posix
def test_everything_that_is_made_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)  # The worst that a system may have.
    try:
        store = open_store(tmp_path / "data" / "log.db")
        store.record_session(numbered(0))
        kept = store.backup_now()
        store.choose_backup_folder(tmp_path / "data" / "chosen")
        store.backup_now()
        store.restore(kept.path)
        (tmp_path / "data" / "log.db").write_bytes(b"damaged")
        restore_file(kept.path, tmp_path / "data" / "log.db")
        with store.engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM exercise_set")  # The journal is in use now.
            assert modes(tmp_path / "data") == {(True, 0o700), (False, 0o600)}
    finally:
        os.umask(before)


def test_a_backup_is_made_once_a_day(full: LogStore) -> None:
    assert full.backup_if_due(NOON) is not None
    assert full.backup_if_due(NOON + timedelta(hours=3)) is None
    assert full.backup_if_due(NOON + timedelta(days=1)) is not None
    assert len(full.backups()) == 2


def test_a_clock_set_back_or_ahead_costs_no_backup(full: LogStore) -> None:
    for days in (0, 400, 1, 2, -1):  # A year ahead by mistake, then right again, then back a day.
        assert full.backup_if_due(NOON + timedelta(days=days)) is not None
    assert len(full.backups()) == 5


def test_of_two_years_of_days_7_5_and_12_are_kept(full: LogStore, log: Path) -> None:
    kept = full.backup_now(now=NOON)
    for n in range(1, 730):
        shutil.copy(kept.path, kept.path.with_name(f"log-{NOON + timedelta(days=n):%Y%m%dT%H%M%SZ}.db"))
    now = NOON + timedelta(days=730)
    newest = full.backup_now(now=now)
    left = [(now - one.at).days for one in full.backups()]
    assert left[:7] == list(range(7))
    assert len([age for age in left if age > 6]) in range(10, 16)
    assert 300 <= left[-1] <= 366  # The newest of the month eleven months ago.
    assert all(one.ok for one in full.backups())
    assert full.last_good_backup() == newest


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland", "America/Los_Angeles"])
def test_the_rotation_goes_by_the_calendar_across_clock_changes_and_29_february(zone: str) -> None:
    moments = [datetime(2028, 1, 1, 9, 30, tzinfo=ZoneInfo(zone)) + timedelta(days=n) for n in range(300)]
    with time_machine.travel(moments[-1]):
        days = {at.astimezone().date() for at in moments}
        for end in (60, 90, 299):
            kept = backup.worth_keeping(moments[: end + 1], moments[end])
            assert set(moments[end - 6 : end + 1]) <= kept, "seven days in a row"
            assert len(kept) <= backup.DAILY + backup.WEEKLY + backup.MONTHLY
    assert len(days) == 300


def test_what_is_dated_later_than_now_is_kept_and_takes_nobodys_place() -> None:
    past = [NOON - timedelta(days=n) for n in range(40)]
    ahead = [NOON + timedelta(days=n) for n in range(1, 20)]
    assert backup.worth_keeping([*past, *ahead], NOON) == {*backup.worth_keeping(past, NOON), *ahead}


def test_a_backup_from_a_year_ago_is_kept_when_none_came_since() -> None:
    old = [NOON - timedelta(days=400 + n) for n in range(3)]
    assert backup.worth_keeping([*old, NOON], NOON) == {*old, NOON}


def test_a_restore_from_each_kept_backup_brings_back_what_the_log_was(full: LogStore) -> None:
    for n in range(4):
        full.record_session(numbered(30 + n))
        full.backup_now(now=NOON + timedelta(days=n))
    for n, kept in enumerate(reversed(full.backups())):
        full.restore(kept.path)
        assert set(numbers_in(full.read_log())) == set(range(31 + n))
        assert full.check() == []


def test_a_restore_sets_the_log_aside_and_can_be_taken_back(full: LogStore) -> None:
    kept = full.backup_now()
    full.record_session(numbered(30))
    aside = full.restore(kept.path)
    assert set(numbers_in(full.read_log())) == set(range(30))
    assert full.set_aside_logs() == [aside]
    assert full.history()[0].kind == "restore"
    with pytest.raises(CannotUndo, match="restore the log that was set aside"):
        full.undo(full.version().number)
    assert aside is not None
    full.restore(aside)
    assert set(numbers_in(full.read_log())) == set(range(31))


def test_a_restore_raises_the_step_number_and_touches_every_day(full: LogStore) -> None:
    kept = full.backup_now()
    full.record_session(numbered(30))
    before = full.version()
    full.restore(kept.path)
    assert full.version().number > before.number
    assert full.earliest_change(before) == date.min


def test_a_missing_log_is_not_begun_anew_while_it_has_backups(full: LogStore, log: Path) -> None:
    kept = full.backup_now()
    full.engine.dispose()
    for left in log.parent.glob("log.db*"):
        left.unlink()
    with pytest.raises(UnusableLog, match=r"no log at .* any more, but there are backups .* newest good backup"):
        open_store(log)
    assert not log.exists()
    assert restore_file(kept.path, log) is None
    assert len(numbers_in(open_store(log).read_log())) == 30


def test_a_backup_copied_into_place_by_hand_is_a_log_again(full: LogStore, log: Path) -> None:
    kept = full.backup_now()
    full.engine.dispose()
    shutil.copy(kept.path, log)
    store = open_store(log)
    store.record_session(numbered(30))
    copy = shutil.copy(log, log.with_name("copy.db"))
    assert restore_file(Path(copy), log) is not None
    assert len(numbers_in(store.read_log())) == 31


def test_a_damaged_log_is_not_backed_up_over_good_backups(full: LogStore, log: Path) -> None:
    good = full.backup_now(now=NOON)
    content = bytearray(log.read_bytes())
    content[5 * 4096 : 6 * 4096] = bytes(4096)
    log.write_bytes(content)
    with pytest.raises(UnusableLog, match="No backup was made of it"):
        full.backup_now(now=NOON + timedelta(days=1))
    assert full.backups() == [good]


def test_a_damaged_backup_is_listed_as_such_and_passed_over(full: LogStore) -> None:
    good = full.backup_now(now=NOON)
    bad = full.backup_now(now=NOON + timedelta(days=1))
    bad.path.write_bytes(bad.path.read_bytes()[:5000])
    listed = full.backups()
    assert [(one.path, one.ok) for one in listed] == [(bad.path, False), (good.path, True)]
    assert full.last_good_backup() == good
    with pytest.raises(UnusableLog, match="Nothing was restored"):
        full.restore(bad.path)


def test_a_chosen_folder_is_kept_beside_the_log_and_survives_its_loss(full: LogStore, log: Path) -> None:
    first = full.backup_now(now=NOON)
    stick = log.parents[1] / "stick “x” \\ ö"
    full.choose_backup_folder(stick)
    second = full.backup_now(now=NOON + timedelta(days=1))
    assert second.path.parent == stick
    full.engine.dispose()
    log.unlink()
    assert [one.path for one in backup.examined(log)] == [second.path, first.path]


def test_the_folder_of_the_environment_comes_first(full: LogStore, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(environment.BACKUP_FOLDER, str(log.parents[1] / "elsewhere"))
    made = full.backup_now()
    assert made.path.parent == log.parents[1] / "elsewhere"
    monkeypatch.delenv(environment.BACKUP_FOLDER)
    assert full.last_good_backup() == made
    monkeypatch.setenv(environment.BACKUP_FOLDER, "relative")
    with pytest.raises(ConfigurationError, match="full path"):
        full.backup_now()


def test_a_folder_with_another_logs_backups_is_refused(full: LogStore, log: Path) -> None:
    other = open_store(log.parents[1] / "other" / "log.db")
    kept = other.backup_now(log.parents[1] / "shared")
    with pytest.raises(ConfigurationError, match="backups of another log"):
        full.choose_backup_folder(log.parents[1] / "shared")
    with pytest.raises(ConfigurationError, match="backups of another log"):
        full.backup_now(log.parents[1] / "shared")
    assert other.backups() == [kept]


def test_a_stick_that_is_not_there_costs_no_backup_and_is_told(full: LogStore, log: Path) -> None:
    stick = log.parents[1] / "stick"
    full.choose_backup_folder(stick)
    stick.rmdir()
    stick.write_bytes(b"")  # No folder can be made here.
    with pytest.raises(StoreError, match=r"stick.* made beside the log instead"):
        full.backup_if_due(NOON)
    assert [one.path.parent for one in full.backups()] == [log.parent / "backups"]


@pytest.mark.parametrize("said", ["folder = 3", "folder = ", 'folder = "relative"', 'elsewhere = "/x"', "\x00"])
def test_a_choice_that_makes_no_sense_is_told_in_one_line(full: LogStore, log: Path, said: str) -> None:
    folders.note_of(log).write_text(said)
    with pytest.raises(ConfigurationError, match=r"log-backups\.toml") as told:
        full.backup_now()
    assert "\n" not in str(told.value)


def test_neither_the_log_itself_nor_a_missing_file_is_restored(full: LogStore, log: Path) -> None:
    with pytest.raises(StoreError, match="is the log itself"):
        full.restore(log)
    with pytest.raises(StoreError, match="There is no file"):
        full.restore(log.with_name("nothing.db"))


def test_what_a_crash_left_is_swept_away_after_an_hour(full: LogStore, log: Path) -> None:
    left = [log.with_name(name) for name in (".log.db-abc.new", ".log.db-abc.new-journal", ".other.db-a.new")]
    for path in left:
        path.write_bytes(b"x")
        os.utime(path, (1, 1))
    full.backup_now()
    assert [path.exists() for path in left] == [False, False, True]


def test_on_a_server_the_person_is_sent_to_export(postgresql: Callable[[], URL]) -> None:
    url = postgresql()
    store = open_store(url)
    for act in (store.backup_now, lambda: store.restore(Path("x")), lambda: restore_file(Path("x"), url)):
        with pytest.raises(StoreError, match="export"):
            act()
    assert (store.backup_if_due(), store.backups(), store.last_good_backup()) == (None, [], None)
    store.engine.dispose()
