"""Several processes and the command line at once on one log: no save fails, nothing is lost, nobody sees halves."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.amounts import LONG, amount
from support.entries import fill, numbered, numbers_in

from backcare.errors import EditConflict
from backcare.store import open_store

HERE = Path(__file__).parent
COMMANDS = ("backup", "history", "check") if LONG else ("backup",)
PATHS = os.pathsep.join([str(HERE.parent), str(HERE.parents[1])])


def start(log: Path, *command: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *command], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": PATHS, "BACKCARE_DATABASE_URL": f"sqlite:///{log}"},
    )  # fmt: skip


@pytest.mark.parametrize("writers", [2, 4, 8] if LONG else [3])
def test_processes_and_the_command_line_that_write_at_once_fail_no_save(
    writers: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, each = tmp_path / "log.db", amount(30, 200)
    # Together the first time too: all of them find a log that none of them made.
    savers = [start(log, str(HERE / "many.py"), str(log), str(1000 * n), str(each)) for n in range(writers)]
    commands = [start(log, "-m", "backcare.cli", command) for command in COMMANDS]
    with ThreadPoolExecutor(writers + len(COMMANDS)) as pool:
        said = list(pool.map(lambda one: one.communicate("go\n")[1], [*savers, *commands]))
    assert [one.returncode for one in [*savers, *commands]] == [0] * (writers + len(COMMANDS)), said
    store = open_store(log)
    assert set(numbers_in(store.read_log())) == {1000 * n + k for n in range(writers) for k in range(each)}
    assert store.version().number == writers * each
    assert store.check() == []
    assert all(backup.ok for backup in store.backups())
    with capsys.disabled():
        print(f"\n{writers} processes and {len(COMMANDS)} commands: {writers * each} saves, 0 failed")


def test_threads_that_save_and_read_at_once_fail_neither(tmp_path: Path) -> None:
    store = open_store(tmp_path / "log.db")

    def save(thread: int) -> int:
        for n in range(20):
            store.record_session(numbered(1000 * thread + n))
            assert 1000 * thread + n in numbers_in(store.read_log())
        return 20

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(save, range(6))) == 120
    assert store.version().number == 120


def test_threads_that_make_the_log_at_once_make_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        stores = list(pool.map(lambda _n: open_store(tmp_path / "new" / "log.db"), range(8)))
    for n, store in enumerate(stores):
        store.record_session(numbered(n))
    assert set(numbers_in(stores[0].read_log())) == set(range(8))
    assert not list((tmp_path / "new").glob(".*"))


def test_a_restore_is_seen_by_another_open_program_and_loses_no_save(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log.db"
    ours, theirs = open_store(log), open_store(log)
    fill(ours, 30)
    kept = ours.backup_now()
    theirs.record_session(numbered(30))
    before = theirs.version().number
    with theirs.engine.connect() as held:  # A page of the other program in the middle of reading.
        aside = ours.restore(kept.path)
        assert held.exec_driver_sql("SELECT count(*) FROM session").scalar() in (30, 31)
    assert set(numbers_in(theirs.read_log())) == set(range(30))
    assert theirs.version().number > before
    theirs.record_session(numbered(31))
    assert set(numbers_in(ours.read_log())) == {*range(30), 31}
    assert aside is not None
    assert ours.restore(aside) is not None
    assert set(numbers_in(theirs.read_log())) == set(range(31))
    assert ours.check() == []


def test_the_second_editor_of_a_day_is_told_that_it_changed(tmp_path: Path) -> None:
    first, second = open_store(tmp_path / "log.db"), open_store(tmp_path / "log.db")
    shown = numbered(0)
    first.record_session(shown)
    second.record_session(numbered(0, 1), expected=shown)
    with pytest.raises(EditConflict, match=r"1 January, morning, was changed somewhere else"):
        first.record_session(numbered(0, 2), expected=shown)
    assert numbers_in(first.read_log()) == {0: 1}
