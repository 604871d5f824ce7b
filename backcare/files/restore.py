"""Putting a backup in place of the log, and what can be done about a log that is damaged or gone. SQLite files only."""

import glob
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backcare.errors import StoreError, UnusableLog
from backcare.files import backup, checksum, logfile
from backcare.files.error_messages import store_errors

SET_ASIDE = "set-aside"
NEWEST_STEP = "ifnull((SELECT max(step.id) FROM main.step WHERE step.person = person.id), 0)"
EARLIER = f"""
    CREATE TEMP TABLE earlier AS SELECT id, name, colour, {NEWEST_STEP} AS newest FROM main.person
"""  # noqa: S608 # our own names
ADD_STEPS = f"""
    INSERT INTO main.step (person, id, at, kind, entries, changes)
    SELECT person.id, 1 + max({NEWEST_STEP}, ifnull(earlier.newest, 0)), ?, 'restore', 0, '[]'
    FROM main.person LEFT JOIN earlier ON earlier.id = person.id
"""  # noqa: S608 # our own names
"""A step in each history, with a number above all earlier ones: who remembers a number sees the change."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """What can be done about a log that cannot be opened: ``problem`` says it, ``newest_good`` may be restored."""

    problem: str
    newest_good: backup.Backup | None


def rescue(log: Path) -> Rescue | None:
    """What is wrong with the log and what can be put in its place; ``None`` when it is sound, or never was."""
    if log.exists():
        problem = checksum.problem_of(log, in_use=True)
        problem = problem and f"{log} {problem}. It has not been changed."
    else:
        problem = f"There is no log at {log} any more, but there are backups of it." if backup.exist(log) else None
    if problem is None:
        return None
    best = backup.newest_good(log)
    if best is None:
        return Rescue(f"{problem} There is no good backup of it.", None)
    when = best.at.astimezone()
    return Rescue(
        f"{problem} The newest good backup is from {when.day} {when:%B %Y, %H:%M}: {best.path}. Restore it, or set the "
        "file aside and start a new log. Neither throws anything away.",
        best,
    )


def restore(log: Path, source: Path, migrate: Callable[[Path], None]) -> Path | None:
    """Put the file's content in place of the log, for every person in it; the log as it was is set aside first.

    Returns where that is: restoring it takes the restore back. The file is examined first and never changed; an older
    one is brought to this version in a copy by ``migrate``. Programs that have the log open go on with the restored
    one. Raises ``UnusableLog`` when the file is not fit to be restored.
    """
    logfile.make_folder(log.parent)
    with _prepared(log, source.absolute(), migrate) as fresh:
        if _is_usable(log, migrate):
            return _replace_rows(log, fresh)
        aside = set_aside(log) if log.exists() else None
        set_aside_orphans(log)
        with logfile.new_file(log) as draft:
            shutil.copyfile(fresh, draft)
        return aside


@contextmanager
def _prepared(log: Path, source: Path, migrate: Callable[[Path], None]) -> Iterator[Path]:
    """A private copy of the file, sound and of this version, that vanishes afterwards."""
    if not source.is_file():
        raise StoreError(f"There is no file {source} to restore.")
    if log.exists() and source.samefile(log):
        raise StoreError(f"{source} is the log itself; there is nothing to restore.")
    with logfile.scratch(log) as draft:
        for original, copy in zip(logfile.with_journals(source), logfile.with_journals(draft), strict=True):
            # A log copied by hand may have its journal beside it: without it, the copy would be half a save.
            if original.exists():
                shutil.copyfile(original, copy)
        # The first look plays the journal back, the second one is thorough.
        problem = checksum.problem_of(draft, in_use=True) or checksum.problem_of(draft)
        if problem:
            raise UnusableLog(f"{source} {problem}. Nothing was restored, and nothing was changed.")
        checksum.remove_checksum(draft)
        migrate(draft)
        yield draft


def _is_usable(log: Path, migrate: Callable[[Path], None]) -> bool:
    """Whether the log is sound, and now of this version."""
    if not log.exists() or checksum.problem_of(log, in_use=True):
        return False
    try:
        migrate(log)
    except UnusableLog:
        return False
    return True


def _replace_rows(log: Path, fresh: Path) -> Path:
    """One transaction, so that no save falls in between: the log is copied aside, then its rows give way to the others.

    Rows, not files: a program that has the log open would go on writing into a file that was swapped away.
    """
    aside = logfile.free_name(log, SET_ASIDE)
    with store_errors(), closing(logfile.connect_durably(log)) as connection:
        connection.execute("ATTACH ? AS fresh", (f"{fresh.as_uri()}?mode=ro",))
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN IMMEDIATE")
        with logfile.new_file(aside) as draft:
            checksum.copy_log(log, draft)
            checksum.add_checksum(draft)
        try:
            _swap(connection)
        except BaseException:
            aside.unlink()  # The log is still there itself.
            raise
    return aside


def _swap(connection: sqlite3.Connection) -> None:
    connection.execute(EARLIER)
    for (table,) in connection.execute("SELECT name FROM fresh.sqlite_master WHERE type = 'table'").fetchall():
        columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA fresh.table_info("{table}")'))
        connection.execute(f'DELETE FROM main."{table}"')  # noqa: S608 # our own schema's names, here and below
        connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM fresh."{table}"')  # noqa: S608
    # Somebody whom the backup does not know has an empty log now, and the step says why.
    connection.execute("INSERT OR IGNORE INTO main.person (id, name, colour) SELECT id, name, colour FROM earlier")
    connection.execute(ADD_STEPS, (datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),))
    if connection.execute("PRAGMA main.foreign_key_check").fetchone():
        raise UnusableLog("The backup is damaged (a row without the row it belongs to). Nothing was restored.")
    connection.execute("COMMIT")


def set_aside(log: Path) -> Path:
    """Move a file that is not a usable log, untouched, to a name of its own beside it; returns that name."""
    aside = logfile.free_name(log, SET_ASIDE)
    # Keeps other programs from saving into the file while it is moved, as far as a damaged one can be locked.
    with ExitStack() as locked:
        with suppress(sqlite3.Error):
            locked.enter_context(closing(logfile.connect(log))).execute("BEGIN EXCLUSIVE")
        try:
            _move(log, aside)
            aside.chmod(logfile.FILE_MODE)
            logfile.sync_folder(log.parent)
        except OSError as error:
            raise StoreError(
                f"{log} cannot be set aside ({error.strerror}). Make its folder writable, then try again; nothing was "
                "changed."
            ) from error
    return aside


def _move(old: Path, new: Path) -> None:
    # The journal goes first: one that is left behind would be played into the log that is made in this place next.
    for was, becomes in zip(reversed(logfile.with_journals(old)), reversed(logfile.with_journals(new)), strict=True):
        with suppress(FileNotFoundError):
            was.replace(becomes)


def set_aside_orphans(log: Path) -> None:
    """Move away the journal of a log that is itself gone."""
    if any(path.exists() for path in logfile.with_journals(log)[1:]) and not log.exists():
        _move(log, logfile.free_name(log, SET_ASIDE))


def all_set_aside(log: Path) -> list[Path]:
    """Every log that was set aside, by a restore or because it was damaged, oldest first."""
    return sorted(log.parent.glob(f"{glob.escape(log.stem)}-{SET_ASIDE}-2*"))
