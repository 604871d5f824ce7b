"""Gallery, in developer mode: each component alone. Nothing that is pressed here is in the log."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from backcare.domain import Slot
from backcare.labels import FELT_LABELS, count
from backcare.programme import load_programme
from backcare.ui import current_log, layout, saving
from backcare.ui.components.animated_figure import animated_figure
from backcare.ui.components.exercise_card import how_card, number_card
from backcare.ui.components.fields import Choice, Choices, Day, Number, Text, answer, ask, pain_score
from backcare.ui.components.guided_session import close, guided_exercise, guided_session
from backcare.ui.components.unfinished_session import unfinished_session
from backcare.ui.markdown import md

KEY = "gallery"
today = current_log.today()
programme = load_programme()
exercise = programme.exercises[0]
titles = {each.id: each.title for each in programme.exercises}


def draw_fields() -> None:
    """Every kind of field, and what stands in each."""
    kinds = (
        Day(f"{KEY}-day", "Day", today.replace(month=1, day=1), today, today, {today: "Today"}),
        Number(f"{KEY}-number", "Number", range(201), default=5),
        Number(f"{KEY}-steps", "Number in steps of 5", range(1441), step=5),
        Choice(f"{KEY}-choice", "Choice", FELT_LABELS),
        Choices(f"{KEY}-choices", "Choices", titles),
        pain_score(f"{KEY}-score", "Scale"),
        Text(f"{KEY}-line", "Text of at most 20 characters", 20),
        Text(f"{KEY}-text", "Text in several lines", 1000, lines=3, help="What is too long is told, and not cut off."),
    )
    ask(*kinds)
    st.json({each.label: str(answer(each.key)) for each in kinds})


def draw_guided_session() -> None:
    """The guided session, which ends in a line instead of a form."""
    doses = current_log.day_view(today).plan.doses
    result = guided_session(
        [guided_exercise(each, doses[each.id]) for each in programme.exercises if doses[each.id].target],
        programme,
        key=KEY,
        day=today,
        slot=Slot.MORNING,
        logged=(),
        pain_before=f"{KEY}-before",
        record_stop=lambda marked: (True, None),
        take_back=lambda step: True,
    )
    if result is not None:
        st.text(str(result))
        st.button("Close", on_click=partial(close, KEY, result, recorded=False))


COMPONENTS: dict[str, Callable[[], object]] = {
    "fields": draw_fields,
    "exercise_card, today's number": lambda: number_card(exercise, count(5, "repetition"), "Why it is this number."),
    "exercise_card, how it is done": lambda: how_card(exercise, "Lying down"),
    "animated_figure": lambda: animated_figure(exercise, key=f"{KEY}-figure"),
    "guided_session": draw_guided_session,
    "unfinished_session": lambda: unfinished_session(KEY, titles),
}
layout.page_header("Gallery", saving.PageContext(None))
name = st.selectbox("Component", list(COMPONENTS))
st.header(md("{name}", name=name), anchor=False)
COMPONENTS[name]()
