"""The gallery of developer mode in a browser: each component alone, accessible, on both sizes of screen."""

import pytest
from browser.test_every_page import NARROW, WIDE, fits, violations
from playwright.sync_api import expect
from support.browsing import go, settle
from support.serving import ROOT, Server

pytestmark = pytest.mark.fresh
NOTHING_TO_SEE = {"page_row", "page_watch"}


@pytest.fixture
def gallery(tmp_path):
    own = {"BACKCARE_DATABASE_URL": "", "XDG_DATA_HOME": str(tmp_path / "own"), "TMPDIR": str(tmp_path)}
    running = Server(tmp_path, {"BACKCARE_DEV": "1", **own}).start()
    yield running
    running.stop()


def test_the_gallery_shows_each_component_alone(browser, gallery):
    page = browser.new_page(viewport=WIDE)
    go(page, f"{gallery.url}/gallery")
    page.get_by_role("combobox", name="Component").click()
    names = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    folders = {path.parent.name for path in (ROOT / "backcare" / "ui" / "components").glob("*/__init__.py")}
    assert {name.partition(",")[0] for name in names} == folders - NOTHING_TO_SEE
    for name in names:
        page.get_by_role("combobox", name="Component").click()
        page.get_by_role("option", name=name).click()
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)
            settle(page)
            assert violations(page) == [], (name, viewport)
            assert fits(page), (name, viewport)
    page.close()


def test_what_is_answered_in_the_gallery_is_shown_below_it(browser, gallery):
    page = browser.new_page()
    go(page, f"{gallery.url}/gallery")
    page.get_by_role("spinbutton", name="Number in steps of 5").fill("12 or so")
    page.get_by_role("button", name="Back bends", exact=True).click()
    expect(page.get_by_text('"12 or so"')).to_be_visible()
    expect(page.get_by_text("['back-bends']")).to_be_visible()
    page.close()


def test_outside_developer_mode_there_is_no_gallery(visit):
    page = visit("/gallery")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
