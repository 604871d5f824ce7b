"""When the log cannot be opened: what is wrong, that nothing was touched, and the ways on."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from backcare.environment import database_url
from backcare.errors import BackcareError
from backcare.labels import format_weekday
from backcare.store import rescue_options, restore_file, start_new_log
from backcare.ui.current_log import forget_store, store
from backcare.ui.layout import draw_status_message
from backcare.ui.markdown import md
from backcare.ui.status_message import StatusMessage, run_with_status


def log_can_be_opened() -> bool:
    """Whether the log can be opened; where it cannot, say so and offer what can be done."""
    try:
        store()
    except BackcareError as error:
        _draw(error)
        return False
    return True


def _draw(error: BackcareError) -> None:
    st.title("Your log cannot be opened", anchor=False)
    draw_status_message("trouble", None)
    st.error(md("{error}", error=error), icon=":material/error:")
    found = rescue_options(database_url())
    if found is None:
        st.button("Try again", type="primary")
        return
    st.markdown("Nothing has been changed or thrown away.")
    best = found.newest_good
    if best is not None:
        st.button(
            md("Restore the backup of {day}", day=format_weekday(best.at.astimezone().date())),
            type="primary",
            on_click=partial(_try, lambda: restore_file(best.path, database_url()), "The backup is restored."),
        )
    st.button(
        "Set the file aside and begin a new log",
        on_click=partial(
            _try, lambda: start_new_log(database_url()), "A new log is begun; the old file was set aside."
        ),
    )
    st.button("Try again")


def _try(mend: Callable[[], object], done: str) -> None:
    def mended() -> StatusMessage:
        mend()
        return StatusMessage(done)

    if run_with_status(mended):
        forget_store()
