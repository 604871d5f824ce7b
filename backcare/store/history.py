"""The history of one person's log in the database: each step with its changes, inside the caller's transaction."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select

from backcare.log.changes import MANY, Change, Step, dump, first_day, load
from backcare.store import engine as database
from backcare.store import tables
from backcare.store.log_rows import sound

step = tables.step
MARK = select(step.c.id, step.c.at).where(step.c.person == bindparam("whose")).order_by(step.c.id.desc()).limit(1)
NEWEST = select(func.max(step.c.id)).where(step.c.person == bindparam("whose"))
INSERT = insert(step)
INSERT_SQL = (
    "INSERT INTO step (person, id, at, kind, undoes, first_day, entries, changes) "
    "VALUES (:person, :id, :at, :kind, :undoes, :first_day, :entries, :changes)"
)


class LogVersion(NamedTuple):
    """The newest step by its number and moment: two equal marks mean an unchanged log, also after a restore."""

    number: int = 0
    at: datetime | None = None


def version(connection: Connection, person: str) -> LogVersion:
    """The newest step; the empty mark before the first."""
    found = connection.execute(MARK, {"whose": person}).one_or_none()
    return LogVersion() if found is None else LogVersion(*found)


def is_of(connection: Connection, person: str, earlier: LogVersion) -> bool:
    """Whether a mark is one of this history: a backup put in place of the log counts on from its own last step."""
    at = connection.scalar(select(step.c.at).where(step.c.person == person, step.c.id == earlier.number))
    return at == earlier.at


def newest(connection: Connection, person: str) -> int:
    """The number of the newest step, 0 before the first."""
    bare = database.bare(connection)
    if bare is not None:
        return int(bare.execute("SELECT max(id) FROM step WHERE person = ?", (person,)).fetchone()[0] or 0)
    return connection.scalar(NEWEST, {"whose": person}) or 0


def changed_since(connection: Connection, person: str, number: int) -> tuple[int, date | None]:
    """The newest step's number, and the earliest day touched by the steps after ``number``; ``None`` without any.

    A history that ends before ``number`` is not the one that the number came from, so that every day counts as touched.
    """
    columns = func.max(step.c.id), func.min(step.c.first_day), func.count(), func.count(step.c.first_day)
    query = select(*columns).where(step.c.person == person, step.c.id >= number)
    last, _, _, _ = found = connection.execute(query).one()
    if last is None:
        return newest(connection, person), date.min if number else None
    if last == number:
        return number, None
    _, earliest, all_steps, with_day = found
    if number:
        _, earliest, all_steps, with_day = connection.execute(query.where(step.c.id > number)).one()
    return last, date.min if with_day < all_steps else earliest


def add(connection: Connection, person: str, kind: str, changes: Sequence[Change], undoes: int | None = None) -> int:
    """Keep a step; returns its number. The caller holds the person's lock, so numbers are never given twice."""
    number = newest(connection, person) + 1
    values: dict[str, Any] = {
        "person": person, "id": number, "at": datetime.now(UTC).replace(tzinfo=None), "kind": kind, "undoes": undoes,
        "first_day": first_day(changes), "entries": len(changes), "changes": dump(changes),
    }  # fmt: skip
    bare = database.bare(connection)
    if bare is not None:
        day, at = values["first_day"], values["at"]
        written = {"first_day": day and day.isoformat(), "at": at.isoformat(" ", "microseconds")}
        bare.execute(INSERT_SQL, {**values, **written, "changes": json.dumps(values["changes"])})
    else:
        connection.execute(INSERT, values)
    return number


def changes_of(connection: Connection, person: str, number: int) -> tuple[Change, ...] | None:
    """Every change of one step; ``None`` when there is no such step."""
    with sound():
        stored = connection.scalar(select(step.c.changes).where(step.c.person == person, step.c.id == number))
        return None if stored is None else load(stored)


def read(connection: Connection, person: str, limit: int, before: int | None) -> list[Step]:
    """The newest steps, newest first, older than the step ``before``; long ones without their changes."""
    columns = [c for c in step.c if c.name not in ("person", "changes")]
    query = select(*columns).where(step.c.person == person).order_by(step.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(step.c.id < before)
    with sound():
        found = connection.execute(query).all()
        short = [row.id for row in found if row.entries <= MANY]
        stored = select(step.c.id, step.c.changes).where(step.c.person == person, step.c.id.in_(short))
        changes = {number: load(kept) for number, kept in connection.execute(stored)}
    undone = undone_by(connection, person, [row.id for row in found])
    return [
        Step(row.id, row.at, row.kind, row.undoes, undone.get(row.id), row.first_day, row.entries,
             changes.get(row.id, ()))
        for row in found
    ]  # fmt: skip


def undone_by(connection: Connection, person: str, numbers: Iterable[int]) -> dict[int, int]:
    """Which of these steps stand undone now, and by which step: an undo that was itself undone does not count."""
    query = select(step.c.undoes, step.c.id).where(step.c.person == person, step.c.undoes.is_not(None))
    state: dict[int, int] = {}
    for target, by in connection.execute(query.order_by(step.c.id.desc())):
        if by not in state:
            state[target] = by
    return {number: state[number] for number in numbers if number in state}
