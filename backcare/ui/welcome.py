"""How backcare works, in a few sentences: what the first day shows, and what Help keeps."""

import streamlit as st

from backcare.clinic.sign_in import where_it_is_kept
from backcare.programme import load_programme
from backcare.ui.markdown import md


def draw_welcome() -> None:
    """What to do, when to stop, how to log, what comes after two weeks, and where it is kept."""
    advice = load_programme().advice
    st.markdown(md("{dose}", dose=advice["dose.advice"]))
    st.markdown(md("{stop}", stop=advice["stop.advice"]))
    st.markdown(
        "Log each session on Today. One tap is enough. Your numbers go up only for as long as it stays "
        "comfortable. After two weeks you see if it has helped. If it has not, you see where to get help. "
        f"{where_it_is_kept()}"
    )
