"""What a person's log should hold after what they saw and pressed, in plain dictionaries, and the advice for it."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from backcare.log import Log
from support import reference
from support.logs import EXERCISES
from support.reference import CONCERN, Did, Pained, Rated
from support.strategies import SLOTS, Rows

State = dict[tuple[Any, ...], Any]
"""Rows by table and key: sets (reps, felt), sessions (pain before, after, note), days, resumptions, settings."""
Advice = dict[str, tuple[int | None, tuple[int, ...]]]
"""Each chosen exercise's number and what is offered beside it; no number while it is stopped."""
SETTINGS = ("settings",)
OPEN = (None,) * 6
"""A day without an answer."""
ANSWERS = {"pain": 0, "change": 2}
"""Where a day's row holds what Today asks for."""


class Refused(Exception):
    """A press must not be carried out: "person", "day", "change" or what else stands in its way."""


def held(log: Log) -> State:
    """A log as it was read, as such a dictionary; an empty note is ``None``."""
    state: State = {SETTINGS: (log.settings.exercises, log.settings.few_days)}
    for table, rows in log.rows.items():
        state |= {(table, *key): tuple(None if value == "" else value for value in row) for key, row in rows.items()}
    return state


# Sessions: the rows of one slot


def session(day: date, slot: str, sets: dict[str, tuple[int, str]], pains: tuple = (None, None)) -> State:
    rows = {("sets", day, slot, exercise): each for exercise, each in sets.items()}
    return {("sessions", day, slot): (*pains, None), **rows} if rows else {}


def session_in(state: State, day: date, slot: str) -> State:
    """The rows of what was recorded for a slot; none when nothing was."""
    return {key: row for key, row in state.items() if key[0] in ("sets", "sessions") and key[1:3] == (day, slot)}


def sets_of(rows: State) -> dict[str, tuple[int, str]]:
    return {key[3]: row for key, row in rows.items() if key[0] == "sets"}


def without(state: State, keys: Iterable[tuple[Any, ...]]) -> State:
    gone = set(keys)
    return {key: row for key, row in state.items() if key not in gone}


def replaced(state: State, day: date, slot: str, seen: State, meant: State) -> State:
    """The slot holds what was meant, if it still held what was seen, or what was meant already."""
    recorded = session_in(state, day, slot)
    if recorded not in (seen, meant):
        raise Refused("change")
    return {**without(state, recorded), **meant}


def added(recorded: State, more: State) -> State:
    """R3: two sessions of one slot as one, in which nothing is softened."""
    sets = sets_of(recorded)
    for exercise, (reps, felt) in sets_of(more).items():
        before = sets.get(exercise, (reps, felt))
        sets[exercise] = max(before[0], reps), max(before[1], felt, key=CONCERN.__getitem__)
    key, rows = min(more), (*_pains(recorded), *_pains(more))
    afters = [after for _, after, _ in rows if after is not None]
    first = next((before for before, _, _ in rows if before is not None), None)
    return session(key[1], key[2], sets, (first, max(afters, default=None)))


def _pains(rows: State) -> list[tuple]:
    return [row for key, row in rows.items() if key[0] == "sessions"]


def stops_in(state: State) -> dict[tuple[Any, ...], tuple[int, str]]:
    """The sets that stop their exercise."""
    return {key: row for key, row in state.items() if key[0] == "sets" and CONCERN[row[1]] >= 2}


# The advice, by the second reading of the rules


def chosen(state: State) -> tuple[str, ...]:
    return tuple(e for e in EXERCISES if e in state[SETTINGS][0]) or EXERCISES


def advice(state: State, day: date, today: date) -> Advice:
    """The numbers of a day; of a past one as the log stood at its end, with today's settings."""
    doses, _ = decided(state, day, today)
    return {exercise: (doses[exercise].target, doses[exercise].offers) for exercise in chosen(state)}


def decided(state: State, day: date, today: date) -> tuple[dict[str, reference.Dose], reference.Verdict]:
    """Each exercise's dose and the review."""
    return _decided(frozenset(state.items()), day, day < today)


@lru_cache(maxsize=4096)
def _decided(rows: frozenset, day: date, past: bool) -> tuple[dict[str, reference.Dose], reference.Verdict]:
    log = rows_of(dict(rows))
    log = log.until(day) if past else log
    doses = {e: reference.dose(log.sets, log.resumptions, log.days, log.pains, e, day, log.few_days) for e in EXERCISES}
    return doses, reference.review(log.sets, log.resumptions, log.days, day)


def rows_of(state: State) -> Rows:
    """The same as the rows that the second reading takes."""
    return Rows(
        sets=[Did(*key[1:], *row) for key, row in state.items() if key[0] == "sets"],
        days=[Rated(key[1], row[0], row[2]) for key, row in state.items() if key[0] == "days"],
        resumptions=[key[1:] for key in state if key[0] == "resumptions"],
        pains=[Pained(*key[1:], *row[:2]) for key, row in state.items() if key[0] == "sessions"],
        few_days=state[SETTINGS][1],
    )


def is_change_asked(state: State, today: date) -> bool:
    """R4: from day 14 of the course on, while no answer counts."""
    log = rows_of(state)
    first = reference.course_start(log.sets, log.resumptions, log.days, today)
    return first is not None and (today - first).days >= 13 and reference.answer(log.days, today) is None


class Meant:
    """One person's log as it should be: its rows, and every step that led to them."""

    def __init__(self, state: State) -> None:
        self.state: State = {}
        self.steps: list[tuple[State, State, int | None]] = []
        self.became(state)

    def became(self, state: State, undoes: int | None = None) -> bool:
        """The log was changed; what was so already makes no step. Returns whether anything changed."""
        if state == self.state:
            return False
        self.steps.append((self.state, state, undoes))
        self.state = state
        return True

    def without_step(self, number: int) -> State:
        """What undoing a step leads to: it is taken back whole, or not at all when a later one touched the same."""
        before, after, _ = self.steps[number - 1]
        keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        if self._is_undone(number) or any(self.state.get(key) != after.get(key) for key in keys):
            raise Refused("change")
        turned = without(self.state, keys) | {key: before[key] for key in keys if key in before}
        for key in [key for key in keys if key[0] == "sets" and key in before and key not in after]:
            turned.setdefault(("sessions", *key[1:3]), (None, None, None))  # A set is part of a session.
        slots = {key[1:3] for key in turned if key[0] == "sessions"}
        if slots != {key[1:3] for key in turned if key[0] == "sets"}:
            raise Refused("change")
        return turned

    def _is_undone(self, number: int) -> bool:
        by = [n for n, (_, _, undoes) in enumerate(self.steps, 1) if undoes == number]
        return any(not self._is_undone(n) for n in by)


def stopping_slot(state: State, today: date, present: str) -> str:
    """The slot to which stopping all belongs: that of today's stop, else the present one."""
    marked = {key[2] for key in stops_in(state) if key[1] == today}
    return max(marked, key=SLOTS.index, default=present)
