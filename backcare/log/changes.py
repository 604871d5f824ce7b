"""What was changed and when: a change of one entry, its inverse, its words. Values only; the store keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from backcare.labels import format_day

Key = tuple[Any, ...]
Row = tuple[Any, ...]
Rows = Mapping[str, Mapping[Key, Row]]
"""By table name (those of ``frames.TABLES``, and "settings"): key → the columns that are not the key."""

MANY = 60
"""A step that touches more entries than this is told by its number of entries, not one by one."""


class Change(NamedTuple):
    """One entry as it was and as it became; ``None`` where there was none."""

    table: str
    key: Key
    before: Row | None
    after: Row | None

    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.table, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person did. ``at`` is UTC; ``changes`` is empty where there are more than ``MANY``."""

    id: int
    at: datetime
    kind: str
    undoes: int | None
    undone_by: int | None
    first_day: date | None
    entries: int
    changes: tuple[Change, ...] = ()


def diff(before: Rows, after: Rows) -> list[Change]:
    """What turns ``before`` into ``after``, entry by entry; entries that stay the same are left out."""
    changes = []
    for table in {**before, **after}:
        old, new = before.get(table, {}), after.get(table, {})
        keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        changes += [Change(table, key, old.get(key), new.get(key)) for key in keys]
    return changes


def first_day(changes: Iterable[Change]) -> date | None:
    """The earliest day that is touched; ``None`` when something without a day is, such as the settings."""
    days = [change.key[0] if change.key else None for change in changes]
    return None if None in days else min(filter(None, days), default=None)


def dump(changes: Sequence[Change]) -> list[list[Any]]:
    """Changes → what JSON can hold."""
    # An import has many thousands of changes, and few days for so many.
    days = {day: day.isoformat() for day in {change.key[0] for change in changes if change.key}}
    return [[table, [days[key[0]], *key[1:]] if key else [], before, after] for table, key, before, after in changes]


def load(stored: Sequence[Sequence[Any]]) -> tuple[Change, ...]:
    """The reverse of ``dump``."""
    return tuple(
        Change(table, _key(key), None if before is None else tuple(before), None if after is None else tuple(after))
        for table, key, before, after in stored
    )


def _key(key: Sequence[str]) -> Key:
    return (date.fromisoformat(key[0]), *key[1:]) if key else ()


KINDS = {
    "session": "Session",
    "stop": "Stop",
    "day": "Day",
    "resumption": "Try again",
    "settings": "Settings",
    "import": "Import",
    "undo": "Undo",
    "delete": "Delete",
    "restore": "Restore",
}


def describe_change(change: Change, titles: Mapping[str, str]) -> str:
    """One change as a line the person reads: only what differs. ``titles`` names the exercises.

    >>> in_brief(Change("sets", (date(2026, 3, 4), "morning", "x"), (5, "comfortable"), (6, "comfortable")), {"x": "X"})
    '4 March, morning, X: 5 repetitions → 6 repetitions'
    """
    where = ", ".join(format_day(p) if isinstance(p, date) else titles.get(p, str(p)) for p in change.key)
    what = f"{where}: " if where else ""
    before, after = change.before, change.after
    if before is None:
        return f"{what}added {_cells(change.table, after, titles)}".rstrip()
    if after is None:
        return f"{what}removed {_cells(change.table, before, titles)}".rstrip()
    other = [n for n, (was, is_now) in enumerate(zip(before, after, strict=True)) if was != is_now]
    return f"{what}{_cells(change.table, before, titles, other)} → {_cells(change.table, after, titles, other)}"


CELLS = {
    "sets": ("{} repetitions", "{}"),
    "sessions": ("pain before {}", "pain after {}", "note “{}”"),
    "days": ("pain {}", "worst pain {}", "change {}", "walked {} minutes", "activity {}", "note “{}”"),
    "resumptions": (),
    "settings": ("exercises: {}", "a rise every {} days", "Helpline in my area: {}", "its number {}", "activity “{}”",
                 "urgent signs read"),
}  # fmt: skip


def _cells(table: str, row: Row | None, titles: Mapping[str, str], shown: Sequence[int] | None = None) -> str:
    """The cells of a row that are filled in, all or those at the places ``shown``."""
    texts = CELLS[table]
    places = range(len(texts)) if shown is None else shown
    said = [texts[n].format(_cell(table, row[n], titles)) for n in places if row and not _missing(row[n])]
    if said or table == "resumptions":
        return ", ".join(said)
    return "nothing filled in" if table != "settings" or shown is None or 0 not in shown else "all exercises"


def _missing(value: object) -> bool:
    return value is None or value is False or value in ("", [])


def _cell(table: str, value: object, titles: Mapping[str, str]) -> object:
    if isinstance(value, list | tuple):
        return " and ".join(titles.get(exercise, exercise) for exercise in value)
    return str(value).replace("_", " ") if table == "sets" else value
