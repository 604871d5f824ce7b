"""A Streamlit app that shows a text, and loads the libraries that the dashboard loads before its first page."""

import altair  # noqa: F401
import numpy  # noqa: F401
import pandas  # noqa: F401
import pyarrow  # noqa: F401
import sqlalchemy  # noqa: F401
import starlette  # noqa: F401
import streamlit as st

st.title("Bare")
st.text("Ready")
