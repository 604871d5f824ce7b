"""Checking a log that can be opened: SQLite's own check, and every row against the history that led to it."""

from sqlalchemy import Connection, select

from backcare.errors import UnusableLog
from backcare.log.changes import from_json
from backcare.log.columns import Key, Row
from backcare.store import log_rows
from backcare.store.tables import LOG_TABLES, step

LISTED = 10
"""Rows of one table that are named; a damaged log may have thousands."""


def problems(connection: Connection, person: str) -> list[str]:
    """What is not as it should be, a sentence each; empty when all is well."""
    return [*_damage(connection), *_differences(connection, person)]


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []  # A server checks its own files.
    lines = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({LISTED})")]
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    damaged = [f"Damaged: {line}." for line in lines if line != "ok"]
    return damaged + [f"A row of {row[0]} lacks the row it belongs to." for row in orphans[:LISTED]]


def _differences(connection: Connection, person: str) -> list[str]:
    """Each value is stored twice, as a row and in the step that wrote it: a change in either shows.

    SQLite's own check sees a broken page, but not a 3 that has become a 7.
    """
    try:
        expected = _replayed(connection, person)
        differences = []
        for name in LOG_TABLES:
            stored, wanted = log_rows.read_rows(connection, person, name), expected.get(name, {})
            odd = [key for key in {**stored, **wanted} if stored.get(key) != wanted.get(key)]
            differences += [f"{' '.join([name, *map(str, key)])}: not as the history says." for key in odd[:LISTED]]
        return differences
    except UnusableLog as error:
        return [str(error)]


def _replayed(connection: Connection, person: str) -> dict[str, dict[Key, Row]]:
    state: dict[str, dict[Key, Row]] = {}
    steps = select(step.c.changes).where(step.c.person == person).order_by(step.c.id)
    with log_rows.reading_stored_values():
        for stored in connection.scalars(steps):
            for change in from_json(stored):
                table = state.setdefault(change.table, {})
                if change.after is None:
                    table.pop(change.key, None)
                else:
                    table[change.key] = change.after
    return state
