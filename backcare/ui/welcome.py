"""How backcare works, in a few lines: on the first day, and in Help."""

import streamlit as st

from backcare.clinic.sign_in import where_it_is_kept
from backcare.programme import load_programme
from backcare.ui.markdown import md


def welcome() -> None:
    """What the person does each day, when the numbers go up, and when to stop."""
    advice = load_programme().advice
    st.markdown(md("{dose} {stop}", dose=advice["dose.advice"], stop=advice["stop.advice"]))
    st.markdown(
        "Each session is saved with one press. After two weeks you see if it has helped. If it has not, you see "
        f"where to get help. {where_it_is_kept()}"
    )
