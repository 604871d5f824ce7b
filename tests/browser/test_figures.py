"""The figures in a real browser: still until asked, moving and pausing on request, calm for those who ask for calm."""

from itertools import groupby

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from support.browsing import settle

from backcare.drawings import exercise_drawings
from backcare.programme import load_programme

FIRST = load_programme().exercises[0].phases[0]


def first_player(page: Page) -> Locator:
    page.get_by_text("See the movement").first.click()
    settle(page)
    return page.locator("figure.player").first


def pass_time(page: Page, seconds: float) -> None:
    page.clock.run_for(int(seconds * 1000))


def drawn(player: Locator) -> str:
    return player.locator("svg").evaluate("svg => svg.innerHTML")


def test_a_figure_is_still_until_started_moves_with_its_words_and_pauses(visit):
    page = visit("/exercises", reduced_motion="no-preference")
    page.clock.install()
    player = first_player(page)
    expect(player.get_by_role("button", name="Start")).to_be_visible()
    before = drawn(player)
    pass_time(page, 0.3)
    assert drawn(player) == before
    player.get_by_role("button", name="Start").click()
    expect(player.locator(".cue")).to_have_text("Roll right")
    pass_time(page, 0.3)
    assert drawn(player) != before
    pass_time(page, FIRST.seconds)
    expect(player.locator(".cue")).to_have_text("Hold for 2 seconds")
    player.get_by_role("button", name="Pause").click()
    paused = drawn(player)
    pass_time(page, 0.3)
    assert drawn(player) == paused
    assert Axe().run(page).response["violations"] == []


def test_with_less_motion_a_press_shows_the_next_picture_and_nothing_moves(visit):
    page = visit("/exercises", reduced_motion="reduce")
    page.clock.install()
    player = first_player(page)
    expect(player.get_by_role("button", name="Start")).to_have_count(0)
    expect(player.locator(".cue")).to_have_text("1 of 5: Start")
    player.get_by_role("button", name="Next position").press("Enter")
    expect(player.locator(".cue")).to_have_text("2 of 5: Hold for 2 seconds")
    expect(player.locator(".step")).to_have_text(load_programme().exercises[0].steps[0])
    shown = drawn(player)
    pass_time(page, 0.3)
    assert drawn(player) == shown


def test_every_numbered_picture_is_named_by_its_step(visit):
    page = visit("/exercises")
    names = page.get_by_role("img").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")
    for exercise in load_programme().exercises:
        assert all(any(step in (name or "") for name in names) for step in exercise.steps), exercise.id


def rows_of_pictures(page: Page) -> list[list[int]]:
    """How many pictures each row of each exercise has, from the top."""
    tops = page.locator(".exercise .pictures").evaluate_all(
        "all => all.map(one => [...one.children].map(figure => Math.round(figure.getBoundingClientRect().top)))"
    )
    return [[len(list(row)) for _, row in groupby(exercise)] for exercise in tops]


def test_pictures_stand_in_one_row_and_on_a_phone_two_across(visit):
    numbers = [len(exercise_drawings(exercise)) for exercise in load_programme().exercises]
    page = visit("/exercises", viewport={"width": 1280, "height": 800})
    assert rows_of_pictures(page) == [[number] for number in numbers]
    page.set_viewport_size({"width": 390, "height": 844})
    assert rows_of_pictures(page) == [[1] + [2] * (number // 2) for number in numbers]


def test_each_picture_has_its_number_and_caption_as_text(visit):
    page = visit("/exercises")
    captions = [
        f"{number}{drawing.caption}"
        for exercise in load_programme().exercises
        for number, drawing in enumerate(exercise_drawings(exercise), 1)
    ]
    expect(page.locator(".exercise figcaption")).to_have_text(captions)


def test_exercises_begins_with_the_way_to_the_guided_session(visit):
    page = visit("/exercises")
    page.get_by_role("button", name="Do it with me").click()
    page.wait_for_url("**/session")
