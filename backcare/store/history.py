"""The history of one person's log in the database: each step with its changes, inside the caller's transaction."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, case, func, insert, select

from backcare.log.changes import MANY, Change, Step, first_day, from_json, to_json
from backcare.store.log_rows import reading_stored_values
from backcare.store.tables import step

_NEWEST = select(step.c.id, step.c.at).where(step.c.person == bindparam("whose")).order_by(step.c.id.desc()).limit(1)
_INSERT = insert(step)


class LogVersion(NamedTuple):
    """The newest step by its number and moment: two equal versions mean an unchanged log, also after a restore."""

    number: int = 0
    at: datetime | None = None


def version(connection: Connection, person: str) -> LogVersion:
    """The newest step; version 0 before the first."""
    row = connection.execute(_NEWEST, {"whose": person}).one_or_none()
    return LogVersion() if row is None else LogVersion(*row)


def earliest_change(connection: Connection, person: str, since: LogVersion) -> date | None:
    """The earliest day that any step after ``since`` touched; ``None`` where there is no such step.

    A step that touches something without a day, such as the settings, counts as touching every day: ``date.min``. So
    does a version of another history, such as that of the log whose place a backup has taken.
    """
    at = connection.scalar(select(step.c.at).where(step.c.person == person, step.c.id == since.number))
    if at != since.at:
        return date.min
    columns = func.count(), func.count(step.c.first_day), func.min(step.c.first_day)
    later = select(*columns).where(step.c.person == person, step.c.id > since.number)
    steps, with_day, earliest = connection.execute(later).one()
    return date.min if with_day < steps else earliest


def add(connection: Connection, person: str, kind: str, changes: Sequence[Change], undoes: int | None = None) -> int:
    """Keep a step; returns its number. The caller holds the person's lock, so numbers are never given twice."""
    number = version(connection, person).number + 1
    values: dict[str, Any] = {
        "person": person, "id": number, "at": datetime.now(UTC).replace(tzinfo=None), "kind": kind, "undoes": undoes,
        "first_day": first_day(changes), "entries": len(changes), "changes": to_json(changes),
    }  # fmt: skip
    connection.execute(_INSERT, values)
    return number


def changes_of(connection: Connection, person: str, number: int) -> tuple[Change, ...] | None:
    """Every change of one step; ``None`` when there is no such step."""
    with reading_stored_values():
        stored = connection.scalar(select(step.c.changes).where(step.c.person == person, step.c.id == number))
        return None if stored is None else from_json(stored)


def read_steps(connection: Connection, person: str, limit: int) -> list[Step]:
    """The newest steps, newest first; long ones without their changes."""
    columns = [c for c in step.c if c.name not in ("person", "changes")]
    short = case((step.c.entries <= MANY, step.c.changes)).label("changes")
    query = select(*columns, short).where(step.c.person == person).order_by(step.c.id.desc()).limit(limit)
    undone = undone_by(connection, person)
    with reading_stored_values():
        return [
            Step(row.id, row.at.replace(tzinfo=UTC), row.kind, row.undoes, undone.get(row.id), row.first_day,
                 row.entries, from_json(row.changes or ()))
            for row in connection.execute(query)
        ]  # fmt: skip


def undone_by(connection: Connection, person: str) -> dict[int, int]:
    """Which steps stand undone now, and by which step: an undo that was itself undone does not count."""
    query = select(step.c.undoes, step.c.id).where(step.c.person == person, step.c.undoes.is_not(None))
    state: dict[int, int] = {}
    for target, by in connection.execute(query.order_by(step.c.id.desc())):
        if by not in state:
            state[target] = by
    return state
