"""From the start of the process to the first page, and what the server holds in memory when every page was seen."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser
from support.serving import STREAMLIT, Server

from bench import years
from bench.pages import LONG, SHORT, bare_command
from bench.table import Row, compared
from bench.watch import settle

LENGTHS = {SHORT: years.MONTH, LONG: years.DECADE}
VISITED = ("", "exercises", "log", "progress", "progress?range=all", "records", "settings", "help", "session")


def rows(browser: Browser, folder: Path, today: date, rounds: int, say: Callable[[str], None]) -> list[Row]:
    """The dashboard with a short and a long log, and the bare app, each started anew in turns."""
    folders = {name: folder / f"start-{name.replace(' ', '-')}" for name in (*LENGTHS, "bare")}
    for name, place in folders.items():
        place.mkdir()
        if name in LENGTHS:
            years.make(place / "backcare.db", LENGTHS[name], today).engine.dispose()
    times: dict[str, list[float]] = {name: [] for name in folders}
    memory: dict[str, list[float]] = {name: [] for name in LENGTHS}
    for number in range(rounds):
        for name, place in folders.items():
            took, held = _start(browser, Server(place), name == "bare", visit=number < min(3, rounds))
            times[name].append(took)
            if held:
                memory[name].append(held)
        say(f"start {number + 1} of {rounds}")
    what = "process start → first page usable ({}); beside: a bare app with the same imports"
    found = [compared(what.format(name), times[name], times["bare"], 1.2) for name in LENGTHS]
    what = "memory of the server, every page visited: 10 years beside 1 month"
    return [*found, compared(what, memory[LONG], memory[SHORT], 1.15, unit="MB")]


def _start(browser: Browser, server: Server, bare: bool, visit: bool) -> tuple[float, float | None]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    server.start(bare_command("imports.py") if bare else STREAMLIT)
    try:
        page.goto(server.url)
        page.wait_for_selector("h1")
        page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        took = (time.perf_counter() - began) * 1000
        if bare or not visit:
            return took, None
        for path in VISITED:
            page.goto(f"{server.url}/{path}")
            page.wait_for_selector("h1")
            settle(page)
        return took, _memory(server)
    finally:
        context.close()
        server.stop()


def _memory(server: Server) -> float | None:
    """Megabytes in memory; ``None`` where the system does not tell in this way."""
    assert server.process is not None
    try:
        status = Path(f"/proc/{server.process.pid}/status").read_text()
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
