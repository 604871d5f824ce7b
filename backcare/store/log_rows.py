"""The rows of one person's log: read, compared and written inside a transaction that the caller holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from backcare.domain import DayEntry, ExerciseSet, Felt, Helpline, Session, Settings, Slot
from backcare.errors import InvalidValue, UnusableLog
from backcare.log import frames
from backcare.log.changes import Change, Key, Row, Rows
from backcare.store import tables

TABLES: Final[Mapping[str, Table]] = {
    "sessions": tables.session,
    "sets": tables.exercise_set,
    "days": tables.day_entry,
    "resumptions": tables.resumption,
    "settings": tables.settings,
}
"""Parents before children: the order in which rows are added; the reverse is the order in which they are removed."""

_SLOTS = {str(slot): n for n, slot in enumerate(Slot)}


@contextmanager
def sound() -> Iterator[None]:
    """Around the reading of stored values: one that no version of backcare wrote means a damaged log, not a mistake."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        what = f": {str(error).rstrip('.')}" if isinstance(error, InvalidValue) else ""
        raise UnusableLog(
            f"The log holds a value that cannot be{what}. It is damaged or was edited by hand. It has not been changed."
        ) from error


@cache
def columns_of(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A table's key columns without the person, and its other columns."""
    if name == "settings":
        return (), tuple(c.name for c in tables.settings.c if c.name != "person")
    keys = frames.KEYS[name]
    return keys, tuple(column for column in frames.TABLES[name] if column not in keys)


# The statements are made once: building them anew would take longer than the database takes to carry them out.


@cache
def _select(name: str, first: bool, last: bool) -> Select[Any]:
    keys, values = columns_of(name)
    table = TABLES[name]
    query = select(*(table.c[c] for c in (*keys, *values))).where(table.c.person == bindparam("whose"))
    if first:
        query = query.where(table.c.day >= bindparam("first"))
    return query.where(table.c.day <= bindparam("last")) if last else query


@cache
def _insert(name: str) -> Insert:
    return insert(TABLES[name])


@cache
def _insert_sql(name: str) -> str:
    columns = ("person", *(column for part in columns_of(name) for column in part))
    return f"INSERT INTO {TABLES[name].name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 # our own names


@cache
def _delete(name: str) -> Delete:
    return delete(TABLES[name]).where(*_where(name))


@cache
def _update(name: str) -> Update:
    new: dict[str, Any] = {column: bindparam(f"new_{column}") for column in columns_of(name)[1]}
    return update(TABLES[name]).where(*_where(name)).values(**new)


def read_rows(
    connection: Connection, person: str, name: str, first: date | None = None, last: date | None = None
) -> dict[Key, Row]:
    """The person's rows of one table by key, in order of key; those from ``first`` to ``last`` where given."""
    bound = {"whose": person, "first": first, "last": last}
    bound = {key: value for key, value in bound.items() if value is not None}
    n = len(columns_of(name)[0])
    found = connection.execute(_select(name, first is not None, last is not None), bound)
    with sound():
        rows = {tuple(row[:n]): tuple(row[n:]) for row in found}
        return {key: rows[key] for key in sorted(rows, key=_in_order)}


def read_settings(connection: Connection, person: str) -> Settings:
    """The person's own choices, those of the programme where there are none."""
    row = read_rows(connection, person, "settings").get(())
    if row is None:
        return Settings()
    with sound():
        exercises, few_days, helpline, *rest = row
        return Settings(tuple(exercises), few_days, Helpline(helpline), *rest)


def oldest_day(connection: Connection, person: str) -> date | None:
    """The first day with anything recorded."""
    return min(_days(connection, person, func.min), default=None)


def newest_day(connection: Connection, person: str) -> date | None:
    """The last day with anything recorded."""
    return max(_days(connection, person, func.max), default=None)


def _days(connection: Connection, person: str, which: Callable[..., Any]) -> list[date]:
    tables = [table for name, table in TABLES.items() if name != "settings"]
    days = [connection.scalar(select(which(table.c.day)).where(table.c.person == person)) for table in tables]
    return [day for day in days if day is not None]


def _in_order(key: Key) -> tuple[Any, ...]:
    """Day, then slot in the order of the day where there is one, then exercise."""
    return (key[0], _SLOTS[key[1]], *key[2:]) if len(key) > 1 and key[1] in _SLOTS else key


def compare(connection: Connection, person: str, rows: Rows) -> list[Change]:
    """What adding or replacing these rows would change; entries that are not named stay as they are."""
    changes = []
    for name in TABLES:
        wanted = rows.get(name, {})
        there = read_rows(connection, person, name, *_span(wanted)) if wanted else {}
        if there:
            changes += [Change(name, k, there.get(k), row) for k, row in wanted.items() if there.get(k) != row]
        else:
            changes += [Change(name, k, None, row) for k, row in wanted.items()]
    return changes


def differing(connection: Connection, person: str, changes: Sequence[Change]) -> bool:
    """Whether any entry is by now not what these changes start from."""
    for name in TABLES:
        here = [c for c in changes if c.table == name]
        there = read_rows(connection, person, name, *_span(c.key for c in here)) if here else {}
        if any(there.get(c.key) != c.before for c in here):
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


def alone(changes: Sequence[Change]) -> list[Change]:
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
    return [*(Change("sessions", key, None, (None, None, "")) for key in sorted(needed)), *changes]


def write(connection: Connection, person: str, changes: Sequence[Change]) -> None:
    """Carry out the changes: what is gone first, children before parents, then what is new or different."""
    by_table = {name: [c for c in changes if c.table == name] for name in TABLES}
    for name in reversed(list(TABLES)):
        gone = [_bound(person, c) for c in by_table[name] if c.after is None]
        if gone:
            connection.execute(_delete(name), gone)
    for name in TABLES:
        fresh = [c for c in by_table[name] if c.before is None and c.after is not None]
        other = [_bound(person, c) for c in by_table[name] if c.before is not None and c.after is not None]
        if fresh:
            _add(connection, person, name, fresh)
        if other:
            connection.execute(_update(name), other)


def _add(connection: Connection, person: str, name: str, changes: Sequence[Change]) -> None:
    if connection.dialect.name == "sqlite" and name != "settings":
        # Straight to the driver: for the ten thousands of rows of an import, SQLAlchemy's own work would take longer
        # than the database's. What is done here in its place is one thing only, writing the day as SQLite keeps it.
        days = {day: day.isoformat() for day in {c.key[0] for c in changes}}
        rows = [(person, days[key[0]], *key[1:], *(after or ())) for _, key, _, after in changes]
        connection.exec_driver_sql(_insert_sql(name), rows)
    else:
        columns = ("person", *(column for part in columns_of(name) for column in part))
        rows = [(person, *c.key, *(c.after or ())) for c in changes]
        connection.execute(_insert(name), [dict(zip(columns, row, strict=True)) for row in rows])


def _bound(person: str, change: Change) -> dict[str, Any]:
    keys, values = columns_of(change.table)
    bound = {"key_person": person, **{f"key_{k}": v for k, v in zip(keys, change.key, strict=True)}}
    if change.after is not None:
        bound |= {f"new_{column}": value for column, value in zip(values, change.after, strict=True)}
    return bound


def _where(name: str) -> list[Any]:
    return [TABLES[name].c[column] == bindparam(f"key_{column}") for column in ("person", *columns_of(name)[0])]


def of_session(session: Session | None) -> Rows:
    """A session as rows; none for none."""
    if session is None:
        return {"sessions": {}, "sets": {}}
    key = (session.day, str(session.slot))
    return {
        "sessions": {key: (session.pain_before, session.pain_after, session.note)},
        "sets": {(*key, s.exercise): (s.reps, str(s.felt)) for s in session.sets},
    }


def session_in(rows: Rows) -> Session | None:
    """The one session that these rows hold, if any."""
    for (day, slot), (before, after, note) in rows["sessions"].items():
        sets = tuple(ExerciseSet(key[2], reps, Felt(felt)) for key, (reps, felt) in rows["sets"].items())
        return Session(day, Slot(slot), sets, before, after, note)
    return None


def of_day(entry: DayEntry | None) -> Rows:
    """A day entry as rows; none for none."""
    if entry is None:
        return {"days": {}}
    row = (entry.pain, entry.pain_worst, entry.change, entry.walk_minutes, entry.activity, entry.note)
    return {"days": {(entry.day,): row}}


def of_settings(settings: Settings) -> Rows:
    """The settings as rows."""
    row = (
        list(settings.exercises), settings.few_days, str(settings.helpline), settings.helpline_number,
        settings.activity_name, settings.urgent_signs_seen,
    )  # fmt: skip
    return {"settings": {(): row}}
