"""The day turns over under a running server, whose clock is moved: each press belongs to a day that was seen."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from support.browsing import go, settle
from support.entries import answer_signs
from support.guided import Guided, feel, finish_on_the_spot
from support.serving import Server

from backcare.domain import ExerciseSet, Felt, Session, Settings, Slot
from backcare.labels import format_weekday
from backcare.store import LogStore

LONDON = "Europe/London"
WEST = "America/Los_Angeles"
EAST = "Pacific/Auckland"
SHOWS = {
    "/": "text={words}",
    "/settings": ".st-key-save-settings-me-{day}",
    "/records": ".st-key-back-up-me-{day}",
    "/progress": "text='15 Nov'",
}
"""What tells on a page that it is that of 28 November: a button is named after its day, two weeks begin on the 15th."""

STOOD = """name => {
    const anyButton = "[data-testid=stButton] button, [data-testid=stFormSubmitButton] button";
    const buttons = [...document.querySelectorAll(anyButton)];
    const button = buttons.find(one => one.innerText.includes(name));
    const now = performance.now();
    if (window.stands !== button) [window.stands, window.since] = [button, now];
    return button && now - window.since > 300;
}"""


@dataclass
class Clock:
    """The clock of a running server. A server's waits hang when it is put back, so each test has a later year."""

    file: Path
    year: int

    def put(self, ahead: float) -> None:
        """So many seconds ahead of the real time."""
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{ahead:+.3f}\n")
        os.replace(beside, self.file)

    def show(self, day: int, at: str, zone: str = LONDON) -> None:
        """Go on from this hour of a day of November."""
        moment = datetime.fromisoformat(f"{self.day(day)}T{at}").replace(tzinfo=ZoneInfo(zone))
        self.put(moment.timestamp() - time.time())

    def day(self, day: int) -> date:
        return date(self.year, 11, day)


@pytest.fixture(scope="module")
def clocked(faketime: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Clock]]:
    """A server and its clock, for all of these tests. The clock's file is not in the folder that is emptied."""
    clock = Clock(tmp_path_factory.mktemp("clock") / "ahead", datetime.now(UTC).year)
    clock.put(0)
    moved = {"LD_PRELOAD": str(faketime), "FAKETIME_TIMESTAMP_FILE": str(clock.file), "FAKETIME_NO_CACHE": "1"}
    running = Server(tmp_path_factory.mktemp("midnight"), moved).start()
    yield running, clock
    running.stop()
    left = (f"/dev/shm/{name}_{running.process.pid}" for name in ("faketime_shm", "sem.faketime_sem"))
    for path in map(Path, left):  # A process that ends by a signal leaves these behind.
        path.unlink(missing_ok=True)
    assert running.complaints == []


@pytest.fixture
def server(clocked: tuple[Server, Clock]) -> Server:
    """In place of the one that tells the real time."""
    running, clock = clocked
    running.empty()
    answer_signs(running.store())
    clock.year += 1
    return running


@pytest.fixture
def visit(visit: Callable[..., Page]) -> Callable[..., Page]:
    """In London, unless a test says where else; the day ends there as the clock says."""
    return partial(visit, timezone_id=LONDON)


@pytest.fixture
def clock(clocked: tuple[Server, Clock], server: Server) -> Clock:
    return clocked[1]


@pytest.fixture
def log(server: Server) -> Iterator[LogStore]:
    store = server.store()
    yield store
    store.engine.dispose()


def sessions(log: LogStore) -> list[tuple[int, Slot]]:
    """The day of November and the slot of each."""
    return [(row.day.day, Slot(row.slot)) for row in log.read_log().sessions.itertuples()]


def expect_said(page: Page, text: str) -> None:
    """The last press came to this."""
    expect(page.get_by_test_id("stBottom").get_by_test_id("stAlert").get_by_text(text)).to_be_visible()


def press(page: Page, name: str) -> None:
    """Once the button has stood for as long as it takes to read what it belongs to: an earlier press is refused."""
    page.wait_for_function(STOOD, arg=name)
    page.get_by_role("button", name=name).first.click()


def open_page(page: Page, name: str) -> None:
    """From the navigation."""
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def come_back(page: Page) -> None:
    """What a browser tells a page whose tab is looked at again."""
    assert page.evaluate("document.visibilityState") == "visible"
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def expect_form_of(page: Page, day: date) -> None:
    """Log shows this day's form."""
    expect(page.get_by_label("Day", exact=True)).to_have_value(day.isoformat())


# A page that was left open --------------------------------------------------------------------------------------------


