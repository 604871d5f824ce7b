"""The barest Streamlit app with charts: a page without, and one with as many as Progress shows, ready-made."""

import gc
import json
import os
from pathlib import Path

import pandas as pd
import streamlit as st


@st.cache_resource(show_spinner=False)
def charts() -> list[tuple[pd.DataFrame, dict]]:
    return [(pd.DataFrame(rows), spec) for rows, spec in json.loads(Path(os.environ["BARE_CHARTS"]).read_text())]


@st.cache_resource(show_spinner=False)
def freeze() -> bool:
    if os.environ.get("BARE_FROZEN"):
        gc.collect()
        gc.freeze()
    return True


def one() -> None:
    st.title("One")
    st.text("No chart here")


def drawn() -> None:
    st.title("Charts")
    for number, (rows, spec) in enumerate(charts()):
        st.vega_lite_chart(rows, spec, key=f"chart-{number}")
    freeze()


st.navigation([st.Page(one, title="One"), st.Page(drawn, title="Charts", url_path="charts")], position="top").run()
