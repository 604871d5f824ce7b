"""What was changed and when: a change of one row, its inverse, a step of the history. Values; the store keeps them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from backcare.log.columns import Key, Row, Rows, table_of

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
    """One thing the person did. ``at`` is in UTC; ``changes`` is empty where there are more than ``MANY``."""

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


def to_json(changes: Sequence[Change]) -> list[list[Any]]:
    """Changes → what JSON can hold. Rows go by column, so that a column that is added later leaves them readable."""
    # An import has many thousands of changes, and few days for so many.
    days = {day: day.isoformat() for day in {change.key[0] for change in changes if change.key}}
    return [
        [table, [days[key[0]], *key[1:]] if key else [], _row_to_json(table, before), _row_to_json(table, after)]
        for table, key, before, after in changes
    ]


def _row_to_json(table: str, row: Row | None) -> dict[str, Any] | None:
    return None if row is None else table_of(table).by_name(row)


def from_json(stored: Sequence[Sequence[Any]]) -> tuple[Change, ...]:
    """The reverse of ``to_json``."""
    changes = []
    for table, key, *rows in stored:
        day = [date.fromisoformat(key[0])] if key else []
        before, after = (None if row is None else table_of(table).in_order(row) for row in rows)
        changes.append(Change(table, (*day, *key[1:]), before, after))
    return tuple(changes)
