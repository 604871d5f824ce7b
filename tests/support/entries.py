"""Sessions that can be told apart and checked for being whole: everything in one follows from its number."""

from datetime import date, timedelta

import pandas as pd

from backcare.domain import EXERCISE_IDS, ExerciseSet, Felt, Session, SignsAnswer, SignsCheck, Slot
from backcare.log import Log, records
from backcare.log.columns import Key, Row
from backcare.store import LogStore

FIRST = date(2001, 1, 1)
SLOTS = list(Slot)


def numbered(n: int, edition: int = 0) -> Session:
    """Session number ``n``; another edition has the same key and other values."""
    felt = list(Felt)
    sets = tuple(ExerciseSet(e, 1 + (n + k + edition) % 200, felt[(n + k) % 4]) for k, e in enumerate(EXERCISE_IDS))
    note = f"number {n} edition {edition} " + "x" * (n % 50)
    return Session(FIRST + timedelta(days=n // 3), SLOTS[n % 3], sets, n % 11, (n + edition) % 11, note)


def answer_signs(store: LogStore, answer: SignsAnswer = SignsAnswer.NONE, day: date = FIRST) -> None:
    """Answer the question about the urgent signs, long ago unless a day is given: the pages open."""
    store.record_signs(SignsCheck(day, answer))


def fill(store: LogStore, count: int, edition: int = 0) -> None:
    """Record the sessions 0 to ``count`` as one step."""
    rows: dict[str, dict[Key, Row]] = {"sessions": {}, "sets": {}}
    for n in range(count):
        for name, some in records.session_rows(numbered(n, edition)).items():
            rows[name].update(some)
    store.record_rows("import", rows)


def numbers_in(log: Log) -> dict[int, int]:
    """Number → edition of every session in the log; fails on one that is not exactly as it was saved."""
    sets: dict[tuple[object, object], list[ExerciseSet]] = {}
    for row in log.sets.itertuples(index=False):
        sets.setdefault((row.day, row.slot), []).append(ExerciseSet(row.exercise, row.reps, Felt(row.felt)))
    found = {}
    for row in log.sessions.itertuples(index=False):
        _, n, _, edition, *_ = row.note.split(" ")
        wanted = numbered(int(n), int(edition))
        there = sets.pop((row.day, row.slot), [])
        assert sorted(there, key=repr) == sorted(wanted.sets, key=repr), f"session {n} is not whole"
        before, after = (None if pd.isna(pain) else int(pain) for pain in (row.pain_before, row.pain_after))
        assert (row.day.date(), row.slot, before, after, row.note) == (
            wanted.day, wanted.slot, wanted.pain_before, wanted.pain_after, wanted.note,
        )  # fmt: skip
        found[int(n)] = int(edition)
    assert not sets, "sets without their session"
    return found
