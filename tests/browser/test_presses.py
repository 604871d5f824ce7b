"""A press belongs to the form that was seen, also right after a change of the day, the slot or the person."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Error, Page, WebSocketRoute, expect
from support.amounts import LONG
from support.browsing import go, settle
from support.clock import today
from support.entries import answer_signs
from support.serving import Server
from support.waiting import until

from backcare.domain import DayEntry, ExerciseSet, Felt, Session, Slot
from backcare.log.changes import Step
from backcare.store import LogStore, people

DELAYS = (0, 20, 40, 60, 100, 180, 300) if LONG else (40, 120)
"""Milliseconds between a change and a press, or for which a button is held down. They are what is tested, no waits."""
TABS = {
    "Save the session": "Session",
    "Delete this session": "Session",
    "Save the day": "Whole day",
    "Delete this day's answers": "Whole day",
}
"""Every button of a form on Log, with its tab."""
CHANGES = [
    (button, what)
    for button, tab in TABS.items()
    for what in ("day", "slot", "person")
    if (tab, what) != ("Whole day", "slot") and (LONG or what != "person" or button == "Save the session")
]
"""Every change that brings another form to a button; choosing somebody else is the slowest."""
WATCH = """addEventListener("pointerdown", event => {
  const isButton = one =>
    one instanceof Element && one.matches("[data-testid=stButton] button, [data-testid=stFormSubmitButton] button");
  const button = event.composedPath().find(isButton);
  const roots = [...document.querySelectorAll("*")].map(one => one.shadowRoot).filter(Boolean);
  const numbers = roots.flatMap(root => [...root.querySelectorAll("[role=spinbutton]")]);
  const reps = numbers.find(one => one.labels[0]?.textContent === "Back bends")?.value;
  if (button) notePress(button.closest("[class*=st-key-]").className.match(/st-key-(\\S+)/)[1], Number(reps));
}, true)"""
PLACE = """name => {
  const selector = "[data-testid=stButton] button, [data-testid=stFormSubmitButton] button";
  const buttons = [...document.querySelectorAll(selector)];
  const box = buttons.find(one => one.innerText.trim().endsWith(name))?.getBoundingClientRect();
  return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null;
}"""


YESTERDAY = today() - timedelta(days=1)


def fill(log: LogStore, more: int) -> None:
    """Forms that are told apart by their numbers."""
    for day, slot, reps in ((today(), Slot.MORNING, 3), (today(), Slot.EVENING, 4), (YESTERDAY, Slot.MORNING, 11)):
        log.record_session(Session(day, slot, (ExerciseSet("back-bends", reps + more, Felt.COMFORTABLE),)))
    log.record_day(DayEntry(today(), pain=3))
    log.record_day(DayEntry(YESTERDAY, pain=8))


class Presser:
    """A person at Log who changes something and presses at once; ``logs`` are theirs, Ada's, and Ben's."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        mine = server.store()
        people.change_person(mine.engine, people.Person("me", "Ada", "green"))
        ben = people.add_person(mine.engine, "Ben", "blue")
        self.logs = [mine, server.store(ben.id)]
        for log in self.logs:
            answer_signs(log)
        self.presses: list[tuple[str, float]] = []
        page.expose_function("notePress", lambda key, reps: self.presses.append((key, reps)))
        page.add_init_script(WATCH)

    def open(self, button: str) -> None:
        """This morning's form, with something typed over what is saved."""
        for n, log in enumerate(self.logs):
            fill(log, 50 * n)
        page = self.page
        page.context.clear_cookies()
        go(page, f"{self.server.url}/log?day={today()}&slot=morning")
        page.get_by_role("tab", name=TABS[button]).click()
        if TABS[button] == "Session":
            page.get_by_role("spinbutton", name="Back bends").fill("6")
            page.get_by_role("spinbutton", name="Back bends").blur()
        else:
            page.get_by_role("radiogroup", name="Average pain").get_by_role("radio", name="6", exact=True).click()
        page.get_by_role("button", name=button).scroll_into_view_if_needed()
        settle(page)
        self.presses.clear()
        self.before = [log.version().number for log in self.logs]

    def change(self, what: str) -> None:
        """As quick as a hand, without waiting for what it leads to."""
        if what == "day":
            self.page.get_by_label("Day", exact=True).fill(YESTERDAY.isoformat())
            self.page.keyboard.press("Enter")
        elif what == "slot":
            self.page.get_by_role("radio", name="Evening").click()
        else:
            self.page.get_by_role("radiogroup", name="Whose log").get_by_text("Ben").click()

    def place(self, button: str) -> list[float] | None:
        """Where a button is; nowhere while the page loads again for another person."""
        try:
            return self.page.evaluate(PLACE, button)
        except Error:
            return None

    def press(self, button: str, held: int = 0) -> None:
        """Where the button is now, if it is there."""
        place = self.place(button)
        if place is None:
            return
        self.page.mouse.click(*place, delay=held)

    def steps(self) -> list[Step]:
        """What Ada's log says was done; Ben's form was never on the screen when a button was pressed."""
        assert self.logs[1].version().number == self.before[1]
        return [step for step in self.logs[0].history() if step.id > self.before[0]]

    def judge(self) -> None:
        """The log holds what was on the screen, or nothing and a word."""
        settle(self.page)
        if not self.steps() and self.presses:
            said = self.page.get_by_test_id("stBottom").get_by_test_id("stAlert").first
            expect(said, f"nothing is said of {self.presses}").to_be_visible()
        for step in self.steps():
            (key, reps), (day, *slot) = self.presses[-1], step.changes[0].key[:2]
            assert f"{day}-{slot[0]}" in key if slot else str(day) in key
            if key.startswith("save-session"):
                assert [change.after[0] for change in step.changes if change.table == "sets" and change.after] == [reps]


