"""``import_log``: files → the store, all or nothing, as one step that can be undone."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from backcare.domain import EXERCISE_IDS
from backcare.exchange import cells, table
from backcare.exchange.lifting import lifted_stops, may_lift
from backcare.exchange.problems import Problem, Problems
from backcare.exchange.source import Source, parts
from backcare.exchange.table import Table
from backcare.log.changes import Change
from backcare.log.columns import Rows
from backcare.log.frames import Log

SAMPLE = 200
"""Changes that a result carries to be looked at; the counts are of all."""


class Store(Protocol):
    """What an import needs of a store."""

    def read_log(self, since: date | None = None, until: date | None = None) -> Log:
        """The log from one day to another, both included."""

    def compare(self, rows: Rows) -> list[Change]:
        """What recording these rows would change."""

    def import_rows(self, rows: Rows) -> tuple[int | None, list[Change]]:
        """Record them as one step, all or none; its number, and what it changed."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows that are new, different from the log's, and the same."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with ``preview`` would do; with any problem that is nothing, and the counts are 0.

    ``problems`` are at most 1,000, in the order of the files, with ``more_problems`` counted beyond them. ``tables``
    holds the counts by table; ``changes`` the first 200 changes; ``step`` the number of the step in the history,
    ``None`` when the log already was as the files say, or nothing was written; ``lifts`` the exercises whose stop no
    longer holds after it; ``ahead`` how many of the files' rows are dated after today.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    tables: Mapping[str, Counts] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    step: int | None = None
    lifts: tuple[str, ...] = ()
    ahead: int = 0


def import_log(
    store: Store,
    source: Source,
    *,
    today: date | None = None,
    preview: bool = False,
    exercises: Sequence[str] = EXERCISE_IDS,
) -> ImportResult:
    """Read the zip, or any one of the four CSVs (known by its header), into the store: all of it or nothing.

    Rows whose key the log already has replace what is there; rows that are not named stay. Sets that come without
    their session bring an empty one with them. A note's one leading apostrophe is taken away (see ``cells.bare``).
    Days after ``today`` (the default is the computer's date) are read like any other, and counted: an export from
    where it is tomorrow already can be read again. ``preview`` computes everything and writes nothing. Faults of the
    file come back as ``problems``; ``StoreError`` is raised for faults of the store.
    """
    with _collecting_later():
        local = today or date.today()  # noqa: DTZ011 - the computer's own date is meant.
        return _import(store, source, cells.readers(exercises), local, preview)


def _import(
    store: Store, source: Source, readers: Mapping[str, cells.Reader], today: date, preview: bool
) -> ImportResult:
    problems = Problems()
    tables = _read(source, readers, problems)
    if not problems:
        _whole_sessions(store, tables, problems)
    if problems:
        return ImportResult(problems=tuple(problems.kept), more_problems=problems.more)
    rows: Rows = {one.name: one.rows for one in tables}
    step, changes = (None, store.compare(rows)) if preview else store.import_rows(rows)
    counts = _counts(rows, changes)
    total = Counts(*(sum(getattr(c, name) for c in counts.values()) for name in Counts.__slots__))
    lifts = lifted_stops(store.read_log(), changes, today) if may_lift(changes) else ()
    return ImportResult(
        total.added,
        total.changed,
        total.unchanged,
        tables=counts,
        changes=tuple(changes[:SAMPLE]),
        step=step,
        lifts=lifts,
        ahead=sum(key[0] > today for keys in rows.values() for key in keys),
    )


def _read(source: Source, readers: Mapping[str, cells.Reader], problems: Problems) -> list[Table]:
    found = [table.read(part, readers, problems) for part in parts(source, problems)]
    return [one for one in found if one is not None]


def _whole_sessions(store: Store, tables: Iterable[Table], problems: Problems) -> None:
    """A session is of sets: each must have one, in the files or in the log already."""
    by_name = {one.name: one for one in tables}
    sessions = by_name.get("sessions")
    if sessions is None:
        return
    filled = {key[:2] for key in by_name["sets"].rows} if "sets" in by_name else set()
    empty = [key for key in sessions.rows if key not in filled]
    if not empty:
        return
    days = [day for day, _ in empty]
    filled = {key[:2] for key in store.read_log(min(days), max(days)).rows["sets"]}
    for key in empty:
        if key not in filled:
            day, slot = key
            wrong = "has no sets, here or in the log"
            allowed = "sessions with at least one set; put the sets into the same zip, or import sets.csv first"
            problems.add(Problem(sessions.file, sessions.lines[key], "day, slot", f"{day}, {slot}", allowed, wrong))


def _counts(rows: Rows, changes: Iterable[Change]) -> dict[str, Counts]:
    kinds = Counter((change.table, change.before is None) for change in changes)
    found = {name: (kinds[name, True], kinds[name, False]) for name in rows}
    return {name: Counts(*pair, len(rows[name]) - sum(pair)) for name, pair in found.items()}


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Without Python's search for garbage: an import makes a million small values that all stay until its end, and
    looking through them again and again would take as long as all the rest."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
