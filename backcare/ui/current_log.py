"""The person whose page it is: their local day, their log, and one look at it for each run of a page."""

from collections import Counter
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import streamlit as st

from backcare.clinic import sign_in
from backcare.domain import Slot
from backcare.environment import database_url
from backcare.errors import BackcareError
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.store import LogStore, log_exists, people
from backcare.ui.components.fields import answer
from backcare.ui.database import here, logs
from backcare.ui.identity import FIRST, person
from backcare.ui.log_reader import DayView, LogReader
from backcare.zones import now_in

MOST_READERS = 200
"""People whose log stays in memory, each under their own key; the one longest away is read anew when they return."""
MIDDAY_FROM, EVENING_FROM = 12, 17
"""Hours at which the slot that is offered first changes (ours)."""
NIGHT_UNTIL = 4
"""The hour until which yesterday is offered beside today (ours)."""


def zone() -> str:
    """The browser's time zone by its IANA name; "" when it tells none."""
    return st.context.timezone or ""


def now() -> datetime:
    """The hour where the person is: the browser's time zone, else that of this computer."""
    return now_in(zone())


def today() -> date:
    """The person's local calendar day."""
    return now().date()


def slot_now() -> Slot:
    """The slot that the hour suggests."""
    hour = now().hour
    return Slot.MORNING if hour < MIDDAY_FROM else Slot.MIDDAY if hour < EVENING_FROM else Slot.EVENING


def is_night() -> bool:
    """Whether it is so soon after midnight that yesterday may be meant."""
    return now().hour < NIGHT_UNTIL


@st.cache_resource(show_spinner=False, max_entries=MOST_READERS)
def _reader(url: str | None, who: str) -> LogReader:
    # Kept, since it holds the log by day, which takes long to read.
    return LogReader(logs(url).of(who), load_programme())


def store() -> LogStore:
    """The person's log. One for the process; a failure to open it is not remembered, so that a reload tries again."""
    return _reader(database_url(), person()).store


def forget_store() -> None:
    """Open the log anew at the next look: another file has taken its place, or it was erased."""
    if sign_in.required():
        # One person's log was erased; the others' stay as they are.
        _reader.clear(database_url(), person())
    else:
        _reader.clear()
        logs.clear()


def day_view(day: date | None = None) -> DayView:
    """The entries of a day, today unless given, and the plan for it; of a past day as the log stood at its end."""
    present = today()
    day = day or present
    return _reader(database_url(), person()).day_view(day, past=day < present)


def read_ahead() -> None:
    """At home, open the log and plan the day while the browser still loads the page; the page says what is wrong."""
    with suppress(BackcareError, OSError):
        if not sign_in.required() and log_exists(database_url()):
            first = (*people.people(here().engine), FIRST)[0]
            _reader(database_url(), first.id).day_view(datetime.now().astimezone().date())


def oldest_day() -> date | None:
    """The oldest day with anything recorded."""
    ends = store().first_and_last_day()
    return None if ends is None else ends[0]


class FutureEntries(NamedTuple):
    """A day after today that has entries: how many sessions, answers and resumptions, and its first session's slot."""

    day: date
    entries: int
    slot: Slot | None


def future_entries() -> list[FutureEntries]:
    """The days after today that have entries, in order."""
    present = day_view()
    return present.cached("future entries", lambda: _read_future_entries(present.plan.today + timedelta(days=1)))


def _read_future_entries(tomorrow: date) -> list[FutureEntries]:
    ends = store().first_and_last_day()
    if ends is None or ends[1] < tomorrow:
        return []
    ahead = store().read_log(since=tomorrow)
    entries = Counter(key[0] for name in ("sessions", "days", "resumptions") for key in ahead.rows[name])
    slots = {day: next((session.slot for session in ahead.sessions_on(day)), None) for day in entries}
    return [FutureEntries(day, entries[day], slots[day]) for day in sorted(entries)]


def was_recorded_today(present: DayView, exercise: str) -> bool:
    """Whether a stop of yesterday was recorded today: in a guided session that began before midnight (R3)."""
    day, stop = present.plan.today, present.plan.stops[exercise]
    if stop.day != day - timedelta(days=1):
        return False
    steps = [step for step in store().history() if step.kind == "stop" and step.undone_by is None]
    changes = [change for step in steps if local(step.at).date() >= day for change in step.changes]
    return any(c.table == "sets" and c.key[0] == stop.day and c.key[2] == exercise for c in changes)


def local(at: datetime) -> datetime:
    """A moment, in UTC where it names no zone, where the person is."""
    return at.replace(tzinfo=at.tzinfo or UTC).astimezone(now().tzinfo)


def target_key(day: date, exercise: str) -> str:
    """Where the number that the person picked for a day is kept while they move between pages."""
    return f"number-{person()}-{day}-{exercise}"


def target_today(plan: Plan, exercise: str) -> int | None:
    """The number of one exercise: the one picked from the offer, else the advised one; ``None`` while stopped."""
    dose = plan.doses[exercise]
    picked = answer(target_key(plan.today, exercise))
    return picked if picked in dose.offers else dose.target
