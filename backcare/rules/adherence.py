"""Adherence: sessions done out of three a day, with partial credit, never a streak. Pure; standard library only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SESSIONS_A_DAY = 3
WEEK = 7


@dataclass(frozen=True, slots=True)
class Adherence:
    """Sessions that followed the programme, of those it asks for."""

    sessions: int
    of: int


def adherence(slots: Mapping[date, int], stopped: Collection[date], first: date, last: date) -> Adherence:
    """The share of a range of days, both ends included.

    ``slots``: how many slots of a day had any exercise in them; ``stopped``: days on which every chosen exercise was
    stopped, which count as following the programme in full.

    >>> adherence({date(2026, 3, 1): 2}, [date(2026, 3, 2)], date(2026, 3, 1), date(2026, 3, 3))
    Adherence(sessions=5, of=9)
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    done = sum(SESSIONS_A_DAY if day in stopped else min(slots.get(day, 0), SESSIONS_A_DAY) for day in days)
    return Adherence(done, SESSIONS_A_DAY * len(days))
