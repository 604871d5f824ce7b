"""Exercises: how to do each one: the figure, the position, the steps, what one repetition is."""

import streamlit as st

from backcare.programme import load_programme
from backcare.ui import current_log, layout, saving
from backcare.ui.components.animated_figure import animated_figure
from backcare.ui.components.exercise_card import how_card
from backcare.ui.components.fields import Choice, answer, ask
from backcare.ui.markdown import md

programme = load_programme()
POSITIONS = {"lying": "Lying down", "sitting": "Sitting", "standing": "Standing"}

layout.page_header("Exercises", saving.PageContext(current_log.today()))
st.markdown(md("{advice}", advice=programme.advice["dose.advice"]))
ask(Choice("position", "Position", {"all": "All", **POSITIONS}, default="all", required=True))
position = answer("position")
for exercise in programme.exercises:
    if position not in ("all", exercise.position):
        continue
    with st.container(border=True):
        how_card(exercise, POSITIONS[exercise.position])
        key = f"movement-{exercise.id}"
        movement = st.expander("See the movement", icon=":material/animation:", on_change="rerun", key=key)
        if movement.open:
            with movement:
                animated_figure(exercise, key=f"figure-{exercise.id}")
st.markdown(md("{stop}", stop=programme.advice["stop.advice"]))
source = programme.source
words = "In our own words, after “{title}”, {publisher}."
st.caption(md(words, title=source["title"], publisher=source["publisher"]))
st.link_button("Read the page on NHS inform", source["url"], icon=":material/open_in_new:", type="tertiary")
