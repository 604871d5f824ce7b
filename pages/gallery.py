"""Gallery, in developer mode: each component alone. Nothing that is pressed here is in the log."""

from collections.abc import Callable

import streamlit as st

from backcare import ui
from backcare.domain import Slot
from backcare.labels import FELT_LABELS
from backcare.programme import load_programme
from backcare.ui.components.animated_figure import animated_figure
from backcare.ui.components.unfinished_session import unfinished_session

KEY = "gallery"
today = ui.now().date()
programme = load_programme()
exercise = programme.exercises[0]
titles = programme.titles


def draw_fields() -> None:
    """Every kind of field, and what stands in each."""
    kinds = (
        ui.Day(f"{KEY}-day", "Day", today.replace(month=1, day=1), today, today, {today: "Today"}),
        ui.Number(f"{KEY}-number", "Number", range(201), default=5),
        ui.Number(f"{KEY}-steps", "Number in steps of 5", range(1441), step=5),
        ui.Choice(f"{KEY}-choice", "Choice", FELT_LABELS),
        ui.Choice(f"{KEY}-choices", "Several of a choice", titles, several=True),
        ui.pain_score(f"{KEY}-score", "Scale"),
        ui.Text(f"{KEY}-line", "Text of at most 20 characters", 20),
        ui.Text(f"{KEY}-text", "Text in several lines", 1000, lines=3, help="What is too long is told."),
    )
    ui.ask(*kinds)
    st.json({each.label: str(ui.answer(each.key)) for each in kinds})


def draw_guided_session() -> None:
    """The guided session, which ends in a line instead of a form."""
    plan = ui.day_view(today).plan
    result = ui.guided_session(
        plan,
        programme,
        ui.targets(plan),
        key=KEY,
        slot=Slot.MORNING,
        logged=(),
        pain_before=f"{KEY}-before",
        record_stop=lambda marked: None,
        take_back=lambda step: None,
        answer_signs=lambda answer: None,
    )
    if result is not None:
        st.text(str(result))
        st.button("Close", on_click=lambda: ui.close_session(KEY, result, recorded=False))


COMPONENTS: dict[str, Callable[[], object]] = {
    "fields": draw_fields,
    "exercise_list": lambda: ui.exercise_list([(exercise, 5, "Why it is this number.")]),
    "exercise_card": lambda: ui.instructions(exercise, "Lying"),
    "animated_figure": lambda: animated_figure(exercise, key=f"{KEY}-figure"),
    "guided_session": draw_guided_session,
    "unfinished_session": lambda: unfinished_session(KEY, titles),
}
ui.page_header("Gallery", None)
name = st.selectbox("Component", list(COMPONENTS))
st.header(ui.md("{name}", name=name), anchor=False)
COMPONENTS[name]()
