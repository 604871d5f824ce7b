"""Stopped exercises in one card: what to do, the way back, and stopping all of them."""

from collections.abc import Sequence

import streamlit as st

from backcare import actions
from backcare.domain import Slot
from backcare.labels import join_words
from backcare.programme import load_programme
from backcare.rules.stop import Stop
from backcare.ui.advice import urgent_signs
from backcare.ui.log_access import current_log, day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page


def stop_card(page: Page, exercises: Sequence[str], *, just_said: bool, expanded: bool) -> None:
    """Which exercises are stopped and what to do, with the urgent signs ``expanded``; nothing for none.

    Where the stop was ``just_said``, when it can be taken back and where; else why each is stopped, and its way back.
    """
    if not exercises:
        return
    view = day_view()
    titles = join_words([load_programme().title_of(exercise) for exercise in exercises])
    with st.container(border=True, key="stops"):
        st.error(md("**Stop: {titles}**", titles=titles), icon=":material/front_hand:")
        if just_said:
            rest = " You can go on with the other exercises." if view.plan.active else ""
            advice = md("{advice}", advice=load_programme().advice["stop.advice"])
            st.markdown(
                f"{advice}{rest} Once it has settled, at the earliest tomorrow, you can say so on Today and try it "
                "again."
            )
        else:
            them = "this exercise" if len(exercises) == 1 else "these exercises"
            rest = " You can go on with the others." if view.plan.active else ""
            st.markdown(
                f"Do not do {them} for now.{rest} If the pain is bad or new signs come, look at the urgent signs."
            )
        if view.plan.active:
            # The page says "stop these exercises".
            page.button("Stop all for now", _stop_all, page, key="stop-all", icon=":material/front_hand:")
        for exercise in () if just_said else exercises:
            title, reason = load_programme().title_of(exercise), view.plan.doses[exercise].reasons[0].text
            st.markdown(md("**{title}**  \n{reason}", title=title, reason=reason))
            _way_back(page, exercise, view.plan.stops[exercise])
        with st.expander("Urgent signs", expanded=expanded, icon=":material/emergency:"):
            urgent_signs(page)


def _way_back(page: Page, exercise: str, stop: Stop) -> None:
    """Trying it again, from the day after the stop on; a stop that is ahead can be given today's date."""
    day, title = now().date(), load_programme().title_of(exercise).lower()
    if stop.day > day:
        label = md("It was today: correct the date of {title}", title=title)
        sessions = day_view(stop.day).entries.sessions_on(stop.day)
        stopping = [s for s in sessions if any(each.exercise == exercise and each.felt.stops for each in s.sets)]
        page.button(label, page.move_to_today, stopping, key=f"date-{exercise}")
    elif day >= stop.earliest_resumption() and not current_log().was_recorded_on(exercise, day, now().tzinfo):
        label = md("It has settled: try {title} again", title=title)
        page.button(label, _resume, page, exercise, stop, title, key=f"resume-{exercise}")
    else:
        st.caption("From tomorrow you can say that it has settled, and try it again.")


def _stop_all(page: Page) -> None:
    slot = Slot.at(now().hour)
    page.save(lambda log: actions.stop_all(log, now().date(), slot), "All your exercises are stopped for now.")


def _resume(page: Page, exercise: str, stop: Stop, title: str) -> None:
    day, zone = now().date(), now().tzinfo
    done = f"You can try {title} again. Its number is below."
    page.save(lambda log: actions.resume(log, day, exercise, stop, zone), done)
