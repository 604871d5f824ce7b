"""A real browser on a real server: a message in its console, a request outside or a fault fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from support import browsers
from support.serving import Server

PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link Streamlit asks for these below the page's own path first, and is told that they are not there."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "args": browsers.OPTIONS, "executable_path": browsers.chromium()}


@pytest.fixture(scope="session")
def left() -> Iterator[list[Server]]:
    """The server that the test before left running as it was started."""
    servers: list[Server] = []
    yield servers
    for running in servers:
        running.stop()


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path, left: list[Server]) -> Iterator[Server]:
    """A server on an empty log: the one of the test before, emptied, since a start takes longer than most tests.

    A test marked ``fresh`` begins with one that nobody has asked for anything, on a log that was never opened.
    """
    fresh = request.node.get_closest_marker("fresh") is not None
    running = left.pop() if left and not fresh else Server(tmp_path).start()
    process = running.process
    if not fresh:
        running.empty()
    yield running
    as_it_was = process is not None and running.process is process and process.poll() is None
    if fresh or not as_it_was or running.complaints:
        running.stop()
        assert running.complaints == []
    else:
        left.append(running)


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Open a page of the server in a browser of its own: ``visit("/log", timezone_id="Pacific/Auckland")``."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        described = {"locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce", **options}
        context = browser.new_context(**described)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.extend(_outside(request.url, server.url)))
        go(page, server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    where = message.location.get("url", "")
    if message.type not in ("error", "warning") or (where.endswith(PROBES) and "404" in message.text):
        return []
    return [f"{message.type}: {message.text} ({where})"]


def _outside(address: str, own: str) -> list[str]:
    return [] if address.startswith((own, own.replace("http", "ws"), "data:", "blob:")) else [f"request to {address}"]


def settle(page: Page) -> None:
    """Wait until the page has been drawn and nothing is running, nor begins to within a moment."""
    page.wait_for_selector('[data-testid="stApp"]')
    page.evaluate("() => { window.quietSince = undefined; }")
    page.wait_for_function(QUIET_FOR_A_MOMENT)


QUIET_FOR_A_MOMENT = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    const busy = app.dataset.testScriptState !== 'notRunning'
        || document.querySelector('[data-testid=stSkeleton], [data-stale=true]');
    const now = performance.now();
    if (busy || window.quietSince === undefined) { window.quietSince = now; }
    return now - window.quietSince > 150;
}"""


def go(page: Page, address: str) -> None:
    """Open an address and wait until the page stands."""
    page.goto(address)
    settle(page)


def reload(page: Page) -> None:
    """Reload, and wait until the page stands: a menu that is opened before that is closed by its being drawn."""
    page.reload()
    settle(page)


# It begins to slide in the next frame; drawn anew meanwhile, it begins again, and the sliding before is aborted.
STILL = """async (fold) => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    const moving = () => fold.getAnimations({subtree: true}).filter((one) => one.playState === 'running');
    while (moving().length) await Promise.allSettled(moving().map((one) => one.finished));
}"""


def unfold(page: Page, title: str) -> None:
    """Open an expander, to the end of its sliding open: until then, a menu in it is closed by its being scrolled."""
    page.get_by_text(title).click()
    fold = page.get_by_test_id("stExpander").filter(has_text=title).locator("details")
    fold.evaluate(STILL)