def test_today_left_open_overnight_saves_nothing_until_it_was_seen_anew(visit, clock, log):
    log.record_session(Session(clock.day(26), Slot.MORNING, (ExerciseSet("back-bends", 5, Felt.COMFORTABLE),)))
    clock.show(28, "21:00")
    page = visit()
    expect(page.get_by_text(format_weekday(clock.day(28)))).to_be_visible()
    clock.show(29, "08:00")
    press(page, "I did it")
    said = f"It is {format_weekday(clock.day(29))} now, but this page was for another day. Nothing is saved yet"
    expect_said(page, said)
    expect(page.get_by_text(f"{format_weekday(clock.day(29))} ·")).to_be_visible()
    assert sessions(log) == [(26, Slot.MORNING)]
    press(page, "I did it")
    expect_said(page, "Morning session saved.")
    assert sessions(log) == [(26, Slot.MORNING), (29, Slot.MORNING)]


def test_today_draws_itself_anew_at_midnight_without_a_press(visit, clock, log):
    clock.show(28, "23:59:55")
    page = visit()
    expect(page.get_by_text(format_weekday(clock.day(28)))).to_be_visible()
    expect(page.get_by_text(format_weekday(clock.day(29)))).to_be_visible(timeout=40_000)
    press(page, "I did it")
    expect_said(page, "Morning session saved.")
    assert sessions(log) == [(29, Slot.MORNING)]


@pytest.mark.parametrize("path", SHOWS)
def test_coming_back_to_the_tab_shows_the_new_day(visit, clock, log, path: str):
    log.record_session(Session(clock.day(26), Slot.MORNING, (ExerciseSet("back-bends", 5, Felt.COMFORTABLE),)))
    clock.show(28, "21:00")
    page = visit(path)
    before = page.locator(SHOWS[path].format(day=clock.day(28), words=format_weekday(clock.day(28)))).first
    expect(before).to_be_visible()
    clock.show(29, "08:00")
    come_back(page)
    expect(before).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_waking_from_sleep_shows_the_new_day(visit, server, clock):
    clock.show(28, "21:00")
    page = visit("/help")
    page.clock.install()
    go(page, server.url)
    expect(page.get_by_text(format_weekday(clock.day(28)))).to_be_visible()
    clock.show(29, "08:00")
    page.clock.fast_forward("11:00:00")
    expect(page.get_by_text(format_weekday(clock.day(29)))).to_be_visible()


def test_settings_left_open_overnight_are_refused_once_then_saved(visit, clock, log):
    clock.show(28, "21:00")
    page = visit("/settings")
    page.get_by_role("radio", name="7", exact=True).click()
    settle(page)
    clock.show(29, "08:00")
    press(page, "Save the settings")
    expect_said(page, "but this page was for another day. Nothing is saved yet")
    assert log.read_log().settings == Settings()
    press(page, "Save the settings")
    expect_said(page, "Settings saved.")
    assert log.read_log().settings == Settings(few_days=7)


# A page that names its day --------------------------------------------------------------------------------------------


def test_log_keeps_its_day_over_midnight_and_names_it(visit, clock, log):
    clock.show(26, "23:50")
    page = visit("/log?slot=evening")
    expect_form_of(page, clock.day(26))
    clock.show(27, "08:00")
    come_back(page)
    expect(page.get_by_role("radio", name="Yesterday")).to_be_checked()
    expect_form_of(page, clock.day(26))
    press(page, "Save the session")
    expect_said(page, "Evening session of 26 November saved.")
    assert sessions(log) == [(26, Slot.EVENING)]
    open_page(page, "Today")
    open_page(page, "Log")
    expect_form_of(page, clock.day(27))


def test_a_press_on_log_after_midnight_saves_the_day_it_shows(visit, clock, log):
    clock.show(26, "23:50")
    page = visit("/log?slot=morning")
    expect_form_of(page, clock.day(26))
    clock.show(27, "08:00")
    press(page, "Save the session")
    expect_said(page, "Morning session of 26 November saved.")
    expect_form_of(page, clock.day(26))
    assert sessions(log) == [(26, Slot.MORNING)]


def test_a_guided_session_over_midnight_belongs_to_its_first_day(visit, server, clock, log):
    clock.show(26, "23:50")
    guided = Guided(visit("/session"), server)
    guided.control_clock()
    guided.begin()
    guided.to_first_move()
    guided.posture()
    clock.show(27, "00:20")
    come_back(guided.page)
    guided.posture()
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    guided.button("Save the session").click()
    expect_said(guided.page, "Evening session of 26 November saved.")
    assert sessions(log) == [(26, Slot.EVENING)]
    session = log.read_log().session(clock.day(26), Slot.EVENING)
    assert session.sets == (ExerciseSet("good-posture", 2, Felt.COMFORTABLE),)
    assert guided.complaints == []


