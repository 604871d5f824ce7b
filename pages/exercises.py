"""Exercises: how to do each one: the figure, the position, the steps, what one repetition is."""

import streamlit as st

from backcare import ui
from backcare.programme import load_programme

POSITIONS = {"lying": "Lying", "sitting": "Sitting", "standing": "Standing"}
programme = load_programme()

ui.page_header("Exercises", ui.now().date())
st.markdown(ui.md("{advice}", advice=programme.advice["dose.advice"]))
with st.container(horizontal=True, vertical_alignment="bottom"):
    if st.button("Do it with me: start the guided session", icon=":material/play_circle:", type="primary"):
        st.switch_page(ui.page_path("session"))
    ui.ask(ui.Choice("position", "Position", {"all": "All", **POSITIONS}, default="all", required=True))
for exercise in programme.exercises:
    if ui.answer("position") in ("all", exercise.position):
        with st.container(border=True):
            ui.instructions(exercise, POSITIONS[exercise.position])
st.markdown(ui.md("{stop}", stop=programme.advice["stop.advice"]))
source = programme.source
st.caption(ui.md("Based on {publisher}, in our own words.", publisher=source["publisher"]))
label = ui.md("{title} ({publisher})", title=source["title"], publisher=source["publisher"])
st.link_button(label, source["url"], icon=":material/open_in_new:", type="tertiary")
