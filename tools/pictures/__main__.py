"""Take the pictures of README.md anew: ``make pictures``, after a change of how a page looks."""

import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright
from support import browsers, browsing, clock, entries
from support.serving import ROOT, Server
from support.shifted import shifted_zip

from backcare.exchange import import_log
from tools.pictures import PICTURES, Picture

FOLDER = ROOT / "docs" / "pictures"
LAST_DAY = date(2026, 3, 30)
"""The day of the sample with which its four weeks are over, and on which the person says how the back is."""


def fill(server: Server) -> None:
    """Four weeks of a person who gets better, up to yesterday."""
    today, store = clock.today(), server.store()
    entries.answer_signs(store)
    sample = shifted_zip("improving", LAST_DAY, today - timedelta(days=1))
    problems = import_log(store, sample, today=today).problems
    store.engine.dispose()
    if problems:
        raise SystemExit("\n".join(map(str, problems)))


def take(browser: Browser, url: str, picture: Picture) -> None:
    """The first screen of the page, once the words that it is to show are on it."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="en-GB",
        timezone_id=clock.ZONE,
        color_scheme="light",
        reduced_motion="reduce",
    )
    with closing(context):
        page = context.new_page()
        browsing.go(page, url + picture.path)
        for words in picture.shows:
            expect(page.get_by_test_id("stMain").get_by_text(words).filter(visible=True).first).to_be_in_viewport()
        page.evaluate("document.fonts.ready.then(() => null)")
        page.screenshot(path=FOLDER / f"{picture.name}.png")


with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    running = Server(Path(folder)).start()
    try:
        fill(running)
        chromium = playwright.chromium.launch(executable_path=browsers.chromium(), args=browsers.OPTIONS)
        browsing.attend(chromium)
        for each in PICTURES:
            take(chromium, running.url, each)
    finally:
        running.stop()
