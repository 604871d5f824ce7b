"""The guided session in a real browser: played, interrupted, heard, seen, and saved as it was done."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from support import clock
from support.browsing import settle
from support.clock import today
from support.entries import answer_signs
from support.guided import (
    AGAIN,
    LISTEN,
    READY,
    SETTLE,
    Guided,
    begin_and_cut_off,
    done,
    feel,
    finish_on_the_spot,
    saved_today,
    score,
)
from support.serving import Server

from backcare.domain import ExerciseSet, Felt, Programme, Session, Slot
from backcare.store import LogStore


@pytest.fixture(scope="module")
def guided_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all of these tests: the log is emptied instead."""
    running = Server(tmp_path_factory.mktemp("guided")).start()
    yield running
    running.stop()
    assert [line for line in running.complaints if '"GET /' not in line] == []


@pytest.fixture
def log(guided_server: Server) -> Iterator[LogStore]:
    """The person's log: empty but for having seen the urgent signs."""
    store = guided_server.store()
    for row in store.read_log().sets.itertuples():
        store.delete_session(row.day.date(), Slot(row.slot))
    for day in store.read_log().signs["day"].dt.date:
        store.delete_signs(day)
    answer_signs(store)
    yield store
    store.engine.dispose()


@pytest.fixture
def guided(page: Page, guided_server: Server, log: LogStore) -> Iterator[Guided]:
    person = Guided(page, guided_server)
    yield person
    assert person.complaints == []


# A whole session ------------------------------------------------------------------------------------------------------


def test_a_session_with_pause_skip_and_stop_is_saved_as_done(guided: Guided, log: LogStore) -> None:
    page = guided.page
    guided.open()
    score(page, "Pain before the session", 3)
    guided.control_clock()
    guided.begin()

    guided.to_first_move()  # good posture: five, with a pause in the third
    guided.posture()
    guided.posture()
    guided.pass_time(1)
    guided.press("p")
    guided.shows("Paused")
    guided.pass_time(90)
    guided.press("p")
    guided.pass_time(AGAIN + 0.2)
    for _ in range(3):
        guided.posture(1)

    guided.to_first_move()  # back bends: two, then skipped
    for _ in range(2):
        guided.pass_time(3.2)
        guided.press("Space")
        guided.pass_time(3.2)
    guided.press("ArrowRight")

    guided.shows("Down to the floor")
    guided.press("Space")
    guided.to_first_move()  # rolling the knees: three and a half, then a new pain
    guided.pass_time(12 * 3 + 6)
    guided.press("w")
    guided.shows("Stop. What happened?")
    guided.button("A new pain").click()
    guided.shows("Stop: Rolling your knees")
    guided.button("Continue with the others").click()

    guided.to_first_move()  # tilting the pelvis: five
    guided.pass_time(5 * 6)
    guided.press("Space")  # the settling of the last one, on the front
    guided.pass_time(READY + 0.2)
    for _ in range(5):
        guided.pass_time(3.2)
        guided.press("Space")
        guided.pass_time(3.2)
    guided.button("I am up").click()

    expect(page.get_by_role("heading", name="Session finished")).to_be_visible()
    score(page, "Pain now", 5)
    expect(page.get_by_text("Your pain rose from 3 to 5.")).to_be_visible()
    for name in ("good posture", "tilting your pelvis", "back bend from lying"):
        feel(page, name, "Comfortable")
    feel(page, "back bends", "Uncomfortable")
    guided.button("Save the session").click()

    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    session = saved_today(log)
    assert done(session) == {
        "good-posture": (5, Felt.COMFORTABLE),
        "back-bends": (2, Felt.UNCOMFORTABLE),
        "rolling-your-knees": (3, Felt.NEW_PAIN),
        "tilting-your-pelvis": (5, Felt.COMFORTABLE),
        "back-bend-from-lying": (5, Felt.COMFORTABLE),
    }
    assert session is not None
    assert (session.pain_before, session.pain_after) == (3, 5)
    assert guided.draft() is None
    assert guided.asked == []
    guided.button("Stop all for now").click()
    expect(page.get_by_text("All your exercises are stopped for now.")).to_be_visible()
    assert {felt.stops for _, felt in done(saved_today(log)).values()} == {True}


