"""What every page has: its title, the mark, the typeface, the row of pages on a phone, the way to the urgent signs."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect
from support.browsing import go, settle, unfold
from support.clock import today
from support.entries import answer_signs
from support.guided import Guided
from support.shifted import shifted_zip

from backcare.exchange import import_log
from backcare.programme import load_programme

TITLES = {
    "": "Today", "exercises": "Exercises", "log": "Log", "progress": "Progress", "records": "Records",
    "settings": "Settings", "help": "Help", "session": "Session",
}  # fmt: skip
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
FAMILY = "Atkinson Hyperlegible Next"
USED = "() => [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family)"
STYLE = "(part) => { const style = getComputedStyle(part); return {font: style.fontFamily, outline: style.outline}; }"


@pytest.fixture
def opened(visit, server):
    """Opens a page once the urgent signs are answered."""
    answer_signs(server.store())
    return visit


def row(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Main pages")


def current(page: Page) -> list[str]:
    """What of the row is marked as the open page."""
    return [part.inner_text().split("\n")[-1] for part in row(page).locator("> [aria-current=page]").all()]


def open_by_row(page: Page, name: str) -> None:
    row(page).get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    settle(page)


# The name, the mark and the typeface


def near_the_top(page: Page) -> bool:
    """Whether the page's title and the way to the urgent signs share a line at the top of a phone's window."""
    heading = page.get_by_role("heading", level=1).bounding_box()
    box = page.get_by_role("link", name="Urgent signs · 111").bounding_box()
    middles = heading["y"] + heading["height"] / 2 - box["y"] - box["height"] / 2
    fits = box["height"] >= 48 and box["x"] + box["width"] <= NARROW["width"]
    return min(heading["y"], box["y"]) <= 56 and abs(middles) < 12 and fits


def test_every_page_has_its_title_the_mark_and_the_urgent_signs(opened, server):
    page = opened("/", viewport=NARROW)
    for path, title in TITLES.items():
        go(page, f"{server.url}/{path}")
        expect(page).to_have_title(f"{title} · backcare")
        mark = page.get_by_test_id("stHeaderLogo")
        expect(mark).to_be_visible()
        assert mark.evaluate("(picture) => picture.naturalWidth") > 0
        expect(page.get_by_role("link", name="Urgent signs · 111")).to_be_visible()
        assert near_the_top(page), title
    icon = page.locator("link[rel~=icon]").get_attribute("href")
    assert icon.startswith("data:image/svg+xml")


def test_the_typeface_is_served_by_this_server_and_shown(opened, server):
    asked = []
    page = opened("/log")
    page.on("response", lambda response: asked.append((response.url, response.status)))
    go(page, f"{server.url}/log")
    shown = (page.get_by_role("heading", level=1), page.get_by_role("button", name="Save the session"))
    in_a_shadow_root = page.get_by_role("radio", name="Comfortable").first
    for part in (*shown, in_a_shadow_root):
        assert part.evaluate(STYLE)["font"].startswith(f'"{FAMILY}"'), part
    assert FAMILY in page.evaluate(USED)
    fonts = [(url, status) for url, status in asked if ".woff2" in url and FAMILY.replace(" ", "") in url]
    assert fonts
    assert {(url.startswith(f"{server.url}/fonts/"), status) for url, status in fonts} == {(True, 200)}


# The row of pages


def test_a_phone_has_a_row_of_pages_at_its_foot(opened):
    page = opened("/", viewport=NARROW)
    links = row(page).get_by_role("link")
    expect(links).to_have_text([re.compile(f"{name}$") for name in ("Today", "Exercises", "Log", "Progress")])
    more = row(page).get_by_role("button", name="More")
    for part in (*links.all(), more):
        box = part.bounding_box()
        assert box["height"] >= 48
        assert box["width"] >= 48
        assert box["y"] + box["height"] <= NARROW["height"]
    assert row(page).bounding_box()["y"] > NARROW["height"] - 72
    for own in ("stExpandSidebarButton", "stTopNavLink", "stSidebar"):
        expect(page.get_by_test_id(own).locator("visible=true")).to_have_count(0)


def test_the_row_marks_the_open_page_and_opens_others(opened):
    page = opened("/", viewport=NARROW)
    assert current(page) == ["Today"]
    for name in ("Log", "Progress", "Exercises", "Today"):
        open_by_row(page, name)
        assert current(page) == [name]


def test_more_holds_the_pages_that_the_row_has_not(opened):
    page = opened("/log", viewport=NARROW)
    for name in ("Records", "Settings", "Help"):
        row(page).get_by_role("button", name="More").click()
        link = row(page).get_by_role("link", name=name)
        assert link.evaluate("(part) => part.offsetHeight") >= 48
        link.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        expect(row(page).get_by_role("link", name="Records")).to_be_hidden()
        settle(page)
        assert current(page) == ["More"]


def test_the_keyboard_reaches_the_row_and_opens_a_page(opened):
    page = opened("/", viewport=NARROW)
    row(page).get_by_role("link", name="Progress").focus()
    page.keyboard.press("Tab")
    expect(row(page).get_by_role("button", name="More")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Progress")


def test_a_wide_window_has_the_navigation_above_and_no_row(opened):
    page = opened("/", viewport=WIDE)
    expect(page.get_by_test_id("stTopNavLink")).to_have_count(7)
    expect(row(page)).to_have_count(0)
    expect(page.get_by_test_id("stBottom")).to_be_hidden()


def test_what_a_press_came_to_lies_above_the_row(opened):
    page = opened("/log", viewport=NARROW)
    page.get_by_role("button", name="Save the session").click()
    said = page.get_by_test_id("stBottom").get_by_test_id("stAlert")
    undo = page.get_by_test_id("stBottom").get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    settle(page)
    foot = row(page).bounding_box()["y"]
    for part in (said, undo):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= foot
        assert box["height"] <= NARROW["height"] * 0.07


def test_the_row_is_not_on_the_guided_sessions_stage(opened, server):
    page = opened("/session", viewport=NARROW)
    assert current(page) == []
    Guided(page, server).start()
    at_the_foot = "() => document.elementFromPoint(195, 830).closest('.page-row') === null"
    assert page.evaluate(at_the_foot)


# The head of a page


def test_the_content_keeps_to_a_column_in_line_with_the_mark(opened, server):
    import_log(server.store(), shifted_zip("improving", date(2026, 4, 1), today()), today=today())
    page = opened("/", viewport={"width": 1680, "height": 900})
    for path in ("", "progress", "help", "settings", "records"):
        go(page, f"{server.url}/{path}")
        heading, mark = page.get_by_role("heading", level=1), page.get_by_test_id("stHeaderLogo")
        assert abs(heading.bounding_box()["x"] - mark.bounding_box()["x"]) <= 1, path
        column = page.get_by_test_id("stMainBlockContainer").get_by_test_id("stVerticalBlock").first
        assert column.bounding_box()["width"] <= 1100, path
        if path not in ("help", "settings", "records"):
            continue
        texts = page.get_by_test_id("stMain").get_by_test_id("stMarkdownContainer").locator("visible=true").all()
        assert max(text.bounding_box()["width"] for text in texts) <= 45 * 17, path


# Help, and pages with nothing to show


def test_the_urgent_signs_lead_to_help_where_they_stand_open(opened):
    page = opened("/log", viewport=NARROW)
    page.get_by_role("link", name="Urgent signs · 111").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    heading = page.get_by_role("heading", name="What are the urgent signs?")
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("button", name="One or more applies")).to_be_visible()
    expect(page.get_by_test_id("stExpander").get_by_text("urgent signs")).to_have_count(0)


def test_help_answers_questions_and_has_the_sources_last(opened):
    page = opened("/help", viewport=NARROW)
    questions = page.get_by_test_id("stExpander").locator("summary")
    assert all(text.endswith("?") for text in questions.all_inner_texts())
    expect(questions.last).to_contain_text("Where does each rule come from?")
    expect(page.get_by_role("table")).to_have_count(0)
    unfold(page, "How does backcare work?")
    expect(page.get_by_text(load_programme().advice["dose.advice"])).to_be_visible()
    unfold(page, "Where does each rule come from?")
    expect(page.get_by_role("table")).to_be_visible()


@pytest.mark.parametrize("path", ["progress", "records"])
def test_a_page_with_nothing_to_show_has_a_picture_and_leads_on(opened, path):
    page = opened(f"/{path}", viewport=NARROW)
    empty = page.locator(".st-key-empty-state")
    assert empty.get_by_test_id("stImage").locator("img").evaluate("(picture) => picture.naturalWidth") > 0
    expect(empty.get_by_text("After your first session")).to_be_visible()
    empty.get_by_role("button", name="Go to Today").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


# Focus, and colours that the person has chosen


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_seen_on_links_and_parts_that_unfold(opened, server, scheme):
    page = opened("/help", viewport=WIDE, color_scheme=scheme)
    links = (page.get_by_test_id("stTopNavLink").filter(has_text="Log"), page.get_by_role("link", name="Urgent signs"))
    for part in (*links, page.locator("summary").first):
        before = part.evaluate(STYLE)["outline"]
        part.focus()
        page.keyboard.press("Shift")
        assert part.evaluate(STYLE)["outline"] != before
        assert "3px" in part.evaluate(STYLE)["outline"]


def test_with_forced_colours_the_open_page_is_marked_by_a_line(opened):
    page = opened("/log", viewport=NARROW, forced_colors="active")
    colour = "(part) => getComputedStyle(part).borderTopColor"
    shown, other = row(page).get_by_role("link", name="Log"), row(page).get_by_role("link", name="Today")
    settle(page)
    assert shown.evaluate(colour) != other.evaluate(colour)
    page.set_viewport_size(WIDE)
    link = page.get_by_test_id("stTopNavLink").and_(page.locator("[aria-current]"))
    assert "3px" in link.evaluate(STYLE)["outline"]


def test_with_forced_colours_a_switch_is_seen(opened, server):
    import_log(server.store(), shifted_zip("improving", date(2026, 4, 1), today()), today=today())
    page = opened("/records", viewport=NARROW, forced_colors="active")
    switch = page.get_by_test_id("stCheckbox").filter(has_text="With my notes")
    track = switch.locator("label > div").first
    off = track.evaluate("(part) => getComputedStyle(part).backgroundColor")
    assert track.evaluate("(part) => getComputedStyle(part).borderTopWidth") == "1px"
    switch.click()
    expect(track).not_to_have_css("background-color", off)
