"""An exercise on a page, in one piece: its drawn frames, its title, and its number for today or how it is done.

A component: as Streamlit's heading, metric, Markdown and caption the five of them took a fifth of the time that opening
Today takes. st.markdown reads a drawing mark by mark too, st.html would take it out, and st.image
would not follow the theme's colours.
"""

from collections.abc import Iterator

from backcare import figures
from backcare.domain import Exercise
from backcare.ui.components import register

_card = register("exercise_card", html='<article class="exercise"></article>', isolate_styles=False)


def number_card(exercise: Exercise, number: str, why: str) -> None:
    """What is theirs today: the held position as a small picture, the number and its reason."""
    held, step = next((frame, text) for frame, text in _frames(exercise) if frame.label == "hold")
    drawing = figures.frame_svg(exercise.id, held.number, alt=f"{exercise.title}: {step}", width=110)
    words = {"level": 3, "title": exercise.title, "number": number, "why": why}
    _card(key=f"number-card-{exercise.id}", data={"drawings": drawing, "words": words})


def how_card(exercise: Exercise, position: str) -> None:
    """How it is done: the numbered frames in a row that wraps, the position, the steps, what one repetition is."""
    drawings = [figures.frame_svg(exercise.id, frame.number, alt=text, width=148) for frame, text in _frames(exercise)]
    words = {
        "level": 2,
        "title": exercise.title,
        "position": position,
        "steps": list(exercise.steps),
        "repetition": exercise.repetition,
    }
    _card(key=f"how-card-{exercise.id}", data={"drawings": " ".join(drawings), "words": words})


def _frames(exercise: Exercise) -> Iterator[tuple[figures.Frame, str]]:
    return zip(figures.frames(exercise.id), figures.frame_texts(exercise), strict=True)
