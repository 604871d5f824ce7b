"""The daily loop in a real browser: read, log, look, stop, resume, undo."""

import csv
import re
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from support.browsing import reload, settle
from support.clock import ELSEWHERE, ZONE, today
from support.entries import answer_signs
from support.serving import Server
from support.shifted import shifted_zip

from backcare.domain import ExerciseSet, Felt, Session, Slot


def seen(server: Server) -> None:
    """The first day's page was read."""
    answer_signs(server.store())


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


@pytest.mark.fresh
def test_the_first_request_to_a_fresh_server_may_be_a_deep_link(visit, server):
    page = visit("/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log")
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(7)
    expect(page.get_by_role("link", name="Urgent signs")).to_be_visible()


def test_the_first_day_shows_the_urgent_signs_once_then_asks_for_pain(visit, server):
    page = visit()
    expect(page.get_by_text("Loss of feeling, or pins and needles")).to_be_visible()
    page.get_by_role("button", name="None of these").click()
    expect(page.get_by_text("Average pain over 24 hours")).to_be_visible()
    page.get_by_role("radio", name="6", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert server.store().read_log().day_entry(today()).pain == 6
    reload(page)
    expect(page.get_by_text("Today's sessions")).to_be_visible()
    expect(page.get_by_text("Loss of feeling, or pins and needles")).to_have_count(0)


def test_one_tap_logs_a_slot_as_advised_and_the_chart_shows_it(visit, server):
    seen(server)
    page = visit()
    page.get_by_role("button", name="I did it").click()
    expect(page.get_by_text("Midday session saved.")).to_be_visible()
    session = server.store().read_log().session(today(), Slot.MIDDAY)
    assert [(s.reps, s.felt) for s in session.sets] == [(5, Felt.COMFORTABLE)] * 5
    go(page, "Progress")
    expect(page.get_by_text(re.compile("Rolling your knees: 5 repetitions on"))).to_be_visible()
    bars = page.locator(".mark-rect.role-mark path")
    expect(bars.first).to_be_attached()


def test_a_session_is_corrected_in_the_form_and_the_correction_is_undone(visit, server):
    seen(server)
    page = visit("/log?slot=evening")
    page.get_by_role("spinbutton", name="Back bends").fill("3")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Evening session saved.")).to_be_visible()
    assert {s.exercise: s.reps for s in server.store().read_log().session(today(), Slot.EVENING).sets}[
        "back-bends"
    ] == 3
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert server.store().read_log().sets.empty
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text("Put back.")).to_be_visible()
    assert len(server.store().read_log().sets) == 5


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1280, 1600)])
def test_the_message_of_a_press_is_in_view_and_moves_nothing(visit, server, size):
    seen(server)
    page = visit("/log?slot=midday", viewport={"width": size[0], "height": size[1]})
    save = page.get_by_role("button", name="Save the session")
    save.click()
    expect(page.get_by_test_id("stAlert").filter(has_text="Midday session saved.")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
    settle(page)
    page.get_by_role("textbox", name="Note").first.fill("a note")
    save.click(delay=300)  # As long as a finger takes; leaving the note has run the page meanwhile.
    settle(page)
    expect(page.get_by_test_id("stAlert").filter(has_text="Midday session saved.")).to_be_in_viewport(ratio=1)
    assert server.store().read_log().session(today(), Slot.MIDDAY).note == "a note"


def test_the_message_and_its_undo_go_with_the_next_action(visit, server):
    seen(server)
    page = visit("/log?slot=midday")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_test_id("stAlert")).to_have_text(re.compile("Midday session saved."))
    page.get_by_role("spinbutton", name="Back bends").fill("3")
    page.get_by_role("spinbutton", name="Back bends").blur()
    expect(page.get_by_test_id("stAlert")).to_have_count(0)
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_test_id("stAlert")).to_have_text(re.compile("Midday session saved."))
    # To come back to the tab is no action.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    settle(page)
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    expect(page.get_by_text("Midday session saved.")).to_have_count(0)


