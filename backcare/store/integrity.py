"""Checking a log that can be opened: SQLite's own check, and every entry against the history that led to it."""

from sqlalchemy import Connection, select

from backcare.errors import UnusableLog
from backcare.log.changes import Key, Row, load
from backcare.store import log_rows, tables


def problems(connection: Connection, person: str) -> list[str]:
    """What is not as it should be, a sentence each; empty when all is well."""
    return [*_damage(connection), *_differences(connection, person)]


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []  # A server checks its own files.
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(10)")]
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return [f"Damaged: {line}." for line in found if line != "ok"] + [
        f"A row of {row[0]} lacks the row it belongs to." for row in loose[:10]
    ]


def _differences(connection: Connection, person: str) -> list[str]:
    """Each value is stored twice, as an entry and in the step that wrote it: a change in either shows.

    SQLite's own check sees a broken page, but not a 3 that has become a 7.
    """
    try:
        expected = _replayed(connection, person)
        said = []
        for name in log_rows.TABLES:
            there = log_rows.read_rows(connection, person, name)
            wanted = expected.get(name, {})
            odd = [key for key in {**there, **wanted} if there.get(key) != wanted.get(key)]
            said += [f"{' '.join([name, *map(str, key)])}: not as the history says." for key in odd[:10]]
        return said
    except UnusableLog as error:
        return [str(error)]


def _replayed(connection: Connection, person: str) -> dict[str, dict[Key, Row]]:
    state: dict[str, dict[Key, Row]] = {}
    stored = select(tables.step.c.changes).where(tables.step.c.person == person).order_by(tables.step.c.id)
    with log_rows.sound():
        for kept in connection.scalars(stored):
            for change in load(kept):
                here = state.setdefault(change.table, {})
                if change.after is None:
                    here.pop(change.key, None)
                else:
                    here[change.key] = change.after
    return state
