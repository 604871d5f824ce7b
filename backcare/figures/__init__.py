"""The figures: the poses in data/figures.toml to SVG frames, a printable strip, and the motion the browser plays."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from backcare.domain import Exercise
from backcare.errors import InvalidValue
from backcare.figures import draw
from backcare.figures.data import Figure, Figures, Frame, read_figures, wrong
from backcare.figures.pen import PRINT, SCREEN, WIDTH
from backcare.paths import data_folder

__all__ = [
    "Figure",
    "Figures",
    "Frame",
    "check_figures",
    "frame_svg",
    "frame_texts",
    "frames",
    "load_figures",
    "motion",
    "strip_svg",
]


@cache
def load_figures(path: Path | None = None) -> Figures:
    """The figures by exercise id, read once; ``ProgrammeError`` says what is wrong with the file and where."""
    return read_figures(path or data_folder() / "figures.toml")


def _figure(exercise_id: str) -> Figure:
    figures = load_figures()
    if exercise_id not in figures:
        raise InvalidValue("figure", exercise_id, ", ".join(figures))
    return figures[exercise_id]


def frames(exercise_id: str) -> tuple[Frame, ...]:
    """The numbered pictures of an exercise, start → hold → return."""
    return _figure(exercise_id).frames


def frame_texts(exercise: Exercise) -> tuple[str, ...]:
    """What each frame shows, in the programme's words: the setup, then the steps that lead up to each frame.

    A step between two phases (such as easing into the stretch) belongs to the frame that follows it.
    """
    texts, done, last, position = [exercise.setup], 0, 0, 0
    for frame in frames(exercise.id)[1:]:
        while position < len(exercise.phases) and exercise.phases[position].pose == frame.pose:
            last = exercise.phases[position].step
            position += 1
        texts.append(" ".join(exercise.steps[done:last]))
        done = last
    return tuple(texts)


def check_figures(exercises: Sequence[Exercise]) -> None:
    """``ProgrammeError`` when the frames are not the poses that the phases in programme.toml go through."""
    figures = load_figures()
    for exercise in exercises:
        if exercise.id not in figures:
            raise wrong(f'exercise "{exercise.id}" of programme.toml', "there is no figure", ", ".join(figures))
        figure = figures[exercise.id]
        wanted = ["start", *(pose for pose, _ in groupby(phase.pose for phase in exercise.phases))]
        drawn = [frame.pose for frame in figure.frames]
        if wanted != drawn:
            where = f'figure "{exercise.id}", frames'
            raise wrong(where, f"they show {drawn}", f"the poses of the phases in programme.toml, {wanted}")


@lru_cache(maxsize=256)
def frame_svg(exercise_id: str, frame_number: int, *, alt: str, mono: bool = False, width: int | None = None) -> str:
    """One frame as a standalone SVG; ``alt`` is its text alternative, ``mono`` is black on white for print."""
    figure = _figure(exercise_id)
    if frame_number not in range(1, len(figure.frames) + 1):
        raise InvalidValue("frame", frame_number, f"1 to {len(figure.frames)}")
    style = PRINT if mono else SCREEN
    inside = draw.picture(figure, figure.frames[frame_number - 1], style)
    return draw.document(WIDTH, figure.height + draw.BELOW, inside, alt, style, width)


def strip_svg(exercise_id: str, *, alts: Sequence[str], mono: bool = False) -> str:
    """All frames of an exercise side by side as one SVG; ``alts`` are the frames' text alternatives in order."""
    figure = _figure(exercise_id)
    if len(alts) != len(figure.frames):
        raise InvalidValue("alts", list(alts), f"{len(figure.frames)} texts, one a frame")
    alt = " ".join(f"{number}: {text}" for number, text in enumerate(alts, 1))
    return draw.strip(figure, PRINT if mono else SCREEN, alt)


def motion(exercise_id: str) -> dict[str, Any]:
    """An exercise's geometry for the browser: plain lists and numbers, ready for JSON."""
    return draw.motion(_figure(exercise_id))
