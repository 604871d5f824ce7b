"""The advice that several pages show: the urgent signs, where to turn, why the two-week review says what it says."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from backcare import actions
from backcare.log_reader import DayView
from backcare.programme import load_programme
from backcare.rules.review import Review
from backcare.ui.log_access import day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page


def urgent_signs(page: Page | None = None) -> None:
    """R6: when to phone 111 or 999, and what to tell a GP. With a ``page``, whoever has read them says so there."""
    programme = load_programme()
    advice = programme.advice
    st.markdown(md("**{phone}**", phone=advice["urgent.phone"]))
    st.markdown(_bullets(programme.urgent_signs))
    st.markdown(md("**{emergency}**", emergency=advice["urgent.emergency"]))
    st.markdown(md("{gp}", gp=advice["urgent.gp"]))
    st.markdown(_bullets(programme.gp_signs))
    if page is not None:
        page.button("None of these applies to me", _signs_read, page, key="signs-seen", type="primary")


def _signs_read(page: Page) -> None:
    seen = day_view().settings
    read = replace(seen, urgent_signs_seen=True)
    page.save(lambda log: actions.save_settings(log, read, seen, now().date()), "You find these signs on every page.")


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(md("- {line}", line=line) for line in lines)


def review_reasons(review: Review) -> None:
    """Why the two-week review says what it says."""
    st.markdown(_bullets([reason.text for reason in review.reasons]))


def where_to_turn(view: DayView) -> None:
    """R5: the MSK Helpline, the GP, or both."""
    programme = load_programme()
    for way in view.plan.route:
        st.markdown(md("- {way}", way=programme.advice[f"referral.{way}"]))
        if way == "helpline" and view.settings.helpline_number:
            st.text(f"Number: {view.settings.helpline_number}")
    if len(view.plan.route) > 1:
        label = "Does the Helpline serve my area? NHS inform"
        st.link_button(label, programme.source["url"], icon=":material/open_in_new:", type="tertiary")
