"""The calendar file, read back with a parser that had no part in making it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject
from icalendar import Calendar

from backcare.domain import Slot
from backcare.errors import InvalidValue
from backcare.exchange.calendar import reminders_ics

LONDON = "Europe/London"
FIRST = date(2026, 3, 2)
TIMES = {Slot.MORNING: time(7, 30), Slot.MIDDAY: time(13), Slot.EVENING: time(19, 45)}


def made(
    today: date = FIRST,
    first: date | None = FIRST,
    times: Mapping[Slot, time] = TIMES,
    hour: time = time(0, tzinfo=UTC),
) -> bytes:
    """The file as it is made at this hour of a day."""
    return reminders_ics(times, first, datetime.combine(today, hour), LONDON)


def events(ics: bytes) -> dict[str, vobject.base.Component]:
    """The entries by UID, as another parser reads them."""
    calendar = vobject.readOne(ics.decode("utf-8"))
    found = {event.uid.value: event for event in calendar.vevent_list}
    assert len(found) == len(calendar.vevent_list)
    return found


def by_start(ics: bytes) -> list[vobject.base.Component]:
    """The daily reminders in the order of the day."""
    return sorted((e for e in events(ics).values() if "rrule" in e.contents), key=lambda e: e.dtstart.value)


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_half_past_seven_stays_half_past_seven_over_a_clock_change(change: date) -> None:
    eve = change - timedelta(days=1)
    morning = by_start(made(today=eve))[0]
    rings = list(morning.getrruleset()[0:3])
    assert rings == [datetime.combine(eve + timedelta(days=n), time(7, 30)) for n in range(3)]
    # Floating: bound to the clock on the wall, in no zone that a journey or a change could shift.
    assert {ring.tzinfo for ring in rings} == {None}
    assert re.search(rb"^DTSTART:\d{8}T073000\r$", made(today=eve), re.MULTILINE)


def test_there_are_three_reminders_at_the_chosen_times_from_today() -> None:
    starts = [e.dtstart.value for e in by_start(made(today=date(2026, 3, 9)))]
    assert starts == [datetime.combine(date(2026, 3, 9), at) for at in TIMES.values()]


def test_a_slot_without_a_time_has_no_reminder() -> None:
    (only,) = by_start(made(times={Slot.EVENING: time(21)}))
    assert only.summary.value == "Back exercises: evening"
    assert only.dtstart.value.hour == 21


def test_the_review_is_a_whole_day_on_day_15() -> None:
    (review,) = [e for e in events(made()).values() if "rrule" not in e.contents]
    assert review.dtstart.value == date(2026, 3, 16)
    assert review.dtend.value == date(2026, 3, 17)
    assert "review" in review.summary.value


def test_the_review_says_what_to_do_and_links_to_nothing() -> None:
    (review,) = [e for e in events(made()).values() if "rrule" not in e.contents]
    text = review.description.value
    for words in ("Score your pain", "MSK Helpline", "speak to your GP", "Phone 111 at once"):
        assert words in text
    assert "http" not in made().decode()
    assert "\nURL" not in made().decode()


def test_without_a_course_there_is_no_review() -> None:
    assert len(events(made(first=None))) == 3


def test_every_entry_rings() -> None:
    alarms = {e.summary.value: e.valarm for e in events(made()).values()}
    assert {a.action.value for a in alarms.values()} == {"DISPLAY"}
    assert all(a.description.value for a in alarms.values())
    rings = {name: a.trigger.value for name, a in alarms.items()}
    assert rings.pop("Back exercises: two-week review") == timedelta(hours=9)
    assert set(rings.values()) == {timedelta(0)}


def test_importing_again_updates_what_is_there() -> None:
    before = events(made())
    later = {Slot.MORNING: time(9), Slot.MIDDAY: time(12), Slot.EVENING: time(18)}
    after = events(made(today=date(2026, 5, 1), first=date(2026, 4, 20), times=later))
    assert before.keys() == after.keys()
    assert all(int(after[u].sequence.value) > int(before[u].sequence.value) for u in before)
    assert all(after[u].last_modified.value > before[u].last_modified.value for u in before)
    assert all(after[u].dtstamp.value > before[u].dtstamp.value for u in before)


def test_a_change_on_the_same_day_counts_as_newer() -> None:
    first, second = (events(made(hour=time(12, minute, tzinfo=UTC))) for minute in (0, 1))
    assert all(int(second[u].sequence.value) > int(first[u].sequence.value) for u in first)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made() == made()


def test_a_new_version_replaces_what_an_older_one_made() -> None:
    assert "b6d384ce-d814-55e7-a5ea-bc82f474e9d8@backcare" in events(made())


def test_a_clock_before_2020_makes_no_negative_number() -> None:
    assert {event.sequence.value for event in events(made(today=date(1970, 1, 1))).values()} == {"0"}


def test_the_entries_are_private_and_block_no_time() -> None:
    for event in events(made()).values():
        assert (event.contents["class"][0].value, event.transp.value) == ("PRIVATE", "TRANSPARENT")


def test_the_file_is_as_the_standard_wants_it() -> None:
    ics = made()
    lines = ics.split(b"\r\n")
    assert b"\n" not in ics.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    calendar = Calendar.from_ical(ics)
    assert (calendar["version"], calendar["calscale"]) == ("2.0", "GREGORIAN")
    assert [component.errors for component in calendar.walk() if component.errors] == []


def test_nothing_to_remind_of_is_refused() -> None:
    with pytest.raises(InvalidValue, match="at least one time of day"):
        made(times={}, first=None)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "Europe/London\r\nX-EVIL:1"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(InvalidValue, match="a zone such as Europe/London"):
        reminders_ics(TIMES, FIRST, datetime.now(UTC), zone)
