"""One SQLite file on disk: where it lives, making it, opening it, refusing what is not a log."""

import errno
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from backcare.errors import StoreError, UnusableLog

APPLICATION_ID = 0x4261636B
"""Written into the header of every log ("Back"), so that another program's database is told apart."""
FILE_MODE, FOLDER_MODE = 0o600, 0o700
BUSY_SECONDS = 15
KEEP, REPLACE, REFUSE = "keep", "replace", "refuse"


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


def check(path: Path) -> None:
    """Raise ``UnusableLog`` when the file is not a sound backcare log.

    Rolls back what a crash left half-written, as any opening does. Reads through SQLite alone: on closing a file that
    was opened otherwise, POSIX would drop the locks that this process holds on the log.
    """
    try:
        problem = "is empty: not even a new log is" if path.stat().st_size == 0 else _problem(path)
    except OSError as error:
        raise StoreError(f"The log {path} cannot be read ({error.strerror}). It has not been changed.") from error
    if problem is not None:
        raise UnusableLog(f"{path} {problem}. It has not been changed.")


def _problem(path: Path) -> str | None:
    try:
        with closing(connect(path)) as connection:
            connection.execute("BEGIN")  # So that nobody is writing while the length is looked at.
            return header_problem(connection) or damage(connection, "quick_check") or _cut_off(connection, path)
    except UnicodeDecodeError:
        return "is damaged (not even what is wrong can be told)"  # What SQLite says may hold a piece of it.
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "not a database" in said:
            return "is not a backcare log (it is no SQLite file)"
        # Only these speak of the file's content; others (locked, no access, a failing disk) may pass.
        if not any(word in said for word in ("malformed", "file format", "decode", "no such")):
            raise StoreError(f"The log {path} cannot be read just now ({said}). It has not been changed.") from error
        return f"is damaged ({said})"


def _cut_off(connection: sqlite3.Connection, path: Path) -> str | None:
    # SQLite reads what is missing of the last page as zeros, without a word.
    page = connection.execute("PRAGMA page_size").fetchone()[0]
    return "is damaged (its end is missing)" if path.stat().st_size % page else None


def connect(path: Path, options: str = "mode=rw") -> sqlite3.Connection:
    """A plain connection to a file that is there; it never makes one."""
    connection = sqlite3.connect(f"{path.as_uri()}?{options}", uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def prepare(connection: sqlite3.Connection) -> None:
    """Make a connection durable, private and strict; every connection that writes to a log goes through here."""
    # The driver's own transaction handling would begin late and unlocked; ``engine`` does it instead.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = TRUNCATE",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def header_problem(connection: sqlite3.Connection) -> str | None:
    """Why the file is not one of ours, as the end of a sentence; ``None`` when it is."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    return None if mark == APPLICATION_ID else "is a database, but not a backcare log"


def damage(connection: sqlite3.Connection, pragma: str) -> str | None:
    """What SQLite's own check finds, as the end of a sentence; ``None`` when all is well."""
    found = str(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0])
    return None if found == "ok" else f"is damaged ({found.splitlines()[-1]})"


def private_umask() -> None:
    """Make every file this process creates from now on readable by its owner alone."""
    if sys.platform != "win32":
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
    except OSError as error:
        raise _cannot_make(path, error) from error
    os.close(descriptor)
    draft = Path(name)
    try:
        yield draft
    except OSError as error:
        raise _cannot_make(path, error) from error
    finally:
        for left in beside(draft):
            left.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path, if_there: str = KEEP) -> Iterator[Path]:
    """A draft beside ``path`` to be filled by the caller; on leaving it becomes ``path``, synced and whole.

    ``if_there``: what happens to a file that came first under this name. When the caller fails, nothing is left.
    """
    with scratch(path) as draft:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        if if_there == REPLACE:
            draft.replace(path)
        elif not _took_free_name(draft, path) and if_there == REFUSE:
            raise StoreError(f"Another program has just made {path}. Nothing was changed; look at it, then try again.")
        sync_folder(path.parent)


def _took_free_name(draft: Path, path: Path) -> bool:
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:
        # No hard links here (a stick, some network folders): claim the name, then fill it.
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, FILE_MODE))
        except FileExistsError:
            return False
        draft.replace(path)
    return True


def _cannot_make(path: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{path} cannot be made ({error.strerror}). Check that its folder is there, can be written to and has space, "
        "then try again."
    )


def beside(path: Path) -> tuple[Path, ...]:
    """The file itself and what SQLite may keep next to it."""
    return path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))


def free_name(path: Path, label: str, now: datetime) -> Path:
    """A name beside ``path`` that no file has yet, telling what it is and when it was put there."""
    for n in range(1, 1000):
        again = "" if n == 1 else f"-{n}"
        name = path.with_name(f"{path.stem}-{label}-{stamp(now)}{again}{path.suffix}")
        if not any(os.path.lexists(kept) for kept in beside(name)):
            return name
    raise StoreError(f"There are too many files named {path.stem}-{label} in {path.parent}; move some elsewhere.")
