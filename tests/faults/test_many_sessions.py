"""Many tabs at once on one server, each typing, saving and reading: nobody sees another's form, nothing is lost."""

import asyncio
import re
from datetime import date, timedelta
from pathlib import Path

from support.amounts import amount
from support.client import Client
from support.entries import answer_signs
from support.loops import run
from support.serving import Server

from backcare.domain import Slot

TABS, ROUNDS = amount(8, 50), amount(4, 24)
FIRST = date(2025, 1, 1)
MARK = re.compile(rb"typed in tab (\d+),")
GROWTH = 1.15
"""Of the server's memory over the second half of the rounds: sessions cost memory, going on with them does not."""


def note_of(number: int, turn: int) -> str:
    return f"typed in tab {number}, round {turn}"


async def work(tab: Client, number: int, turns: range) -> None:
    """Again and again: type a note bit by bit, look at another page, come back, save."""
    query = f"day={FIRST + timedelta(days=number)}&slot=midday"
    for turn in turns:
        note = note_of(number, turn)
        await tab.go("log", query)
        await tab.type("Note", note[:-1])
        await tab.type("Note", note)
        await tab.go("progress")
        await tab.go("log", query)
        await tab.click("Save the session")
        alerts = tab.words["alert"]
        assert any("Midday session of" in said and "saved" in said for said in alerts), (number, turn, alerts)
        await tab.go()
        shown = {int(n) for said in tab.received for n in MARK.findall(said)}
        assert shown == {number}, f"tab {number} was shown what was typed in {shown}"
        tab.received.clear()


async def all_at_once(server: Server) -> list[float]:
    """Returns the server's memory after half of the rounds, and after all of them."""
    memory = []
    tabs = [Client(server.url) for _ in range(TABS)]
    await asyncio.gather(*(tab.connect() for tab in tabs))
    for turns in (range(ROUNDS // 2), range(ROUNDS // 2, ROUNDS)):
        await asyncio.gather(*(work(tab, number, turns) for number, tab in enumerate(tabs)))
        memory.append(megabytes(server))
    await asyncio.gather(*(tab.close() for tab in tabs))
    assert [fault for tab in tabs for fault in tab.faults] == []
    return memory


def megabytes(server: Server) -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 1.0  # Only Linux tells in this way.
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def test_many_tabs_at_once_keep_their_forms_to_themselves_and_lose_nothing(tmp_path):
    server = Server(tmp_path)
    store = server.store()
    answer_signs(store)
    server.start()
    try:
        memory = run(all_at_once(server))
    finally:
        server.stop()
    log = store.read_log()
    notes = [log.session(FIRST + timedelta(days=n), Slot.MIDDAY).note for n in range(TABS)]
    assert notes == [note_of(n, ROUNDS - 1) for n in range(TABS)]
    assert store.version().number == 1 + TABS * ROUNDS
    assert store.check() == []
    store.engine.dispose()
    assert memory[1] <= GROWTH * memory[0] + (0 if TABS >= 50 else 40)
    assert server.complaints == []
