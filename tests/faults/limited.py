"""A program that lives through faults of the disk and checks what the person is told; run by test_disk_faults.

    python limited.py FOLDER FAULT...      → for each fault "" or what went wrong, as JSON

Each is lived through in a process of its own, because it takes rights and space away from itself.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from support.entries import numbered, numbers_in

from backcare.domain import DayEntry
from backcare.errors import StoreError
from backcare.store import LogStore, open_store

NOBODY = 65534


def refused(act: Callable[[], object], *words: str) -> None:
    """The act fails with a message for a person, which holds these words."""
    with pytest.raises(StoreError) as told:
        act()
    missing = [word for word in words if word not in str(told.value)]
    assert not missing, f"{told.value} (lacks {missing})"


def save_until_refused(store: LogStore, first: int, *words: str) -> int:
    """Save until there is no room; returns how many were acknowledged."""
    saved: list[int] = []

    def save() -> None:
        for n in range(first, first + 100_000):
            store.record_session(numbered(n))
            saved.append(n)

    with pytest.raises(StoreError, match="|".join(words)):
        save()
    return first + len(saved)


def file_size_limit(folder: Path) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    store = open_store(folder / "log.db")
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
    count = save_until_refused(store, 0, "disk is full", "no space left", "did not take the data")
    refused(lambda: store.backup_now(folder), "disk")
    assert not list(folder.glob(".*")), "a draft is left"
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    goes_on(store, count)


def full_disk(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=True)
    try:
        store = open_store(folder / "log.db")
        ballast = folder / "ballast"
        ballast.write_bytes(bytes(700_000))
        count = save_until_refused(store, 0, "no space left")
        refused(store.backup_now, "space")
        assert not [left for left in folder.rglob(".*") if left.is_file()], "a draft is left"
        ballast.unlink()
        goes_on(store, count)
        store.engine.dispose()
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def goes_on(store: LogStore, count: int) -> None:
    """The same store saves again, and what was there is there."""
    assert set(numbers_in(store.read_log())) == set(range(count))
    store.record_session(numbered(count))
    assert store.check() == []
    assert set(numbers_in(open_store(store.file).read_log())) == set(range(count + 1))


def as_nobody(folder: Path) -> LogStore:
    """A log with one session in a folder of a user who may not do everything, as the superuser may."""
    open_store(folder / "first.db").record_session(numbered(0))  # Loads what could not be loaded later.
    if os.getuid() == 0:
        folder.chmod(0o700)
        os.chown(folder, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    store = open_store(folder / "data" / "log.db")
    store.record_session(numbered(0))
    return store


def read_only_file(folder: Path) -> None:
    store = as_nobody(folder)
    assert store.file is not None
    store.file.chmod(0o400)
    store.engine.dispose()
    refused(lambda: store.record_session(numbered(1)), "read-only", "Make it writable")
    assert set(numbers_in(open_store(store.file).read_log())) == {0}
    store.file.chmod(0o600)
    goes_on(store, 1)


def read_only_folder(folder: Path) -> None:
    store = as_nobody(folder)
    assert store.file is not None
    store.engine.dispose()
    for left in store.file.parent.glob("*-journal"):
        left.unlink()
    store.file.parent.chmod(0o500)
    refused(lambda: store.record_session(numbered(1)), "Make it writable")
    refused(store.backup_now, "cannot be made")
    assert set(numbers_in(open_store(store.file).read_log())) == {0}
    refused(lambda: open_store(folder / "data" / "other.db"), "cannot be made")
    store.file.parent.chmod(0o700)
    goes_on(store, 1)


def unreadable_file(folder: Path) -> None:
    store = as_nobody(folder)
    assert store.file is not None
    content = store.file.read_bytes()
    store.file.chmod(0)
    refused(lambda: open_store(store.file), "cannot be")
    store.file.chmod(0o600)
    assert store.file.read_bytes() == content
    goes_on(store, 1)


def folder_cannot_be_made(folder: Path) -> None:
    as_nobody(folder)
    folder.chmod(0o500)
    refused(lambda: open_store(folder / "new" / "log.db"), "cannot be made", "BACKCARE_DATABASE_URL")
    folder.chmod(0o700)
    assert open_store(folder / "new" / "log.db").record_day(DayEntry(date(2026, 1, 1), 3)) == 1


def folder_disappears(folder: Path) -> None:
    store = open_store(folder / "data" / "log.db")
    store.record_session(numbered(0))
    (folder / "data").rename(folder / "elsewhere")
    refused(lambda: store.record_session(numbered(1)), "cannot be opened", "Check that it is there")
    refused(store.read_log, "cannot be opened")
    assert not (folder / "data").exists(), "a new log was begun silently"
    (folder / "elsewhere").rename(folder / "data")
    goes_on(store, 1)


def log_is_replaced(folder: Path) -> None:
    store = open_store(folder / "log.db")
    store.record_session(numbered(0))
    copy = (folder / "log.db").read_bytes()
    (folder / "log.db").rename(folder / "moved.db")
    (folder / "log.db").write_bytes(copy)
    store.record_session(numbered(1))
    assert set(numbers_in(open_store(folder / "log.db").read_log())) == {0, 1}
    assert (folder / "moved.db").read_bytes() == copy, "saved into a file that is not the log any more"


def disk_fails(folder: Path) -> None:
    """Not a full disk but a failing one: every write fails for a while."""
    store = open_store(folder / "log.db")
    store.record_session(numbered(0))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    for _ in range(3):
        refused(lambda: store.record_session(numbered(1)), "then save again")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    goes_on(store, 1)


def lived_through(name: str, folder: Path) -> str:
    """Run one fault in a fork; returns what went wrong."""
    folder.mkdir()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            FAULTS[name](folder)
        except BaseException:  # noqa: BLE001 - told to the test.
            os.write(writer, traceback.format_exc().encode()[-4000:])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        said = told.read()
    os.waitpid(child, 0)
    return said


FAULTS = {
    fault.__name__: fault
    for fault in (
        file_size_limit, full_disk, read_only_file, read_only_folder, unreadable_file, folder_cannot_be_made,
        folder_disappears, log_is_replaced, disk_fails,
    )
}  # fmt: skip

if __name__ == "__main__":
    found = {name: lived_through(name, Path(sys.argv[1]) / name) for name in sys.argv[2:]}
    print(json.dumps(found))
