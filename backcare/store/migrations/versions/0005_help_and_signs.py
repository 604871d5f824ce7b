"""Whom the person asked for help, and what they said of the urgent signs; whoever had seen those has answered them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = {"contact": ("day", "whom"), "signs_check": ("day",)}
OWN = "nullif(current_setting('backcare.person', true), '')"
LOG = ("session", "day_entry", "resumption")
READ = ("step", "settings", *LOG)
SEEN, READ_SINCE = "urgent_signs_seen", "gp_signs_read"
"""The setting's name until now, and from now on: it is kept for the signs that one tells a GP of."""

steps = sa.table(
    "step",
    *(sa.column(name) for name in ("person", "id", "kind", "undoes", "entries")),
    sa.column("at", sa.DateTime),
    sa.column("first_day", sa.Date),
    sa.column("changes", sa.JSON),
)


def upgrade() -> None:
    _tables()
    connection = op.get_bind()
    server = connection.dialect.name == "postgresql"
    for table in TABLES if server else ():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY own ON {table} USING (person = {OWN}) WITH CHECK (person = {OWN})")
    # The tables' owner sees no row of a person either, unless it says so for as long as this takes.
    for table in READ if server else ():
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE settings RENAME COLUMN {SEEN} TO {READ_SINCE}")
    _rename_in_history(connection)
    settings = sa.table("settings", sa.column("person"), sa.column(READ_SINCE, sa.Boolean))
    for person in connection.scalars(sa.select(settings.c.person).where(settings.c[READ_SINCE])).all():
        _answer_none(connection, person)
    for table in (*READ, *TABLES) if server else ():
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _tables() -> None:
    whom = "whom IN ('helpline', 'gp', 'physiotherapist', 'nhs24', 'other')"
    note = sa.Column("note", sa.Text, nullable=False)
    _table("contact", {"whom": whom, "note": "length(note) BETWEEN 0 AND 10000"}, note)
    answer = sa.Column("answer", sa.String, nullable=False)
    _table("signs_check", {"answer": "answer IN ('none', 'applies', 'cleared')"}, answer)


def _table(name: str, checks: dict[str, str], column: sa.Column[Any]) -> None:
    kinds: dict[str, Any] = {"day": sa.Date, "whom": sa.String}
    keys = [sa.Column(key, kinds[key], primary_key=True, nullable=False) for key in TABLES[name]]
    conditions = {"day": "day >= '2000-01-01'", **checks}
    op.create_table(
        name,
        sa.Column("person", sa.String, primary_key=True, nullable=False),
        *keys,
        column,
        sa.ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE", name=f"fk_{name}_person"),
        *(sa.CheckConstraint(condition, name=f"ck_{name}_{of}") for of, condition in conditions.items()),
        sqlite_with_rowid=False,
    )


def _rename_in_history(connection: sa.Connection) -> None:
    of_step = steps.c.person == sa.bindparam("whose"), steps.c.id == sa.bindparam("number")
    renamed = [
        {"whose": person, "number": number, "renamed": [_renamed(*change) for change in changes]}
        for person, number, changes in connection.execute(sa.select(steps.c.person, steps.c.id, steps.c.changes))
        if any(change[0] == "settings" for change in changes)
    ]
    if renamed:
        connection.execute(sa.update(steps).where(*of_step).values(changes=sa.bindparam("renamed")), renamed)


def _renamed(table: str, key: Sequence[Any], *rows: dict[str, Any] | None) -> list[Any]:
    names = {SEEN: READ_SINCE} if table == "settings" else {}
    return [table, key, *(row and {names.get(name, name): value for name, value in row.items()} for row in rows)]


def _answer_none(connection: sa.Connection, person: str) -> None:
    """On the first day of the log; without one, on the day of the first step."""
    days = []
    for name in LOG:
        table = sa.table(name, sa.column("person"), sa.column("day", sa.Date))
        days.append(connection.scalar(sa.select(sa.func.min(table.c.day)).where(table.c.person == person)))
    ends = sa.select(sa.func.min(steps.c.at), sa.func.max(steps.c.id)).where(steps.c.person == person)
    began, newest = connection.execute(ends).one()
    now = datetime.now(UTC).replace(tzinfo=None)
    day: date = min(filter(None, days), default=(began or now).date())
    check = sa.table("signs_check", sa.column("person"), sa.column("day", sa.Date), sa.column("answer"))
    connection.execute(sa.insert(check).values(person=person, day=day, answer="none"))
    added = [["signs", [day.isoformat()], None, {"answer": "none"}]]
    step = {"person": person, "id": (newest or 0) + 1, "at": now, "kind": "signs", "first_day": day, "entries": 1}
    connection.execute(sa.insert(steps).values(**step, changes=added))
