"""Chosen times → a calendar file: three daily reminders and the two-week review, for the person's own calendar."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event
from icalendar.enums import CLASS, TRANSP

from backcare import __version__
from backcare.domain import Slot
from backcare.errors import InvalidValue
from backcare.rules.review import REVIEW_AFTER
from backcare.zones import zone_of

DEFAULT_TIMES: Mapping[Slot, time] = {Slot.MORNING: time(8), Slot.MIDDAY: time(13), Slot.EVENING: time(19)}
"""What the form offers first (ours)."""
LENGTH = timedelta(minutes=15)
"""How long an entry is drawn in the calendar (ours); it does not block the time."""
REVIEW_ALARM = timedelta(hours=9)
"""After midnight of the review's day (ours)."""
_NAMESPACE = UUID("6f0b2f1e-5f0a-5c55-9d5c-2b1a2f6a4c11")


def reminders_ics(times: Mapping[Slot, time], course_first: date | None, now: datetime, timezone: str) -> bytes:
    """An RFC 5545 calendar: a reminder every day at each chosen time, and the review on day 15 of the course.

    The times are "floating": 7:30 is 7:30 by the clock where the person is, before and after a clock change and when
    travelling, which is what a time of day for exercises means; a fixed zone would ring at 8:30 on holiday in Spain.
    ``timezone`` is only named as the calendar's own, for programs that know no floating time.

    ``now``: where the person is, with its zone. Each entry's UID is the same at every export, and its SEQUENCE grows
    with ``now``, so that importing again changes the entries that are there. Raises ``InvalidValue`` when there is
    nothing to remind of, or the zone makes no sense.
    """
    events = [_reminder(slot, datetime.combine(now, times[slot]), now) for slot in Slot if slot in times]
    if course_first is not None:
        events.append(_review(course_first + timedelta(days=REVIEW_AFTER), now))
    if not events:
        raise InvalidValue("times", dict(times), "at least one time of day")
    calendar = Calendar.new(
        prodid=f"-//backcare//backcare {__version__}//EN",
        calscale="GREGORIAN",
        name="Back exercises",
        uid=_uid("calendar"),
        subcomponents=events,
    )
    calendar.add("x-wr-timezone", zone_of(timezone).key)
    return bytes(calendar.to_ical())


def _uid(what: str) -> str:
    return f"{uuid5(_NAMESPACE, f'me/{what}')}@backcare"


def _reminder(slot: Slot, start: datetime, now: datetime) -> Event:
    description = (
        "Do the number that backcare shows for today. Stop an exercise if it makes your symptoms worse or brings on a "
        "new pain. No longer needed? Delete this entry with all its repeats."
    )
    event = _event(slot, f"Back exercises: {slot}", description, (start, start + LENGTH), timedelta(0), now)
    event.add("rrule", {"freq": ["daily"]})
    return event


def _review(day: date, now: datetime) -> Event:
    description = (
        "Score your pain in backcare and say how your back is compared with the start. If it is no better, get help. "
        "Phone the MSK Helpline if it serves your area. If not, speak to your GP to find out if you can refer yourself "
        "to a local MSK service. Phone 111 at once for new numbness between your legs, new trouble with your bladder "
        "or bowel, or a significant injury."
    )
    span = (day, day + timedelta(days=1))
    return _event("review", "Back exercises: two-week review", description, span, REVIEW_ALARM, now)


def _event(
    what: str, summary: str, description: str, span: tuple[date, date], alarm_after: timedelta, now: datetime
) -> Event:
    """An entry with an alarm; others see it in a shared calendar as private, and never as busy."""
    alarm = Alarm.new(description=summary)
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", alarm_after)
    stamp = now.astimezone(UTC).replace(microsecond=0)
    return Event.new(
        uid=_uid(what),
        summary=summary,
        description=description,
        start=span[0],
        end=span[1],
        stamp=stamp,
        last_modified=stamp,
        # Whole minutes grow with every export and fit a calendar program's 32-bit number for four thousand years.
        sequence=int(stamp.timestamp()) // 60,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[alarm],
    )
