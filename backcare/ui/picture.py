"""An exercise's drawn frames on a page, each with its step as its text alternative."""

from pathlib import Path

import streamlit as st

from backcare import figures
from backcare.model import Exercise

# A component, not st.markdown, which reads a drawing mark by mark (5 ms in the browser); st.html would take it out, and
# st.image would not follow the theme's colours.
_pictures = st.components.v2.component(
    "backcare_pictures",
    html="<div></div>",
    js=(Path(__file__).parent / "picture.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def figure(exercise: Exercise, *, width: int) -> None:
    """The held position of an exercise, as one small picture."""
    held = next(n for n, frame in enumerate(figures.frames(exercise.id)) if frame.label == "hold")
    _draw(exercise, (held,), f"{exercise.title}: {figures.frame_texts(exercise)[held]}", width)


def all_figures(exercise: Exercise, *, width: int) -> None:
    """The numbered frames of an exercise in a row that wraps."""
    _draw(exercise, tuple(range(len(figures.frames(exercise.id)))), None, width)


def _draw(exercise: Exercise, chosen: tuple[int, ...], alt: str | None, width: int) -> None:
    drawn, texts = figures.frames(exercise.id), figures.frame_texts(exercise)
    drawings = [figures.frame_svg(exercise.id, drawn[n].number, alt=alt or texts[n], width=width) for n in chosen]
    name = f"{exercise.id}-{len(chosen)}-{width}"
    data = {"shown": name, "drawings": " ".join(drawings)}
    _pictures(key=f"pictures-{name}", data=data, width=width if alt else "stretch")
