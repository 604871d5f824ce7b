"""Erasing a person leaves nothing of them: not in the log, its history, its backups or what was set aside."""

import shutil
from pathlib import Path

import pytest
from support.entries import fill, numbered, numbers_in

from backcare.domain import DayEntry, Helpline, Session, Settings
from backcare.errors import StoreError
from backcare.files import folders
from backcare.store import LogStore, open_store, restore_file

SECRET = "zebra-quartz-41"


def tell_secrets(store: LogStore) -> None:
    """Put the note where a log keeps things: entries, settings, history, a deleted entry, a replaced one."""
    one = numbered(0)
    for n in range(40):
        store.record_session(Session(numbered(n).day, numbered(n).slot, one.sets, note=f"{SECRET} {n} " * 20))
    store.record_day(DayEntry(one.day, 3, note=SECRET))
    store.record_day(DayEntry(one.day, 3, note="replaced"))
    store.delete_session(one.day, one.slot)
    store.record_settings(Settings(helpline=Helpline.YES, activity_name=SECRET))


def holding(folder: Path) -> list[Path]:
    """Every file under the folder that holds the note's bytes."""
    return [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def secretive(log: Path, person: str = "me") -> LogStore:
    """A log whose secrets are in every place that there is."""
    store = open_store(log, person)
    tell_secrets(store)
    kept = store.backup_now()
    store.restore(kept.path)
    store.choose_backup_folder(log.parents[1] / "stick")
    store.backup_now()
    content = log.read_bytes()
    log.write_bytes(content[: len(content) - 5000])
    restore_file(kept.path, log)
    log.with_name(f".{log.name}-left.new").write_bytes(SECRET.encode())
    return open_store(log, person)


def test_after_erasing_the_bytes_of_a_note_are_nowhere(tmp_path: Path) -> None:
    store = secretive(tmp_path / "data" / "log.db")
    assert len(holding(tmp_path)) >= 5
    store.erase()
    assert holding(tmp_path) == []
    assert store.read_log().is_empty
    assert (store.history(), store.version().number, store.backups(), store.set_aside_logs()) == ([], 0, [], [])
    assert not folders.note_of(tmp_path / "data" / "log.db").exists()


def test_an_erased_log_can_be_used_again_by_every_open_program(tmp_path: Path) -> None:
    ours, theirs = open_store(tmp_path / "log.db"), open_store(tmp_path / "log.db")
    fill(ours, 5)
    before = theirs.version()
    ours.erase()
    assert theirs.earliest_change(before) is not None
    assert theirs.record_session(numbered(1)) == 1
    assert set(numbers_in(ours.read_log())) == {1}
    assert ours.check() == []


def test_of_several_people_only_one_is_erased_also_from_the_backups(tmp_path: Path) -> None:
    log = tmp_path / "data" / "log.db"
    other = open_store(log, "other")
    fill(other, 25)
    store = secretive(log, "me")
    store.erase()
    assert holding(tmp_path) == []
    assert len(numbers_in(other.read_log())) == 25
    kept = other.backups()
    assert len(kept) == 2
    assert all(backup.ok for backup in kept)
    fill(other, 30)
    other.restore(kept[0].path)
    assert len(numbers_in(other.read_log())) == 25
    assert other.check() == []
    assert store.read_log().is_empty


def test_nothing_is_erased_while_a_folder_with_backups_is_out_of_reach(tmp_path: Path) -> None:
    store = secretive(tmp_path / "data" / "log.db")
    before = len(store.read_log().sessions)
    shutil.move(tmp_path / "stick", tmp_path / "away")
    with pytest.raises(StoreError, match=r"stick, which is out of reach.*Nothing was erased"):
        store.erase()
    assert len(store.read_log().sessions) == before
    shutil.move(tmp_path / "away", tmp_path / "stick")
    store.erase()
    assert holding(tmp_path) == []


def test_erasing_leaves_files_of_others_alone(tmp_path: Path) -> None:
    log = tmp_path / "data" / "log.db"
    store = secretive(log)
    alien = [tmp_path / "stick" / "holiday.db", log.with_name("log2.db"), log.parent / "backups" / "log-notes.txt"]
    for path in alien:
        path.write_bytes(b"mine")
    store.erase()
    assert [path.read_bytes() for path in alien] == [b"mine"] * 3


def test_a_person_is_erased_wherever_the_log_is(any_store: LogStore) -> None:
    other = open_store(any_store.engine.url, "other")
    tell_secrets(any_store)
    fill(other, 3)
    any_store.erase()
    assert any_store.read_log().is_empty
    assert any_store.history() == []
    assert len(numbers_in(other.read_log())) == 3
    assert any_store.record_session(numbered(0)) == 1
    other.engine.dispose()
