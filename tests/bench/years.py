"""Logs of any length that end today: the same days before today look the same in each, so that the pages do too."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from support.entries import answer_signs

from backcare.domain import EXERCISE_IDS, Settings, Slot
from backcare.log.columns import Rows
from backcare.store import LogStore, open_store

MONTH, YEAR, DECADE = 30, 365, 3650
RECENT = 40
"""Days before today in which nothing is stopped: every log then shows five exercises with their numbers."""
LAST_SLOT = Slot.EVENING


def rows(days: int, today: date) -> Rows:
    """Three sessions of five exercises a day and an entry for each day: 54,750 sets in ten years."""
    sets, sessions, entries, resumptions = {}, {}, {}, {}
    for ago in reversed(range(days)):
        day = today - timedelta(days=ago)
        pain = _pain(ago, days)
        entries[day,] = (pain, min(pain + 2, 10), _change(ago), 20 + 5 * (ago % 7), pain, _note(ago))
        if _begins_again(ago):
            resumptions[day, EXERCISE_IDS[0]] = ()
        for slot in Slot:
            sessions[day, str(slot)] = (pain, max(pain - 1, 0), "")
            for exercise, reps, felt in _sets(ago, slot):
                sets[day, str(slot), exercise] = (reps, felt)
    return {"sessions": sessions, "sets": sets, "days": entries, "resumptions": resumptions}


def _sets(ago: int, slot: Slot) -> Iterator[tuple[str, int, str]]:
    for number, exercise in enumerate(EXERCISE_IDS):
        bad = ago > RECENT and ago % 200 == 3 and number == 0 and slot is Slot.EVENING
        hard = (ago + number) % 11 == 5
        yield exercise, 12 + (ago + number) % 2, "worse" if bad else "uncomfortable" if hard else "comfortable"


def _begins_again(ago: int) -> bool:
    return ago > RECENT - 3 and (ago + 2) % 200 == 3


def _pain(ago: int, days: int) -> int:
    """Somewhat less with time, with better and worse days; high enough in the first week to have been worth it."""
    return 7 if days - ago <= 7 else 3 + (ago * 7) % 3


def _change(ago: int) -> int | None:
    return 1 if ago % 7 == 0 else None


def _note(ago: int) -> str:
    return "A long day at the desk" if ago % 30 == 1 else ""


def make(path: Path, days: int, today: date, last_slot: bool = False) -> LogStore:
    """Such a log in a file, brought in through the store; its last slot is left to be saved, unless it is wanted."""
    store = open_store(path)
    store.record_settings(Settings(activity_name="Putting on socks"))
    answer_signs(store)
    store.import_rows(rows(days, today))
    if not last_slot:
        store.delete_session(today, LAST_SLOT)
    return store
