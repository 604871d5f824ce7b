"""Urgent signs (R6): the two questions about them, and the one thing to do while one applies."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from backcare import actions
from backcare.domain import Settings, SignsAnswer
from backcare.labels import SIGNS_LABELS, tel_link
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.ui.log_access import day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page
from backcare.ui.welcome import draw_welcome

SIGNS_APPLY = "signs-apply"
"""Set when the person has just said that a sign applies: the next run opens the page that says what to do."""


def bullets(lines: Sequence[str]) -> str:
    """Lines as a list in Markdown."""
    return "\n".join(md("- {line}", line=line) for line in lines)


def dial(label: str, number: str, kind: Literal["primary", "secondary"] = "secondary") -> None:
    """A link that phones a number."""
    st.link_button(label, tel_link(number), icon=":material/call:", type=kind)


def urgent_signs(page: Page) -> None:
    """When to phone 111 or 999, and what to tell a GP: each with its question and true answers to press."""
    programme, view = load_programme(), day_view()
    _signs_to_phone_for(page, "signs", SignsAnswer.APPLIES, SignsAnswer.NONE)
    st.markdown(md("**{gp}**", gp=programme.advice["urgent.gp"]))
    st.markdown(bullets(programme.gp_signs))
    if view.settings.gp_signs_read:
        st.caption("You have read this.")
    else:
        page.button("I have read this", _gp_signs_read, page, view.settings, key="gp-signs-read")


def read_urgent_signs(page: Page) -> None:
    """When to phone 111 or 999, to be read again at a stop; that one applies can be said."""
    _signs_to_phone_for(page, "stop-signs", SignsAnswer.APPLIES)


def _signs_to_phone_for(page: Page, key: str, *answers: SignsAnswer) -> None:
    """``key``: of its own in each place, since the dialog about a stop lies over pages that show the signs too."""
    programme, plan = load_programme(), day_view().plan
    advice = programme.advice
    st.markdown(md("**{phone}**", phone=advice["urgent.phone"]))
    with st.container(key=f"{key}-list"):
        st.markdown(bullets(programme.urgent_signs))
    with st.container(horizontal=True):
        for answer in answers:
            kind = "primary" if answer is SignsAnswer.NONE else "secondary"
            page.button(SIGNS_LABELS[answer], _answer_signs, page, answer, plan, key=f"{key}-{answer}", type=kind)
    st.markdown(md("{emergency}", emergency=advice["urgent.emergency"]))
    with st.container(horizontal=True):
        dial("Phone 111", "111")
        dial("Phone 999", "999")


def may_exercise(page: Page) -> bool:
    """Whether the urgent signs let the person exercise; where not, draw the question or the one thing to do."""
    plan = day_view().plan
    if plan.held:
        _draw_hold(page, plan)
        return False
    if plan.signs is None:
        st.markdown(
            "**Welcome.** Five exercises, three short sessions a day. First, one check that it is safe for you."
        )
        with st.expander("How backcare works", icon=":material/info:"):
            draw_welcome()
        with st.container(border=True):
            st.header("Do you have any of these?", anchor=False)
            urgent_signs(page)
        return False
    return True


def show_hold() -> None:
    """On the pages that stay open while a sign applies: that it does, in one line, with the number."""
    if day_view().plan.held:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="hold"):
            st.markdown(":material/emergency: **An urgent sign applies. Do not exercise for now.**", width="stretch")
            dial("Phone 111", "111", "primary")


def _draw_hold(page: Page, plan: Plan) -> None:
    advice = load_programme().advice
    with st.container(border=True, key="hold"):
        st.header("Phone 111 now", anchor=False)
        st.error(
            "You said that one or more of the urgent signs apply. Do not exercise for now.", icon=":material/call:"
        )
        with st.container(horizontal=True):
            dial("Phone 111", "111", "primary")
            dial("Phone 999", "999")
        st.markdown(md("{emergency}", emergency=advice["urgent.emergency"]))
        cleared = "I have spoken to NHS 24 or a doctor and may exercise"
        page.button(cleared, _answer_signs, page, SignsAnswer.CLEARED, plan, key="signs-cleared")


def _answer_signs(page: Page, answer: SignsAnswer, shown: Plan) -> None:
    applies = answer is SignsAnswer.APPLIES
    done = "Phone 111 now." if applies else "Thank you. The signs are at the top of every page."
    page.save(lambda log: actions.answer_signs(log, answer, shown), done, about=answer)
    st.session_state[SIGNS_APPLY] = applies


def _gp_signs_read(page: Page, seen: Settings) -> None:
    read = replace(seen, gp_signs_read=True)
    page.save(lambda log: actions.save_settings(log, read, seen, now().date()), "Thank you.")
