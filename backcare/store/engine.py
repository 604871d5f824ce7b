"""How the database is reached: one engine for SQLite or PostgreSQL, and its transactions."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from backcare.errors import ConfigurationError, StoreError
from backcare.files import logfile
from backcare.files.error_messages import store_errors
from backcare.files.logfile import BUSY_SECONDS

WRITES = "backcare_writes"
PERSON = "backcare_person"
MIGRATION_LOCK = 0x4261636B
"""The advisory lock that keeps two programs from migrating one server at once."""
ONE_MIGRATION = Lock()
"""Alembic keeps what it works on in one place for the whole process: two threads would take each other's."""

Url = str | URL | Path | None


def resolve(url: Url) -> URL:
    """A SQLAlchemy URL, a path or nothing (the default file) → the URL of a database that backcare supports."""
    if url is None:
        url = logfile.default_path()
    if isinstance(url, Path):
        return URL.create("sqlite", database=str(url))
    try:
        found = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            "The database address (BACKCARE_DATABASE_URL) is not one; allowed: sqlite:////folder/file.db or "
            "postgresql://user@host/database."
        ) from error
    if found.get_backend_name() == "postgresql" and "+" not in found.drivername:
        return found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError(
            f"The database address (BACKCARE_DATABASE_URL) begins with {found.drivername!r}; allowed: sqlite or "
            "postgresql."
        )
    if found.get_backend_name() == "sqlite" and found.database in (None, "", ":memory:"):
        raise ConfigurationError(
            "The database address (BACKCARE_DATABASE_URL) names no file; allowed: sqlite:////folder/file.db, for a log "
            "that is not on disk would be lost."
        )
    return found


def file_of(url: URL) -> Path | None:
    """The log's file, or ``None`` on a server."""
    return Path(str(url.database)).absolute() if url.get_backend_name() == "sqlite" else None


def make_engine(url: URL) -> Engine:
    """An engine whose every connection is durable and whose writing transactions take the lock at once."""
    path = file_of(url)
    try:
        if path is None:
            engine = create_engine(url, pool_pre_ping=True)
            event.listen(engine, "begin", _say_for_whom)
            return engine
        engine = create_engine(url, creator=_opener(path), poolclass=QueuePool)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            f"The driver for {url.drivername!r} is not installed; install backcare[postgresql]."
        ) from error
    _watch(engine, path)
    event.listen(engine, "begin", _begin)
    return engine


def for_person(engine: Engine, person: str) -> Engine:
    """The same database and pool, every transaction in it being this one person's."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(**{PERSON: person})


def _say_for_whom(connection: Connection) -> None:
    # For this transaction alone: the next one on a pooled connection is nobody's until it says so itself.
    person = connection.get_execution_options().get(PERSON)
    if person:
        connection.exec_driver_sql("SELECT set_config('backcare.person', %s, true)", (person,))


def _opener(path: Path) -> Callable[[], sqlite3.Connection]:
    def open_file() -> sqlite3.Connection:
        # Not the driver's default mode: that would silently begin a new log where the old one is missing just now.
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
        )
        logfile.prepare(connection)
        return connection

    return open_file


def _watch(engine: Engine, path: Path) -> None:
    """Let go of a connection whose file was moved, replaced or deleted since: it would write to the wrong one."""

    def which() -> tuple[int, int]:
        found = os.stat(path)
        return found.st_dev, found.st_ino

    def connected(_connection: Any, record: Any) -> None:
        record.info["file"] = which()

    def checked_out(_connection: Any, record: Any, _proxy: Any) -> None:
        try:
            same = which() == record.info.get("file")
        except OSError:
            same = False
        if not same:
            raise DisconnectionError

    event.listen(engine, "connect", connected)
    event.listen(engine, "checkout", checked_out)


def _begin(connection: Connection) -> None:
    # A transaction that reads and then writes must hold the lock from the start, or two of them fail each other.
    writes = connection.get_execution_options().get(WRITES, False)
    _driver(connection).execute("BEGIN IMMEDIATE" if writes else "BEGIN")


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent look at the log."""
    with store_errors(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One change, all or nothing, alone."""
    with store_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction for migrations: alone, and refused as a whole if it leaves a row without its parent."""
    with ONE_MIGRATION, store_errors(engine), engine.connect() as connection:
        connection = connection.execution_options(**{WRITES: True})
        sqlite = engine.dialect.name == "sqlite"
        if sqlite:
            # A migration that rebuilds a table drops the old one, and would take the rows that refer to it along.
            _driver(connection).execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                if not sqlite:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreError("The log cannot be brought to this version; it stays as it was.")
        finally:
            connection.invalidate()
