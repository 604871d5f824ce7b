"""The person whose page it is: the hour where they are, their log, and one look at it for each run of a page."""

from contextlib import suppress
from datetime import date, datetime

import streamlit as st

from backcare.clinic import sign_in
from backcare.environment import database_url
from backcare.errors import BackcareError
from backcare.log_reader import DayView, LogReader
from backcare.programme import load_programme
from backcare.store import log_exists, people
from backcare.ui.database import here, logs
from backcare.ui.identity import FIRST, person
from backcare.zones import now_in

MOST_READERS = 200
"""People whose log stays in memory, each under their own key; the one longest away is read anew when they return."""


def now() -> datetime:
    """The hour where the person is: the browser's time zone, else that of this computer."""
    return now_in(st.context.timezone or "")


@st.cache_resource(show_spinner=False, max_entries=MOST_READERS)
def _reader(url: str | None, who: str) -> LogReader:
    # Kept, since it holds the log by day, which takes long to read.
    return LogReader(logs(url).of(who), load_programme())


def current_log() -> LogReader:
    """The person's log. One for the process; a failure to open it is not remembered, so that a reload tries again."""
    return _reader(database_url(), person())


def forget_log() -> None:
    """Open the log anew at the next look: another file has taken its place, or it was erased."""
    if sign_in.required():
        # One person's log was erased; the others' stay as they are.
        _reader.clear(database_url(), person())
    else:
        _reader.clear()
        logs.clear()


def day_view(day: date | None = None) -> DayView:
    """The entries of a day, today unless given, and the plan for it; of a past day as the log stood at its end."""
    today = now().date()
    day = day or today
    return current_log().day_view(day, past=day < today)


def read_ahead() -> None:
    """At home, open the log and plan the day while the browser still loads the page; the page says what is wrong."""
    with suppress(BackcareError, OSError):
        if not sign_in.required() and log_exists(database_url()):
            first = (*people.people(here().engine), FIRST)[0]
            _reader(database_url(), first.id).day_view(datetime.now().astimezone().date())
