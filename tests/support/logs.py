"""Ways to make a log in a test: from a few rows, from a sample's CSV files, or into a store."""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from backcare.domain import Column, DayEntry, ExerciseDay, ExerciseSet, Felt, Kind, Session, Settings, Slot
from backcare.log import Log
from backcare.log.columns import TABLES
from support.reference import Did, Pained, Rated

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
FIRST = date(2026, 3, 2)
A, B, C, D, E = "rolling-your-knees", "tilting-your-pelvis", "good-posture", "back-bends", "back-bend-from-lying"
EXERCISES = (A, B, C, D, E)
SHORT = {"c": "comfortable", "u": "uncomfortable", "w": "worse", "n": "new_pain"}


def on(number: int) -> date:
    """The day with this number, 1 the first."""
    return FIRST + timedelta(days=number - 1)


def did(number: int, what: str, exercise: str = A, slot: str = "morning") -> Did:
    """One set in short: ``did(4, "7c")`` is 7 comfortable repetitions on day 4."""
    return Did(on(number), slot, exercise, int(what[:-1]), SHORT[what[-1]])


def done(what: str, exercise: str = A, first: int = 1) -> list[Did]:
    """Days in a row, one set each: "5c 5c . 7u"; a dot is a day without a set."""
    return [did(first + n, one, exercise) for n, one in enumerate(what.split()) if one != "."]


def exercise_days(what: str) -> list[ExerciseDay]:
    """The same, as what the days come to for one exercise; "5r" is comfortable in a session over which pain rose."""
    return [
        ExerciseDay(on(1 + n), int(one[:-1]), Felt(SHORT[one[-1].replace("r", "c")]), one[-1] == "r")
        for n, one in enumerate(what.split())
        if one != "."
    ]


def rated(scores: str, first: int = 1) -> list[Rated]:
    """Days in a row with their pain: "7 6 . 6"; a dot is a day without a score."""
    return [Rated(on(first + n), int(one), None) for n, one in enumerate(scores.split()) if one != "."]


def log_of(
    sets: Iterable[Did] = (),
    days: Iterable[Rated] = (),
    resumptions: Iterable[tuple[date, str]] = (),
    settings: Settings | None = None,
    pains: Iterable[Pained] = (),
    contacts: Iterable[tuple[date, str]] = (),
    signs: Iterable[tuple[date, str]] = (),
) -> Log:
    """A log from rows."""
    sets, days = list(sets), list(days)
    sessions = {(row.day, row.slot): (None, None, "") for row in sets}
    sessions |= {(row.day, row.slot): (row.before, row.after, "") for row in pains}
    rows = {
        "sets": {(row.day, row.slot, row.exercise): (row.reps, row.felt) for row in sets},
        "sessions": sessions,
        "days": {(row.day,): (row.pain, None, row.change, None, None, "") for row in days},
        "resumptions": dict.fromkeys(resumptions, ()),
        "contacts": dict.fromkeys(contacts, ("",)),
        "signs": {(day,): (answer,) for day, answer in signs},
    }
    return Log(
        {name: dict(sorted(table.items(), key=lambda item: item[0][0])) for name, table in rows.items()},
        settings or Settings(),
    )


def session(number: int = 1, slot: Slot = Slot.MORNING, *what: str, **more: object) -> Session:
    """A session of the exercises in order: ``session(1, Slot.MORNING, "5c", "6u")``."""
    rows = [
        ExerciseSet(exercise, int(one[:-1]), Felt(SHORT[one[-1]]))
        for exercise, one in zip(EXERCISES, what or ("5c",), strict=False)
    ]
    return Session(on(number), slot, tuple(rows), **more)


def entry(number: int = 1, pain: int | None = 4, **more: object) -> DayEntry:
    """A day entry."""
    return DayEntry(on(number), pain, **more)


def sample_rows(name: str) -> dict[str, dict[tuple, tuple]]:
    """A sample's CSV files as a store's rows: table → key → the other columns."""
    rows = {}
    for each, table in TABLES.items():
        if not (SAMPLES / name / f"{each}.csv").exists():
            continue
        with (SAMPLES / name / f"{each}.csv").open(encoding="utf-8", newline="") as file:
            cells = [{c: _value(table.columns[c], row[c]) for c in table.columns} for row in csv.DictReader(file)]
        rows[each] = {tuple(r[c] for c in table.key): tuple(r[c] for c in table.values) for r in cells}
    return rows


def _value(column: Column, cell: str) -> object:
    if column.kind is Kind.DAY:
        return date.fromisoformat(cell)
    if column.kind is Kind.NUMBER:
        return int(cell) if cell else None
    return cell


def sample_log(name: str) -> Log:
    """A sample as a log, without a store."""
    return Log(sample_rows(name))


def expected(name: str) -> list[dict[str, str]]:
    """A sample's ``expected.csv``: what an independent reading of the rules says."""
    with (SAMPLES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
