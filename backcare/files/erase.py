"""Erasing a person from every copy of the log that was ever made here, and from the free space of its file."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from backcare.errors import StoreError
from backcare.files import backup, checksum, folders, logfile, restore
from backcare.files.error_messages import store_errors
from backcare.files.logfile import connect, prepare


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone. ``removed``: files that are gone; ``rewritten``: copies that still hold the other people."""

    removed: tuple[Path, ...] = ()
    rewritten: tuple[Path, ...] = ()


def copies(log: Path, person: str, shared: bool) -> Erased:
    """Take the person out of every backup and set-aside log; a copy that holds nobody else is removed as a whole.

    One that is too damaged to be rewritten is removed, for nobody could tell what it still holds. Raises
    ``StoreError`` before anything is erased when a folder with backups is out of reach.
    """
    found = folders.read(log)
    away = [str(folder) for folder in found.known if folder != folders.beside_log(log) and not folder.is_dir()]
    if away:
        raise StoreError(
            f"There may be backups in {', '.join(away)}, which is out of reach. Connect it, then erase again; or, if "
            f"it is gone for good, delete its line from {folders.note_of(log)}. Nothing was erased."
        )
    removed, rewritten = [], []
    for path in _all(log, found):
        if shared and path.suffix in (".db", log.suffix) and _rewritten(path, person):
            rewritten.append(path)
        else:
            _remove(path)
            removed.append(path)
    return Erased(tuple(removed), tuple(rewritten))


def _all(log: Path, found: folders.Folders) -> list[Path]:
    paths = [path for folder in found.known for name in folders.names(log, folder) for path in [folder / name.string]]
    left = [path for folder in {*found.known, log.parent} for path in backup.drafts(log, folder)]
    return [*paths, *restore.all_set_aside(log), *left]


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be deleted ({error.strerror}). Make it and its folder writable, then erase again; not "
            "everything was erased yet."
        ) from error


def _rewritten(path: Path, person: str) -> bool:
    """Make the copy anew without the person; ``False`` when it cannot be done, or nobody else is in it."""
    seen = checksum.examine(path)
    if seen.problem:
        return False
    with logfile.scratch(path) as draft:
        checksum.copy_log(path, draft)
        with store_errors(), closing(connect(draft)) as copy:
            _delete_rows(copy, person)
            if not copy.execute("SELECT 1 FROM person").fetchone():
                return False
        if seen.checksum_at:
            checksum.add_checksum(draft, seen.checksum_at)
        with logfile.new_file(path, logfile.REPLACE) as fresh:
            shutil.copyfile(draft, fresh)
    return True


def _delete_rows(copy: sqlite3.Connection, person: str) -> None:
    """By what the copy has for tables, which may be those of an earlier version."""
    copy.execute("PRAGMA journal_mode = OFF").fetchall()
    copy.execute("PRAGMA secure_delete = ON").fetchall()
    copy.execute("PRAGMA foreign_keys = OFF")
    for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        key = "id" if table == "person" else "person"
        if key in [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]:
            copy.execute(f'DELETE FROM "{table}" WHERE "{key}" = ?', (person,))  # noqa: S608 # names it gave itself
    copy.execute("VACUUM")


def leave_no_trace(log: Path, shared: bool) -> None:
    """Write the log's file anew from what is left in it, and forget where its backups were if nobody is left."""
    with store_errors(), closing(connect(log)) as connection:
        prepare(connection)
        connection.execute("VACUUM")
    if not shared:
        _remove(folders.note_of(log))
