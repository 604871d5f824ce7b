"""The command line: each command does its one thing, says so in a line, and fails with a line and an exit code."""

import io
import os
import runpy
import sqlite3
import stat
import sys
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from support.entries import answer_signs, fill, numbered, numbers_in

from backcare import __version__, cli, environment
from backcare.domain import ExerciseSet, Felt, Session, SignsAnswer, Slot
from backcare.paths import application_folder
from backcare.store import LogStore, open_store


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log that the commands work on."""
    path = tmp_path / "data" / "log.db"
    monkeypatch.setenv(environment.DATABASE_URL, f"sqlite:///{path}")
    monkeypatch.setattr(cli.logfile, "private_umask", lambda: None)  # It would outlast the test.
    return path


@pytest.fixture
def filled(log: Path) -> LogStore:
    """Six sessions in it."""
    store = open_store(log)
    fill(store, 6)
    return store


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command fails with."""
    assert cli.main(arguments) == cli.FAILED
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("backcare: ")
    return said.err


def test_backup_and_restore_bring_the_log_back(filled: LogStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup"]) == 0
    (kept,) = filled.backups()
    assert str(kept.path) in capsys.readouterr().out
    filled.record_session(numbered(6))
    assert cli.main(["restore", str(kept.path)]) == 0
    assert set(numbers_in(filled.read_log())) == set(range(6))
    (aside,) = filled.set_aside_logs()
    assert str(aside) in capsys.readouterr().out


def test_backup_goes_into_another_folder(filled: LogStore, tmp_path: Path) -> None:
    assert cli.main(["backup", str(tmp_path / "stick")]) == 0
    assert [one.path.parent for one in filled.backups()] == [tmp_path / "stick"]


def test_restore_works_although_the_log_is_damaged(filled: LogStore, log: Path) -> None:
    kept = filled.backup_now().path
    log.write_bytes(b"damaged")
    assert cli.main(["restore", str(kept)]) == 0
    assert len(numbers_in(open_store(log).read_log())) == 6


def test_export_then_import_brings_the_log_to_another_place(
    filled: LogStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "export.zip"
    assert cli.main(["export", str(target)]) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600 or sys.platform == "win32"
    assert len(zipfile.ZipFile(io.BytesIO(target.read_bytes())).namelist()) >= 4
    monkeypatch.setenv(environment.DATABASE_URL, f"sqlite:///{tmp_path / 'new' / 'log.db'}")
    capsys.readouterr()
    assert cli.main(["import", str(target), "--preview"]) == 0
    assert capsys.readouterr().out.startswith("Would import: 36 new, 0 changed, 0 already there.")
    new = open_store(tmp_path / "new" / "log.db")
    assert new.read_log().is_empty
    assert cli.main(["import", str(target)]) == 0
    assert "`backcare undo 1` takes it back" in capsys.readouterr().out
    assert set(numbers_in(new.read_log())) == set(range(6))
    assert cli.main(["undo", "1"]) == 0
    assert new.read_log().is_empty


def test_an_export_does_not_overwrite_a_file(
    filled: LogStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.zip").write_bytes(b"mine")
    assert "already" in refused(capsys, "export", str(tmp_path / "thesis.zip"))
    assert (tmp_path / "thesis.zip").read_bytes() == b"mine"


def test_an_import_with_problems_tells_them_and_imports_nothing(
    filled: LogStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "days.csv").write_text("day,pain\n2026-03-04,11\n2026-03-05,x\n")
    before = filled.version().number
    assert cli.main(["import", str(tmp_path / "days.csv")]) == cli.FAILED
    said = capsys.readouterr().err
    assert "Nothing was imported" in said
    assert filled.version().number == before


def test_an_import_that_ends_a_hold_says_so(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer_signs(open_store(log), SignsAnswer.APPLIES, date(2026, 3, 4))
    (tmp_path / "signs.csv").write_text("day,answer\n2026-03-05,cleared\n")
    for more in (["--preview"], []):
        assert cli.main(["import", str(tmp_path / "signs.csv"), *more]) == 0
        assert "You said that an urgent sign applies. This takes that back." in capsys.readouterr().out


def test_an_import_that_lifts_a_stop_says_so(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stop = ExerciseSet("back-bends", 5, Felt.WORSE)
    open_store(log).record_session(Session(date(2026, 3, 4), Slot.MORNING, (stop,)))
    (tmp_path / "resumptions.csv").write_text("day,exercise\n2026-03-05,back-bends\n")
    for more in (["--preview"], []):
        assert cli.main(["import", str(tmp_path / "resumptions.csv"), *more]) == 0
        assert "This lifts the stop of back bends." in capsys.readouterr().out


NOON_IN_LONDON = datetime(2026, 3, 4, 12, tzinfo=ZoneInfo("Europe/London"))
"""For ``time_machine`` it is the computer's zone, too."""
AHEAD = ["", "1 entry is dated after today.\n", "2 entries are dated after today.\n"]


@pytest.mark.parametrize(("last_day", "ahead"), [("2026-03-04", 0), ("2026-03-05", 1), ("2026-03-06", 2)])
def test_an_import_counts_what_is_dated_after_the_computers_date(
    last_day: str, ahead: int, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    days = [f"2026-03-{n:02},back-bends\n" for n in range(1, int(last_day[-2:]) + 1)]
    (tmp_path / "resumptions.csv").write_text("day,exercise\n" + "".join(days))
    with time_machine.travel(NOON_IN_LONDON, tick=False):
        for more in (["--preview"], []):
            assert cli.main(["import", str(tmp_path / "resumptions.csv"), *more]) == 0
            assert f"new, 0 changed, 0 already there.\n{AHEAD[ahead]}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("zone", "ahead"),
    [("Pacific/Auckland", AHEAD[0]), ("Europe/London", AHEAD[1]), ("", AHEAD[1]), ("Mars/Olympus", AHEAD[1])],
)
def test_today_is_the_persons_date_where_their_zone_is_known(
    zone: str, ahead: str, log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_store(log).engine.dispose()
    with closing(sqlite3.connect(log)) as connection, connection:
        connection.execute("UPDATE person SET zone = ?", (zone,))
    (tmp_path / "resumptions.csv").write_text("day,exercise\n2026-03-05,back-bends\n")
    with time_machine.travel(NOON_IN_LONDON, tick=False):
        assert cli.main(["import", str(tmp_path / "resumptions.csv")]) == 0
    assert capsys.readouterr().out.startswith(f"Imported: 1 new, 0 changed, 0 already there.\n{ahead}`backcare undo")


def test_history_tells_each_step_and_undo_takes_one_back(filled: LogStore, capsys: pytest.CaptureFixture[str]) -> None:
    filled.record_session(numbered(0, 1))
    assert cli.main(["undo", "2"]) == 0
    assert cli.main(["history", "--limit", "2"]) == 0
    told = capsys.readouterr().out
    assert "Change undone: 2" in told
    assert "Session saved, undone by 3" in told
    assert "repetitions" in told
    assert "already undone" in refused(capsys, "undo", "2")
    assert "no change number 99" in refused(capsys, "undo", "99")


def test_check_and_where_tell_what_is_so(filled: LogStore, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert "All is well" in capsys.readouterr().out
    kept = filled.backup_now()
    assert cli.main(["where"]) == 0
    told = capsys.readouterr().out
    assert str(log) in told
    assert str(log.parent / "backups") in told
    assert f"{kept.at.astimezone():%Y-%m-%d %H:%M}, whole" in told
    kept.path.write_bytes(kept.path.read_bytes()[:9000])
    assert cli.main(["check"]) == cli.FAILED
    assert "is damaged" in capsys.readouterr().out


def test_a_log_that_cannot_be_opened_is_told_in_one_line(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.parent.mkdir()
    log.write_bytes(b"a picture, perhaps")
    for command in ("backup", "history", "check", "where"):
        assert "is not a backcare log" in refused(capsys, command)
    assert log.read_bytes() == b"a picture, perhaps"


def test_an_address_that_makes_no_sense_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for address in ("mysql://x/y", "nonsense", "sqlite://"):
        monkeypatch.setenv(environment.DATABASE_URL, address)
        assert "The database address" in refused(capsys, "where")


def test_a_command_that_is_none_exits_with_2() -> None:
    for arguments in (["nonsense"], ["restore"], ["undo", "x"]):
        with pytest.raises(SystemExit) as left:
            cli.main(arguments)
        assert left.value.code == 2


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"backcare {__version__}\n"


def test_without_a_command_the_dashboard_starts_for_this_computer_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    class App:
        def run(self, config: dict[str, Any]) -> None:
            asked.update(config)

    monkeypatch.setattr(runpy, "run_path", lambda path: {"app": App()} if Path(path).name == "app.py" else {})
    monkeypatch.setattr(sys, "argv", ["backcare"])
    assert cli.main(["--port", "9001", "--no-browser"]) == 0
    assert asked == {"server.port": 9001, "server.address": "127.0.0.1", "server.headless": True}
    assert sys.argv == [str(application_folder() / "app.py")]


@pytest.mark.parametrize("port", ["65536", "-1", "x", "", "８"])
def test_what_is_no_port_is_refused_with_what_is_allowed(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main([f"--port={port}"])
    assert left.value.code == 2
    assert "is no port; allowed: 1 to 65535, or 0 for any that is free" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", ""])
def test_an_address_that_others_could_reach_is_refused(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "only this computer reaches" in refused(capsys, "--host", host)


def test_the_process_makes_private_files_from_its_start(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with pytest.raises(SystemExit):
            cli.main(["--version"])
        (tmp_path / "made").touch()
        assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600 or sys.platform == "win32"
    finally:
        os.umask(before)