# Soon after midnight --------------------------------------------------------------------------------------------------


def test_soon_after_midnight_today_leads_to_yesterdays_form(visit, clock, log):
    clock.show(27, "00:30")
    page = visit()
    expect(page.get_by_text(format_weekday(clock.day(27)))).to_be_visible()
    press(page, f"Still up? Log for yesterday, {format_weekday(clock.day(26))}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log")
    expect_form_of(page, clock.day(26))
    press(page, "Save the session")
    expect_said(page, "Evening session of 26 November saved.")
    assert sessions(log) == [(26, Slot.EVENING)]
    open_page(page, "Today")
    expect(page.get_by_role("button", name="Still up?")).to_be_visible()
    clock.show(27, "12:00")
    come_back(page)
    expect(page.get_by_role("button", name="Still up?")).to_have_count(0)
    expect(page.get_by_text(format_weekday(clock.day(27)))).to_be_visible()


def test_soon_after_midnight_log_has_yesterday_beside_today(visit, clock, log):
    clock.show(27, "00:30")
    page = visit("/log")
    expect_form_of(page, clock.day(27))
    near = page.get_by_role("radiogroup", name="Yesterday or Today")
    expect(near.get_by_role("radio", name="Today")).to_be_checked()
    near.get_by_role("radio", name="Yesterday").click()
    expect_form_of(page, clock.day(26))
    settle(page)
    press(page, "Save the session")
    expect_said(page, "Evening session of 26 November saved.")
    assert sessions(log) == [(26, Slot.EVENING)]


# Two zones at one moment: the 27th in Auckland, the 26th in Los Angeles -----------------------------------------------


def test_a_stop_recorded_in_auckland_holds_in_los_angeles(visit, clock, log):
    clock.show(26, "12:00", WEST)
    east = visit("/log?slot=morning", timezone_id=EAST)
    expect_form_of(east, clock.day(27))
    east.get_by_role("radio", name="New pain").click()
    east.get_by_role("button", name="Back bends", exact=True).click()
    press(east, "Save the session")
    expect(east.get_by_text("Stop back bends for now.")).to_be_visible()
    west = visit(timezone_id=WEST)
    expect(west.get_by_text(format_weekday(clock.day(26)))).to_be_visible()
    expect(west.get_by_text("Stopped: back bends")).to_be_visible()
    expect(west.locator(".exercises details").filter(has_text="Good posture")).to_have_count(1)
    expect(west.locator(".exercises details").filter(has_text="Back bends")).to_have_count(0)
    assert sessions(log) == [(27, Slot.MORNING)]


def test_an_entry_ahead_is_told_opened_and_deleted_in_the_west(visit, clock, log):
    clock.show(26, "12:00", WEST)
    log.record_session(Session(clock.day(27), Slot.MIDDAY, (ExerciseSet("back-bends", 5, Felt.NEW_PAIN),)))
    page = visit(timezone_id=WEST)
    told = page.get_by_text(f"1 entry is dated tomorrow, {format_weekday(clock.day(27))}.")
    page.get_by_text("1 entry is dated tomorrow", exact=True).click()
    expect(told).to_be_visible()
    open_page(page, "Log")
    expect_form_of(page, clock.day(26))
    page.get_by_text("1 entry is dated tomorrow", exact=True).click()
    expect(told).to_be_visible()
    press(page, "Look at 27 November")
    expect_form_of(page, clock.day(27))
    expect(page.get_by_role("radio", name="Midday")).to_be_checked()
    press(page, "Delete this session")
    expect_said(page, "Midday session of 27 November deleted.")
    assert sessions(log) == []
    open_page(page, "Today")
    expect(page.locator(".exercises details").filter(has_text="Back bends")).to_have_count(1)
    expect(told).to_have_count(0)


def test_records_open_when_the_only_entry_is_ahead(visit, clock, log):
    clock.show(26, "12:00", WEST)
    log.record_session(Session(clock.day(27), Slot.MORNING, (ExerciseSet("back-bends", 5, Felt.COMFORTABLE),)))
    page = visit("/records", timezone_id=WEST)
    expect(page.get_by_role("heading", level=1)).to_have_text("Records")
    expect(page.get_by_role("button", name="Export (CSV)")).to_be_visible()
    expect(page.locator(f".st-key-erase-me-{clock.day(26)}")).to_be_attached()
    expect(page.get_by_text("Something went wrong")).to_have_count(0)
