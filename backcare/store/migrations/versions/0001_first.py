"""The first tables. Written out, not taken from ``backcare.schema``, which goes on changing."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SLOT = "slot IN ('morning', 'midday', 'evening')"
DAY = "day >= '2000-01-01'"
NOTE = "length(note) <= 10000"


def _key(name: str, kind: Any = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.SmallInteger)


def _check(table: str, **conditions: str) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(condition, name=f"ck_{table}_{name}") for name, condition in conditions.items()]


def _between(low: int, high: int, *names: str) -> dict[str, str]:
    return {name: f"{name} BETWEEN {low} AND {high} AND CAST({name} AS INTEGER) = {name}" for name in names}


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE", name=f"fk_{table}_person")


def upgrade() -> None:
    op.create_table(
        "person",
        _key("id"),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("colour", sa.String, nullable=False),
    )
    _sessions()
    _days()
    _settings()
    op.create_table(
        "step",
        _key("person"),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("first_day", sa.Date),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("changes", sa.JSON, nullable=False),
        _of_person("step"),
    )
    op.create_index("ix_step_person_undoes", "step", ["person", "undoes"])


def _sessions() -> None:
    op.create_table(
        "session",
        _key("person"),
        _key("day", sa.Date),
        _key("slot"),
        _number("pain_before"),
        _number("pain_after"),
        sa.Column("note", sa.Text, nullable=False),
        _of_person("session"),
        *_check("session", day=DAY, slot=SLOT, note=NOTE, **_between(0, 10, "pain_before", "pain_after")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exercise_set",
        _key("person"),
        _key("day", sa.Date),
        _key("slot"),
        _key("exercise"),
        sa.Column("reps", sa.SmallInteger, nullable=False),
        sa.Column("felt", sa.String, nullable=False),
        sa.ForeignKeyConstraint(
            ["person", "day", "slot"],
            ["session.person", "session.day", "session.slot"],
            name="fk_exercise_set_session",
        ),
        *_check(
            "exercise_set",
            exercise="length(exercise) BETWEEN 1 AND 64",
            felt="felt IN ('comfortable', 'uncomfortable', 'worse', 'new_pain')",
            **_between(1, 200, "reps"),
        ),
        sqlite_with_rowid=False,
    )


def _days() -> None:
    op.create_table(
        "day_entry",
        _key("person"),
        _key("day", sa.Date),
        *[_number(name) for name in ("pain", "pain_worst", "change", "walk_minutes", "activity")],
        sa.Column("note", sa.Text, nullable=False),
        _of_person("day_entry"),
        *_check(
            "day_entry",
            day=DAY,
            note=NOTE,
            **_between(0, 10, "pain", "pain_worst", "activity"),
            **_between(-3, 3, "change"),
            **_between(0, 1440, "walk_minutes"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "resumption",
        _key("person"),
        _key("day", sa.Date),
        _key("exercise"),
        _of_person("resumption"),
        *_check("resumption", day=DAY, exercise="length(exercise) BETWEEN 1 AND 64"),
        sqlite_with_rowid=False,
    )


def _settings() -> None:
    op.create_table(
        "settings",
        _key("person"),
        sa.Column("exercises", sa.JSON, nullable=False),
        sa.Column("few_days", sa.SmallInteger, nullable=False),
        *[sa.Column(name, sa.String, nullable=False) for name in ("helpline", "helpline_number", "activity_name")],
        sa.Column("urgent_signs_seen", sa.Boolean, nullable=False),
        _of_person("settings"),
        *_check(
            "settings",
            helpline="helpline IN ('yes', 'no', 'unsure')",
            helpline_number="length(helpline_number) BETWEEN 0 AND 100",
            activity_name="length(activity_name) BETWEEN 0 AND 100",
            **_between(2, 7, "few_days"),
        ),
    )
