"""Putting a backup in place of the log, and what can be done about a log that is damaged or gone. SQLite files only."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backcare.errors import StoreError, UnusableLog
from backcare.files import backup, checksum, logfile, version
from backcare.files.error_messages import store_errors
from backcare.files.logfile import connect, prepare

SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. ``set_aside`` is the log as it was before: restoring that takes the restore back."""

    log: Path
    source: Path
    set_aside: Path | None


@dataclass(frozen=True, slots=True)
class Rescue:
    """What can be done about a log that cannot be opened: ``problem`` says why, ``newest_good`` may be restored."""

    log: Path
    problem: str
    newest_good: backup.Backup | None


def rescue(log: Path) -> Rescue | None:
    """What is wrong with the log and what can be put in its place; ``None`` when it is sound, or never was."""
    if not log.exists():
        if not backup.exist(log):
            return None
        return Rescue(log, f"There is no log at {log} any more, but there are backups of it.", backup.newest_good(log))
    try:
        logfile.check(log)
        _check_version(log)
    except UnusableLog as error:
        return Rescue(log, str(error), backup.newest_good(log))
    return None


def _check_version(log: Path) -> None:
    with store_errors(), closing(connect(log)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise UnusableLog(f"{log} was not made by backcare. It has not been changed.")
    if version.is_newer(str(row[0])):
        raise UnusableLog(
            f"{log} {version.newer_message(str(row[0]))}. It has not been changed. Install the newest version to open "
            "it."
        )


def offer(found: Rescue) -> str:
    """The rescue as the person reads it."""
    best = found.newest_good
    if best is None:
        return f"{found.problem} There is no good backup of it."
    when = best.at.astimezone()
    return (
        f"{found.problem} The newest good backup is from {when.day} {when:%B %Y, %H:%M}: {best.path}. Restore it, or "
        "set the file aside and begin a new log; neither throws anything away."
    )


def restore(log: Path, source: Path, now: datetime, migrate: Callable[[Path], None]) -> Restored:
    """Put the file's content in place of the log, for every person in it; the log as it was is set aside first.

    The file is examined first and never changed; an older one is brought to this version in a copy by ``migrate``.
    Programs that have the log open go on with the restored one. Raises ``UnusableLog`` when the file is not fit to be
    restored.
    """
    source = source.absolute()
    logfile.make_folder(log.parent)
    with _prepared(log, source, migrate) as fresh:
        if not log.exists():
            _begin_from(log, fresh, now)
            return Restored(log, source, None)
        try:
            logfile.check(log)
            migrate(log)
        except UnusableLog:
            aside = set_aside(log, now)
            _begin_from(log, fresh, now)
            return Restored(log, source, aside)
        return Restored(log, source, _replace_rows(log, fresh, now))


@contextmanager
def _prepared(log: Path, source: Path, migrate: Callable[[Path], None]) -> Iterator[Path]:
    """A private copy of the file, sound and of this version, that vanishes afterwards."""
    if not source.is_file():
        raise StoreError(f"There is no file {source} to restore.")
    if log.exists() and source.samefile(log):
        raise StoreError(f"{source} is the log itself; there is nothing to restore.")
    with logfile.scratch(log) as draft:
        for original, copy in zip(logfile.beside(source), logfile.beside(draft), strict=True):
            # A log copied by hand may have its journal beside it: without it, the copy would be half a save.
            if original.exists():
                shutil.copyfile(original, copy)
        problem = checksum.examine(draft, alone=False).problem
        if problem:
            raise UnusableLog(f"{source} {problem}. Nothing was restored, and nothing was changed.")
        with store_errors(), closing(connect(draft)) as connection:
            checksum.remove_checksum(connection)
        migrate(draft)
        yield draft


def _begin_from(log: Path, fresh: Path, now: datetime) -> None:
    set_aside_orphans(log, now)
    with logfile.new_file(log, logfile.REFUSE) as draft:
        shutil.copyfile(fresh, draft)


def _replace_rows(log: Path, fresh: Path, now: datetime) -> Path:
    """One transaction, so that no save falls in between: the log is copied aside, then its rows give way to the others.

    Rows, not files: a program that has the log open would go on writing into a file that was swapped away.
    """
    aside = logfile.free_name(log, SET_ASIDE, now)
    with store_errors(), closing(connect(log)) as connection:
        prepare(connection)
        connection.execute("ATTACH ? AS fresh", (f"{fresh.as_uri()}?mode=ro",))
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        with logfile.new_file(aside, logfile.REFUSE) as draft:
            checksum.copy_log(log, draft)
            checksum.add_checksum(draft, now)
        try:
            _swap(connection, now)
        except BaseException:
            aside.unlink()  # The log is still there itself.
            raise
    return aside


def _swap(connection: sqlite3.Connection, now: datetime) -> None:
    there = "SELECT id, name, colour, (SELECT max(id) FROM main.step WHERE person = main.person.id) FROM main.person"
    people = connection.execute(there).fetchall()
    for (table,) in connection.execute("SELECT name FROM fresh.sqlite_master WHERE type = 'table'").fetchall():
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA fresh.table_info("{table}")'))
        connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 # our own schema's names, here and below
        connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM fresh."{table}"')  # noqa: S608
    _mark(connection, people, now)
    if connection.execute("PRAGMA main.foreign_key_check").fetchone():
        raise UnusableLog("The backup is damaged (a row without the row it belongs to). Nothing was restored.")
    connection.execute("COMMIT")


def _mark(connection: sqlite3.Connection, people: list[tuple[str, str, str, int | None]], now: datetime) -> None:
    """Leave a step in each history, with a number above all earlier ones: who remembers a number sees the change."""
    at = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    newest = {person: number or 0 for person, _, _, number in people}
    # Somebody whom the backup does not know has an empty log now, and the step says why.
    known = [person[:3] for person in people]
    connection.executemany("INSERT OR IGNORE INTO main.person (id, name, colour) VALUES (?, ?, ?)", known)
    for (person,) in connection.execute("SELECT id FROM main.person").fetchall():
        kept = connection.execute("SELECT max(id) FROM main.step WHERE person = ?", (person,)).fetchone()[0] or 0
        connection.execute(
            "INSERT INTO main.step (person, id, at, kind, entries, changes) VALUES (?, ?, ?, 'restore', 0, '[]')",
            (person, max(kept, newest.get(person, 0)) + 1, at),
        )


def set_aside(log: Path, now: datetime) -> Path:
    """Move a file that is not a usable log, untouched, to a name of its own beside it; returns that name."""
    aside = logfile.free_name(log, SET_ASIDE, now)
    lock = _locked(log)
    try:
        _move(log, aside)
        aside.chmod(logfile.FILE_MODE)
        logfile.sync_folder(log.parent)
    except OSError as error:
        raise StoreError(
            f"{log} cannot be set aside ({error.strerror}). Make its folder writable, then try again; nothing was "
            "changed."
        ) from error
    finally:
        if lock is not None:
            lock.close()
    return aside


def _move(old: Path, new: Path) -> None:
    # The journal goes first: one that is left behind would be played into the log that is made in this place next.
    for was, becomes in zip(reversed(logfile.beside(old)), reversed(logfile.beside(new)), strict=True):
        with suppress(FileNotFoundError):
            was.replace(becomes)


def set_aside_orphans(log: Path, now: datetime) -> None:
    """Move away the journal of a log that is itself gone."""
    if any(path.exists() for path in logfile.beside(log)[1:]) and not log.exists():
        _move(log, logfile.free_name(log, SET_ASIDE, now))


def _locked(log: Path) -> sqlite3.Connection | None:
    """Keep other programs from saving into the file while it is moved, as far as a damaged one can be locked."""
    connection = None
    with suppress(sqlite3.Error):
        connection = connect(log)
        connection.execute("BEGIN EXCLUSIVE")
    return connection


def all_set_aside(log: Path) -> list[Path]:
    """Every log that was set aside, by a restore or because it was damaged."""
    start = f"{log.stem}-{SET_ASIDE}-2"
    try:
        return sorted(path for path in log.parent.iterdir() if path.name.startswith(start))
    except OSError:
        return []