@pytest.fixture
def presser(visit, server) -> Presser:
    return Presser(visit("/help", viewport={"width": 1280, "height": 1700}), server)


@pytest.mark.parametrize(("button", "what"), CHANGES)
def test_a_press_after_a_change_saves_what_was_seen_or_says_so(presser, button: str, what: str):
    for delay in DELAYS:
        presser.open(button)
        presser.change(what)
        presser.page.wait_for_timeout(delay)  # What the hand takes: every length must do.
        presser.press(button)
        presser.judge()  # Where the page is just between two forms, there may be nothing to press.


@pytest.mark.parametrize("button", TABS)
def test_a_held_press_that_makes_the_change_is_not_lost(presser, button: str):
    for held in DELAYS:
        presser.open(button)
        presser.page.evaluate("HTMLInputElement.prototype.showPicker = undefined")
        presser.page.get_by_role("button", name="Pick another").click()  # Without a calendar, a day is typed.
        presser.page.get_by_label("Day", exact=True).fill(YESTERDAY.isoformat())
        presser.press(button, held)  # Leaving the field sends it.
        assert presser.presses
        presser.judge()
        assert presser.steps() == []


def test_a_press_without_a_change_saves_at_every_length(presser):
    for held in DELAYS:
        presser.open("Save the session")
        presser.press("Save the session", held)
        presser.judge()
        assert [step.kind for step in presser.steps()] == ["session"]


@pytest.mark.parametrize("ended", [True, False])
def test_a_press_that_never_arrives_before_the_page_loads_again_is_told(presser, ended: bool):
    """Neither one that has ended, nor one in the midst of which the page goes."""
    said: list[Any] | None = None  # By the server, and kept back.
    lost: list[Any] | None = None  # By the browser.

    def pass_on(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: server.send(message) if lost is None else lost.append(message))
        server.on_message(lambda message: socket.send(message) if said is None else said.append((socket, message)))

    presser.page.route_web_socket("**/_stcore/stream", pass_on)
    presser.open("Save the session")
    said = []
    presser.change("person")
    until(lambda: presser.page.title() and said)
    lost = []
    presser.page.mouse.move(*presser.place("Save the session"))
    presser.page.mouse.down()
    if ended:
        presser.page.mouse.up()
    until(lambda: presser.page.title() and (lost or not ended))
    answer, said, lost = said, None, None
    with presser.page.expect_navigation():
        for socket, message in answer:
            socket.send(message)
    presser.page.mouse.up()
    expect(presser.page.get_by_test_id("stBottom")).to_contain_text("loaded again just as you pressed")
    assert presser.steps() == []


def test_sliding_off_a_button_changes_nothing_and_says_nothing(presser):
    presser.open("Save the session")
    page = presser.page
    page.mouse.move(*page.evaluate(PLACE, "Save the session"))
    page.mouse.down()
    page.mouse.move(5, 5)
    page.mouse.up()
    settle(page)
    assert presser.steps() == []
    expect(page.get_by_test_id("stBottom").get_by_test_id("stAlert")).to_have_count(0)


# Typed and not saved


def asked_before(page: Page, leave: Any) -> list[str]:
    """What the browser asked before the page was left; leaving is accepted."""
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    leave()
    return asked


@pytest.mark.parametrize("typed", ["half a note", "a number", "a score"])
def test_reload_asks_first_while_something_is_typed_and_not_saved(visit, server, typed: str):
    answer_signs(server.store())
    page = visit("/log?slot=morning")
    if typed == "half a note":
        page.get_by_role("textbox", name="Note").first.click()
        page.keyboard.type("stiff")
    elif typed == "a number":
        page.get_by_role("spinbutton", name="Back bends").fill("7")
        page.get_by_role("spinbutton", name="Back bends").blur()
    else:
        page.get_by_role("radiogroup", name="Pain before").get_by_role("radio", name="4", exact=True).click()
    settle(page)
    assert asked_before(page, page.reload) == ["beforeunload"]
    settle(page)
    assert asked_before(page, page.reload) == []


def test_moving_between_pages_keeps_what_is_typed_and_asks_nothing(visit, server):
    answer_signs(server.store())
    page = visit("/log?slot=morning")
    page.get_by_role("textbox", name="Note").first.click()
    page.keyboard.type("stiff")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    for name in ("Help", "Log"):
        page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("textbox", name="Note").first).to_have_value("stiff")
    assert asked == []
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    settle(page)
    page.reload()
    assert asked == []
