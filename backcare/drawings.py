"""The drawings of the exercises, as tools/figures drew them, with texts that follow data/programme.toml."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from backcare.domain import Exercise
from backcare.errors import ProgrammeError
from backcare.paths import data_folder


@dataclass(frozen=True, slots=True)
class Drawing:
    """One numbered drawing of an exercise. ``label``: "start", "hold" or "return"; ``text``: what it shows."""

    label: str
    text: str
    svg: str
    caption: str = ""
    """The label in words, with how long it is held."""

    def sized(self, width: int, alt: str = "") -> str:
        """The SVG in pixels, with its text as the text alternative unless another one is given."""
        alt = alt or self.text
        attributes = f' width="{width}" role="img" aria-label={quoteattr(alt)}><title>{escape(alt)}</title>'
        return self.svg.replace(">", attributes, 1)


# Kept, since each run of a page draws them, and reading an exercise's files takes 4 ms.
@cache
def exercise_drawings(exercise: Exercise) -> tuple[Drawing, ...]:
    """The drawings in order, start → hold → return. ``ProgrammeError`` where they do not fit the exercise."""
    drawn = zip(motion(exercise)["drawings"], _drawing_texts(exercise), strict=True)
    return tuple(
        Drawing(d["label"], text, _read(f"{exercise.id}-{d['number']}.svg"), d["caption"]) for d, text in drawn
    )


def list_drawing(exercise: Exercise) -> Drawing:
    """The position that is held first as a small picture without words, 4 wide to 3 high, for lists."""
    held = next(drawing for drawing in exercise_drawings(exercise) if drawing.label == "hold")
    return replace(held, svg=_read(f"{exercise.id}-list.svg"))


def print_strip(exercise: Exercise) -> str:
    """All drawings of an exercise side by side for print, as SVG without a text alternative."""
    return _read(f"{exercise.id}-print.svg")


def motion(exercise: Exercise) -> Mapping[str, Any]:
    """What figure.js plays. ``ProgrammeError`` where it is not of the poses that the exercise's phases go through."""
    motions: dict[str, dict[str, Any]] = json.loads(_read("motion.json"))
    if exercise.id not in motions:
        raise ProgrammeError(
            f'programme.toml, exercise.id: there is no drawing of "{exercise.id}"; allowed: {", ".join(motions)}.'
        )
    poses = ["start", *(pose for pose, _ in groupby(phase.pose for phase in exercise.phases))]
    drawn = [drawing["pose"] for drawing in motions[exercise.id]["drawings"]]
    if poses != drawn:
        raise ProgrammeError(
            f'programme.toml, exercise "{exercise.id}", phases: the poses are, from the start, {", ".join(poses)}; '
            f"allowed, since they are drawn: {', '.join(drawn)}."
        )
    return motions[exercise.id]


def _drawing_texts(exercise: Exercise) -> Iterator[str]:
    """What each drawing shows: the setup, then the steps that lead up to its pose.

    A step between two phases (such as easing into the stretch) belongs to the drawing that follows it.
    """
    yield exercise.setup
    shown = 0
    for _, phases in groupby(exercise.phases, key=lambda phase: phase.pose):
        *_, last = phases
        yield " ".join(exercise.steps[shown : last.step])
        shown = last.step


def _read(name: str) -> str:
    path = data_folder() / "drawings" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ProgrammeError(f"{path} cannot be read: {error.strerror}. Install backcare again.") from error
