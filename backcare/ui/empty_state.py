"""What a page shows while there is nothing to show: a picture, a sentence, and the way to Today."""

import streamlit as st

from backcare.drawings import list_drawing
from backcare.programme import load_programme
from backcare.ui.layout import page_path
from backcare.ui.markdown import md

INK = "<style>svg { color: #0a1413 } @media (prefers-color-scheme: dark) { svg { color: #eef4f3 } }</style>"
"""A picture shown by ``st.image`` does not take over the page's colour, but it knows whether the page is dark."""


def draw_empty_state(sentence: str) -> None:
    """``sentence``: what will be here, and after what."""
    drawing = list_drawing(load_programme().exercises[0])
    with st.container(border=True, horizontal_alignment="center", key="empty-state"):
        st.image(drawing.svg.replace(">", f">{INK}", 1), width=220, alt="")
        st.markdown(md("{sentence}", sentence=sentence), text_alignment="center")
        if st.button("Go to Today", icon=":material/today:", type="primary", key="empty-to-today"):
            st.switch_page(page_path("today"))
