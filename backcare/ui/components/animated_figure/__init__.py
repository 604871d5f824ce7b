"""An exercise's drawings on a page: a figure that moves on request at the steps' pace."""

from dataclasses import asdict

from backcare.domain import Exercise
from backcare.drawings import exercise_drawings, motion
from backcare.ui.components import register

_player = register("animated_figure", scripts=("elements.js", "animated_figure/figure.js"))


def _phase_texts(exercise: Exercise) -> list[str]:
    """What to read during each phase: its step, with the steps before it that no phase carries out."""
    texts, done = [], 0
    for phase in exercise.phases:
        texts.append(" ".join(exercise.steps[min(done, phase.step - 1) : phase.step]))
        done = phase.step
    return texts


def animated_figure(exercise: Exercise, *, key: str) -> None:
    """Draw the exercise's figure with its current step in words, and buttons to start, pause and step through it."""
    phases = [
        asdict(phase) | {"text": text} for phase, text in zip(exercise.phases, _phase_texts(exercise), strict=True)
    ]
    texts = [drawing.text for drawing in exercise_drawings(exercise)]
    _player(key=key, data={"motion": motion(exercise), "texts": texts, "phases": phases})
