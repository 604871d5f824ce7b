"""One SQLite file on disk: where it lives, making it whole, opening it, the names beside it."""

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from backcare.errors import StoreError

APPLICATION_ID = 0x4261636B
"""Written into the header of every log ("Back"), so that another program's database is told apart."""
FILE_MODE, FOLDER_MODE = 0o600, 0o700
BUSY_SECONDS = 15


def default_path() -> Path:
    """The person's own log, in the platform's folder for user data and not in the checkout."""
    return user_data_path("backcare", appauthor=False) / "backcare.db"


def make_folder(folder: Path) -> None:
    """Make the folder for the person alone. One that is there already keeps its mode, unless it is our own."""
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        if folder == default_path().parent:
            folder.chmod(FOLDER_MODE)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} for the log cannot be made ({error.strerror}). Make it, or let BACKCARE_DATABASE_URL "
            "name a place that can be written to."
        ) from error


def connect(path: Path, options: str = "mode=rw") -> sqlite3.Connection:
    """A connection to a file that exists; unlike the driver's own default it never begins a new log.

    The driver's own transactions are off, for they would begin late and unlocked.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?{options}", uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def connect_durably(path: Path) -> sqlite3.Connection:
    """A durable, private and strict connection; whatever writes to a log in use goes through one of these."""
    connection = connect(path)
    for pragma in (
        "journal_mode = TRUNCATE",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def private_umask() -> None:
    """Make every file this process creates from now on readable by its owner alone."""
    os.umask(0o077)


def stamp(at: datetime) -> str:
    """A moment as a part of a file's name, in UTC, so that neither a clock change nor a journey makes two alike."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def sync_folder(folder: Path) -> None:
    """Make a rename or a new name in the folder survive a power cut, where the platform can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # Some sticks and network folders cannot do this.
            raise
    finally:
        os.close(descriptor)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """An empty file beside ``path`` for the owner alone, gone on leaving with all that SQLite put next to it."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", suffix=".new", dir=path.parent)
        os.close(descriptor)
        try:
            yield Path(name)
        finally:
            for leftover in with_journals(Path(name)):
                leftover.unlink(missing_ok=True)
    except FileExistsError as error:
        raise StoreError(
            f"Another program has just made {path}. Nothing was changed; look at it, then try again."
        ) from error
    except OSError as error:
        raise StoreError(
            f"{path} cannot be made ({error.strerror}). Check that its folder is there, can be written to and has "
            "space, then try again."
        ) from error


@contextmanager
def new_file(path: Path, replace: bool = False) -> Iterator[Path]:
    """A draft beside ``path`` to be filled by the caller; on leaving it becomes ``path``, synced and whole.

    A file that has this name already is replaced, or else stays as it is and ``StoreError`` says so. When the caller
    fails, nothing is left.
    """
    with scratch(path) as draft:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            _take_free_name(draft, path)
        sync_folder(path.parent)


def _take_free_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # No hard links here (a stick, some network folders): claim the name, then fill it.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL, FILE_MODE))
        draft.replace(path)


def with_journals(path: Path) -> tuple[Path, ...]:
    """The file itself and what SQLite may keep next to it."""
    return path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))


def free_name(path: Path, label: str) -> Path:
    """A name beside ``path`` that no file has yet, telling what it is and when it was put there."""
    name = first = path.with_name(f"{path.stem}-{label}-{stamp(datetime.now(UTC))}{path.suffix}")
    number = 1
    while any(map(os.path.lexists, with_journals(name))):
        number += 1
        name = first.with_stem(f"{first.stem}-{number}")
    return name
