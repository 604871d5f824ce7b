"""Chosen times → a calendar file: three daily reminders and the two-week review, for the person's own calendar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event

from backcare import __version__
from backcare.domain import NAME_LENGTH, Slot
from backcare.errors import InvalidValue
from backcare.rules.review import REVIEW_AFTER
from backcare.zones import zone_of

DEFAULT_TIMES: Mapping[Slot, time] = {Slot.MORNING: time(8), Slot.MIDDAY: time(13), Slot.EVENING: time(19)}
"""What the form offers first (ours)."""
MINUTES = 15
"""How long an entry is drawn in the calendar (ours); it does not block the time."""
REVIEW_ALARM = timedelta(hours=9)
"""After midnight of the review's day (ours)."""
_NAMESPACE = UUID("6f0b2f1e-5f0a-5c55-9d5c-2b1a2f6a4c11")
_COUNTING_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def reminders_ics(
    times: Mapping[Slot, time],
    course_first: date | None,
    today: date,
    timezone: str,
    *,
    person: str = "me",
    now: datetime | None = None,
) -> bytes:
    """An RFC 5545 calendar: a reminder every day at each chosen time, and the review on day 15 of the course.

    The times are "floating": 7:30 is 7:30 by the clock where the person is, before and after a clock change and when
    travelling, which is what a time of day for exercises means; a fixed zone would ring at 8:30 on holiday in Spain.
    ``timezone`` is only named as the calendar's own, for programs that know no floating time.

    Each entry's UID is the same at every export, and its SEQUENCE grows with ``now`` (midnight of ``today`` when not
    given), so that importing again changes the entries that are there. Raises ``InvalidValue`` when there is nothing
    to remind of, or a time or zone makes no sense.
    """
    stamp = _stamp(now, today)
    calendar = Calendar()
    calendar.add("prodid", f"-//backcare//backcare {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", "Back exercises")
    calendar.add("x-wr-timezone", zone_of(timezone).key)
    whose = "" if person == "me" else f" ({' '.join(person.split())[:NAME_LENGTH]})"
    for slot in Slot:
        if slot in times:
            event = _reminder(slot, _local(today, times[slot]), whose)
            calendar.add_component(_stamped(event, _uid(person, slot), stamp))
    if course_first is not None:
        event = _review(course_first + timedelta(days=REVIEW_AFTER), whose)
        calendar.add_component(_stamped(event, _uid(person, "review"), stamp))
    if not calendar.subcomponents:
        raise InvalidValue("times", dict(times), "at least one time of day")
    return bytes(calendar.to_ical())


def _stamp(now: datetime | None, today: date) -> datetime:
    if now is None:
        return datetime(today.year, today.month, today.day, tzinfo=UTC)
    if now.tzinfo is None:
        raise InvalidValue("now", now, "a time with its zone")
    return now.astimezone(UTC).replace(microsecond=0)


def _local(day: date, at: time) -> datetime:
    if at.tzinfo is not None:
        raise InvalidValue("times", at, "times of day without a zone")
    return datetime(day.year, day.month, day.day, at.hour, at.minute)  # noqa: DTZ001 Floating: see reminders_ics.


def _uid(person: str, what: str) -> str:
    # A hash, so that the name does not travel where the person did not write it.
    return f"{uuid5(_NAMESPACE, f'{person}/{what}')}@backcare"


def _stamped(event: Event, uid: str, stamp: datetime) -> Event:
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    # Whole minutes grow with every export and fit a calendar program's 32-bit number for four thousand years.
    event.add("sequence", max(int((stamp - _COUNTING_FROM) / timedelta(minutes=1)), 0))
    # Seen by others in a shared calendar as private, and never as busy.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event


def _reminder(slot: Slot, start: datetime, whose: str) -> Event:
    event = Event()
    event.add("summary", f"Back exercises: {slot}{whose}")
    event.add(
        "description",
        "As many repetitions as backcare shows for today. Stop an exercise that makes your symptoms worse or brings on "
        "a new pain. Not needed any more? Delete this entry with all its repeats.",
    )
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=MINUTES))
    event.add("rrule", {"freq": ["daily"]})
    event.add_component(_alarm(f"Back exercises: {slot}", timedelta(0)))
    return event


def _review(day: date, whose: str) -> Event:
    event = Event()
    event.add("summary", f"Back exercises: two-week review{whose}")
    event.add(
        "description",
        "Open Progress in backcare: it compares your pain with the start and says where to turn if it is no better.",
    )
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add_component(_alarm("Back exercises: two-week review", REVIEW_ALARM))
    return event


def _alarm(text: str, after: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", after)
    return alarm
