"""An exercise on a page, in one piece: its drawn frames, its title, and its number for today or how it is done.

A component: as heading, metric, Markdown and caption of Streamlit's the five of them took the browser a third of the
time in which Today is drawn. st.markdown reads a drawing mark by mark too, st.html would take it out, and st.image
would not follow the theme's colours.
"""

from pathlib import Path

import streamlit as st

from backcare import figures
from backcare.model import Exercise

HERE = Path(__file__).parent

_card = st.components.v2.component(
    "backcare_card",
    html='<article class="exercise"></article>',
    css=(HERE / "card.css").read_text(encoding="utf-8"),
    js=(HERE / "card.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def number_card(exercise: Exercise, number: str, why: str) -> None:
    """What is theirs today: the held position as a small picture, the number and its reason."""
    held = next(n for n, frame in enumerate(figures.frames(exercise.id)) if frame.label == "hold")
    alt = f"{exercise.title}: {figures.frame_texts(exercise)[held]}"
    drawings = _drawings(exercise, (held,), (alt,), width=110)
    words = {"level": 3, "title": exercise.title, "number": number, "why": why}
    _card(key=f"number-card-{exercise.id}", data={"drawings": drawings, "words": words})


def how_card(exercise: Exercise, position: str) -> None:
    """How it is done: the numbered frames in a row that wraps, the position, the steps, what one repetition is."""
    texts = figures.frame_texts(exercise)
    drawings = _drawings(exercise, tuple(range(len(texts))), texts, width=148)
    words = {
        "level": 2,
        "title": exercise.title,
        "position": position,
        "steps": list(exercise.steps),
        "repetition": exercise.repetition,
    }
    _card(key=f"how-card-{exercise.id}", data={"drawings": drawings, "words": words})


def _drawings(exercise: Exercise, chosen: tuple[int, ...], texts: tuple[str, ...], width: int) -> str:
    drawn = [figures.frames(exercise.id)[n] for n in chosen]
    return " ".join(
        figures.frame_svg(exercise.id, frame.number, alt=text, width=width)
        for frame, text in zip(drawn, texts, strict=True)
    )
