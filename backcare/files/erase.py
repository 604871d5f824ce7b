"""Erasing a person from every copy of the log that was ever made here, and from the free space of its file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from backcare.errors import StoreError
from backcare.files import backup, checksum, folders, logfile, restore
from backcare.files.error_messages import store_errors


def erase_copies(log: Path, person: str) -> None:
    """Take the person out of every backup and set-aside log; a copy that holds nobody else is removed as a whole.

    One that is too damaged to be rewritten is removed, for nobody could tell what it still holds. Raises
    ``StoreError`` before anything is erased when a folder with backups is out of reach.
    """
    places = folders.all_folders(log)
    away = [str(folder) for folder in places if folder != folders.beside_log(log) and not folder.is_dir()]
    if away:
        raise StoreError(
            f"There may be backups in {', '.join(away)}, which is out of reach. Connect it, then erase again; or, if "
            f"it is gone for good, delete its line from {folders.note_of(log)}. Nothing was erased."
        )
    backups = [folder / name.string for folder in places for name in folders.names(log, folder)]
    for path in [*backups, *restore.all_set_aside(log)]:
        if _holds_others(path, person):
            _rewrite(path, person)
        else:
            _remove(path)
    for draft in [draft for folder in {*places, log.parent} for draft in backup.drafts(log, folder)]:
        _remove(draft)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be deleted ({error.strerror}). Not all is erased yet. Make it and its folder writable, "
            "then erase again."
        ) from error


def _holds_others(copy: Path, person: str) -> bool:
    """Whether somebody else has a log in a copy that is sound."""
    if checksum.problem_of(copy):
        return False
    with store_errors(), closing(logfile.connect(copy, "mode=ro&immutable=1")) as connection:
        return connection.execute("SELECT 1 FROM person WHERE id <> ?", (person,)).fetchone() is not None


def _rewrite(path: Path, person: str) -> None:
    """Make the copy anew without the person."""
    with logfile.new_file(path, replace=True) as draft:
        checksum.copy_log(path, draft)
        with store_errors(), closing(checksum.open_draft(draft)) as copy:
            _delete_rows(copy, person)
        checksum.add_checksum(draft)


def _delete_rows(copy: sqlite3.Connection, person: str) -> None:
    """By what the copy has for tables, which may be those of an earlier version."""
    copy.execute("PRAGMA secure_delete = ON").fetchall()
    for (table,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        key = "id" if table == "person" else "person"
        if key in [row[1] for row in copy.execute(f'PRAGMA table_info("{table}")')]:
            copy.execute(f'DELETE FROM "{table}" WHERE "{key}" = ?', (person,))  # noqa: S608 # names it gave itself
    copy.execute("VACUUM")


def leave_no_trace(log: Path, person: str, shared: bool) -> None:
    """After the person's rows: write the log's file anew from what is left in it, and forget what it needs no more.

    That is a backup that another process was making meanwhile, and, unless the log is ``shared`` with somebody who is
    still in it, the note of where its backups were.
    """
    with store_errors(), closing(logfile.connect_durably(log)) as connection:
        connection.execute("VACUUM")
    erase_copies(log, person)
    if not shared and not backup.exist(log):
        _remove(folders.note_of(log))
