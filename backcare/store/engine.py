"""How the database is reached: one engine for SQLite or PostgreSQL, and its transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from backcare.errors import ConfigurationError, StoreError
from backcare.files import logfile
from backcare.files.error_messages import store_errors

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
        address = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            "The database address (BACKCARE_DATABASE_URL) is not one; allowed: sqlite:////folder/file.db or "
            "postgresql://user@host/database."
        ) from error
    match address.get_backend_name():
        case "postgresql":
            return address.set(drivername="postgresql+psycopg") if address.drivername == "postgresql" else address
        case "sqlite" if address.database not in (None, "", ":memory:"):
            return address
        case "sqlite":
            raise ConfigurationError(
                "The database address (BACKCARE_DATABASE_URL) names no file; allowed: sqlite:////folder/file.db, for a "
                "log that is not on disk would be lost."
            )
    raise ConfigurationError(
        f"The database address (BACKCARE_DATABASE_URL) begins with {address.drivername!r}; allowed: sqlite or "
        "postgresql."
    )


def file_of(url: URL) -> Path | None:
    """The log's file, or ``None`` on a server."""
    return Path(str(url.database)).absolute() if url.get_backend_name() == "sqlite" else None


def make_engine(url: URL) -> Engine:
    """An engine whose every connection is durable and whose writing transactions take the lock at once."""
    path = file_of(url)
    if path is not None:
        engine = create_engine(url, creator=partial(logfile.connect_durably, path), poolclass=QueuePool)
        event.listen(engine, "checkout", partial(_refuse_if_replaced, path))
        event.listen(engine, "begin", _begin)
        return engine
    try:
        engine = create_engine(url, pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ConfigurationError(
            f"The driver for {url.drivername!r} is not installed; install backcare[postgresql]."
        ) from error
    event.listen(engine, "begin", _set_person)
    return engine


def _refuse_if_replaced(path: Path, _connection: Any, record: Any, _proxy: Any) -> None:
    """Let go of a connection whose file was moved, replaced or deleted since: it would write to the wrong one."""
    try:
        status = path.stat()
    except OSError as error:
        raise DisconnectionError from error
    file = status.st_dev, status.st_ino
    if record.info.setdefault("file", file) != file:
        raise DisconnectionError


def for_person(engine: Engine, person: str) -> Engine:
    """The same database and pool, every transaction in it being this one person's."""
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(**{PERSON: person})


def _set_person(connection: Connection) -> None:
    # For this transaction alone: the next one on a pooled connection is nobody's until it says so itself.
    person = connection.get_execution_options().get(PERSON)
    if person:
        connection.exec_driver_sql("SELECT set_config('backcare.person', %s, true)", (person,))


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
    with store_errors(engine), engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction for migrations: alone, and refused as a whole if it leaves a row without its parent."""
    sqlite = engine.dialect.name == "sqlite"
    with ONE_MIGRATION, store_errors(engine), engine.execution_options(**{WRITES: True}).connect() as connection:
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