def test_nothing_is_saved_before_each_exercise_has_its_answer_nor_twice(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    save = guided.button("Save the session")
    save.click()
    expect(guided.page.get_by_text("Nothing is saved yet. How did good posture feel?")).to_be_visible()
    assert saved_today(log) is None

    feel(guided.page, "good posture", "Comfortable")
    save.dblclick()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (1, Felt.COMFORTABLE)}
    assert len(log.read_log().sessions) == 1


def test_an_unsure_person_marks_all_that_were_done(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    guided.press("ArrowRight")
    guided.to_first_move()
    guided.press("w")
    guided.page.get_by_label("I am not sure: mark all of these").check()
    guided.button("It made my symptoms worse").click()
    guided.shows("Stop: Good posture, Back bends")
    guided.button("End the session").click()
    guided.button("Save the session").click()

    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (1, Felt.WORSE), "back-bends": (1, Felt.WORSE)}
    expect(guided.page.get_by_text("Stop good posture and back bends for now.")).to_be_visible()


def test_a_session_in_which_nothing_was_done_leaves_nothing_behind(guided: Guided, log: LogStore) -> None:
    guided.start()
    finish_on_the_spot(guided)
    expect(guided.button("Start the session")).to_be_visible()
    assert guided.draft() is None


def test_a_session_that_shall_not_be_saved_is_discarded(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    guided.page.get_by_role("button", name="Do not save").click()
    guided.button("Discard this session").click()
    expect(guided.page.get_by_role("heading", name="Not saved")).to_be_visible()
    assert saved_today(log) is None
    assert guided.draft() is None


# Undisturbed ----------------------------------------------------------------------------------------------------------


def test_every_phase_comes_within_50_ms_on_the_page_too(guided: Guided, programme: Programme) -> None:
    guided.open()
    guided.page.get_by_text("Sound and holds").click()
    guided.page.get_by_label("Holds").select_option("10")
    guided.control_clock()
    guided.begin()
    guided.press("Space")
    guided.pass_time(READY + 5 * 14 + SETTLE + READY + 5 * 16 + 1)

    seen = guided.heard("segment")[1:]  # without the settling, which was cut short
    lengths = [READY]
    for exercise, rest in (("good-posture", [SETTLE, READY]), ("back-bends", [])):
        lengths += [phase.seconds or 10 for phase in programme.exercise(exercise).phases] * 5 + rest
    first = seen[0]["at"]
    due = [first + 1000 * sum(lengths[:n]) for n in range(len(lengths))]
    assert len(seen) == len(due)
    assert [event["at"] for event in seen] == pytest.approx(due, abs=0.01)
    assert max(event["clock"] - event["at"] for event in seen) <= 50


def test_a_hidden_tab_goes_on_although_its_own_timers_never_fire(guided: Guided) -> None:
    """A browser slows the timers of a hidden tab to one a minute."""
    guided.open()
    guided.page.evaluate(LISTEN)
    guided.begin()
    guided.page.evaluate("""() => {
      Object.defineProperty(document, "hidden", {get: () => true});
      window.setTimeout = () => 0;
    }""")
    guided.press("Space")
    guided.page.wait_for_function("heard.filter(e => e.type === 'segment').length >= 4")
    at = [event["at"] for event in guided.heard("segment")]
    assert at == sorted(set(at))


def test_a_rerun_of_the_page_does_not_disturb_the_session(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    before = guided.heard("segment")
    guided.page.get_by_role("radio", name="4", exact=True, include_hidden=True).first.dispatch_event("click")
    settle(guided.page)
    guided.shows("Sit up straight")
    guided.posture()
    assert guided.heard("segment")[: len(before)] == before
    assert [e["done"] for e in guided.heard("repetition")] == [1, 2]
    assert guided.heard("paused") == []


def test_a_restart_of_the_server_neither_stops_the_session_nor_loses_it(page: Page, tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    store = server.store()
    answer_signs(store)
    try:
        guided = Guided(page, server)
        guided.open()
        page.evaluate(LISTEN)
        guided.begin()
        guided.press("Space")
        page.wait_for_function("heard.length >= 3")
        server.stop()
        expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED")
        guided.shows("Hold")
        guided.press("Space")
        page.wait_for_function("heard.some(e => e.type === 'repetition')")
        finish_on_the_spot(guided)
        expect(page.get_by_text("Saving… Your session is safe on this device.")).to_be_visible()
        server.start()
        expect(page.get_by_role("heading", name="How did it go?")).to_be_visible(timeout=45_000)
        feel(page, "good posture", "Comfortable")
        guided.button("Save the session").click()
        expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
        assert done(saved_today(store)) == {"good-posture": (1, Felt.COMFORTABLE)}
    finally:
        server.stop()
        store.engine.dispose()


def test_a_phone_that_was_locked_for_a_minute_waits(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    guided.page.clock.fast_forward(60_000)
    guided.shows("Paused")
    guided.shows("The screen was off, so the session waited for you.")
    guided.press("Space")
    guided.shows("Get ready")
    assert [e["done"] for e in guided.heard("repetition")] == [1]


def test_a_reload_in_mid_session_asks_and_then_offers_to_go_on(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()

    guided.page.reload()

    assert guided.asked == ["beforeunload"]
    expect(guided.page.get_by_text("Good posture: 1 of 5")).to_be_visible()
    guided.button("Continue").click()
    guided.shows("Get into position")
    expect(guided.page.locator("[data-is=repetition]")).to_have_text("2")
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (1, Felt.COMFORTABLE)}


def test_an_unfinished_session_can_be_saved_or_begun_again(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    guided.page.goto("about:blank")
    guided.open()
    guided.button("Start again").click()
    expect(guided.button("Start the session")).to_be_visible()
    assert guided.draft() is None


def test_yesterdays_unfinished_session_can_be_saved_but_not_continued(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    guided.page.evaluate("""() => {
      for (const key of Object.keys(localStorage).filter(k => k.startsWith("backcare.guided."))) {
        const draft = JSON.parse(localStorage[key]);
        window.addEventListener("pagehide", () => (localStorage[key] = JSON.stringify({...draft, day: "2026-03-03"})));
      }
    }""")
    guided.page.goto("about:blank")
    guided.page.goto(f"{guided.server.url}/session")
    expect(guided.button("Save what you did")).to_be_visible()
    expect(guided.button("Continue")).to_be_hidden()
    guided.button("Save what you did").click()
    expect(guided.page.get_by_role("heading", name="How did it go?")).to_be_visible()


def test_leaving_with_an_unsaved_session_asks_and_keeps_the_draft(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    expect(guided.button("Save the session")).to_be_visible()
    guided.page.get_by_role("link", name="Today").first.click()
    assert guided.asked == ["confirm"]
    expect(guided.page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    assert guided.draft() is not None
    guided.page.goto(f"{guided.server.url}/session")
    expect(guided.button("Save the session")).to_be_visible()


# Sound, keys, sight ---------------------------------------------------------------------------------------------------

VOICES = """
  window.spoken = [];
  const voices = [{name: "Cloud", lang: "en-GB", localService: false}, LOCAL];
  Object.defineProperty(window, "speechSynthesis", {value: {
    getVoices: () => voices.filter(Boolean), cancel() {},
    speak: u => window.spoken.push([u.text, u.voice.name, u.volume]),
    speaking: false, pending: false, addEventListener() {}, removeEventListener() {},
  }});
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  window.tones = 0;
  const make = AudioContext.prototype.createOscillator;
  AudioContext.prototype.createOscillator = function () { window.tones++; return make.call(this); };
"""


def test_only_a_voice_of_the_device_speaks_and_says_what_to_do(guided: Guided) -> None:
    local = '{name: "Local", lang: "en-US", localService: true}'
    guided.page.add_init_script(VOICES.replace("LOCAL", local))
    guided.start()
    guided.to_first_move()
    guided.posture()
    spoken = guided.page.evaluate("spoken")
    texts = [text for text, _, _ in spoken]
    assert {voice for _, voice, _ in spoken} == {"Local"}
    assert texts[0].startswith("Good posture. 5 repetitions. Sit on a chair")
    assert texts[1:6] == ["Get ready.", "4", "3", "2", "1"]
    assert texts[6:9] == ["1. Sit up straight.", "Hold for as long as is comfortable.", "Relax."]
    assert guided.page.evaluate("tones") == 0


def test_without_a_local_voice_there_are_tones_and_no_text_leaves(guided: Guided) -> None:
    guided.page.add_init_script(VOICES.replace("LOCAL", "null"))
    guided.start()
    guided.to_first_move()
    assert guided.page.evaluate("spoken") == []
    assert guided.page.evaluate("tones") > 3


def test_silence_is_silent_and_the_choice_stays(guided: Guided) -> None:
    guided.page.add_init_script(VOICES.replace("LOCAL", '{name: "Local", lang: "en", localService: true}'))
    guided.open()
    guided.page.get_by_text("Sound and holds").click()
    guided.page.get_by_label("Silent").check()
    guided.page.reload()
    guided.start()
    guided.to_first_move()
    assert guided.page.evaluate("[spoken.length, tones]") == [0, 0]


def test_all_of_it_works_by_keyboard(guided: Guided, log: LogStore) -> None:
    page = guided.page
    guided.open()
    guided.control_clock()
    guided.button("Start the session").focus()
    guided.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    guided.to_first_move()
    guided.posture()
    guided.press("ArrowLeft")  # back one
    guided.pass_time(AGAIN + 0.2)
    guided.posture()
    guided.press("m")  # sound
    expect(page.get_by_label("Volume")).to_be_visible()
    guided.press("Escape", "p")
    guided.shows("Paused")
    expect(page.locator(".stage").get_by_role("button", name="Continue")).to_be_focused()
    guided.press("Enter")
    guided.pass_time(AGAIN + 0.2)
    guided.press("s")
    guided.press("s")
    expect(page.get_by_role("heading", name="Down to the floor")).to_be_focused()
    guided.press("Space")
    guided.press("w")
    expect(page.get_by_role("heading", name="Stop. What happened?")).to_be_focused()
    guided.press("Tab", "Enter")
    guided.shows("Stop: Good posture")
    expect(page.get_by_role("heading", name="Stop: Good posture")).to_be_focused()
    guided.press("Tab", "Tab", "Tab", "Tab", "Enter")  # past the two answers about the urgent signs
    guided.shows("Up from the floor")
    guided.press("Space")
    expect(page.get_by_role("heading", name="Session ended early")).to_be_focused()
    assert [e["done"] for e in guided.heard("repetition")] == [1, 1]


def test_letter_keys_can_be_turned_off(guided: Guided) -> None:
    guided.open()
    guided.page.get_by_text("Sound and holds").click()
    guided.page.get_by_label("Letter keys").uncheck()
    guided.begin()
    guided.press("w")
    guided.shows("Get into position")
    guided.press("ArrowRight")
    guided.shows("Back bends")


def test_a_tap_anywhere_on_the_stage_ends_an_open_hold(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    guided.pass_time(2.2)
    guided.shows("Hold")
    guided.page.locator("svg.figure").click()
    guided.shows("Relax")


def test_each_phase_is_announced_once_and_the_digits_are_not(guided: Guided) -> None:
    guided.start()
    guided.to_first_move()
    status = guided.page.get_by_role("dialog").get_by_role("status")
    expect(status).to_have_text("Repetition 1 of 5. Sit up straight.")
    guided.pass_time(2.2)
    expect(status).to_have_text("Hold for as long as is comfortable.")
    expect(guided.page.get_by_role("timer")).to_have_attribute("aria-live", "off")


SIZES = {"laptop": (1280, 800), "phone": (390, 844), "phone on its side": (844, 390)}


@pytest.fixture(params=[("laptop", "light"), ("phone", "dark"), ("phone on its side", "light")], ids=" ".join)
def sized(request: pytest.FixtureRequest, browser: Browser, guided_server: Server, log: LogStore) -> Iterator[Guided]:
    (width, height), scheme = SIZES[request.param[0]], request.param[1]
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        locale="en-GB",
        has_touch=width < 1000,
        timezone_id=clock.ZONE,
    )
    person = Guided(context.new_page(), guided_server)
    yield person
    context.close()
    assert person.complaints == []


def assert_fits(guided: Guided) -> None:
    """No sideways scrolling; each control of the stage is on the screen, and large enough for a thumb."""
    page = guided.page
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    size = page.viewport_size
    assert size is not None
    for button in page.locator("dialog footer button, .stage button").all():
        if not button.is_visible():
            continue
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]


def test_no_screen_has_an_axe_violation_or_leaves_the_window(sized: Guided) -> None:
    def day_view(name: str) -> None:
        assert sized.violations() == [], name
        assert_fits(sized)

    steps: list[tuple[str, Callable[[], None]]] = [
        ("settling", sized.begin),
        ("get ready", lambda: sized.press("Space")),
        ("running", lambda: sized.pass_time(READY + 0.5)),
        ("open hold", lambda: sized.pass_time(2)),
        ("sound", lambda: sized.press("m")),
        ("paused", lambda: sized.press("Escape", "p")),
        ("down", lambda: sized.press("ArrowRight", "ArrowRight")),
        ("on the floor", lambda: sized.press("Space")),
        ("finish", lambda: sized.press("f")),
        ("worse", lambda: (sized.button("Continue the session").click(), sized.press("w"))[0]),
        ("advice", sized.button("A new pain").click),
        ("up", sized.button("End the session").click),
        ("done", lambda: sized.press("Space")),
    ]
    sized.open()
    day_view("start")
    sized.page.get_by_text("Sound and holds").click()
    day_view("settings")
    sized.control_clock()
    for name, action in steps:
        action()
        day_view(name)


@pytest.mark.parametrize(("wish", "moves"), [("no-preference", True), ("reduce", False)])
def test_the_figure_moves_unless_less_motion_is_wished(
    browser: Browser, guided_server: Server, log: LogStore, wish: Any, moves: bool
) -> None:
    context = browser.new_context(reduced_motion=wish, timezone_id=clock.ZONE)
    guided = Guided(context.new_page(), guided_server)
    guided.start()
    guided.to_first_move()
    guided.shows("Sit up straight")
    figure = guided.page.locator("svg.figure")
    drawings = set()
    for _ in range(8):
        drawings.add(figure.inner_html())
        guided.pass_time(0.15)
    assert (len(drawings) > 3) is moves
    context.close()


# What today's plan and log bring along --------------------------------------------------------------------------------


def record_days(log: LogStore, today: date, days: int) -> None:
    """Good posture, five times, comfortably, on each of the days before."""
    for back in range(days, 0, -1):
        one = ExerciseSet("good-posture", 5, Felt.COMFORTABLE)
        log.record_session(Session(today - timedelta(days=back), Slot.MORNING, (one,)))


def test_an_offer_is_taken_up_on_the_start_card(guided: Guided, log: LogStore) -> None:
    record_days(log, today(), 3)
    guided.open()
    offer = guided.page.get_by_role("group", name="Repetitions of good posture")
    expect(offer.get_by_role("radio", name="5")).to_be_checked()
    assert guided.violations() == []
    offer.get_by_role("radio", name="7").check()
    guided.begin()
    expect(guided.page.locator("[data-is=target]")).to_have_text("of 7")


def test_a_second_session_in_one_slot_is_added_to_the_first(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    draft = guided.draft()
    assert draft is not None
    day, slot = date.fromisoformat(draft["day"]), Slot(draft["slot"])
    earlier = ExerciseSet("back-bends", 4, Felt.UNCOMFORTABLE)
    log.record_session(Session(day, slot, (earlier,), pain_before=2, note="kept"))
    feel(guided.page, "good posture", "Comfortable")
    expect(guided.page.get_by_text("We keep the higher number and the worse feeling of the two.")).to_be_visible()
    guided.button("Save the session").click()

    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    session = saved_today(log)
    assert done(session) == {"back-bends": (4, Felt.UNCOMFORTABLE), "good-posture": (1, Felt.COMFORTABLE)}
    assert session is not None
    assert (session.pain_before, session.note) == (2, "kept")


# Nothing that was said is lost, and nothing that was recorded is softened --------------------------------------------


def session_of_draft(guided: Guided) -> tuple[date, Slot]:
    draft = guided.draft()
    assert draft is not None
    return date.fromisoformat(draft["day"]), Slot(draft["slot"])


def say_new_pain(guided: Guided) -> None:
    guided.press("w")
    guided.button("A new pain").click()
    guided.shows("This is in your log now.")


def test_a_stop_is_in_the_log_from_the_moment_it_is_said(guided: Guided, log: LogStore) -> None:
    page = guided.page
    guided.start()
    guided.to_first_move()
    guided.posture()
    say_new_pain(guided)
    assert done(saved_today(log)) == {"good-posture": (1, Felt.NEW_PAIN)}
    guided.button("End the session").click()
    expect(page.get_by_text("Good posture: 1 repetition, new pain. This is already in your log.")).to_be_visible()
    expect(page.get_by_role("radiogroup", name="How did good posture feel?")).to_have_count(0)
    page.get_by_role("link", name="Today").first.click()  # and "Save the session" is never pressed

    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.get_by_text("Stopped: good posture").click()
    expect(page.get_by_text("Stopped today: it brought on a new pain.")).to_be_visible()
    expect(page.locator(".exercises details").filter(has_text="Good posture")).to_have_count(0)


def test_a_stop_that_was_not_meant_is_taken_back(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    say_new_pain(guided)
    guided.button("I did not mean that: take it back").click()
    guided.shows("Get into position")
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    assert saved_today(log) is None
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (2, Felt.COMFORTABLE)}


def test_a_stop_can_be_undone_after_the_session_too(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    say_new_pain(guided)
    guided.button("End the session").click()
    expect(guided.page.get_by_role("heading", name="How did it go?")).to_be_visible()
    settle(guided.page)
    guided.button("Undo").click()
    expect(guided.page.get_by_text("Undone.")).to_be_visible()
    assert saved_today(log) is None
    feel(guided.page, "good posture", "Uncomfortable")
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (1, Felt.UNCOMFORTABLE)}


def test_a_new_pain_before_the_first_repetition_is_kept(guided: Guided, log: LogStore) -> None:
    guided.start()
    say_new_pain(guided)
    guided.shows("Stop: Good posture")
    guided.button("End the session").click()
    expect(guided.page.get_by_role("heading", name="How did it go?")).to_be_visible()
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (1, Felt.NEW_PAIN)}


def test_two_stops_of_one_session_are_both_kept_with_what_follows(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    say_new_pain(guided)
    guided.button("Continue with the others").click()
    guided.to_first_move()
    guided.pass_time(1)
    guided.press("w")
    guided.button("It made my symptoms worse").click()
    guided.shows("This is in your log now.")
    guided.button("End the session").click()
    score(guided.page, "Pain now", 8)
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    session = saved_today(log)
    assert done(session) == {"good-posture": (1, Felt.NEW_PAIN), "back-bends": (1, Felt.WORSE)}
    assert session is not None
    assert session.pain_after == 8


def test_a_stop_said_while_the_server_is_away_is_recorded_later(page: Page, tmp_path: Path) -> None:
    server = Server(tmp_path).start()
    store = server.store()
    answer_signs(store)
    try:
        guided = begin_and_cut_off(page, server)
        guided.press("w")
        guided.button("A new pain").click()
        guided.shows("Saving… It is safe on this device.")
        server.start()
        expect(page.get_by_text("This is in your log now.")).to_be_visible(timeout=45_000)
        assert done(saved_today(store)) == {"good-posture": (1, Felt.NEW_PAIN)}
    finally:
        server.stop()
        store.engine.dispose()


def test_a_stop_from_another_place_survives_the_end_of_the_session(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    day, slot = session_of_draft(guided)
    log.record_session(Session(day, slot, (ExerciseSet("good-posture", 9, Felt.NEW_PAIN),)))
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    expect(guided.page.get_by_text("session: 1 exercise (Good posture: new pain)")).to_be_visible()
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (9, Felt.NEW_PAIN)}


def test_what_was_recorded_since_the_form_was_drawn_is_told_before_saving(guided: Guided, log: LogStore) -> None:
    guided.start()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    settle(guided.page)
    day, slot = session_of_draft(guided)
    log.record_session(Session(day, slot, (ExerciseSet("good-posture", 9, Felt.UNCOMFORTABLE),)))
    guided.button("Save the session").click()
    expect(guided.page.get_by_text("was changed somewhere else after you opened it.")).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (9, Felt.UNCOMFORTABLE)}
    settle(guided.page)  # Pressed before the form is drawn anew, it is refused again.
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    assert done(saved_today(log)) == {"good-posture": (9, Felt.UNCOMFORTABLE)}


def test_the_start_asks_for_todays_numbers_first(guided: Guided, log: LogStore) -> None:
    guided.open()
    plan = guided.page.locator("[data-is=plan]")
    expect(plan).to_contain_text("Back bends")
    log.record_session(Session(today(), Slot.EVENING, (ExerciseSet("back-bends", 5, Felt.WORSE),)))
    guided.button("Start the session").click()
    expect(guided.page.get_by_text("Your numbers have changed since you opened this page.")).to_be_visible()
    expect(plan).not_to_contain_text("Back bends,")
    expect(guided.page.get_by_role("dialog")).to_have_count(0)
    guided.begin()
    guided.press("ArrowRight")
    guided.shows("Down to the floor")


def test_the_start_card_names_the_next_session_that_is_not_logged(guided: Guided, log: LogStore) -> None:
    first, rest = Slot.MIDDAY, (Slot.EVENING, Slot.MORNING)  # It is noon.
    guided.open()
    heading = guided.page.get_by_role("heading", level=2).filter(has_text="session, ")
    expect(heading).to_contain_text(f"{first.capitalize()} session")
    posture = (ExerciseSet("good-posture", 5, Felt.COMFORTABLE),)
    log.record_session(Session(today(), first, posture))
    guided.open()
    expect(heading).to_contain_text(f"{rest[0].capitalize()} session")
    guided.page.get_by_role("group", name="Which session is it?").get_by_role("radio", name=first.capitalize()).check()
    expect(heading).to_contain_text(f"{first.capitalize()} session")
    expect(guided.page.get_by_text("This session is in your log already.")).to_be_visible()
    for slot in rest:
        log.record_session(Session(today(), slot, posture))
    guided.open()
    added = f"All three of today's sessions are in your log already. What you do now is added to the {first} session"
    expect(guided.page.get_by_text(added)).to_be_visible()
    assert guided.violations() == []


def test_the_session_chosen_on_the_start_card_is_saved(guided: Guided, log: LogStore) -> None:
    guided.open()
    guided.page.get_by_role("group", name="Which session is it?").get_by_role("radio", name="Midday").check()
    guided.control_clock()
    guided.begin()
    guided.to_first_move()
    guided.posture()
    finish_on_the_spot(guided)
    feel(guided.page, "good posture", "Comfortable")
    guided.button("Save the session").click()
    expect(guided.page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    session = saved_today(log)
    assert session is not None
    assert session.slot is Slot.MIDDAY


@pytest.mark.parametrize("started", [True, False])
def test_the_pain_before_a_session_survives_a_reload(guided: Guided, log: LogStore, started: bool) -> None:
    guided.open()
    score(guided.page, "Pain before the session", 3)
    settle(guided.page)
    if started:
        guided.begin()
        guided.page.evaluate(LISTEN)
        guided.press("Space")
    guided.page.reload()
    expect(guided.button("Start the session").or_(guided.button("Continue"))).to_be_visible()
    before = guided.page.get_by_role("radiogroup", name=re.compile("Pain before the session"))
    expect(before.get_by_role("radio", name="3", exact=True)).to_be_checked()


@pytest.mark.parametrize("path", ["/", "/log"])
def test_an_unfinished_session_is_told_first_and_leads_back(guided: Guided, path: str) -> None:
    page = guided.page
    guided.start()
    guided.to_first_move()
    guided.posture()
    say_new_pain(guided)
    page.goto("about:blank")
    page.goto(guided.server.url + path)
    told = page.get_by_role("region", name="Unfinished session")
    expect(told).to_contain_text("is not finished. Good posture: new pain.")
    first = told.bounding_box()
    other = page.get_by_text("Stopped: good posture" if path == "/" else "Session", exact=True).first.bounding_box()
    assert first is not None
    assert other is not None
    assert first["y"] < other["y"]
    assert guided.violations() == []
    told.get_by_role("button", name="Finish or save it").click()
    guided.button("Save what you did").click()
    guided.button("Save the session").click()
    expect(page.get_by_role("heading", name="Saved", exact=True)).to_be_visible()
    page.get_by_role("button", name="I have read this").click()
    page.get_by_role("link", name="Today").first.click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    expect(told).to_be_hidden()
