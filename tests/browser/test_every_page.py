"""Every page, empty and with four weeks of data, wide and narrow, light and dark: accessible, quiet, within the screen.

That nothing is in the console, asked for outside, or in the server's log is checked by the fixtures, for every test.
"""

from datetime import date

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect
from support.browsing import go, settle
from support.clock import today
from support.entries import answer_signs
from support.serving import Server
from support.shifted import shifted_zip

from backcare.domain import Settings
from backcare.exchange import import_log

PAGES = ("", "exercises", "log", "progress", "records", "settings", "help", "session")
WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
UPLOADER = "presentation-role-conflict"
"""Streamlit's own file uploader breaks this rule, and nothing outside it can mend that."""
CHARTS_DRAWN = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')]
    .every(chart => chart.querySelector('svg'))"""
LAST_DAY = {"flare": date(2026, 3, 31), "improving": date(2026, 4, 1)}


def fill(server: Server, name: str) -> None:
    """Four weeks of data, the last of them today."""
    store = server.store()
    store.record_settings(Settings(activity_name="Putting on socks"))
    answer_signs(store)
    assert not import_log(store, shifted_zip(name, LAST_DAY[name], today()), today=today()).problems


def violations(page: Page) -> list[str]:
    """What axe finds, apart from the uploader's own."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["id"] != UPLOADER]


def fits(page: Page) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return page.evaluate("() => document.scrollingElement.scrollWidth <= window.innerWidth")


def look_at_all(visit, server: Server, *looks: tuple[ViewportSize, str], pages: tuple[str, ...] = PAGES) -> None:
    """Open each page once, and look at it in each window and scheme, narrow ones last."""
    page = visit("/", viewport=looks[0][0])
    for name in pages:
        go(page, f"{server.url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look(page, looks, name)
    go(page, f"{server.url}/log")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_test_id("stBottom")).to_contain_text("session saved.")
    look(page, looks, "log, saved")


def look(page: Page, looks: tuple[tuple[ViewportSize, str], ...], name: str) -> None:
    for viewport, scheme in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        settle(page)
        page.wait_for_function(CHARTS_DRAWN)
        assert violations(page) == [], (name, scheme)
        assert fits(page), (name, scheme)


def test_every_page_with_four_weeks_of_data_is_accessible_and_fits(visit, server):
    fill(server, "flare")
    look_at_all(visit, server, (WIDE, "light"), (NARROW, "dark"))


def test_every_page_of_an_empty_log_is_accessible_and_fits(visit, server):
    look_at_all(visit, server, (NARROW, "light"))


def test_an_improving_log_is_accessible_and_fits(visit, server):
    fill(server, "improving")
    look_at_all(visit, server, (NARROW, "light"), pages=("", "progress"))
