"""The first tables. Written out, not taken from ``backcare.store.tables``, which goes on changing."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SLOT = "slot IN ('morning', 'midday', 'evening')"
DAY = "day >= '2000-01-01'"
NOTE = "length(note) <= 10000"
EXERCISE = "length(exercise) BETWEEN 1 AND 64"


def upgrade() -> None:
    op.create_table("person", _key("id"), _filled("name"), _filled("colour"))
    _sessions()
    _days()
    _settings()
    _steps()


def _table(name: str, parent: str, checks: dict[str, str], *columns: sa.Column[Any], rowid: bool = False) -> None:
    """A table of each person's rows, which belong to rows of ``parent``; ``checks``: by the name of the column."""
    if parent == "person":
        of_parent = sa.ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE", name=f"fk_{name}_person")
    else:
        key = ["person", "day", "slot"]
        of_parent = sa.ForeignKeyConstraint(key, [f"{parent}.{each}" for each in key], name=f"fk_{name}_{parent}")
    constraints = [sa.CheckConstraint(condition, name=f"ck_{name}_{column}") for column, condition in checks.items()]
    op.create_table(name, _key("person"), *columns, of_parent, *constraints, sqlite_with_rowid=rowid)


def _key(name: str, kind: Any = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, nullable=False)


def _filled(name: str, kind: Any = sa.String) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _numbers(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.SmallInteger) for name in names]


def _between(low: int, high: int, *names: str) -> dict[str, str]:
    return {name: f"{name} BETWEEN {low} AND {high} AND CAST({name} AS INTEGER) = {name}" for name in names}


def _sessions() -> None:
    pains = _between(0, 10, "pain_before", "pain_after")
    columns = [_key("day", sa.Date), _key("slot"), *_numbers(*pains), _filled("note", sa.Text)]
    _table("session", "person", {"day": DAY, "slot": SLOT, "note": NOTE, **pains}, *columns)
    felt = "felt IN ('comfortable', 'uncomfortable', 'worse', 'new_pain')"
    columns = [_key("day", sa.Date), _key("slot"), _key("exercise"), _filled("reps", sa.SmallInteger), _filled("felt")]
    _table("exercise_set", "session", {"exercise": EXERCISE, "felt": felt, **_between(1, 200, "reps")}, *columns)


def _days() -> None:
    numbers = _numbers("pain", "pain_worst", "change", "walk_minutes", "activity")
    checks = {
        "day": DAY,
        "note": NOTE,
        **_between(0, 10, "pain", "pain_worst", "activity"),
        **_between(-3, 3, "change"),
        **_between(0, 1440, "walk_minutes"),
    }
    _table("day_entry", "person", checks, _key("day", sa.Date), *numbers, _filled("note", sa.Text))
    _table("resumption", "person", {"day": DAY, "exercise": EXERCISE}, _key("day", sa.Date), _key("exercise"))


def _settings() -> None:
    words = [_filled(name) for name in ("helpline", "helpline_number", "activity_name")]
    checks = {
        "helpline": "helpline IN ('yes', 'no', 'unsure')",
        "helpline_number": "length(helpline_number) BETWEEN 0 AND 100",
        "activity_name": "length(activity_name) BETWEEN 0 AND 100",
        **_between(2, 7, "few_days"),
    }
    columns = [_filled("exercises", sa.JSON), _filled("few_days", sa.SmallInteger), *words]
    _table("settings", "person", checks, *columns, _filled("urgent_signs_seen", sa.Boolean), rowid=True)


def _steps() -> None:
    _table(
        "step",
        "person",
        {},
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        _filled("at", sa.DateTime),
        _filled("kind"),
        sa.Column("undoes", sa.BigInteger),
        sa.Column("first_day", sa.Date),
        _filled("entries", sa.BigInteger),
        _filled("changes", sa.JSON),
        rowid=True,
    )
    op.create_index("ix_step_person_undoes", "step", ["person", "undoes"])
