"""The rows of one person's log: read, compared and written inside a transaction that the caller holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update, bindparam, delete, func, insert, select, update

from backcare.domain import Settings, Slot
from backcare.errors import InvalidValue, UnusableLog
from backcare.log import records
from backcare.log.changes import Change
from backcare.log.columns import TABLES, Key, Row, Rows, table_of
from backcare.store.tables import LOG_TABLES

_SLOTS = {str(slot): n for n, slot in enumerate(Slot)}


@contextmanager
def reading_stored_values() -> Iterator[None]:
    """Around the reading of stored values: one that no version of backcare wrote means a damaged log, not a mistake."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        what = f": {str(error).rstrip('.')}" if isinstance(error, InvalidValue) else ""
        raise UnusableLog(
            f"The log holds a value that cannot be{what}. It is damaged or was edited by hand. It has not been changed."
        ) from error


# Each statement is built once: building it anew takes longer than the database takes to carry it out.


@cache
def _select(name: str, first: bool, last: bool) -> Select[Any]:
    table = LOG_TABLES[name]
    query = select(*(table.c[column] for column in table_of(name).columns)).where(table.c.person == bindparam("whose"))
    if first:
        query = query.where(table.c.day >= bindparam("first"))
    return query.where(table.c.day <= bindparam("last")) if last else query


@cache
def _insert(name: str) -> Insert:
    return insert(LOG_TABLES[name])


@cache
def _delete(name: str) -> Delete:
    return delete(LOG_TABLES[name]).where(*_has_key(name))


@cache
def _update(name: str) -> Update:
    new: dict[str, Any] = {column: bindparam(f"new_{column}") for column in table_of(name).values}
    return update(LOG_TABLES[name]).where(*_has_key(name)).values(**new)


def _has_key(name: str) -> list[Any]:
    return [LOG_TABLES[name].c[column] == bindparam(f"key_{column}") for column in ("person", *table_of(name).key)]


def read_rows(
    connection: Connection, person: str, name: str, first: date | None = None, last: date | None = None
) -> dict[Key, Row]:
    """The person's rows of one table by key, in order of key; those from ``first`` to ``last`` where given."""
    bound = {"whose": person, "first": first, "last": last}
    bound = {parameter: value for parameter, value in bound.items() if value is not None}
    width = len(table_of(name).key)
    cursor = connection.execute(_select(name, first is not None, last is not None), bound)
    with reading_stored_values():
        rows = {tuple(row[:width]): tuple(row[width:]) for row in cursor}
        return {key: rows[key] for key in sorted(rows, key=_in_order)}


def read_settings(connection: Connection, person: str) -> Settings:
    """The person's own choices, those of the programme where there are none."""
    with reading_stored_values():
        return records.settings_from(read_rows(connection, person, "settings").get(()))


def first_and_last_day(connection: Connection, person: str) -> tuple[date, date] | None:
    """The first and the last day with anything recorded; ``None`` for an empty log."""
    ends = [
        connection.execute(select(func.min(table.c.day), func.max(table.c.day)).where(table.c.person == person)).one()
        for table in (LOG_TABLES[name] for name in TABLES)
    ]
    days = [(first, last) for first, last in ends if first is not None]
    return (min(first for first, _ in days), max(last for _, last in days)) if days else None


def _in_order(key: Key) -> tuple[Any, ...]:
    """Day, then slot in the order of the day where there is one, then exercise."""
    return (key[0], _SLOTS[key[1]], *key[2:]) if len(key) > 1 and key[1] in _SLOTS else key


def compare(connection: Connection, person: str, rows: Rows) -> list[Change]:
    """What adding or replacing these rows would change; rows that are not named stay as they are."""
    changes = []
    for name in LOG_TABLES:
        wanted = rows.get(name, {})
        stored = read_rows(connection, person, name, *_span(wanted)) if wanted else {}
        changes += [Change(name, k, stored.get(k), row) for k, row in wanted.items() if stored.get(k) != row]
    return changes


def differing(connection: Connection, person: str, changes: Sequence[Change]) -> bool:
    """Whether any row is by now not what these changes start from."""
    for name in LOG_TABLES:
        before = {change.key: change.before for change in changes if change.table == name}
        stored = read_rows(connection, person, name, *_span(before)) if before else {}
        if any(stored.get(key) != row for key, row in before.items()):
            return True
    return False


def empty_sessions(connection: Connection, person: str, changes: Sequence[Change]) -> bool:
    """Whether these changes left a session without a set."""
    touched = [c.key for c in changes if c.table in ("sets", "sessions")]
    if not touched:
        return False
    sessions = read_rows(connection, person, "sessions", *_span(touched))
    filled = {key[:2] for key in read_rows(connection, person, "sets", *_span(touched))}
    return bool(sessions.keys() - filled)


def sessions_without_sets(changes: Sequence[Change]) -> list[Change]:
    """The sessions that are added without any set of theirs."""
    filled = {c.key[:2] for c in changes if c.table == "sets"}
    return [c for c in changes if c.table == "sessions" and c.before is None and c.key not in filled]


def _span(keys: Iterable[Key]) -> tuple[date, date] | tuple[()]:
    days = [key[0] for key in keys if key]
    return (min(days), max(days)) if days else ()


def with_parents(connection: Connection, person: str, changes: Sequence[Change]) -> list[Change]:
    """A set belongs to a session: sets that come alone (an imported sets.csv) bring an empty one with them."""
    needed = {c.key[:2] for c in changes if c.table == "sets" and c.before is None}
    needed -= {c.key for c in changes if c.table == "sessions"}
    needed -= set(read_rows(connection, person, "sessions", *_span(needed))) if needed else set()
    empty = table_of("sessions").in_order({})
    return [*(Change("sessions", key, None, empty) for key in sorted(needed)), *changes]


def write(connection: Connection, person: str, changes: Sequence[Change]) -> None:
    """Carry out the changes: what is gone first, children before parents, then what is new or different."""
    by_table = {name: [c for c in changes if c.table == name] for name in LOG_TABLES}
    for name in reversed(list(LOG_TABLES)):
        removed = [_key(person, c) for c in by_table[name] if c.after is None]
        if removed:
            connection.execute(_delete(name), removed)
    for name in LOG_TABLES:
        present = [c for c in by_table[name] if c.after is not None]
        added = [_values(person, c) for c in present if c.before is None]
        changed = [{**_key(person, c), **_values(person, c, "new_")} for c in present if c.before is not None]
        if added:
            connection.execute(_insert(name), added)
        if changed:
            connection.execute(_update(name), changed)


def _key(person: str, change: Change) -> dict[str, Any]:
    columns = ("person", *table_of(change.table).key)
    return {f"key_{column}": value for column, value in zip(columns, (person, *change.key), strict=True)}


def _values(person: str, change: Change, prefix: str = "") -> Mapping[str, Any]:
    table = table_of(change.table)
    values = {f"{prefix}{column}": value for column, value in zip(table.values, change.after or (), strict=True)}
    return values if prefix else {"person": person, **dict(zip(table.key, change.key, strict=True)), **values}
