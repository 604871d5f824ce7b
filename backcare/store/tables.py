"""The SQL tables and their checks, from the columns of the log.

Every table is keyed by the person first. The checks are those of the columns, except for the latest day, so that no
other program can put into a log what a record would refuse. The migrations are Alembic's: numbered, append-only, each
applied with its record in one transaction (``backcare/store/migrations/versions``).
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.sql.schema import SchemaItem

from backcare.domain import EARLIEST_DAY, NOTE, Kind
from backcare.domain import Column as LogColumn
from backcare.log.columns import SETTINGS, TABLES
from backcare.log.columns import Table as LogTable

TYPES: Final[Mapping[Kind, Any]] = {
    Kind.NUMBER: SmallInteger,
    Kind.CHOICE: String,
    Kind.DAY: Date,
    Kind.TEXT: String,
    Kind.EXERCISE: String,
    Kind.EXERCISES: JSON,
    Kind.FLAG: Boolean,
}

metadata = MetaData(
    naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"}
)


def _check(name: str, each: LogColumn) -> str | None:
    """The condition that a column's values fulfil; ``None`` where the type says it all."""
    match each.kind:
        case Kind.NUMBER:
            # SQLite would take 5.5 where a whole number is declared.
            whole = f"CAST({name} AS INTEGER) = {name}"
            return f"{name} BETWEEN {each.allowed[0]} AND {each.allowed[-1]} AND {whole}"
        case Kind.CHOICE:
            return f"{name} IN ({', '.join(repr(str(value)) for value in each.allowed)})"
        case Kind.DAY:
            return f"{name} >= '{EARLIEST_DAY.isoformat()}'"
        case Kind.TEXT | Kind.EXERCISE:
            return f"length({name}) BETWEEN {each.allowed[0]} AND {each.allowed[-1]}"
    return None


def _log_table(name: str, table: LogTable, parent: str = "person") -> Table:
    """The SQL table of a table of the log, whose rows belong to rows of ``parent``."""
    columns: list[SchemaItem] = [_key("person")]
    for each, of in table.columns.items():
        kind = Text if of is NOTE else TYPES[of.kind]
        columns.append(Column(each, kind, primary_key=each in table.key, nullable=of.optional))
    key = metadata.tables[parent].primary_key.columns  # What the row of the parent has checked already.
    checks = {each: _check(each, of) for each, of in table.columns.items() if each not in key}
    constraints = [CheckConstraint(check, name=each) for each, check in checks.items() if check]
    return Table(name, metadata, *columns, _of(parent), *constraints, sqlite_with_rowid=table is SETTINGS)


def _of(parent: str) -> ForeignKeyConstraint:
    if parent == "person":
        return ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE")
    key = list(metadata.tables[parent].primary_key.columns.keys())
    return ForeignKeyConstraint(key, [f"{parent}.{column}" for column in key])


def _key(name: str) -> Column[Any]:
    return Column(name, String, primary_key=True, nullable=False)


person = Table(
    "person",
    metadata,
    _key("id"),
    Column("name", String, nullable=False),
    Column("colour", String, nullable=False),
    Column("zone", String, nullable=False, server_default=""),
)
LOG_TABLES: Final[Mapping[str, Table]] = {
    "sessions": _log_table("session", TABLES["sessions"]),
    "sets": _log_table("exercise_set", TABLES["sets"], parent="session"),
    "days": _log_table("day_entry", TABLES["days"]),
    "resumptions": _log_table("resumption", TABLES["resumptions"]),
    "contacts": _log_table("contact", TABLES["contacts"]),
    "signs": _log_table("signs_check", TABLES["signs"]),
    "settings": _log_table("settings", SETTINGS),
}
"""Parents before children: the order in which rows are added; the reverse is the order in which they are removed."""

step = Table(
    "step",
    metadata,
    _key("person"),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("undoes", BigInteger),
    Column("first_day", Date),
    Column("entries", BigInteger, nullable=False),
    Column("changes", JSON, nullable=False),
    _of("person"),
    Index("ix_step_person_undoes", "person", "undoes"),
)
"""The history: one row for each thing the person did, with every row as it was before and after."""

audit = Table(
    "audit",
    metadata,
    _key("person"),
    Column("at", DateTime, primary_key=True),
    _key("id"),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
)
"""Who came to a person's log, when and for what. The app can only add to it; it outlives the log (no foreign key)."""
sign_in = Table(
    "sign_in",
    metadata,
    _key("person"),
    _key("token"),
    Column("at", DateTime, nullable=False),
    Column("until", DateTime, nullable=False),
    Column("ended", DateTime),
)
"""Every sign-in that may still be presented, by the digest of its token. It outlives an erased log, so that an ended
one stays ended."""
