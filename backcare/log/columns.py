"""The tables of the log and their columns, as the records of ``backcare.domain`` declare them.

A question is added to the log by a line in a record of ``backcare.domain``: the SQL table (``backcare.store.tables``),
the DataFrame, the CSV file, the history and the form take it from there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd

from backcare.domain import (
    Column,
    Contact,
    DayEntry,
    ExerciseSet,
    Kind,
    Resumption,
    Session,
    Settings,
    SignsCheck,
    columns_of,
)

Key = tuple[Any, ...]
Row = tuple[Any, ...]
Rows = Mapping[str, Mapping[Key, Row]]
"""By table: key → the other columns, in their order. Words are plain text; what is missing is ``None``, a text ""."""

DAY_DTYPE = "datetime64[s]"
"""Local calendar days, without a time zone, so that no chart or file can move them to the day before."""


@dataclass(frozen=True)
class Table:
    """One table: the columns of its key, and the others."""

    name: str
    key: Mapping[str, Column]
    values: Mapping[str, Column]

    @property
    def columns(self) -> dict[str, Column]:
        """Every column, the key first."""
        return {**self.key, **self.values}

    @property
    def dtypes(self) -> dict[str, Any]:
        """The dtype of each column of the DataFrame."""
        return {name: dtype_of(column) for name, column in self.columns.items()}

    def row(self, record: object) -> Row:
        """The row of a record, without its key."""
        return tuple(_plain(getattr(record, name)) for name in self.values)

    def fields(self, row: Row) -> dict[str, Any]:
        """The reverse of ``row``: the fields of a record by name."""
        return {n: _typed(c, value) for (n, c), value in zip(self.values.items(), row, strict=True)}

    def by_name(self, row: Row) -> dict[str, Any]:
        """A row by column, without what is missing: as the history keeps it, whatever columns come later."""
        return {name: value for name, value in zip(self.values, row, strict=True) if not is_missing(value)}

    def in_order(self, by_name: Mapping[str, Any]) -> Row:
        """The reverse of ``by_name``."""
        return tuple(by_name.get(name, _missing(column)) for name, column in self.values.items())


def is_missing(value: object) -> bool:
    """Whether a value stands for nothing filled in."""
    return value is None or value is False or value in ("", [])


def _missing(column: Column) -> Any:
    return {Kind.TEXT: "", Kind.EXERCISES: [], Kind.FLAG: False}.get(column.kind)


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _typed(column: Column, value: Any) -> Any:
    if column.kind is Kind.CHOICE:
        return column.allowed(value)
    return tuple(value) if column.kind is Kind.EXERCISES else value


def dtype_of(column: Column) -> Any:
    """The pandas dtype of a column."""
    match column.kind:
        case Kind.DAY:
            return DAY_DTYPE
        case Kind.CHOICE:
            return pd.CategoricalDtype(list(map(str, column.allowed)), ordered=True)
        case Kind.NUMBER:
            return "Int64" if column.optional else "int64"
    return "str"


def _table(name: str, record: type, *key: str, parent: type | None = None) -> Table:
    columns = {**(columns_of(parent) if parent else {}), **columns_of(record)}
    values = {each: column for each, column in columns_of(record).items() if each not in key}
    return Table(name, {each: columns[each] for each in key}, values)


TABLES: Final[Mapping[str, Table]] = {
    "sets": _table("sets", ExerciseSet, "day", "slot", "exercise", parent=Session),
    "sessions": _table("sessions", Session, "day", "slot"),
    "days": _table("days", DayEntry, "day"),
    "resumptions": _table("resumptions", Resumption, "day", "exercise"),
    "contacts": _table("contacts", Contact, "day", "whom"),
    "signs": _table("signs", SignsCheck, "day"),
}
SETTINGS: Final = _table("settings", Settings)


def table_of(name: str) -> Table:
    """A table by its name, the settings' too."""
    return SETTINGS if name == SETTINGS.name else TABLES[name]
