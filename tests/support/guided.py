"""A person at the guided session's page, in a browser whose clock a test moves."""

import json
import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Dialog, Locator, Page, expect

from backcare.domain import Felt, Session, Slot
from backcare.store import LogStore
from support.browsing import PROBES, STILL
from support.serving import Server

SETTLE, READY, AGAIN = 15, 5, 3  # seconds, as in engine.js
LISTEN = """() => {
  window.heard = [];
  for (const name of ["segment", "repetition", "paused"])
    document.addEventListener(`guided-${name}`, e => window.heard.push({...e.detail, clock: performance.now()}));
}"""


class Guided:
    """A person at the session page. `pass_time` moves the page's clock; everything else is done as a person does it."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        self.complaints: list[str] = []
        self.asked: list[str] = []
        page.on("request", lambda request: self._outside(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._console)
        page.on("dialog", self._answer)

    def _outside(self, url: str) -> None:
        if not url.startswith((self.server.url, "blob:", "data:", "about:")):
            self.complaints.append(f"request to {url}")

    def _console(self, message: ConsoleMessage) -> None:
        probe = message.location.get("url", "").endswith(PROBES) and "404" in message.text
        if message.type in ("error", "warning") and not probe:
            self.complaints.append(message.text)

    def _answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.type)
        dialog.accept()

    def open(self) -> None:
        self.page.goto(f"{self.server.url}/session")
        expect(self.button("Start the session").or_(self.button("Continue"))).to_be_visible()

    def control_clock(self) -> None:
        self.page.evaluate(LISTEN)
        self.page.clock.install()

    def start(self) -> None:
        self.open()
        self.control_clock()
        self.begin()

    def begin(self) -> None:
        """Press start; the session begins once the server has given today's numbers."""
        self.button("Start the session").click()
        expect(self.page.get_by_role("dialog")).to_be_visible()

    def pass_time(self, seconds: float) -> None:
        self.page.clock.run_for(int(seconds * 1000))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=name != "Sound")

    def shows(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("dialog").get_by_text(text, exact=True).first).to_be_visible()

    def to_first_move(self) -> None:
        self.press("Space")
        self.pass_time(READY + 0.2)

    def posture(self, held: float = 4) -> None:
        """One repetition of good posture from its start to its end."""
        self.pass_time(2.2)
        self.shows("Hold")
        self.pass_time(held)
        self.press("Space")
        self.pass_time(2.2)

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.page.evaluate("heard") if event["type"] == kind]

    def draft(self) -> dict[str, Any] | None:
        stored = self.page.evaluate("({...localStorage})")
        drafts = [
            v
            for k, v in stored.items()
            if k.startswith("backcare.guided.") and not k.endswith((".settings", ".before"))
        ]
        return json.loads(drafts[0]) if drafts else None

    def violations(self) -> list[str]:
        self.page.locator("body").evaluate(STILL)
        found = Axe().run(self.page).response["violations"]
        return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


def begin_and_cut_off(page: Page, server: Server) -> Guided:
    """A session that has begun and whose server has gone away since."""
    guided = Guided(page, server)
    guided.open()
    guided.begin()
    server.stop()
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    return guided


def saved_today(log: LogStore) -> Session | None:
    recorded = log.read_log()
    if not recorded.rows["sessions"]:
        return None
    day, slot = list(recorded.rows["sessions"])[-1]
    return recorded.session(day, Slot(slot))


def done(session: Session | None) -> dict[str, tuple[int, Felt]]:
    assert session is not None
    return {each.exercise: (each.reps, each.felt) for each in session.sets}


def feel(page: Page, name: str, felt: str) -> None:
    group = page.get_by_role("radiogroup", name=f"How did {name} feel?")
    choice = group.get_by_role("radio", name=felt, exact=True)
    choice.click()
    expect(choice).to_be_checked()


def score(page: Page, label: str, number: int) -> None:
    choice = page.get_by_role("radiogroup", name=re.compile(label)).get_by_role("radio", name=str(number), exact=True)
    choice.click()
    expect(choice).to_be_checked()


def finish_on_the_spot(guided: Guided) -> None:
    guided.press("f")
    guided.button("Finish").click()
