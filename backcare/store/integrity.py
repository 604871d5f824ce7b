"""Checking a log that can be opened: SQLite's own check, and every row against the history that led to it."""

from sqlalchemy import Connection, select

from backcare.errors import UnusableLog
from backcare.log.changes import from_json
from backcare.log.columns import Key, Row
from backcare.store import log_rows
from backcare.store.tables import LOG_TABLES, step

LISTED = 10
"""Problems of one kind that are named; a damaged log may have thousands."""


def problems(connection: Connection, person: str) -> list[str]:
    """What is not as it should be, a sentence each; empty when all is well."""
    damage = _damage(connection)
    try:
        return [*damage, *_differences(connection, person)]
    except UnusableLog as error:
        return [*damage, str(error)]


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []  # A server checks its own files.
    lines = connection.exec_driver_sql(f"PRAGMA integrity_check({LISTED})").scalars()
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(LISTED)
    damaged = [f"Damaged: {line}." for line in lines if line != "ok"]
    return damaged + [f"A row of {row[0]} lacks the row it belongs to." for row in orphans]


def _differences(connection: Connection, person: str) -> list[str]:
    """Each value is stored twice, as a row and in the step that wrote it: a change in either shows.

    SQLite's own check sees a broken page, but not a 3 that has become a 7.
    """
    replayed: dict[str, dict[Key, Row | None]] = {name: {} for name in LOG_TABLES}
    steps = select(step.c.changes).where(step.c.person == person).order_by(step.c.id)
    with log_rows.reading_stored_values():
        for stored in connection.scalars(steps):
            for change in from_json(stored):
                replayed[change.table][change.key] = change.after
    differences = []
    for name, expected in replayed.items():
        rows = log_rows.read_rows(connection, person, name)
        keys = [key for key in {**rows, **expected} if rows.get(key) != expected.get(key)]
        differences += [f"{' '.join([name, *map(str, key)])}: not as the history says." for key in keys[:LISTED]]
    return differences
