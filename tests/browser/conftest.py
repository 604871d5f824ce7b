"""A real browser on a real server: a message in its console, a request outside or a fault fails the test."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from support import browsers, browsing, clock, needs
from support.browsing import PROBES, go
from support.serving import Server


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "args": browsers.OPTIONS, "executable_path": browsers.chromium()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Where it is noon, for ``page`` too."""
    return {**browser_context_args, "timezone_id": clock.ZONE}


@pytest.fixture(scope="session", autouse=True)
def _attended(browser: Browser) -> None:
    """Every page tells when it stands."""
    browsing.attend(browser)


@pytest.fixture(scope="session")
def nginx() -> None:
    """Says that a test needs the program; ``tests/conftest.py`` leaves it out where there is none."""


@pytest.fixture(scope="session")
def faketime() -> Path | None:
    """The library that moves the clock of a server."""
    return needs.faketime_library()


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
        assert running.complaints == [], running.output[-6000:]
    else:
        left.append(running)


Visit = Callable[..., Page]
expect.set_options(timeout=30_000)
"""Milliseconds, as for everything else that Playwright waits for: on a busy machine five seconds are soon over."""


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Open a page of the server in a browser of its own: ``visit("/log", timezone_id="Pacific/Auckland")``."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        described = {"locale": "en-GB", "timezone_id": clock.ZONE, "reduced_motion": "reduce", **options}
        context = browser.new_context(**described)
        contexts.append(context)
        page = context.new_page()
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
