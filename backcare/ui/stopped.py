"""Stopped exercises: what is read once when a stop is saved, and the line on Today with the way back."""

from collections.abc import Sequence

import streamlit as st

from backcare import actions
from backcare.domain import Slot
from backcare.labels import count, join_words
from backcare.programme import load_programme
from backcare.rules.stop import Stop
from backcare.ui.advice import SIGNS_APPLY, read_urgent_signs
from backcare.ui.log_access import current_log, day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import JUST_STOPPED, Page
from backcare.ui.status_message import keep_status, status_is_new


def titles_of(exercises: Sequence[str]) -> str:
    """The names of exercises inside a sentence; what all of them are called."""
    if len(exercises) > 1 and not day_view().plan.active:
        return "all your exercises"
    return join_words([load_programme().title_of(exercise).lower() for exercise in exercises])


# Once, when it is saved


def show_new_stops(page: Page) -> None:
    """A dialog about the stops that have just been saved, on every page until it is read."""
    stopped = st.session_state.get(JUST_STOPPED)
    if stopped and not day_view().plan.held:
        _tell_stops(page, stopped)


@st.dialog("Stop", dismissible=False, icon=":material/front_hand:")
def _tell_stops(page: Page, stopped: Sequence[str]) -> None:
    active = day_view().plan.active
    with st.container(key="stop-dialog"):
        st.error(md("**Stop {titles} for now.**", titles=titles_of(stopped)), icon=":material/front_hand:")
        if active:
            st.markdown(md("You can still do {titles}.", titles=titles_of(active)))
            page.button("Stop all for now", _stop_all, page, key="stop-all-now", icon=":material/front_hand:")
        else:
            st.markdown("Do no exercises for now.")
        st.markdown("When it has settled, say so on Today. You can try it again from tomorrow.")
        read_urgent_signs(page)
    if st.button("I have read this", type="primary", width="stretch", on_click=_have_read):
        st.rerun()
    if status_is_new() or SIGNS_APPLY in st.session_state:
        st.rerun()  # What was pressed in here is answered by the page.


def _have_read() -> None:
    """Close the dialog. That is no action: the save can still be undone."""
    st.session_state.pop(JUST_STOPPED, None)
    keep_status()


# On Today, until it has settled


def stops_line(page: Page) -> None:
    """Which exercises are stopped, in one line, which opens why, and the way back; nothing for none."""
    plan = day_view().plan
    if not plan.stopped:
        return
    # One line on a phone: with one exercise its name, with more how many.
    titles = (
        titles_of(plan.stopped) if len(plan.stopped) == 1 or not plan.active else count(len(plan.stopped), "exercise")
    )
    line = md("**Stopped: {titles}**", titles=titles)
    with st.container(key="stops"), st.expander(line, icon=":material/front_hand:"):
        them = "this exercise" if len(plan.stopped) == 1 else "these exercises"
        st.markdown(f"Do not do {them} for now." + (" You can do the others." if plan.active else ""))
        for exercise in plan.stopped:
            title, reason = load_programme().title_of(exercise), plan.doses[exercise].reasons[0].text
            st.markdown(md("**{title}**  \n{reason}", title=title, reason=reason))
            _way_back(page, exercise, plan.stops[exercise])
        if plan.active:
            # NHS inform says "stop these exercises".
            page.button("Stop all for now", _stop_all, page, key="stop-all", icon=":material/front_hand:")
        st.caption("If the pain is severe, or anything else is new, check the urgent signs.")


def _way_back(page: Page, exercise: str, stop: Stop) -> None:
    """Trying it again, from the day after the stop on; a stop that is ahead can be given today's date."""
    day, title = now().date(), load_programme().title_of(exercise).lower()
    if stop.day > day:
        label = md("It was today: change the date of {title}", title=title)
        sessions = day_view(stop.day).entries.sessions_on(stop.day)
        stopping = [s for s in sessions if any(each.exercise == exercise and each.felt.stops for each in s.sets)]
        page.button(label, page.move_to_today, stopping, key=f"date-{exercise}")
    elif day >= stop.earliest_resumption() and not current_log().was_recorded_on(exercise, day, now().tzinfo):
        label = md("It has settled: try {title} again", title=title)
        page.button(label, _resume, page, exercise, stop, title, key=f"resume-{exercise}")
    else:
        st.caption("Has it settled? From tomorrow you can say so here. You can then try it again.")


def _stop_all(page: Page) -> None:
    slot, done = Slot.at(now().hour), "All your exercises are stopped for now."
    stopped = day_view().plan.chosen
    page.save(lambda log: actions.stop_all(log, now().date(), slot), done, stopped=stopped)


def _resume(page: Page, exercise: str, stop: Stop, title: str) -> None:
    day, zone = now().date(), now().tzinfo
    done = f"You can try {title} again. Its number is below."
    page.save(lambda log: actions.resume(log, day, exercise, stop, zone), done)
