"""What the pages say once their values are filled in is plain English too: the same grade as in the sources."""

import calendar
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from support.fields import fields
from support.page_words import NOON, five, words
from support.reading_grade import EXCEPTIONS, HIGHEST, grade, sentences

from backcare.domain import DayEntry, ExerciseSet, Felt, Session, Slot
from backcare.programme import load_programme

PAGES = ("today", "exercises", "log", "progress", "records", "settings", "help", "session")
THERE = NOON.replace(tzinfo=ZoneInfo("Pacific/Kiritimati"))
"""Noon where the tests take the computer to be: Records tells hours, which AppTest can only read there."""
FIVE_TITLES = "|".join(load_programme().titles.values())
MONTH_DAY = rf"({'|'.join(calendar.day_name)})?,? ?\d+ ({'|'.join(calendar.month_name[1:])})( \d{{4}})?"
FILLED_IN = rf"(?i)tomorrow|{MONTH_DAY}|{FIVE_TITLES}|/\S+"
"""Days, names of exercises and folders: values, which count as short words."""


def day(ago: int):
    return NOON.date() - timedelta(days=ago)


def nothing(log) -> None:
    """A new log."""


def no_better(log) -> None:
    """Four weeks without improvement, and an entry that is ahead."""
    for ago in range(28, -1, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 6, change=1 if ago == 0 else None))
    log.record_day(DayEntry(day(-1), 5))


def stopped(log) -> None:
    """Two stops, after sessions over which pain rose."""
    for ago in (3, 2, 1):
        log.record_session(Session(day(ago), Slot.MORNING, five(day(ago)).sets, 3, 6, "a note"))
    marked = (ExerciseSet("back-bends", 5, Felt.WORSE), ExerciseSet("good-posture", 5, Felt.NEW_PAIN))
    log.record_session(Session(day(0), Slot.MORNING, marked))


@pytest.mark.parametrize(
    ("name", "state"),
    [(name, nothing) for name in PAGES]
    + [(name, state) for name in ("today", "log", "progress", "records") for state in (no_better, stopped)],
)
def test_no_sentence_on_a_page_is_above_grade_six(log, run, name, state):
    state(log)
    app = run(name, at=THERE)
    listed = {line for text in app.get("text") for line in text.value.split("\n")}  # entries in the history
    # A list's, a table's and a line's parts are read one by one.
    said = [part for line in words(app).split("\n") if line not in listed for part in re.split(r"^- | · |\|", line)]
    said += [*(each.label for each in app.button), *(each.name for each in fields(app))]
    texts = [re.sub(FILLED_IN, "{}", text) for text in said]
    hard = [each for text in texts for each in sentences(text) if grade(each) > HIGHEST]
    assert [each for each in hard if each not in EXCEPTIONS] == []
