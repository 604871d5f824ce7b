"""Today in a real browser: what stands in the first screen, and what is one press away."""

from datetime import timedelta

from playwright.sync_api import Page, expect
from support.browsing import settle
from support.clock import today
from support.entries import answer_signs
from support.page_words import five
from support.serving import Server

from backcare.domain import DayEntry, ExerciseSet, Felt, Session, Slot

SIZES = [(1280, 800), (390, 844)]


def ago(days: int):
    return today() - timedelta(days=days)


def everything_in_the_way(server: Server) -> None:
    """Help due, an entry ahead, five exercises of which two are stopped; the rest are offered more."""
    store = server.store()
    answer_signs(store)
    for days in range(16, 0, -1):
        store.record_session(five(ago(days)))
        store.record_day(DayEntry(ago(days), pain=5))
    store.record_session(five(ago(-1)))
    worse = (ExerciseSet("back-bends", 5, Felt.WORSE), ExerciseSet("back-bend-from-lying", 5, Felt.NEW_PAIN))
    store.record_session(Session(today(), Slot.MORNING, worse))


def comfortable(server: Server, days: int = 4) -> None:
    """Comfortable days until yesterday: all five are offered more."""
    store = server.store()
    answer_signs(store)
    for n in range(days, 0, -1):
        store.record_session(five(ago(n)))


