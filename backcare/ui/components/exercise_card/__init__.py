"""How an exercise is done, in one piece: its drawings, title, position and steps.

A component: as Streamlit's elements the five of them took a fifth of the time that opening a page takes. st.markdown
reads a drawing mark by mark too, st.html would take it out, and st.image would not follow the theme's colours.
"""

import streamlit as st

from backcare.domain import Exercise
from backcare.drawings import exercise_drawings
from backcare.ui.components import register
from backcare.ui.components.animated_figure import animated_figure

_card = register(
    "exercise_card", html='<article class="exercise"></article>', scripts=("elements.js",), isolate_styles=False
)


def instructions(exercise: Exercise, position: str) -> None:
    """How it is done: the pictures with number and caption, the position, the steps, what one repetition is; and the
    figure that moves, when it is asked for.
    """
    svgs = [drawing.sized(180) for drawing in exercise_drawings(exercise)]
    words = {
        "title": exercise.title,
        "captions": [drawing.caption for drawing in exercise_drawings(exercise)],
        "position": position,
        "steps": list(exercise.steps),
        "repetition": exercise.repetition,
    }
    _card(key=f"how-card-{exercise.id}", data={"drawings": " ".join(svgs), "words": words})
    key = f"movement-{exercise.id}"
    movement = st.expander("See the movement", icon=":material/animation:", on_change="rerun", key=key)
    if movement.open:
        with movement:
            animated_figure(exercise, key=f"figure-{exercise.id}")
