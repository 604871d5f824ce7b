"""Today's offers of 1 or 2 more repetitions: the line that tells of them, the choice, and what is chosen."""

from collections.abc import Mapping

import streamlit as st

from backcare.domain import Action
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.ui.components.fields import Choice, answer, ask
from backcare.ui.identity import person
from backcare.ui.markdown import md


def offers_line(plan: Plan) -> None:
    """That more is offered, in one line, which opens the choice for each exercise; nothing without an offer."""
    offered = [exercise for exercise in plan.active if plan.doses[exercise].action is Action.OFFER]
    if not offered:
        return
    more = max(len(plan.doses[exercise].offers) for exercise in offered)
    line = md("**You may add {more} today**", more="1 or 2" if more > 1 else "1")
    with st.container(key="offers"), st.expander(line, icon=":material/trending_up:"):
        st.caption("Staying at the first number is just as good.")
        ask(*(_target_choice(plan, exercise) for exercise in offered))


def targets(plan: Plan) -> Mapping[str, int | None]:
    """Today's number of each exercise: the one chosen from the offer, else the advised one; ``None`` while stopped."""
    picked = {exercise: answer(_target_key(plan, exercise)) for exercise in plan.doses}
    return {e: picked[e] if picked[e] in dose.offers else dose.target for e, dose in plan.doses.items()}


def active_targets(plan: Plan) -> dict[str, int]:
    """Today's number of each exercise of a session, by exercise, in the order of the programme."""
    numbers = targets(plan)
    return {exercise: number for exercise in plan.active if (number := numbers[exercise]) is not None}


def _target_choice(plan: Plan, exercise: str) -> Choice:
    """Where the person picks today's number; it is kept while they move between pages."""
    dose = plan.doses[exercise]
    options = {number: str(number) for number in (dose.target, *dose.offers)}
    label = f"Today's number for {load_programme().title_of(exercise).lower()}"
    return Choice(_target_key(plan, exercise), label, options, default=dose.target, required=True)


def _target_key(plan: Plan, exercise: str) -> str:
    return f"number-{person()}-{plan.today}-{exercise}"
