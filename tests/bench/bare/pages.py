"""The barest Streamlit app: a button and a text, and a second page to switch to."""

import gc
import os

import streamlit as st


@st.cache_resource(show_spinner=False)
def freeze() -> bool:
    """Only for the column that says how much of the difference is the frozen heap."""
    if os.environ.get("BARE_FROZEN"):
        gc.collect()
        gc.freeze()
    return True


def count() -> None:
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1


def one() -> None:
    st.title("One")
    st.button("Count", on_click=count)
    st.text(f"Clicked {st.session_state.get('clicks', 0)} times")


def two() -> None:
    st.title("Two")
    st.text("The other page")


st.navigation([st.Page(one, title="One"), st.Page(two, title="Two")], position="top").run()
freeze()
