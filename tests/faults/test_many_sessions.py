"""Many tabs at once on one server, each typing, saving and reading: nobody sees another's form, nothing is lost."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from support.amounts import amount
from support.client import Tab
from support.loops import run
from support.serving import Server

from backcare.domain import Settings, Slot

TABS, SECONDS = amount(8, 50), amount(5, 60)
MARK = re.compile(rb"typed in tab (\d+),")
GROWTH = 1.15
"""Of the server's memory over the second half of the time: sessions cost memory, going on with them does not."""


async def work(tab: Tab, number: int, until: float) -> tuple[int, str]:
    """Type a note bit by bit, look at another page, come back, save; returns how often, and the note saved last."""
    day = datetime.now(UTC).date() - timedelta(days=number + 1)
    rounds, note = 0, ""
    while rounds == 0 or monotonic() < until:
        rounds += 1
        note = f"typed in tab {number}, round {rounds}"
        await tab.go("log", f"day={day}&slot=midday")
        await tab.type("Note", note[:-1])
        await tab.type("Note", note)
        await tab.go("progress")
        await tab.go("log", f"day={day}&slot=midday")
        await tab.click("Save the session")
        assert any("Midday session of" in said and "saved" in said for said in tab.alerts), (number, rounds, tab.alerts)
        await tab.go("")
        shown = {int(n) for said in tab.heard for n in MARK.findall(said)}
        assert shown == {number}, f"tab {number} was shown what was typed in {shown}"
        tab.heard.clear()
    return rounds, note


async def all_at_once(server: Server) -> tuple[list[tuple[int, str]], list[float]]:
    tabs = await asyncio.gather(*(Tab.open(server.url) for _ in range(TABS)))
    memory: list[float] = []

    async def weigh() -> None:
        for _ in range(2):
            await asyncio.sleep(SECONDS / 2)
            memory.append(megabytes(server))

    try:
        until = monotonic() + SECONDS
        found, _ = await asyncio.gather(
            asyncio.gather(*(work(tab, number, until) for number, tab in enumerate(tabs))), weigh()
        )
        assert [fault for tab in tabs for fault in tab.faults] == []
    finally:
        await asyncio.gather(*(tab.close() for tab in tabs))
    return list(found), memory


def megabytes(server: Server) -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 1.0  # Only Linux tells in this way.
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def test_many_tabs_at_once_keep_their_forms_to_themselves_and_lose_nothing(tmp_path):
    server = Server(tmp_path)
    store = server.store()
    store.record_settings(Settings(urgent_signs_seen=True))
    server.start()
    try:
        found, memory = run(all_at_once(server))
    finally:
        server.stop()
    log = store.read_log()
    today = datetime.now(UTC).date()
    notes = [log.session(today - timedelta(days=n + 1), Slot.MIDDAY).note for n in range(TABS)]
    assert notes == [note for _, note in found]
    assert store.version().number == 1 + sum(rounds for rounds, _ in found)
    assert store.check() == []
    store.engine.dispose()
    assert memory[1] <= GROWTH * memory[0] + (0 if TABS >= 50 else 40)
    assert server.complaints == []
