"""Today's exercises as a list: picture, name and number in a row, which opens how it is done and why this number."""

from collections.abc import Iterable
from typing import Any

from backcare.domain import Exercise
from backcare.drawings import list_drawing
from backcare.labels import count
from backcare.ui.components import register

_list = register("exercise_list", html='<div class="exercises"></div>', scripts=("elements.js",), isolate_styles=False)


def exercise_list(exercises: Iterable[tuple[Exercise, int, str]]) -> None:
    """A row for each exercise with its number of repetitions for today and the reason for it.

    One component for all of them, since each takes as long as a page's headings to open.
    """
    _list(key="exercise-list", data={"exercises": [_exercise_row(*each) for each in exercises]})


def _exercise_row(exercise: Exercise, reps: int, why: str) -> dict[str, Any]:
    drawing = list_drawing(exercise)
    return {
        "id": exercise.id,
        "title": exercise.title,
        "number": count(reps, "repetition"),
        "why": why,
        "steps": exercise.steps,
        "repetition": exercise.repetition,
        "picture": drawing.sized(72, alt=f"{exercise.title}: {drawing.text}"),
    }
