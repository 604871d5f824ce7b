"""The programme and the empty diary on paper: their pages, words, figures and files."""

from dataclasses import replace

import pytest
from support import pdf

from backcare.domain import Programme
from backcare.drawings import print_strip
from backcare.report import diary_pdf, programme_pdf


@pytest.fixture(scope="module")
def figures(programme: Programme) -> dict[str, str]:
    """The black-and-white strips of all exercises."""
    return {e.id: print_strip(e) for e in programme.exercises}


@pytest.fixture(scope="module")
def printed(programme: Programme, figures: dict[str, str]) -> bytes:
    """The programme on paper."""
    return programme_pdf(programme, figures)


def test_the_programme_is_two_pages_with_every_word_a_person_needs(programme: Programme, printed: bytes) -> None:
    assert len(pdf.read(printed).pages) == 2
    said = pdf.text(printed)
    words = [t for e in programme.exercises for t in (e.title, e.repetition, *e.steps)]
    words += [text for key, text in programme.advice.items() if key != "urgent.url"]
    assert [text for text in [*words, *programme.urgent_signs] if text not in said] == []


def test_every_exercise_has_its_figure_and_the_figure_its_words(programme: Programme, printed: bytes) -> None:
    told = [alt for kind, alt in pdf.tags(printed) if kind == "/Figure"]
    assert [alt.split(",")[0] for alt in told] == [e.title for e in programme.exercises]
    assert [e.id for e, alt in zip(programme.exercises, told, strict=True) if e.steps[0] not in alt] == []


def test_the_figures_are_drawn_in_grey_with_shipped_letters(printed: bytes) -> None:
    for page in pdf.read(printed).pages:
        assert pdf.colours(page) == {1}
        assert list(page.images) == []
    assert [font for font, carried in pdf.fonts(printed) if not carried or "Noto" not in font] == []


def test_a_programme_whose_figures_are_missing_is_printed_without(programme: Programme) -> None:
    made = programme_pdf(programme, {})
    assert [alt for kind, alt in pdf.tags(made) if kind == "/Figure"] == []
    assert programme.exercises[-1].steps[-1] in pdf.text(made)


def test_the_diary_has_a_cell_for_every_set_of_two_weeks(programme: Programme) -> None:
    made = diary_pdf(programme)
    (page,) = pdf.read(made).pages
    assert page.mediabox.width > page.mediabox.height
    kinds = [kind for kind, _ in pdf.tags(made)]
    across = 3 * len(programme.exercises) + len(["day", "date", "pain", "walk"])
    assert kinds.count("/TD") == 14 * across
    said = pdf.text(made)
    assert [e.title for e in programme.exercises if e.title not in said] == []
    assert [word for word in ("Morning", "Midday", "Evening", "Pain", "0–10", "much worse") if word not in said] == []


def test_the_diary_goes_with_a_programme_of_any_length(programme: Programme) -> None:
    for number in (1, 8):
        made = replace(programme, exercises=(programme.exercises * 2)[:number])
        assert len(pdf.read(diary_pdf(made)).pages) == 1


def test_the_prints_are_small_and_the_same_each_time(programme: Programme, figures: dict[str, str]) -> None:
    assert programme_pdf(programme, figures) == programme_pdf(programme, figures)
    assert diary_pdf(programme) == diary_pdf(programme)
    assert max(len(programme_pdf(programme, figures)), len(diary_pdf(programme))) < 300_000
