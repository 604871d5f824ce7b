"""The server killed at random moments while somebody saves in a real browser: what was shown as saved is there."""

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect
from support.amounts import amount
from support.browsing import received
from support.clock import ZONE
from support.entries import answer_signs
from support.serving import Server

from backcare.domain import Slot
from backcare.labels import format_day

pytestmark = pytest.mark.fresh

CYCLES = amount(short=2, long=20)
FIRST = date(2026, 1, 1)


def test_every_save_that_was_shown_survives_a_killed_server(browser: Browser, tmp_path):
    server = Server(tmp_path)
    answer_signs(server.store())
    moment = random.Random(5)
    shown = stored = 0
    for cycle in range(CYCLES):
        day = FIRST + timedelta(days=cycle)
        server.start()
        context = browser.new_context(locale="en-GB", timezone_id=ZONE)
        page = context.new_page()
        page.goto(f"{server.url}/log?day={day}&slot=morning")
        save = page.get_by_role("button", name="Save the session")
        expect(save).to_be_visible()
        said = page.get_by_text(f"Morning session of {format_day(day)} saved.")
        before = page.evaluate("traffic.received()")
        save.click(no_wait_after=True)
        if cycle % 2:
            received(page, before + moment.randrange(12))
        else:
            said.wait_for()  # Killed at the very moment at which it is shown.
        server.kill()
        acknowledged = said.count() == 1
        context.close()
        session = server.store().read_log().session(day, Slot.MORNING)
        assert session is None or len(session.sets) == 5
        assert session is not None or not acknowledged
        shown, stored = shown + acknowledged, stored + (session is not None)
        with closing(sqlite3.connect(server.database)) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert shown >= CYCLES / 2
    print(f"\nkilled {CYCLES} times: {shown} shown as saved, {stored} stored, 0 lost")
