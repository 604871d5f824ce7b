"""Rows in the history go by column and no longer by position, so that a column can be added to the log."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

COLUMNS = {
    "sets": ("reps", "felt"),
    "sessions": ("pain_before", "pain_after", "note"),
    "days": ("pain", "pain_worst", "change", "walk_minutes", "activity", "note"),
    "resumptions": (),
    "settings": ("exercises", "few_days", "helpline", "helpline_number", "activity_name", "urgent_signs_seen"),
}
"""As they stood until now. Written out, since the program's own go on changing."""


def upgrade() -> None:
    connection = op.get_bind()
    # The tables' owner sees no row of a person either, unless it says so for as long as this takes.
    forced = connection.dialect.name == "postgresql"
    if forced:
        op.execute("ALTER TABLE step NO FORCE ROW LEVEL SECURITY")
    step = sa.table("step", sa.column("person"), sa.column("id"), sa.column("changes", sa.JSON))
    of_step = step.c.person == sa.bindparam("whose"), step.c.id == sa.bindparam("number")
    write = sa.update(step).where(*of_step).values(changes=sa.bindparam("by_column"))
    rewritten = [
        {"whose": person, "number": number, "by_column": [_by_column(*change) for change in changes]}
        for person, number, changes in connection.execute(sa.select(step))
    ]
    if rewritten:
        connection.execute(write, rewritten)
    if forced:
        op.execute("ALTER TABLE step FORCE ROW LEVEL SECURITY")


def _by_column(table: str, key: Sequence[Any], *rows: Sequence[Any] | None) -> list[Any]:
    return [table, key, *(None if row is None else _named(table, row) for row in rows)]


def _named(table: str, row: Sequence[Any]) -> dict[str, Any]:
    named = zip(COLUMNS[table], row, strict=True)
    return {name: value for name, value in named if value is not None and value is not False and value not in ("", [])}
