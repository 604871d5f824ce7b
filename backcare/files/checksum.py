"""Copies of a log that can prove they are whole, and whether a file is a sound log: SQLite's backup, a row checksum."""

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backcare.errors import StoreError
from backcare.files import version
from backcare.files.error_messages import store_errors
from backcare.files.logfile import APPLICATION_ID, connect, connect_durably

CHECKSUM_TABLE = "seal"
"""The table that a copy has and a log in use has not, by the name it has in the backups of 1.0.0. SQLite's own check
overlooks a changed value in a row; in one count of 1,000 flipped bits it overlooked 188. The checksum does not."""
ABOUT_THE_CONTENT = ("malformed", "file format", "decode", "no such")
"""What SQLite says of a file's content; its other faults (locked, no access, a failing disk) may pass."""


def open_draft(draft: Path) -> sqlite3.Connection:
    """A connection to a copy that nobody else has open, without a journal: it is thrown away when anything fails."""
    connection = connect(draft)
    # It is synced as a whole before it counts.
    connection.execute("PRAGMA journal_mode = OFF").fetchall()
    connection.execute("PRAGMA synchronous = OFF")
    return connection


def copy_log(source: Path, draft: Path) -> None:
    """Fill the draft with the log as it is at one moment, whoever is writing to it meanwhile."""
    with store_errors(), closing(connect(source)) as log, closing(open_draft(draft)) as copy:
        log.execute("BEGIN")
        log.execute("SELECT * FROM sqlite_master").fetchone()  # Waits for a writer, for as long as a save would.
        log.backup(copy)


def add_checksum(draft: Path) -> None:
    """Write the checksum of every row into the copy, which nobody else has open."""
    with store_errors(), closing(open_draft(draft)) as copy:
        copy.execute(f"DROP TABLE IF EXISTS {CHECKSUM_TABLE}")
        digest = _digest(copy)
        copy.execute(f"CREATE TABLE {CHECKSUM_TABLE} (at TEXT NOT NULL, digest TEXT NOT NULL)")
        copy.execute(f"INSERT INTO {CHECKSUM_TABLE} VALUES (?, ?)", (datetime.now(UTC).isoformat(), digest))  # noqa: S608 # our own name


def remove_checksum(log: Path) -> None:
    """Make a copy that stands in the place of a log a log again."""
    with store_errors(), closing(connect_durably(log)) as connection:
        if _has_checksum(connection):
            connection.execute(f"DROP TABLE {CHECKSUM_TABLE}")


def _has_checksum(connection: sqlite3.Connection) -> bool:
    return bool(_value(connection, f"SELECT count(*) FROM sqlite_master WHERE name = '{CHECKSUM_TABLE}'"))  # noqa: S608 # our own name


def _value(connection: sqlite3.Connection, query: str) -> Any:
    return connection.execute(query).fetchone()[0]


def _digest(connection: sqlite3.Connection) -> str:
    """SHA-256 over every table's definition and rows in the order of their keys."""
    connection.text_factory = bytes
    total = hashlib.sha256()
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for name, definition in tables:
        if name == CHECKSUM_TABLE.encode():
            continue
        total.update(repr((name, definition)).encode())
        quoted = '"' + name.decode(errors="replace").replace('"', '""') + '"'
        keys = [str(n + 1) for n, *_, key in connection.execute(f"PRAGMA table_info({quoted})") if key] or ["1"]
        for row in connection.execute(f"SELECT * FROM {quoted} ORDER BY {', '.join(keys)}"):  # noqa: S608 # quoted
            total.update(repr(row).encode())
    connection.text_factory = str
    return total.hexdigest()


def problem_of(path: Path, in_use: bool = False, needs_checksum: bool = False) -> str | None:
    """Why a file is not a sound log that this version can read: the end of a sentence that begins with its name.

    A copy is read whole and its bytes stay as they are, for nobody writes to it. A log ``in_use`` is read quickly and
    under the usual locks, which rolls back what a crash left half-written. It is read through SQLite alone: on closing
    a file that was opened otherwise, POSIX would drop the locks that this process holds on it. Raises ``StoreError``
    for a fault that may pass, such as a log that another program holds.
    """
    try:
        if path.stat().st_size == 0:
            return "is empty, which even a new log is not"
        with closing(connect(path, "mode=rw" if in_use else "mode=ro&immutable=1")) as connection:
            return _file_problem(connection, path, in_use) or (
                None if in_use else _rows_problem(connection, needs_checksum)
            )
    except OSError as error:
        raise StoreError(f"{path} cannot be read ({error.strerror}). It has not been changed.") from error
    except UnicodeDecodeError:
        return "is damaged (it cannot be told how)"  # What SQLite says may hold a piece of it.
    except (sqlite3.Error, ValueError, TypeError) as error:
        text = str(error).splitlines()[-1]
        if "not a database" in text:
            return "is not a backcare log (it is not an SQLite file)"
        if in_use and not any(words in text for words in ABOUT_THE_CONTENT):
            raise StoreError(f"{path} cannot be read just now ({text}). It has not been changed.") from error
        return f"is damaged ({text})"


def _file_problem(connection: sqlite3.Connection, path: Path, in_use: bool) -> str | None:
    connection.execute("BEGIN")  # So that nobody is writing while the length is looked at.
    if _value(connection, "PRAGMA application_id") != APPLICATION_ID:
        return "is a database, but not a backcare log"
    result = str(_value(connection, f"PRAGMA {'quick_check' if in_use else 'integrity_check'}(1)"))
    if result != "ok":
        return f"is damaged ({result.splitlines()[-1]})"
    # SQLite reads what is missing of the last page as zeros, without a word.
    if path.stat().st_size % _value(connection, "PRAGMA page_size"):
        return "is damaged (its end is missing)"
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return "was not made by backcare" if row is None else version.newer_version_problem(str(row[0]))


def _rows_problem(connection: sqlite3.Connection, needs_checksum: bool) -> str | None:
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        return "is damaged (a row without the row it belongs to)"
    if not _has_checksum(connection):
        return "is damaged (its checksum is missing)" if needs_checksum else None
    digest = _value(connection, f"SELECT digest FROM {CHECKSUM_TABLE}")  # noqa: S608 # our own name
    return None if digest == _digest(connection) else "is damaged (its rows do not match its checksum)"
