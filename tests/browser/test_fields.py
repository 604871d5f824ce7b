"""The fields of our own in a real browser: pressed, typed, taken back, by keyboard, kept, and saved at once."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browsing import go, settle
from support.clock import ZONE, today
from support.entries import answer_signs

from backcare.domain import NOTE_LENGTH, ExerciseSet, Felt, Session, Slot


@pytest.fixture
def log(server):
    store = server.store()
    answer_signs(store)
    return store


def scale(page: Page, name: str) -> Locator:
    return page.get_by_role("radiogroup", name=name)


def score(page: Page, name: str, value: int) -> Locator:
    return scale(page, name).get_by_role("radio", name=str(value), exact=True)


def chosen(page: Page, name: str) -> list[str]:
    return scale(page, name).get_by_role("radio", checked=True).all_inner_texts()


def test_no_score_is_chosen_beforehand_and_a_second_press_takes_one_back(visit, log):
    page = visit("/log?slot=morning")
    assert chosen(page, "Pain before") == []
    score(page, "Pain before", 0).click()
    assert chosen(page, "Pain before") == ["0"]
    score(page, "Pain before", 7).click()
    score(page, "Pain after", 10).click()
    assert (chosen(page, "Pain before"), chosen(page, "Pain after")) == (["7"], ["10"])
    score(page, "Pain after", 10).click()
    assert chosen(page, "Pain after") == []
    settle(page)
    assert (chosen(page, "Pain before"), chosen(page, "Pain after")) == (["7"], [])
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    saved = log.read_log().session(today(), Slot.MORNING)
    assert (saved.pain_before, saved.pain_after) == (7, None)


@pytest.mark.parametrize("last", [0, 7])
def test_a_score_that_is_pressed_right_before_saving_is_saved(visit, log, last):
    page = visit("/log?slot=morning")
    # Both in one go, faster than any hand: the second press must not overtake the first.
    score(page, "Pain after", last).evaluate(
        """(score) => {
          score.click();
          [...document.querySelectorAll("button")].find((one) => one.textContent === "Save the session").click();
        }"""
    )
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert log.read_log().session(today(), Slot.MORNING).pain_after == last


def test_a_score_stays_between_pages_and_goes_when_it_is_saved(visit, log):
    page = visit("/log?slot=morning")
    score(page, "Pain before", 4).click()
    for name in ("Help", "Log"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(score(page, "Pain before", 4)).to_be_checked()
    score(page, "Pain before", 6).click()
    page.get_by_text("Midday", exact=True).click()
    expect(scale(page, "Pain before").get_by_role("radio", checked=True)).to_have_count(0)
    page.get_by_text("Morning", exact=True).click()
    expect(score(page, "Pain before", 6)).to_be_checked()


def test_a_score_is_asked_again_after_an_undo_with_none_chosen(visit, log):
    page = visit("/")
    score(page, "Average pain over 24 hours", 5).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert log.read_log().day_entry(today()).pain == 5
    page.get_by_role("button", name="Undo").click()
    expect(scale(page, "Average pain over 24 hours")).to_be_visible()
    assert chosen(page, "Average pain over 24 hours") == []
    score(page, "Average pain over 24 hours", 5).click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert log.read_log().day_entry(today()).pain == 5


def test_arrow_keys_go_along_the_scale_and_only_space_or_enter_chooses(visit, log):
    page = visit("/log?slot=morning")
    score(page, "Pain before", 0).focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert chosen(page, "Pain before") == []
    page.keyboard.press("Space")
    assert chosen(page, "Pain before") == ["9"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert chosen(page, "Pain after") == ["0"]


def test_a_score_survives_a_restart_of_the_server(browser, log, server):
    page = browser.new_page(timezone_id=ZONE)
    go(page, f"{server.url}/log")
    score(page, "Pain before", 3).click()
    settle(page)
    server.stop()
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    server.start()
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    settle(page)
    expect(score(page, "Pain before", 3)).to_be_checked()
    score(page, "Pain after", 5).click()
    expect(page.get_by_text("Your pain went up by 2 points or more")).to_be_visible()  # The new server knows of both.
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("session saved.")).to_be_visible()
    saved = log.read_log().sessions.iloc[0]
    assert (saved.pain_before, saved.pain_after) == (3, 5)
    page.close()


def test_every_score_is_big_enough_to_hit(visit, log):
    page = visit("/log")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        for value in range(11):
            box = score(page, "Pain before", value).bounding_box()
            assert min(box["width"], box["height"]) >= 44, (width, value)


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("spinbutton", name=name)


def reps(log) -> dict[str, int]:
    return {s.exercise: s.reps for s in log.read_log().session(today(), Slot.MORNING).sets}


@pytest.mark.parametrize("how", ["typed", "stepped"])
def test_a_number_that_is_changed_right_before_saving_is_saved(visit, log, how):
    page = visit("/log?slot=morning")
    if how == "typed":
        number(page, "Back bends").fill("7")
    else:
        for _ in range(2):
            page.get_by_role("button", name="Back bends: 1 more").click()
    expect(number(page, "Back bends")).to_have_value("7")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert reps(log)["back-bends"] == 7
    settle(page)
    expect(number(page, "Back bends")).to_have_value("7")


def test_an_impossible_number_is_told_at_once_and_can_be_mended(visit, log):
    page = visit("/log?slot=morning")
    number(page, "Back bends").fill("201")
    number(page, "Back bends").blur()
    expect(page.get_by_text("“201” is not a whole number from 0 to 200.", exact=True)).to_be_visible()
    expect(number(page, "Back bends")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Nothing is saved yet. Back bends: “201” is not a whole number")).to_be_visible()
    assert log.read_log().sets.empty
    expect(number(page, "Back bends")).to_have_value("201")
    page.get_by_role("button", name="Back bends: 1 fewer").click()
    expect(page.get_by_text("“201” is not a whole number from 0 to 200.", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert reps(log)["back-bends"] == 200


@pytest.mark.parametrize("slip", ["8-", "5,5", "5-6", "12 reps", "0x10", "1e2", "²"])
def test_a_slip_is_told_beside_the_field_and_stays_as_typed(visit, log, slip):
    page = visit("/log?slot=morning")
    number(page, "Back bends").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(slip)
    page.keyboard.press("Tab")
    told = page.get_by_text(f"“{slip}” is not a whole number from 0 to 200.", exact=True)
    expect(told).to_be_visible()
    page.get_by_role("button", name="Back bends: 1 more").click()  # What is no number cannot be counted on from.
    for name in ("Help", "Log"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(number(page, "Back bends")).to_have_value(slip)
    expect(told).to_be_visible()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text(f"Nothing is saved yet. Back bends: “{slip}” is not a whole number")).to_be_visible()
    assert log.read_log().sets.empty


def test_the_press_that_leaves_a_slip_or_its_correction_is_not_lost(visit, log):
    page = visit("/log?slot=morning", viewport={"width": 1280, "height": 900})
    save = page.get_by_role("button", name="Save the session")
    for typed, told in (("12 reps", "Nothing is saved yet. Back bends: “12 reps”"), ("6", "Morning session saved.")):
        number(page, "Back bends").fill(typed)
        save.click(delay=300)  # As long as a finger takes; leaving the field has run the page meanwhile.
        expect(page.get_by_text(told)).to_be_visible()
    assert reps(log)["back-bends"] == 6


@pytest.mark.parametrize("typed", ["8", " 8 ", "08"])
def test_a_number_is_read_with_spaces_and_zeros_around_it(visit, log, typed):
    page = visit("/log?slot=morning")
    number(page, "Back bends").fill(typed)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert reps(log)["back-bends"] == 8


def test_a_tap_on_save_right_after_typing_saves_what_was_typed(visit, log):
    page = visit("/log?slot=morning", viewport={"width": 390, "height": 844}, has_touch=True)
    number(page, "Back bends").tap()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("8")
    score(page, "Pain before", 3).tap()
    note(page).tap()
    page.keyboard.type("stiff")
    page.get_by_role("button", name="Save the session").tap()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    saved = log.read_log().session(today(), Slot.MORNING)
    assert (saved.pain_before, saved.note, reps(log)["back-bends"]) == (3, "stiff", 8)


@pytest.mark.parametrize("size", [(390, 844), (1280, 800)])
def test_a_session_is_filled_in_and_saved_by_keyboard_alone(visit, log, size):
    page = visit("/log?slot=morning", viewport={"width": size[0], "height": size[1]})
    number(page, "Rolling your knees").focus()
    for key in ("ArrowUp", "Tab", "ArrowDown", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("9")
    for key in ("Tab", "ArrowRight", "Space", "Tab", "Tab", "Tab"):  # How it felt: uncomfortable.
        page.keyboard.press(key)
        settle(page)
    expect(page.get_by_role("radio", name="Uncomfortable")).to_be_checked()
    page.get_by_role("button", name="Save the session").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert [reps(log)[e] for e in ("rolling-your-knees", "tilting-your-pelvis", "back-bend-from-lying")] == [6, 4, 9]
    assert {s.felt for s in log.read_log().session(today(), Slot.MORNING).sets} == {Felt.UNCOMFORTABLE}


def note(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Note").first


def test_a_note_that_is_too_long_is_told_with_its_length(visit, log):
    page = visit("/log?slot=morning")
    note(page).fill("a" * (NOTE_LENGTH + 1))
    told = page.get_by_text("10,001 characters are too long; at most 10,000 fit.", exact=True)
    expect(told).to_be_visible()  # While it is typed.
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Nothing is saved yet. Note: 10,001 characters are too long")).to_be_visible()
    assert log.read_log().sets.empty
    note(page).press("End")
    note(page).press("Backspace")
    expect(told).to_be_hidden()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert log.read_log().session(today(), Slot.MORNING).note == "a" * NOTE_LENGTH


def test_an_answer_from_the_server_changes_nothing_under_the_typing(visit, log):
    page = visit("/log?slot=morning")
    note(page).click()
    page.keyboard.type("stiff ")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")  # A run of the page.
    settle(page)
    page.keyboard.type("today")
    expect(note(page)).to_have_value("stiff today")
    score(page, "Pain before", 3).click()
    settle(page)
    expect(note(page)).to_have_value("stiff today")


def test_steps_end_at_none_and_an_empty_number_leaves_the_exercise_out(visit, log):
    page = visit("/log?slot=morning")
    for _ in range(6):
        page.get_by_role("button", name="Good posture: 1 fewer").click()
    expect(number(page, "Good posture")).to_have_value("0")
    number(page, "Back bends").fill("")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert not {"good-posture", "back-bends"} & set(reps(log))


def test_a_number_stays_between_pages_and_changes_with_the_slot(visit, log):
    page = visit("/log?slot=morning")
    number(page, "Back bends").fill("8")
    for name in ("Help", "Log"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(number(page, "Back bends")).to_have_value("8")
    page.get_by_role("radio", name="Midday").click()
    expect(number(page, "Back bends")).to_have_value("5")
    page.get_by_role("radio", name="Morning").click()
    expect(number(page, "Back bends")).to_have_value("8")


def test_the_wheel_scrolls_the_page_and_changes_no_number(visit, log):
    page = visit("/log?slot=morning", viewport={"width": 390, "height": 600})
    number(page, "Back bends").click()
    page.mouse.wheel(0, 200)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    expect(number(page, "Back bends")).to_have_value("5")


def test_the_buttons_of_a_number_are_big_enough_on_a_phone(visit, log):
    page = visit("/log", viewport={"width": 390, "height": 844})
    for name in ("Back bends: 1 fewer", "Back bends: 1 more"):
        box = page.get_by_role("button", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    first, second = (number(page, name).bounding_box() for name in ("Rolling your knees", "Tilting your pelvis"))
    assert first["y"] == second["y"]
    assert second["x"] + second["width"] < 390


def test_the_number_typed_last_stays_when_each_exercise_is_asked(visit, log):
    page = visit("/log?slot=morning")
    each = page.get_by_text("Rate each exercise on its own")
    number(page, "Back bends").fill("7")
    each.click()
    expect(page.get_by_role("radiogroup", name="How back bends felt")).to_be_visible()
    expect(number(page, "Back bends")).to_have_value("7")
    number(page, "Back bends").fill("8")
    number(page, "Back bends").blur()
    page.get_by_role("radiogroup", name="How good posture felt").get_by_role("radio", name="Uncomfortable").click()
    settle(page)
    each.click()
    expect(page.get_by_role("radiogroup", name="How did it feel?")).to_be_visible()
    expect(number(page, "Back bends")).to_have_value("8")
    each.click()
    felt = page.get_by_role("radiogroup", name="How good posture felt")
    expect(felt.get_by_role("radio", name="Uncomfortable")).to_be_checked()
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    saved = {s.exercise: (s.reps, s.felt) for s in log.read_log().session(today(), Slot.MORNING).sets}
    assert saved["back-bends"] == (8, Felt.COMFORTABLE)
    assert saved["good-posture"] == (5, Felt.UNCOMFORTABLE)


def test_the_form_is_that_of_the_picked_day_after_another_page(visit, log):
    yesterday = today() - timedelta(days=1)
    log.record_session(Session(yesterday, Slot.MORNING, (ExerciseSet("back-bends", 7, Felt.COMFORTABLE),)))
    page = visit("/log?slot=morning")
    day = page.get_by_label("Day", exact=True)
    expect(day).to_have_value(today().isoformat())
    day.fill(yesterday.isoformat())
    expect(number(page, "Back bends")).to_have_value("7")
    for name in ("Exercises", "Log"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_label("Day", exact=True)).to_have_value(yesterday.isoformat())
    page.get_by_role("button", name="Delete this session").click()
    expect(page.get_by_text("deleted.")).to_be_visible()
    assert log.read_log().sets.empty


def day_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Pick another")


def test_the_day_before_and_the_day_after_are_one_press_away(visit, log):
    page = visit("/log?slot=morning")
    expect(page.get_by_role("button", name="The day after")).to_be_disabled()
    for _ in range(3):
        page.get_by_role("button", name="The day before").click()
    page.get_by_role("button", name="The day after").click()
    day = today() - timedelta(days=2)
    expect(day_button(page)).to_contain_text(f"{day:%A} {day.day} {day:%B}")
    settle(page)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("saved.")).to_be_visible()
    assert log.read_log().recorded_days == [day]


def test_the_day_opens_the_calendar_of_the_browser(visit, log):
    page = visit("/log?slot=morning")
    page.evaluate("HTMLInputElement.prototype.showPicker = function () { globalThis.opened = this.ariaLabel; }")
    day_button(page).click()
    assert page.evaluate("opened") == "Day"


def test_where_the_browser_has_no_calendar_a_day_is_typed(visit, log):
    page = visit("/log?slot=morning&day=2026-01-01")
    page.evaluate("HTMLInputElement.prototype.showPicker = undefined")
    day_button(page).click()
    page.keyboard.type("0505")  # Whichever way round this browser has the day and the month.
    page.keyboard.press("Enter")
    expect(day_button(page)).to_contain_text("Tuesday 5 May")
    settle(page)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session of 5 May saved.")).to_be_visible()
    assert log.read_log().recorded_days == [date(2026, 5, 5)]


@pytest.mark.parametrize("day", ["2125-01-01", "1899-12-31", ""])
def test_a_day_that_cannot_be_is_told_and_the_one_before_stays(visit, log, day):
    page = visit("/log?slot=morning")
    box = page.get_by_label("Day", exact=True)
    box.fill(day)
    box.blur()
    expect(page.get_by_text(re.compile("Pick a day from 2000 to "))).to_be_visible()
    expect(box).to_have_value(today().isoformat())
    settle(page)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert log.read_log().recorded_days == [today()]
