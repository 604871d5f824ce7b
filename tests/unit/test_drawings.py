"""The drawings as they ship: made from what is in tools/figures, safe, and named in the programme's words."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from backcare import drawings
from backcare.domain import Exercise
from backcare.drawings import Drawing, exercise_drawings, list_drawing, motion, print_strip
from backcare.errors import BackcareError
from backcare.paths import data_folder
from backcare.programme import load_programme
from tools.figures import render

SVG = "{http://www.w3.org/2000/svg}"
FOLDER = data_folder() / "drawings"
EXERCISES = load_programme().exercises
SVGS = [pytest.param(path, id=path.name) for path in sorted(FOLDER.glob("*.svg"))]
each_on_a_screen = pytest.mark.parametrize("path", [case for case in SVGS if "print" not in str(case.id)])
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)


def test_no_drawing_is_stale() -> None:
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir() if path.suffix}
    drawn = render()
    stale = [name for name in sorted(drawn.keys() | shipped.keys()) if drawn.get(name) != shipped.get(name)]
    assert stale == [], "run `make figures`"


@pytest.mark.parametrize("path", SVGS)
def test_an_svg_carries_no_script_style_or_outside_reference(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "g", "path", "circle", "text", "rect"}
    names = {key for element in root.iter() for key in element.keys()}  # noqa: SIM118 (an element's length is its children)
    assert not {key for key in names if key.startswith("on") or key in ("href", "style", "id", "class")}
    assert text.count("http") == 1
    assert "url(" not in text


@each_on_a_screen
def test_a_drawing_on_a_screen_has_no_words(path: Path) -> None:
    assert not "".join(ElementTree.fromstring(path.read_text(encoding="utf-8")).itertext())


@each_on_a_screen
def test_colours_on_a_screen_follow_the_theme(path: Path) -> None:
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    colours = {element.get(key) for element in root.iter() for key in ("fill", "stroke")} - {None, "none", "#fff"}
    assert all(re.match(r"currentColor$|var\(--figure-\w+, #\w+\)$", colour or "") for colour in colours)
    assert len(colours) == 3


@each_exercise
def test_the_texts_are_the_setup_and_then_every_step_once(exercise: Exercise) -> None:
    texts = [drawing.text for drawing in exercise_drawings(exercise)]
    assert texts[0] == exercise.setup
    assert " ".join(texts[1:]) == " ".join(exercise.steps)
    assert all(texts)


def test_an_edited_step_is_the_text_of_its_drawing_at_once() -> None:
    exercise = replace(EXERCISES[0], steps=("Roll them over.", *EXERCISES[0].steps[1:]))
    assert exercise_drawings(exercise)[1].text.startswith("Roll them over.")


@each_exercise
def test_labels_and_captions_are_those_of_the_moving_figure(exercise: Exercise) -> None:
    words = [(drawing.label, drawing.caption) for drawing in exercise_drawings(exercise)]
    assert words == [(drawing["label"], drawing["caption"]) for drawing in motion(exercise)["drawings"]]
    assert {"start", "hold", "return"} == {label for label, _ in words}
    assert {phase.pose for phase in exercise.phases} <= set(motion(exercise)["poses"])


@each_exercise
def test_the_picture_for_lists_is_the_first_hold_in_one_shape(exercise: Exercise) -> None:
    picture = list_drawing(exercise)
    held = next(drawing for drawing in exercise_drawings(exercise) if drawing.label == "hold")
    root = ElementTree.fromstring(picture.svg)
    assert (picture.label, picture.text, picture.caption) == (held.label, held.text, held.caption)
    _, _, width, height = map(float, (root.get("viewBox") or "").split())
    assert width / height == pytest.approx(4 / 3)


def test_a_drawing_has_its_text_alternative_escaped_and_its_width() -> None:
    nasty = "<script>\"alert\"('x') & more"
    drawing = Drawing("start", nasty, exercise_drawings(EXERCISES[0])[0].svg)
    for text, alt in ((drawing.sized(148), nasty), (drawing.sized(148, alt=f"Knees: {nasty}"), f"Knees: {nasty}")):
        root = ElementTree.fromstring(text)
        assert "<script>" not in text
        assert (root.get("role"), root.get("width"), root.get("aria-label"), root[0].text) == ("img", "148", alt, alt)


# An edited programme, a missing file


def test_phases_that_do_not_fit_the_drawings_are_refused() -> None:
    first = EXERCISES[0]
    sideways = replace(first, phases=(replace(first.phases[0], pose="up"), *first.phases[1:]))
    for ask in (exercise_drawings, motion):
        with pytest.raises(BackcareError, match=r'"rolling-your-knees", phases: .*start, up, .*allowed.*start, right,'):
            ask(sideways)


def test_an_exercise_without_drawings_is_refused() -> None:
    for ask in (exercise_drawings, motion, print_strip):
        with pytest.raises(BackcareError, match="push-ups"):
            ask(replace(EXERCISES[0], id="push-ups"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in place of the shipped data."""
    monkeypatch.setattr(drawings, "data_folder", lambda: tmp_path)
    exercise_drawings.cache_clear()
    yield tmp_path
    exercise_drawings.cache_clear()


def test_a_missing_file_is_said_in_words(folder: Path) -> None:
    with pytest.raises(BackcareError, match=r"motion\.json cannot be read: No such file.*Install backcare again"):
        exercise_drawings(EXERCISES[0])
    (folder / "drawings").mkdir()
    motions = json.dumps(
        {EXERCISES[0].id: {"drawings": [{"number": 1, "pose": "start", "label": "start", "caption": ""}]}}
    )
    (folder / "drawings" / "motion.json").write_text(motions)
    with pytest.raises(BackcareError, match=r"rolling-your-knees-1\.svg cannot be read"):
        exercise_drawings(replace(EXERCISES[0], phases=()))
