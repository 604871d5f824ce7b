"""The rows of one person's log: read, compared and written inside a transaction that the caller holds."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, Select, bindparam, func, select

from backcare.domain import Settings, Slot
from backcare.errors import InvalidValue, UnusableLog
from backcare.log import records
from backcare.log.changes import Change
from backcare.log.columns import Key, Row, table_of
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
            f"The log holds a value that is not allowed{what}. It is damaged or was edited by hand. "
            "It has not been changed."
        ) from error


# Each statement is built once: building it anew takes longer than the database takes to carry it out.


def _select(name: str) -> Select[Any]:
    table = LOG_TABLES[name]
    query = select(*(table.c[column] for column in table_of(name).columns)).where(table.c.person == bindparam("whose"))
    return query.where(table.c.day.between(bindparam("first"), bindparam("last"))) if "day" in table.c else query


def _has_key(name: str) -> list[ColumnElement[bool]]:
    return [LOG_TABLES[name].c[column] == bindparam(f"key_{column}") for column in ("person", *table_of(name).key)]


_SELECT = {name: _select(name) for name in LOG_TABLES}
_INSERT = {name: table.insert() for name, table in LOG_TABLES.items()}
_UPDATE = {name: table.update().where(*_has_key(name)) for name, table in LOG_TABLES.items()}
_DELETE = {name: table.delete().where(*_has_key(name)) for name, table in LOG_TABLES.items()}


def read_rows(
    connection: Connection, person: str, name: str, first: date = date.min, last: date = date.max
) -> dict[Key, Row]:
    """The person's rows of one table by key, in order of key; of those with a day, from ``first`` to ``last``."""
    width = len(table_of(name).key)
    cursor = connection.execute(_SELECT[name], {"whose": person, "first": first, "last": last})
    with reading_stored_values():
        rows = {tuple(row[:width]): tuple(row[width:]) for row in cursor}
        return {key: rows[key] for key in sorted(rows, key=_in_order)}


def read_settings(connection: Connection, person: str) -> Settings:
    """The person's own choices, those of the programme where there are none."""
    with reading_stored_values():
        return records.settings_from(read_rows(connection, person, "settings").get(()))


def first_and_last_day(connection: Connection, person: str, tables: Iterable[str]) -> tuple[date, date] | None:
    """The first and the last day with anything in these tables; ``None`` where there is nothing."""
    # A query for each end: SQLite finds one by the key, but reads every row for both at once (15 ms at ten years).
    days = [
        connection.scalar(select(end(table.c.day)).where(table.c.person == person))
        for table in (LOG_TABLES[name] for name in tables)
        for end in (func.min, func.max)
    ]
    recorded = [day for day in days if day is not None]
    return (min(recorded), max(recorded)) if recorded else None


def _in_order(key: Key) -> tuple[Any, ...]:
    """Day, then slot in the order of the day where there is one, then exercise."""
    return (key[0], _SLOTS[key[1]], *key[2:]) if len(key) > 1 and key[1] in _SLOTS else key


def compare(connection: Connection, person: str, rows: Mapping[str, Mapping[Key, Row | None]]) -> list[Change]:
    """What adding or replacing these rows would change; rows that are not named stay as they are."""
    changes = []
    for name in LOG_TABLES:
        wanted = rows.get(name, {})
        stored = read_rows(connection, person, name, *_span(wanted)) if wanted else {}
        changes += [Change(name, k, stored.get(k), row) for k, row in wanted.items() if stored.get(k) != row]
    return changes


def _span(keys: Iterable[Key]) -> tuple[date, date] | tuple[()]:
    days = [key[0] for key in keys if key]
    return (min(days), max(days)) if days else ()


def differing(connection: Connection, person: str, changes: Sequence[Change]) -> bool:
    """Whether any row is by now not what these changes start from."""
    before: dict[str, dict[Key, Row | None]] = {}
    for change in changes:
        before.setdefault(change.table, {})[change.key] = change.before
    return bool(compare(connection, person, before))


def has_empty_sessions(connection: Connection, person: str, changes: Sequence[Change]) -> bool:
    """Whether these changes left a session without a set."""
    given = {change.key[:2] for change in changes if change.table == "sets" and change.after is not None}
    touched = {change.key[:2] for change in changes if change.table in ("sets", "sessions")} - given
    if not touched:
        return False
    sessions = read_rows(connection, person, "sessions", *_span(touched))
    filled = {key[:2] for key in read_rows(connection, person, "sets", *_span(touched))}
    return bool(touched & sessions.keys() - filled)


def with_parents(connection: Connection, person: str, changes: Sequence[Change]) -> list[Change]:
    """A set belongs to a session: sets that come alone (an imported sets.csv) bring an empty one with them."""
    own = {change.key for change in changes if change.table == "sessions"}
    added = {change.key[:2] for change in changes if change.table == "sets" and change.before is None}
    empty = dict.fromkeys(sorted(added - own), table_of("sessions").in_order({}))
    parents = [change for change in compare(connection, person, {"sessions": empty}) if change.before is None]
    return [*parents, *changes]


def write(connection: Connection, person: str, changes: Sequence[Change]) -> None:
    """Carry out the changes: what is gone first, children before parents, then what is new or different."""
    by_table = {name: [change for change in changes if change.table == name] for name in LOG_TABLES}
    for name in reversed(by_table):
        _execute(connection, person, _DELETE[name], [each for each in by_table[name] if each.after is None])
    for name, some in by_table.items():
        present = [each for each in some if each.after is not None]
        _execute(connection, person, _INSERT[name], [each for each in present if each.before is None], key_prefix="")
        _execute(connection, person, _UPDATE[name], [each for each in present if each.before is not None])


def _execute(
    connection: Connection, person: str, statement: Executable, changes: Sequence[Change], key_prefix: str = "key_"
) -> None:
    """Carry out one statement for the row of each change, which are all of one table."""
    if not changes:
        return
    table = table_of(changes[0].table)
    names = [*(f"{key_prefix}{column}" for column in ("person", *table.key)), *table.values]
    # A row that is deleted has no values, and its statement takes none.
    parameters = [dict(zip(names, (person, *key, *(after or ())), strict=False)) for _, key, _, after in changes]
    connection.execute(statement, parameters)
