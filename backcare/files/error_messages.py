"""The database's faults in words: what is wrong with the disk, the file or the server, and what a person can do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, TimeoutError

from backcare.errors import StoreError, UnusableLog

READ_ONLY = "The log or its folder is read-only. Make it writable, then save again; nothing was lost."
FAULTS = {
    "disk is full": "There is no space left on the disk. Free some, then save again; nothing was lost.",
    "disk i/o error": "The disk did not take the data. Check that it is connected and not full, then save again.",
    "readonly": READ_ONLY,
    "read-only": READ_ONLY,
    "unable to open": "The log's folder or file cannot be opened. Check that it is there and may be written to.",
    "database is locked": "The log is open in another program. Close it, then save again; nothing was lost.",
}
"""By what SQLite says in its message."""
NOT_ALLOWED = "42501"
REFUSED = (
    "The database does not let backcare do this; nothing was changed. Was it just set up or updated? Then "
    "whoever runs it must run `backcare migrate`."
)
DAMAGED = "The log is damaged or is not a backcare log. It has not been changed."


@contextmanager
def store_errors(engine: Engine | None = None) -> Iterator[None]:
    """Turn the database's faults into ``StoreError`` with what to do; programming errors stay what they are.

    The engine's connections are let go of: one that was opened while the file was read-only stays so for good.
    """
    try:
        yield
    except TimeoutError as error:
        raise StoreError("The log is busy with many other readers. Try again in a moment.") from error
    except UnicodeDecodeError as error:  # What SQLite says may hold a piece of what is damaged.
        raise UnusableLog(DAMAGED) from error
    except (DBAPIError, sqlite3.Error) as error:
        explained = _explained(error)
        if explained is None:
            raise
        if engine is not None:
            engine.dispose()
        raise explained from error


def _explained(error: DBAPIError | sqlite3.Error) -> StoreError | None:
    """What a fault of the database means to a person; ``None`` for one that is a mistake of the program."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = str(cause).lower()
    if getattr(cause, "sqlstate", None) == NOT_ALLOWED:
        return StoreError(REFUSED)
    for words, message in FAULTS.items():
        if words in text:
            return StoreError(message)
    # What remains of SQLite's faults on statements that are known to work: the tables are not what they should be.
    # A row that breaks a check is not among them: it is the one that was to be written that is at fault.
    mistakes = (sqlite3.ProgrammingError, sqlite3.IntegrityError)
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, mistakes):
        return UnusableLog(DAMAGED)
    if isinstance(error, DBAPIError) and (error.connection_invalidated or "connection" in text):
        return StoreError("The database cannot be reached just now. Try again in a moment.")
    return None
