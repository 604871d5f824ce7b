"""A clinic in a real browser: a real provider, nginx, two processes and PostgreSQL, as docs/clinic.md sets them up."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import URL, text
from support import clinics
from support.browsing import go, settle
from support.clinic_serving import Hosted, faults, hosted, person_of
from support.clock import ZONE
from support.waiting import until

COOKIE = "_streamlit_user"
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def clinic(nginx: None, tmp_path_factory: pytest.TempPathFactory, postgresql: Callable[[], URL]) -> Iterator[Hosted]:
    with hosted(tmp_path_factory.mktemp("clinic"), clinics.make(postgresql)) as running:
        yield running


@pytest.fixture
def enter(browser: Browser, clinic: Hosted) -> Iterator[Enter]:
    """A browser of its own at the clinic's address: ``enter("/log")``; signed in, when ``subject`` says who."""
    contexts: list[BrowserContext] = []

    def come(path: str = "/", subject: str | None = None, cookies: list[Any] | None = None) -> Page:
        options = {"locale": "en-GB", "timezone_id": ZONE, "reduced_motion": "reduce"}
        context = browser.new_context(ignore_https_errors=True, **options)
        contexts.append(context)
        context.add_cookies(cookies or [])
        page = context.new_page()
        page.goto(clinic.url + path)
        if subject is not None:
            sign_in(page, subject)
        return page

    yield come
    for context in contexts:
        context.close()


def sign_in(page: Page, subject: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    settle(page)


def read_the_signs(page: Page) -> None:
    page.get_by_role("button", name="None of these").click()
    expect(page.get_by_role("button", name="I did it").first).to_be_visible()


def log_one(page: Page) -> None:
    page.get_by_role("button", name="I did it").click()
    settle(page)
    if page.get_by_role("button", name="Yes, log it").is_visible():  # It is one of a later hour.
        page.get_by_role("button", name="Yes, log it").click()
    expect(page.get_by_text("session saved.")).to_be_visible()


def signed_out(page: Page) -> None:
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
    expect(page.get_by_role("button", name="I did it")).to_have_count(0)


def trail(clinic: Hosted, subject: str) -> list[str]:
    with clinic.database.seen_by_superuser() as superuser:
        query = text("SELECT what FROM audit WHERE person = :who ORDER BY at")
        return list(superuser.scalars(query, {"who": person_of(clinic, subject)}))


def test_no_page_shows_anything_before_the_sign_in(clinic: Hosted, enter: Enter) -> None:
    page = enter()
    for path in ("/log", "/records", "/session", "/progress?range=all"):
        page.goto(clinic.url + path)
        signed_out(page)
        assert page.get_by_test_id("stTopNavLink").count() == 0
        assert page.get_by_role("navigation").count() == 0
        expect(page).to_have_title("Sign in · backcare")
        assert page.get_by_role("textbox").count() == 0


def test_two_people_sign_in_each_logs_and_neither_sees_the_other(clinic: Hosted, enter: Enter) -> None:
    first, second = enter(subject="a"), enter(subject="b")
    for page in (first, second):
        read_the_signs(page)
    log_one(first)
    first.goto(clinic.url + "/records")
    expect(first.get_by_text("Session").first).to_be_visible()
    go(second, clinic.url + "/records")
    expect(second.get_by_text("Settings").first).to_be_visible()
    second.goto(clinic.url + "/progress")
    expect(second.get_by_text("Nothing is logged yet")).to_be_visible()
    a, b = person_of(clinic, "a"), person_of(clinic, "b")
    assert clinic.database.count("session", f"person = '{a}'") == 1
    assert clinic.database.count("session", f"person = '{b}'") == 0
    assert trail(clinic, "a")[0] == "sign in"
    assert {"read: today", "read: records"} <= set(trail(clinic, "a"))
    encrypted_and_out_of_reach(first, clinic)
    for process in clinic.processes:
        assert a not in process.output
        assert "session(" not in process.output
    assert faults(clinic) == []


def encrypted_and_out_of_reach(page: Page, clinic: Hosted) -> None:
    """The cookies go over encrypted connections alone, and no script reads the one that matters."""
    kept = {cookie["name"]: cookie for cookie in page.context.cookies(clinic.url)}
    assert all(cookie["secure"] for cookie in kept.values()), kept
    assert kept[COOKIE]["httpOnly"]
    assert COOKIE not in page.evaluate("document.cookie")


def test_signing_out_ends_a_copy_of_the_cookie_too(clinic: Hosted, enter: Enter) -> None:
    page = enter(subject="c")
    other_tab = page.context.new_page()
    other_tab.goto(clinic.url + "/exercises")
    expect(other_tab.get_by_role("heading", name="Exercises")).to_be_visible()
    copied = page.context.cookies()
    assert any(cookie["name"] == COOKIE for cookie in copied)
    thief = enter(cookies=copied)
    expect(thief.get_by_role("button", name="Sign out")).to_be_visible()  # The copy is good while the sign-in holds.
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{clinic.provider}/**")  # Where the person can end their session with the provider, too.
    assert trail(clinic, "c")[-1] == "sign out"
    for path in ("/", "/records"):
        replayed = enter(path, cookies=copied)
        signed_out(replayed)
        expect(replayed.get_by_text("Your sign-in has ended")).to_be_visible()
    for value in (lambda v: v[:-2] + "xx", lambda v: "x" + v[1:]):
        signed_out(enter(cookies=[{**c, "value": value(c["value"])} if c["name"] == COOKIE else c for c in copied]))
    # Sessions that were open all the while are over too, on a page and on a click.
    other_tab.get_by_role("radio", name="Lying").click()
    signed_out(other_tab)
    thief.get_by_role("button", name="None of these").click()
    signed_out(thief)
    assert clinic.database.count("settings", f"person = '{person_of(clinic, 'c')}'") == 0


def test_either_process_may_be_killed_and_the_person_goes_on(clinic: Hosted, enter: Enter) -> None:
    page = enter(subject="f")
    read_the_signs(page)
    log_one(page)
    for process in clinic.processes:
        process.kill()
        until(lambda: page.reload().ok)  # nginx tries one that has failed again after three seconds.
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        settle(page)
        before = clinic.database.count("step", f"person = '{person_of(clinic, 'f')}'")
        log_one(page)
        assert clinic.database.count("step", f"person = '{person_of(clinic, 'f')}'") == before + 1
        process.start()