def test_a_session_that_made_it_worse_shows_stop_on_a_phone(visit, server):
    seen(server)
    page = visit("/log?slot=midday", viewport={"width": 390, "height": 844})
    page.get_by_role("radio", name="Made it worse").click()
    page.get_by_text("Which one?").wait_for()
    settle(page)
    page.get_by_role("button", name="Back bends", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Save the session").click()
    said = page.get_by_role("dialog").get_by_test_id("stAlert")
    expect(said).to_contain_text("Stop back bends for now.")
    expect(said).to_be_in_viewport(ratio=1)


def test_three_clicks_during_a_slow_save_make_one_session(visit, server):
    seen(server)
    page = visit("/log?slot=midday")
    button = page.get_by_role("button", name="Save the session")
    expect(button).to_be_visible()
    with closing(sqlite3.connect(server.database, isolation_level=None)) as holding:
        holding.execute("BEGIN IMMEDIATE")  # Every save waits for this.
        for _ in range(3):
            button.click()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "running")
        holding.execute("ROLLBACK")
    expect(page.get_by_text("Midday session saved.")).to_be_visible()
    settle(page)
    steps = [step.kind for step in server.store().history()]
    assert steps.count("session") == 1


def test_enter_in_a_number_does_not_save(visit, server):
    seen(server)
    page = visit("/log?slot=midday")
    box = page.get_by_role("spinbutton", name="Good posture")
    box.fill("8")
    box.press("Enter")
    settle(page)
    assert server.store().read_log().sets.empty


def test_what_is_typed_is_still_there_after_looking_at_another_page(visit, server):
    seen(server)
    page = visit("/log?slot=midday")
    page.get_by_role("textbox", name="Note").first.fill("stiff after the drive")
    page.get_by_role("textbox", name="Note").first.blur()
    go(page, "Exercises")
    go(page, "Log")
    expect(page.get_by_role("textbox", name="Note").first).to_have_value("stiff after the drive")


