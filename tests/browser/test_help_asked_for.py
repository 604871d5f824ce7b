"""Help and urgent signs in a real browser: from every page in two presses, links that dial, and nothing asked twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support.browsing import go, reload, settle, unfold
from support.clock import today
from support.entries import answer_signs
from support.guided import Guided, begin_and_cut_off
from support.logs import EXERCISES
from support.serving import Server

from backcare.domain import DayEntry, ExerciseSet, Felt, Session, SignsAnswer, Slot

PAGES = ("Today", "Exercises", "Log", "Progress", "Records", "Settings", "Help")
ANSWERED = "() => Object.values(localStorage).some((kept) => JSON.parse(kept)?.signs?.answered)"
"""That the draft of the session knows that Python has its answer."""
NARROW = {"width": 390, "height": 844}


def fill(server: Server) -> None:
    """Two weeks and a day without improvement, up to today."""
    store = server.store()
    answer_signs(store)
    for ago in range(14, -1, -1):
        day = today() - timedelta(days=ago)
        sets = tuple(ExerciseSet(exercise, 5, Felt.COMFORTABLE) for exercise in EXERCISES)
        store.record_session(Session(day, Slot.MORNING, sets))
        store.record_day(DayEntry(day, 6, change=0 if ago == 0 else None))


def is_held(page: Page) -> None:
    """Nothing but the number to phone, by links that dial."""
    expect(page.get_by_role("heading", name="Phone 111 now")).to_be_visible()
    expect(page.get_by_role("link", name="Phone 111")).to_have_attribute("href", "tel:111")
    expect(page.get_by_role("link", name="Phone 999")).to_have_attribute("href", "tel:999")
    for closed in ("I did it", "Start the guided session", "Start the session"):
        expect(page.get_by_role("button", name=closed)).to_have_count(0)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="I have spoken to NHS 24 or a doctor and may exercise").click()
    expect(page.get_by_role("heading", name="Phone 111 now")).to_have_count(0)
    settle(page)


def violations(page: Page) -> list[str]:
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]


def test_from_every_page_an_urgent_sign_is_said_in_two_presses(visit, server):
    answer_signs(server.store())
    page = visit("/")
    for name in PAGES:
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.get_by_role("link", name="Urgent signs").first.click()
        page.get_by_role("button", name="One or more applies").click()
        is_held(page)
        settle(page)
        go_on(page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_that_says_to_phone_is_accessible(visit, server, scheme):
    answer_signs(server.store(), SignsAnswer.APPLIES, today())
    page = visit("/", viewport=NARROW, color_scheme=scheme)
    is_held(page)
    assert violations(page) == []
    go(page, f"{server.url}/session")
    is_held(page)


def test_help_asked_for_on_the_card_becomes_one_line(visit, server):
    fill(server)
    page = visit("/", viewport=NARROW)
    unfold(page, "No better: time to get help")
    expect(page.get_by_role("link", name="Phone 111 (NHS 24)")).to_have_attribute("href", "tel:111")
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Page to take along (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("button", name="I have asked for help").click()
    page.get_by_role("radio", name="GP", exact=True).click()
    page.get_by_role("textbox", name="What did they say?").fill("Come in on Friday")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("strong").filter(has_text="You asked your GP on")).to_be_visible()
    (contact,) = server.store().read_log().contacts_on(today())
    assert (contact.whom, contact.note) == ("gp", "Come in on Friday")
    go(page, f"{server.url}/progress")
    page.locator("strong").filter(has_text="You asked your GP on").click()
    expect(page.get_by_text("Follow what they told you.")).to_be_visible()


def test_the_number_that_is_filled_in_dials(visit, server):
    fill(server)
    page = visit("/progress")
    page.get_by_role("radio", name="Yes", exact=True).click()
    expect(page.get_by_text("Speak to your GP")).to_have_count(0)
    settle(page)
    page.get_by_role("button", name="Add the Helpline's number").click()
    page.get_by_role("textbox", name="The Helpline's number").fill("0141 000 0000")
    page.get_by_role("button", name="Save the number").click()
    link = page.get_by_role("link", name="Phone the MSK Helpline")
    expect(link).to_have_attribute("href", "tel:01410000000")


def start(page: Page, server: Server) -> Guided:
    guided = Guided(page, server)
    guided.start()
    guided.to_first_move()
    guided.posture()
    return guided


def test_an_urgent_sign_in_the_guided_session_closes_it(visit, server):
    answer_signs(server.store())
    page = visit("/session", viewport=NARROW)
    guided = start(page, server)
    guided.button("Urgent signs").click()
    assert guided.violations() == []
    guided.button("One or more applies").click()
    is_held(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert server.store().read_log().signs_on(today()).answer is SignsAnswer.APPLIES
    # Once a doctor has cleared it, the session can be taken up, and the old answer is not given again.
    guided.pass_time(5)
    reload(page)
    go_on(page)
    reload(page)
    expect(guided.button("Continue")).to_be_visible()
    assert server.store().read_log().signs_on(today()).answer is SignsAnswer.CLEARED
    guided.button("Continue").click()
    guided.shows("Get into position")


def test_none_of_the_signs_goes_on_with_the_session(visit, server):
    answer_signs(server.store())
    page = visit("/session")
    guided = start(page, server)
    guided.button("Urgent signs").click()
    guided.button("None of these").click()
    guided.shows("Sit up straight")
    page.wait_for_function(ANSWERED)
    assert server.store().read_log().signs_on(today()).answer is SignsAnswer.NONE
    expect(page.get_by_role("dialog")).to_be_visible()


def test_signs_said_while_the_server_is_away_are_recorded_later(page: Page, tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    store = server.store()
    answer_signs(store)
    try:
        guided = begin_and_cut_off(page, server)
        guided.button("Urgent signs").click()
        guided.button("One or more applies").click()
        expect(page.get_by_role("link", name="Phone 111")).to_have_attribute("href", "tel:111")
        server.start()
        button = page.get_by_role("button", name="I have spoken to NHS 24 or a doctor and may exercise")
        expect(button).to_be_visible(timeout=45_000)
        assert store.read_log().signs_on(today()).answer is SignsAnswer.APPLIES
    finally:
        server.stop()
        store.engine.dispose()
