"""Two people at one computer: the choice at the top, that it survives a reload, and that nothing crosses over."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from support.browsing import reload, settle
from support.entries import answer_signs
from support.serving import Server

from backcare.store.people import Person, add_person, change_person


def choose(page: Page, name: str) -> None:
    with page.expect_navigation():  # The page is loaded anew.
        page.get_by_role("radiogroup", name="Whose log").get_by_text(name).click()
    expect(page.get_by_role("radio", name=name)).to_be_checked()
    settle(page)


def test_nothing_of_one_person_is_left_for_the_other_after_a_reload(server: Server, visit: Callable[..., Page]) -> None:
    store = server.store()
    answer_signs(store)
    change_person(store.engine, Person("me", "Person A", "green"))
    other = server.store(add_person(store.engine, "Person B", "blue").id)
    answer_signs(other)
    page = visit("/log")
    page.get_by_label("Note").first.fill("only for A")
    page.keyboard.press("Tab")
    page.get_by_role("radiogroup", name="Pain before").get_by_text("7", exact=True).click()
    choose(page, "Person B")
    assert page.get_by_label("Note").first.input_value() == ""
    expect(page.get_by_role("radiogroup", name="Pain before").get_by_role("radio", checked=True)).to_have_count(0)
    reload(page)
    expect(page.get_by_role("radio", name="Person B")).to_be_checked()
    assert other.person not in page.url
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("session saved.")).to_be_visible()
    assert len(other.read_log().sessions) == 1
    assert store.read_log().sessions.empty
    choose(page, "Person A")
    expect(page.get_by_text("session saved.")).to_have_count(0)
    page.get_by_role("link", name="Records").click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    settle(page)
    expect(page.get_by_text("Session", exact=False).filter(has_text="morning")).to_have_count(0)
    expect(page.get_by_role("radio", name="Person A")).to_be_checked()
