"""``import_log``: files → the store, all or nothing, as one step that can be undone."""

import gc
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backcare.exchange import table
from backcare.exchange.lifting import TakenBack, may_lift, taken_back
from backcare.exchange.problems import Problem, Problems, Refused
from backcare.exchange.source import Source, parts
from backcare.exchange.table import TableRows
from backcare.log.changes import Change
from backcare.log.columns import Rows
from backcare.store import LogStore

SAMPLE = 200
"""Changes that a result carries to be looked at; the counts are of all."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, or with ``preview`` would do; with any problem that is nothing, and the counts are 0.

    ``added``, ``changed``, ``unchanged``: rows of the files that are new, different from the log's, and the same.
    ``problems`` are at most 1,000, in the order of the files, with ``more_problems`` counted beyond them; ``changes``
    the first 200 changes; ``step`` the number of the step in the history, ``None`` when the log already was as the
    files say, or nothing was written; ``lifts`` the exercises whose stop no longer holds after it; ``ends_hold``
    whether an urgent sign applied before it and not after; ``ahead`` how many of the files' rows are dated after today.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    more_problems: int = 0
    changes: tuple[Change, ...] = ()
    step: int | None = None
    lifts: tuple[str, ...] = ()
    ends_hold: bool = False
    ahead: int = 0


def import_log(store: LogStore, source: Source, *, today: date | None = None, preview: bool = False) -> ImportResult:
    """Read the zip, or any one of its CSVs (known by its header), into the store: all of it or nothing.

    Rows whose key the log already has replace what is there; rows that are not named stay. Sets that come without
    their session bring an empty one with them. A note's one leading apostrophe is taken away (see ``cells.bare``).
    Days after ``today`` (the default is the computer's date) are read like any other, and counted: an export from
    where it is tomorrow already can be read again. ``preview`` computes everything and writes nothing. Faults of the
    file come back as ``problems``; ``StoreError`` is raised for faults of the store.
    """
    # Without Python's search for garbage, which takes a quarter of an import of 54,750 sets (1.5 s, not 1.1 s), nearly
    # all of it while the store turns rows into SQL: a million small values that all stay until the end.
    enabled = gc.isenabled()
    gc.disable()
    try:
        return _import(store, source, today or date.today(), preview)  # noqa: DTZ011 - the computer's own date is meant.
    finally:
        if enabled:
            gc.enable()


def _import(store: LogStore, source: Source, today: date, preview: bool) -> ImportResult:
    problems = Problems()
    tables = [each for part in parts(source, problems) if (each := table.read_table(part, problems))]
    if not problems:
        _check_sessions(store, tables, problems)
    if problems:
        return ImportResult(problems=tuple(problems.listed), more_problems=problems.more)
    rows: Rows = {each.name: each.rows for each in tables}
    step, changes = (None, store.compare(rows)) if preview else store.import_rows(rows)
    added = sum(change.before is None for change in changes)
    gone = taken_back(store.read_log(), changes, today) if any(map(may_lift, changes)) else TakenBack()
    return ImportResult(
        added,
        len(changes) - added,
        sum(map(len, rows.values())) - len(changes),
        changes=tuple(changes[:SAMPLE]),
        step=step,
        lifts=gone.lifts,
        ends_hold=gone.ends_hold,
        ahead=sum(key[0] > today for keys in rows.values() for key in keys),
    )


def _check_sessions(store: LogStore, tables: Iterable[TableRows], problems: Problems) -> None:
    """A session is of sets: each must have one, in the files or in the log already."""
    by_name = {each.name: each for each in tables}
    if "sessions" not in by_name:
        return
    sessions = by_name["sessions"]
    with_sets = {key[:2] for key in by_name["sets"].rows} if "sets" in by_name else set()
    without = [key for key in sessions.rows if key not in with_sets]
    if without:
        days = [day for day, _ in without]
        with_sets = {key[:2] for key in store.read_log(min(days), max(days)).rows["sets"]}
    for key in without:
        if key not in with_sets:
            allowed = "at least one set a session; add the sets to the zip, or import sets.csv first"
            refused = Refused("has no sets, here or in the log", allowed, sessions.lines[key])
            problems.add(sessions.file, refused, column="day, slot", value=", ".join(map(str, key)))
