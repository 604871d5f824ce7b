"""Exercises: how to do each one: the figure, the position, the steps, what one repetition is."""

import streamlit as st

from backcare import ui
from backcare.ui import md
from backcare.ui.components.animated_figure import animated_figure

programme = ui.programme()
POSITIONS = {"lying": "Lying down", "sitting": "Sitting", "standing": "Standing"}

ui.page_header("Exercises", ui.page_context(ui.today()))
st.markdown(md("{advice}", advice=programme.advice["dose.advice"]))
position = ui.choice("Position", {"all": "All", **POSITIONS}, key="position", default="all", required=True)
for exercise in programme.exercises:
    if position not in ("all", exercise.position):
        continue
    with st.container(border=True):
        ui.how_card(exercise, POSITIONS[exercise.position])
        key = f"movement-{exercise.id}"
        movement = st.expander("See the movement", icon=":material/animation:", on_change="rerun", key=key)
        if movement.open:
            with movement:
                animated_figure(exercise, key=f"figure-{exercise.id}")
st.markdown(md("{stop}", stop=programme.advice["stop.advice"]))
st.caption(
    md(
        "In our own words, after “{title}”, {publisher}.",
        title=programme.source["title"],
        publisher=programme.source["publisher"],
    )
)
st.link_button("Read the page on NHS inform", programme.source["url"], icon=":material/open_in_new:", type="tertiary")
