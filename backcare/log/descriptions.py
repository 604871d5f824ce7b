"""Entries and changes of the log in words, as plain text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backcare.domain import DayEntry, Felt, Kind, Session, Settings, Whom
from backcare.labels import (
    CHANGE_LABELS,
    FELT_LABELS,
    SIGNS_LABELS,
    WHOM_LABELS,
    count,
    format_day,
    in_sentence,
    join_words,
)
from backcare.log.changes import Change
from backcare.log.columns import SETTINGS, TABLES, Row, Table, is_missing, table_of

KINDS = {
    "session": "Session saved",
    "stop": "Exercise stopped",
    "day": "Day saved",
    "resumption": "Try again",
    "contact": "Help asked for",
    "signs": "Urgent signs answered",
    "settings": "Settings saved",
    "import": "File imported",
    "undo": "Change undone",
    "delete": "Entry deleted",
    "restore": "Backup restored",
}


def describe_change(change: Change, titles: Mapping[str, str]) -> str:
    """One change as a line the person reads: only what differs. ``titles`` names the exercises.

    >>> row = Change("sets", (date(2026, 3, 4), "morning", "x"), (5, "comfortable"), (6, "comfortable"))
    >>> describe_change(row, {"x": "X"})
    '4 March, morning, X: 5 repetitions → 6 repetitions'
    """
    where = ", ".join(_describe_key(part, titles) for part in change.key)
    what = f"{where}: " if where else ""
    table, before, after = table_of(change.table), change.before, change.after
    if table is SETTINGS:  # Settings that were never saved are as they come.
        before, after = (table.row(Settings()) if row is None else row for row in (before, after))
    if before is None:
        return f"{what}added {_describe_row(table, after, titles, list(table.values))}".rstrip()
    if after is None:
        return f"{what}removed {_describe_row(table, before, titles, list(table.values))}".rstrip()
    differing = [name for name, old, new in zip(table.values, before, after, strict=True) if old != new]
    sides = [_describe_row(table, row, titles, differing) for row in (before, after)]
    return f"{what}{sides[0]} → {sides[1]}"


def _describe_key(part: object, titles: Mapping[str, str]) -> str:
    """A part of a key: a day, an exercise, whom the person asked, or a slot."""
    if isinstance(part, date):
        return format_day(part)
    text = str(part)
    return WHOM_LABELS[Whom(text)] if text in list(Whom) else titles.get(text, text)


def _describe_row(table: Table, row: Row | None, titles: Mapping[str, str], shown: Sequence[str]) -> str:
    """The columns ``shown`` of a row, those that are filled in."""
    values = dict(zip(table.values, row or (), strict=False))
    filled = {name: value for name, value in values.items() if name in shown and not is_missing(value)}
    texts = [table.values[name].history.format(_describe(table, name, value, titles)) for name, value in filled.items()]
    if texts or not table.values:
        return ", ".join(texts)
    return "all exercises" if "exercises" in shown and len(shown) < len(table.values) else "nothing filled in"


def _describe(table: Table, name: str, value: Any, titles: Mapping[str, str]) -> object:
    match table.values[name].kind:
        case Kind.EXERCISES:
            return join_words([titles.get(exercise, exercise) for exercise in value])
        case Kind.CHOICE if name == "answer":
            return in_sentence(SIGNS_LABELS[value])
        case Kind.CHOICE:
            return str(value).replace("_", " ")
    return value


def describe_day(entry: DayEntry) -> str:
    """A day's answers in one line."""
    days = TABLES["days"]
    words = {name: days.values[name].history.format(value) for name, value in days.by_name(days.row(entry)).items()}
    if entry.change is not None:
        words["change"] = CHANGE_LABELS[entry.change].lower()
    if entry.note:
        words["note"] = "a note"
    return ", ".join(words.values())


def describe_session(session: Session, titles: Mapping[str, str]) -> str:
    """A recorded session in one line. ``titles`` names the exercises."""
    words = count(len(session.sets), "exercise")
    marked = [s for s in session.sets if s.felt is not Felt.COMFORTABLE]
    if marked:
        words += (
            f" ({', '.join(f'{titles.get(s.exercise, s.exercise)}: {FELT_LABELS[s.felt].lower()}' for s in marked)})"
        )
    if session.pain_before is not None or session.pain_after is not None:
        before, after = ("–" if p is None else str(p) for p in (session.pain_before, session.pain_after))
        words += f", pain {before} before, {after} after"
    return words
