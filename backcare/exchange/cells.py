"""The cells of the exchange format: what each text means, what is refused, and how a formula is made harmless."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from backcare.domain import EARLIEST_DAY, EXERCISE_IDS, LATEST_DAY, NOTE_LENGTH, Column, Kind
from backcare.exchange.problems import Refused
from backcare.log.columns import TABLES

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "'")
"""A spreadsheet may run a cell that begins so as a formula; the last is here so that ``bare`` is the exact reverse."""
NOT_ALLOWED, EMPTY = "is not allowed", "the cell is empty"

Reader = Callable[[str], Any]
"""The text of a cell → its value; raises ``Refused``."""


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
    return cell.removeprefix("'")


def _day(cell: str) -> date:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise Refused("does not exist", "a day that is in the calendar")
    # Python reads 20260304 and 2026-W10-3 as well.
    if day is None or day.isoformat() != cell:
        raise Refused(NOT_ALLOWED if cell else EMPTY, "a day as year-month-day, such as 2026-03-04")
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        wrong = "is too long ago" if day < EARLIEST_DAY else "is too far ahead"
        raise Refused(wrong, f"a day from {EARLIEST_DAY} to {LATEST_DAY}")
    return day


def _note(cell: str) -> str:
    text = bare(cell)
    if len(text) > NOTE_LENGTH:
        raise Refused(f"has {len(text):,} characters", f"text of at most {NOTE_LENGTH:,} characters")
    if "\0" in text:
        raise Refused("holds a NUL character", "text without NUL characters")
    return text


def _one_of(values: Mapping[str, Any], allowed: str) -> Reader:
    def read(cell: str) -> Any:
        if cell not in values:
            raise Refused(NOT_ALLOWED if cell else EMPTY, allowed)
        return values[cell]

    return read


def _cell_reader(column: Column) -> Reader:
    """How the cells of a column are read. A whole number stands in its plain form alone, a word as it is."""
    match column.kind:
        case Kind.DAY:
            return _day
        case Kind.NUMBER:
            texts = {str(n): n for n in column.allowed} | ({"": None} if column.optional else {})
            return _one_of(texts, f"{column.in_words}, in the digits 0 to 9{', or nothing' * column.optional}")
        case Kind.EXERCISE:
            return _one_of({text: text for text in EXERCISE_IDS}, ", ".join(EXERCISE_IDS))
        case Kind.CHOICE:
            return _one_of({str(text): str(text) for text in column.allowed}, column.in_words)
    return _note


READERS = {name: _cell_reader(column) for table in TABLES.values() for name, column in table.columns.items()}
"""By the name of the column: columns of several tables that share a name share their rule."""
