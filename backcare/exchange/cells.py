"""The cells of the exchange format: what each text means, what is refused, and how a formula is made harmless."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from backcare.domain import EARLIEST_DAY, LATEST_DAY, NOTE_LENGTH, Column, Kind
from backcare.log.columns import TABLES

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")
"""A spreadsheet may run a cell that begins so as a formula; the last is here so that ``bare`` is the exact reverse."""

ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
EMPTY = "the cell is empty"


def guarded(text: str) -> str:
    """Free text for a cell: behind an apostrophe when a spreadsheet might take it for a formula.

    >>> guarded("=1+1"), guarded("fine"), guarded("'twas")
    ("'=1+1", 'fine', "''twas")
    """
    return "'" + text if text.startswith(RISKY) else text


def bare(cell: str) -> str:
    """The free text of a cell: exactly one leading apostrophe is taken away.

    This holds for files from elsewhere too: a note written by hand as ``'twas fine`` loses its apostrophe, and must be
    written ``''twas fine`` to keep it. No rule could keep both this and every exported note.

    >>> bare("'=1+1"), bare("fine"), bare("''twas")
    ('=1+1', 'fine', "'twas")
    """
    return cell[1:] if cell.startswith("'") else cell


@dataclass(frozen=True, slots=True)
class Refused:
    """What a cell means that is not allowed."""

    allowed: str
    wrong: str = "is not allowed"


Reader = Callable[[str], Any]
"""The text of a cell → its value, or ``Refused``."""


class _Known(dict[str, Any]):
    """Text → value for the texts known so far; ``judge`` decides on another, and what it refuses is not kept."""

    def __init__(self, known: Mapping[str, Any], judge: Reader) -> None:
        super().__init__(known)
        self.judge = judge

    def __missing__(self, cell: str) -> Any:
        value = self.judge(cell)
        if not isinstance(value, Refused):
            self[cell] = value
        return value


def _one_of(texts: Mapping[str, Any], allowed: str) -> Reader:
    refused, empty = Refused(allowed), Refused(allowed, EMPTY)
    return _Known(texts, lambda cell: refused if cell else empty).__getitem__


def number(allowed: range, optional: bool = True) -> Reader:
    """Whole numbers in their plain form only: no sign but a minus, no zeros in front, no digits of other scripts."""
    texts: dict[str, int | None] = {str(n): n for n in allowed}
    words = f"a whole number from {allowed[0]} to {allowed[-1]}, in the digits 0 to 9"
    return _one_of(texts | {"": None}, words + ", or nothing") if optional else _one_of(texts, words)


def word(allowed: Iterable[str] | type[StrEnum]) -> Reader:
    """One of a few words, as they stand."""
    return _one_of({str(text): str(text) for text in allowed}, ", ".join(allowed))


def day() -> Reader:
    """A calendar day as 2026-03-04, from ``EARLIEST_DAY`` to ``LATEST_DAY``."""
    allowed = f"a day from {EARLIEST_DAY} to {LATEST_DAY}"

    def judge(cell: str) -> date | Refused:
        form = "a day as year-month-day, such as 2026-03-04"
        if not ISO_DAY.fullmatch(cell):
            return Refused(form) if cell else Refused(form, EMPTY)
        try:
            written = date.fromisoformat(cell)
        except ValueError:
            return Refused("a day that is in the calendar", "does not exist")
        if written < EARLIEST_DAY:
            return Refused(allowed, "is too long ago")
        return written if written <= LATEST_DAY else Refused(allowed, "is too far ahead")

    return _Known({}, judge).__getitem__


def note(cell: str) -> str | Refused:
    """Free text, without its guard."""
    text = bare(cell)
    if len(text) > NOTE_LENGTH:
        return Refused(f"text of at most {NOTE_LENGTH:,} characters", f"has {len(text):,} characters")
    return Refused("text without NUL characters", "holds a NUL character") if "\0" in text else text


def readers(exercises: Iterable[str]) -> dict[str, Reader]:
    """How to read each column of each table; the columns that share a name share their rule."""
    columns = {name: column for table in TABLES.values() for name, column in table.columns.items()}
    return {name: _reader(column, tuple(exercises)) for name, column in columns.items()}


def _reader(column: Column, exercises: tuple[str, ...]) -> Reader:
    match column.kind:
        case Kind.DAY:
            return day()
        case Kind.NUMBER:
            return number(column.allowed, column.optional)
        case Kind.EXERCISE:
            return word(exercises)
        case Kind.CHOICE:
            return word(column.allowed)
    return note
