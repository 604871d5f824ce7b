"""A power cut at any moment: nothing acknowledged is lost and nothing is corrupt; every commit is synced."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.amounts import LONG, amount
from support.disk import Disk, Event, events, strace
from support.entries import numbers_in

from backcare.files import backup
from backcare.store import open_store

HERE = Path(__file__).parent
STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None and not LONG, reason="strace is not installed (apt install strace)")


def recorded(folder: Path, threads: int, rounds: int) -> list[Event]:
    """Run the saver and return what it did to the disk; its acknowledgements are writes to a file ``told``."""
    log, trace = folder / "data" / "log.db", folder / "trace"
    log.parent.mkdir()
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parents[1])])
    command = [sys.executable, str(HERE / "saver.py"), str(log), str(log.parent / "told"), str(threads), str(rounds)]
    subprocess.run(strace(trace, command), check=True, env={**os.environ, "PYTHONPATH": paths})
    return events(trace, log.parent)


def acknowledged(told: list[str]) -> tuple[dict[int, int | None], str]:
    """The newest state of each session that was told, and the newest backup."""
    state: dict[int, int | None] = {}
    newest = ""
    for line in told:
        kind, what, *edition = line.split()
        if kind == "backup":
            newest = what
        else:
            state[int(what)] = int(edition[0]) if edition else None
    return state, newest


@needs_strace
def test_a_power_cut_loses_nothing_that_was_acknowledged(memory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    happened = recorded(memory, 1, amount(45, 200))
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(1, len(happened)) for _ in range(amount(40, 1000)))
    disk, told, lost = Disk(), [], 0
    for n, event in enumerate(happened):
        if event.path.endswith("/told"):
            told += event.data.decode().splitlines()
        else:
            disk.play(event)
        while cuts and cuts[0] == n:
            cuts.pop(0)
            lost += _look(disk.cut(chance), memory, told, _next(happened, n))
    with capsys.disabled():
        print(f"\n{amount(40, 1000)} power cuts, {len(happened)} events, {len(told)} told: {lost} lost (seed {seed})")
    assert lost == 0


def _next(happened: list[Event], n: int) -> str:
    """What is told next: it may be there already."""
    return next((e.data.decode() for e in happened[n + 1 :] if e.path.endswith("/told")), "")


def _look(found: dict[str, bytearray], memory: Path, told: list[str], coming: str) -> int:
    """Open what the cut left; returns how many acknowledged entries are not as they were told."""
    place = memory / "after"
    for name, content in found.items():
        path = place / Path(name).relative_to(memory / "data")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    expected, newest = acknowledged(told)
    may_be, _ = acknowledged([*told, *coming.splitlines()])
    if not expected and not (place / "log.db").exists():
        shutil.rmtree(place, ignore_errors=True)
        return 0  # Cut before the log was first made.
    store = open_store(place / "log.db")
    assert store.check() == []
    there = numbers_in(store.read_log())
    wrong = [n for n in may_be if there.get(n) != expected.get(n) and there.get(n) != may_be[n]]
    backups = backup.listing(place / "log.db")
    assert all(one.ok for one in backups), "half a backup"
    assert not newest or backups[0].path.name >= newest, "an acknowledged backup is lost"
    store.engine.dispose()
    shutil.rmtree(place)
    return len(wrong)


@needs_strace
def test_each_commit_is_synced_on_every_connection_of_the_pool(
    memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    happened = recorded(memory, 4, amount(10, 50))
    commits, unsynced, syncs = 0, set(), 0
    for event in happened:
        if event.path.endswith("log.db") and event.name == "pwrite64":
            unsynced.add(event.path)
        elif event.path.endswith("log.db") and event.name in ("fsync", "fdatasync"):
            unsynced.clear()
            syncs += 1
        elif event.path.endswith("/told") and not event.data.startswith(b"backup"):
            commits += 1
    with capsys.disabled():
        print(f"\n{commits} commits from 4 threads, {syncs} syncs of the log: {syncs / commits:.2f} a commit")
    assert not unsynced
    assert syncs >= commits


def test_every_connection_waits_for_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path / "log.db")
    held = [store.engine.connect() for _ in range(15)]
    for connection in held:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")]
        assert found == [2, "truncate"]
        connection.close()
    store.engine.dispose()
