"""What the browser watches on every page: the day that ends, a press that finds its button gone, unsaved typing.

A component without anything to see. What it reports leads to a run of the page, which draws the page as things are now.
"""

from datetime import datetime, timedelta
from uuid import uuid4

import streamlit as st

from backcare.ui.components import register
from backcare.ui.form_state import unsaved
from backcare.ui.log_access import now
from backcare.ui.status_message import fail, keep_status

VISIT = "visit"
"""Where the id of this tab's session of Streamlit is kept: another one means that the server was started anew."""
LOST = {
    "changed": "The page changed just as you pressed, so nothing was done. Please check it and press again.",
    "restarted": "backcare was restarted. Please check this page and press again.",
    "reloaded": "The page loaded again just as you pressed. Check if it is saved. If not, press again.",
}
"""What is said of a press that came to nothing, by what came in between."""

_watch = register("page_watch", html='<div class="watch"></div>', scripts=("elements.js",), isolate_styles=False)


def watch() -> None:
    """Begin every run of a page with this: the browser then tells what Python cannot see."""
    visit = st.session_state.setdefault(VISIT, uuid4().hex)
    run = st.session_state["run"] = st.session_state.get("run", 0) + 1
    data = {"visit": visit, "run": run, "seconds": _until_midnight(now()), "unsaved": unsaved()}
    _watch(key="watch-page", data=data, on_lost_change=_lost, on_look_change=_look)


def _until_midnight(moment: datetime) -> float:
    """Seconds until the person's next day begins; one with a clock change has an hour more or less."""
    tomorrow = datetime.combine(moment.date() + timedelta(days=1), datetime.min.time(), moment.tzinfo)
    return tomorrow.timestamp() - moment.timestamp()


def _lost() -> None:
    """A press came to nothing: say so."""
    cause = st.session_state["watch-page"].lost
    if cause in LOST:
        fail(LOST[cause])


def _look() -> None:
    """The day may have ended, or the person has come back to the tab: the run that follows draws the page anew."""
    keep_status()
