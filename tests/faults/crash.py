"""A program that starts a job in a child, kills it at a random moment, and looks at what is left; run by test_kill.

    python crash.py JOB CYCLES FOLDER SEED      → its figures as JSON

A child is a fork of a process that has loaded everything, so that hundreds of them cost little.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support import later
from support.entries import fill, numbered, numbers_in

from backcare.exchange import export_log, import_log
from backcare.files import backup, checksum
from backcare.store import open_store

Work = Callable[[Callable[[str], None]], None]
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def killed(work: Work, longest: float) -> list[str]:
    """Run the work in a child, kill it after a random part of ``longest`` seconds; returns what it acknowledged."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            work(lambda line: os.write(writer, f"{line}\n".encode()) and None)
        except BaseException as error:  # noqa: BLE001 - told to the parent, which fails the cycle.
            os.write(writer, f"FAILED {error!r}\n".encode())
        os._exit(0)
    os.close(writer)
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reader) as told:
        lines = told.read().splitlines()
    assert not [line for line in lines if line.startswith("FAILED")], lines[-1]
    return lines


def duration(work: Callable[[int], object]) -> float:
    """How long it takes the second time, when everything is loaded, as it is in the children."""
    work(1)
    began = time.perf_counter()
    work(2)
    return time.perf_counter() - began


def saving(folder: Path, cycles: int) -> dict[str, int]:
    acknowledged, unacknowledged = 0, 0
    for cycle in range(cycles):
        log = folder / f"{cycle // 10}.db"
        had = numbers_in(open_store(log).read_log())
        start = max(had, default=-1) + 1

        def work(told: Callable[[str], None], log: Path = log, start: int = start) -> None:
            store = open_store(log)
            for n in range(start, start + 10_000):
                store.record_session(numbered(n))
                told(str(n))

        lines = killed(work, 0.25)
        store = open_store(log)
        there = numbers_in(store.read_log())
        missing = {int(line) for line in lines} - there.keys()
        assert not missing, f"lost {missing}"
        assert store.check() == []
        acknowledged += len(lines)
        unacknowledged += len(there) - len(had) - len(lines)
        assert len(there) - len(had) - len(lines) in (0, 1), "a save that nobody made"
    return {"acknowledged": acknowledged, "saved but not acknowledged": unacknowledged}


def importing(folder: Path, cycles: int) -> dict[str, int]:
    source = open_store(folder / "source.db")
    rows = 600
    fill(source, rows)
    content = export_log(source.read_log())
    long = duration(lambda turn: import_log(open_store(folder / f"timing-{turn}.db"), content))
    whole = 0
    for cycle in range(cycles):
        log = folder / f"{cycle}.db"
        open_store(log).record_session(numbered(5000))
        lines = killed(lambda told, log=log: told(str(import_log(open_store(log), content).added)), long * 1.6)
        store = open_store(log)
        there = numbers_in(store.read_log())
        assert len(there) in (1, rows + 1), "half an import"
        assert not lines or len(there) == rows + 1, "an acknowledged import is lost"
        assert store.check() == []
        whole += len(there) > 1
    return {"all": whole, "nothing": cycles - whole}


def migrating(folder: Path, cycles: int) -> dict[str, int]:
    rows, moved = 1000, 0
    old = open_store(folder / "old.db")
    fill(old, rows)
    old.engine.dispose()
    content = (folder / "old.db").read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        later.come(patch, folder)
        for turn in (1, 2):
            (folder / f"timing-{turn}.db").write_bytes(content)
        long = duration(lambda turn: open_store(folder / f"timing-{turn}.db"))
        for cycle in range(cycles):
            log = folder / str(cycle) / "log.db"
            log.parent.mkdir()
            log.write_bytes(content)
            killed(lambda _told, log=log: open_store(log) and None, long * 1.6)
            with checksum.connect(log) as connection:
                stood_at = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            connection.close()
            made = backup.listing(log)
            assert all(one.ok for one in made)
            assert stood_at == later.TODAY or made, "migrated without a backup"
            moved += stood_at == later.NEXT
            store = open_store(log)
            assert len(numbers_in(store.read_log())) == rows
            assert store.check() == []
    return {"migrated": moved, "as before": cycles - moved}


def backing_up(folder: Path, cycles: int) -> dict[str, int]:
    log = folder / "log.db"
    store = open_store(log)
    fill(store, 300)
    made = 0
    for cycle in range(cycles):
        began = START + timedelta(days=cycle * 30)

        def work(told: Callable[[str], None], began: datetime = began) -> None:
            for hour in range(10_000):
                told(str(backup.make(log, began + timedelta(minutes=hour)).path))

        lines = killed(work, 0.4)
        there = backup.listing(log)
        assert all(one.ok for one in there), "a backup that is not whole is listed"
        assert not lines or there[0].path.name >= Path(lines[-1]).name, "an acknowledged backup is gone"
        made += len(lines)
    assert len(numbers_in(open_store(log).read_log())) == 300
    return {"backups": made, "kept": len(backup.listing(log))}


def restoring(folder: Path, cycles: int) -> dict[str, int]:
    log = folder / "log.db"
    store = open_store(log)
    copies = []
    for edition in range(2):
        fill(store, 300, edition)
        copies.append(store.backup_now(now=START + timedelta(days=edition)).path)
    done = 0
    for _cycle in range(cycles):

        def work(told: Callable[[str], None]) -> None:
            mine = open_store(log)
            for n in range(10_000):
                mine.restore(copies[n % 2])
                told(str(n % 2))

        lines = killed(work, 0.5)
        store = open_store(log)
        editions = set(numbers_in(store.read_log()).values())
        assert len(editions) == 1, "half a restore"
        assert store.check() == []
        done += len(lines)
        for aside in store.set_aside_logs():
            assert checksum.examine(aside).problem is None
            aside.unlink()
    return {"restores": done}


JOBS = {"save": saving, "import": importing, "migration": migrating, "backup": backing_up, "restore": restoring}

if __name__ == "__main__":
    job, cycles, folder, seed = sys.argv[1:]
    random.seed(int(seed))
    print(json.dumps(JOBS[job](Path(folder), int(cycles))))