def test_new_pain_stops_at_once_and_can_be_resumed_next_day(visit, server):
    seen(server)
    page = visit("/log?slot=morning")
    page.get_by_role("radio", name="New pain").click()
    page.get_by_role("button", name="Back bends", exact=True).click()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Stop back bends for now.")).to_be_visible()
    expect(page.get_by_text("Phone NHS 24 on 111").first).to_be_visible()
    page.get_by_role("button", name="I have read this").click()
    go(page, "Today")
    page.get_by_text("Stopped: back bends").click()
    expect(page.get_by_text("Stopped today: it brought on a new pain.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("It has settled"))).to_have_count(0)
    expect(page.locator(".exercises details").filter(has_text="Back bends")).to_have_count(0)


def test_a_stopped_exercise_is_tried_again_from_five(visit, server):
    seen(server)
    yesterday = today() - timedelta(days=1)
    bad = ExerciseSet("good-posture", 9, Felt.WORSE)
    server.store().record_session(Session(yesterday, Slot.MORNING, (bad,)))
    page = visit()
    page.get_by_text("Stopped: good posture").click()
    page.get_by_role("button", name=re.compile("It has settled: try good posture again")).click()
    said = page.get_by_test_id("stBottom").get_by_test_id("stAlert")
    expect(said).to_contain_text("You can try good posture again.")
    expect(page.locator(".exercises details").filter(has_text="Good posture")).to_contain_text("5 repetitions")


@pytest.mark.parametrize(
    ("path", "press", "says"),
    [
        ("/", "I did it", "session saved."),
        ("/log", "Save the session", "session saved."),
        ("/records", "Undo", "Undone."),
    ],
)
def test_the_first_press_after_a_restart_is_not_lost(browser, server, path, press, says):
    seen(server)
    page = browser.new_page(timezone_id=ZONE)
    page.goto(server.url + path)
    settle(page)
    server.stop()
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    server.start()
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    page.get_by_role("button", name=press).first.click()
    expect(page.get_by_text("backcare was restarted. Please check this page")).to_be_visible()
    assert [step.kind for step in server.store().history()] == ["signs"]
    page.get_by_role("button", name=press).first.click()
    expect(page.get_by_test_id("stAlert").get_by_text(says)).to_be_visible()
    page.close()


def test_a_rise_in_pain_asks_and_marks_only_on_a_yes(visit, server):
    seen(server)
    page = visit("/log?slot=morning")
    before = page.get_by_role("radiogroup", name="Pain before").get_by_role("radio", name="3", exact=True)
    before.click()
    page.get_by_role("radiogroup", name="Pain after").get_by_role("radio", name="4", exact=True).click()
    expect(page.get_by_text("Your pain went up by 2 points or more")).to_have_count(0)
    page.get_by_role("radiogroup", name="Pain after").get_by_role("radio", name="5", exact=True).click()
    expect(page.get_by_text("Your pain went up by 2 points or more")).to_be_visible()
    page.get_by_role("button", name="Yes, it made it worse").click()
    expect(page.get_by_text("Which one?")).to_be_visible()
    settle(page)  # While the card goes, the button stands there twice.
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    sets = server.store().read_log().session(today(), Slot.MORNING).sets
    assert {s.felt for s in sets} == {Felt.WORSE}


@pytest.mark.parametrize("name", ["improving", "flare", "odd"])
def test_a_log_imported_through_the_page_gives_the_expected_advice(visit, server, tmp_path: Path, name: str):
    seen(server)
    with Path("data/samples", name, "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    shown = sorted({row["today"] for row in expected})[-2]
    archive = tmp_path / "log.zip"
    archive.write_bytes(shifted_zip(name, date.fromisoformat(shown), today()))
    page = visit("/records")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(archive)
    expect(page.get_by_text(re.compile(r"New: \d+"))).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Imported.")).to_be_visible()
    go(page, "Today")
    for row in (row for row in expected if row["today"] == shown):
        title = row["exercise"].replace("-", " ").capitalize()
        if row["action"] == "stop":
            expect(page.get_by_text(re.compile(rf"{title}\s*Stopped"))).to_be_attached()
            continue
        card = page.locator(".exercises details").filter(has=page.get_by_text(title, exact=True))
        expect(card).to_contain_text(f"{row['target']} repetitions")
        for offer in row["offers"].split():
            group = page.locator(f'[role=radiogroup][aria-label$="{title.lower()}"]')
            expect(group.get_by_text(offer, exact=True)).to_be_attached()
    banner = page.get_by_text("time to get help", exact=False).filter(has_text=":")
    expect(banner).to_have_count(1 if expected[-1]["refer"] and row["refer"] == "True" else 0)


@pytest.mark.parametrize("zone", [ZONE, ELSEWHERE], ids=["here", "elsewhere"])
def test_today_is_the_day_of_the_browsers_time_zone(visit, server, zone: str):
    seen(server)
    page = visit(timezone_id=zone)
    local = today(zone)
    expect(page.get_by_text(f"{local:%A} {local.day} {local:%B %Y}")).to_be_visible()
    hour = datetime.now(ZoneInfo(zone)).hour
    page.get_by_role("button", name="I did it").click()
    expect(page.get_by_text(f"{Slot.at(hour).capitalize()} session saved.")).to_be_visible()
    assert set(server.store().read_log().sets["day"].dt.date) == {local}
    go(page, "Progress")
    expect(page.get_by_text(re.compile(f"Good posture: 5 repetitions on {local.day} {local:%B}"))).to_be_visible()
    label = page.get_by_test_id("stVegaLiteChart").nth(1).locator("text", has_text=f"{local:%b}").last
    expect(label).to_be_attached()