def in_first_screen(page: Page, *locators) -> None:
    """What ends above the foot of the window, and above whatever is fixed there."""
    for locator in locators:
        expect(locator).to_be_in_viewport(ratio=1)
        covered = locator.evaluate(
            """element => {
                const { left, top, width, height } = element.getBoundingClientRect();
                const seen = element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
                return !(seen && (element.contains(seen) || seen.contains(element)));
            }"""
        )
        assert not covered, locator


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def sized(page: Page):
    """The page in the window of a computer, then in that of a phone."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        yield page


def test_the_first_screen_has_what_is_in_the_way_and_the_session(visit, server):
    everything_in_the_way(server)
    question = "One question: how is your back now?"
    lines = ("1 entry is dated tomorrow", "Stopped: 2 exercises", question, "No better: time to get help")
    presses = ("Start the guided session", "I did it: 5 · 5 · 5", "It went differently")
    for page in sized(visit()):
        in_first_screen(
            page,
            page.get_by_text("day 17"),
            *(page.get_by_text(line, exact=True) for line in lines),
            page.get_by_text("Next: midday session"),
            page.get_by_text("3 exercises · about 3 minutes"),
            page.get_by_text("You may add 1 or 2 today"),
            *(button(page, press) for press in presses),
        )


def test_five_offers_and_pain_are_in_the_first_screen(visit, server):
    comfortable(server)
    for page in sized(visit()):
        scale = page.get_by_role("radiogroup", name="Average pain over 24 hours")
        in_first_screen(page, page.get_by_text("You may add 1 or 2 today"), button(page, "I did it"), scale)


def test_the_first_days_main_button_is_the_guided_session(visit, server):
    answer_signs(server.store())
    for page in sized(visit()):
        expect(page.locator("[data-testid^=stBaseButton-primary]")).to_have_count(1)
        in_first_screen(page, button(page, "Start the guided session"))
    button(page, "Start the guided session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guided session")


def test_each_line_opens_what_it_is_about(visit, server):
    everything_in_the_way(server)
    page = visit()
    opens = {
        "1 entry is dated tomorrow": "Look at",
        "Stopped: 2 exercises": "Stop all for now",
        "No better: time to get help": "I have asked for help",
    }
    for line, shows in opens.items():
        expect(button(page, shows)).to_be_hidden()
        page.get_by_text(line, exact=True).click()
        expect(button(page, shows)).to_be_visible()


def test_a_number_from_the_offers_is_what_the_press_logs(visit, server):
    comfortable(server)
    page = visit()
    page.get_by_text("You may add 1 or 2 today").click()
    group = page.get_by_role("radiogroup", name="Today's number for good posture")
    group.get_by_role("radio", name="7", exact=True).click()
    expect(page.locator("#exercise-good-posture")).to_contain_text("7 repetitions")
    button(page, "I did it: 5 · 5 · 7 · 5 · 5").click()
    expect(page.get_by_text("Midday session saved.")).to_be_visible()
    sets = server.store().read_log().session(today(), Slot.MIDDAY).sets
    assert {each.exercise: each.reps for each in sets}["good-posture"] == 7


def test_an_answered_pain_score_folds_in_its_place_and_keeps_the_focus(visit, server):
    answer_signs(server.store())
    page = visit()
    scale = page.get_by_role("radiogroup", name="Average pain over 24 hours")
    scale.get_by_role("radio", name="4", exact=True).focus()
    page.keyboard.press("Enter")
    change = button(page, "Change: Pain today")
    expect(page.get_by_text("Pain today: 4")).to_be_visible()
    expect(scale).to_be_hidden()
    settle(page)
    expect(change).to_be_focused()
    page.keyboard.press("Enter")
    expect(scale.get_by_role("radio", name="4", exact=True)).to_be_focused()
    scale.get_by_role("radio", name="6", exact=True).click()
    expect(page.get_by_text("Pain today: 6")).to_be_visible()
    assert server.store().read_log().day_entry(today()).pain == 6
    steps = len(server.store().history())
    change.click()
    scale.get_by_role("radio", name="6", exact=True).click()  # The same once more changes nothing.
    expect(page.get_by_text("Pain today: 6")).to_be_visible()
    settle(page)
    assert len(server.store().history()) == steps


def test_a_row_opens_how_it_is_done_and_why_and_stays_open(visit, server):
    comfortable(server)
    page = visit()
    row = page.locator("#exercise-back-bends")
    expect(row.get_by_text("One repetition:")).to_be_hidden()
    row.locator("summary").click()
    expect(row.get_by_text("One repetition:")).to_be_visible()
    expect(row.get_by_text("Why 5 repetitions?")).to_be_visible()
    page.get_by_text("You may add 1 or 2 today").click()
    group = page.get_by_role("radiogroup", name="Today's number for back bends")
    group.get_by_role("radio", name="6", exact=True).click()
    expect(row.get_by_text("Why 6 repetitions?")).to_be_visible()


def test_the_three_sessions_are_chips_that_open_their_form(visit, server):
    answer_signs(server.store())
    server.store().record_session(five(today()))
    page = visit()
    expect(button(page, "✓ Morning")).to_be_visible()
    button(page, "Evening").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log")
    expect(page.get_by_role("radio", name="Evening", exact=True)).to_be_checked()


def test_a_saved_stop_is_a_dialog_that_has_to_be_read(visit, server):
    answer_signs(server.store())
    page = visit("/log?slot=midday", viewport={"width": 390, "height": 844})
    page.get_by_role("radio", name="Made it worse").click()
    settle(page)
    page.get_by_role("button", name="Back bends", exact=True).click()
    settle(page)
    button(page, "Save the session").click()
    dialog = page.get_by_role("dialog")
    for _ in sized(page):
        expect(dialog.get_by_text("Stop back bends for now.")).to_be_in_viewport(ratio=1)
    expect(dialog).to_contain_text("You can still do rolling your knees")
    expect(dialog).to_contain_text("Phone NHS 24 on 111")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    button(page, "I have read this").click()
    expect(dialog).to_have_count(0)
    expect(button(page, "Undo")).to_be_visible()
    settle(page)
    page.reload()
    settle(page)
    expect(dialog).to_have_count(0)


def test_an_urgent_sign_can_be_said_in_the_dialog_about_a_stop(visit, server):
    answer_signs(server.store())
    page = visit("/log?slot=midday")
    page.get_by_role("radio", name="New pain").click()
    settle(page)
    button(page, "Save the session").click()
    page.get_by_role("dialog").get_by_role("button", name="One or more applies").click()
    expect(page.get_by_role("heading", name="Phone 111 now")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_no_is_an_answer_to_the_question_about_a_rise(visit, server):
    answer_signs(server.store())
    page = visit("/log?slot=midday")
    for name, score in (("Pain before", "3"), ("Pain after", "5")):
        page.get_by_role("radiogroup", name=name).get_by_role("radio", name=score, exact=True).click()
    expect(button(page, "Yes, it made it worse")).to_be_visible()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Your pain went up by 2 points or more")).to_have_count(0)
    settle(page)
    button(page, "Save the session").click()
    expect(page.get_by_text("Midday session saved.")).to_be_visible()
    sets = server.store().read_log().session(today(), Slot.MIDDAY).sets
    assert {each.felt for each in sets} == {Felt.COMFORTABLE}
