"""The person's own answer, "compared with when you started": which one counts on a day."""

from collections.abc import Mapping
from datetime import date, timedelta

ANSWER_DAYS = 7
"""Days for which an answer counts, its own among them (ours)."""


def newest_answer(changes: Mapping[date, int], day: date) -> tuple[date, int] | None:
    """The newest answer of the seven days that end on a day, with the day it was given; ``None`` without one.

    >>> newest_answer({date(2026, 3, 1): -1}, date(2026, 3, 7))
    (datetime.date(2026, 3, 1), -1)
    >>> newest_answer({date(2026, 3, 1): -1}, date(2026, 3, 8))
    """
    days = (day - timedelta(days=n) for n in range(ANSWER_DAYS))
    return next(((answered, changes[answered]) for answered in days if answered in changes), None)


def answer_on(changes: Mapping[date, int], today: date) -> tuple[date, int] | None:
    """The answer that counts today, with the day it was given: also one that is ahead, where it says worse.

    A worse answer that is dated after ``today`` counts as today's. An answer of 0 or more that is ahead counts for
    nothing itself, but takes back the worse ones that are dated before it.
    """
    ahead = {day: change for day, change in changes.items() if day > today}
    taken_back_before = max((day for day, change in ahead.items() if change >= 0), default=today)
    worse = [day for day, change in ahead.items() if change < 0 and day > taken_back_before]
    if worse:
        return max(worse), ahead[max(worse)]
    if taken_back_before > today:
        changes = {day: change for day, change in changes.items() if change >= 0}
    return newest_answer(changes, today)
