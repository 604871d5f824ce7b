"""When the log cannot be opened: what is wrong, that nothing was touched, and the ways on."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from backcare.environment import database_url
from backcare.errors import BackcareError
from backcare.labels import format_weekday
from backcare.store import rescue_options, restore_file, start_new_log
from backcare.ui.layout import draw_status_message
from backcare.ui.log_access import current_log, forget_log
from backcare.ui.markdown import md
from backcare.ui.status_message import StatusMessage, attempt, set_status


def log_can_be_opened() -> bool:
    """Whether the log can be opened; where it cannot, say so and offer what can be done."""
    try:
        current_log()
    except BackcareError as error:
        _draw(error)
        return False
    return True


def _draw(error: BackcareError) -> None:
    st.title("Your log cannot be opened", anchor=False)
    draw_status_message(None)
    st.warning(md("{error}", error=error), icon=":material/error:")
    url = database_url()
    rescue = rescue_options(url)
    if rescue is None:
        st.button("Try again", type="primary")
        return
    st.markdown("Nothing has been changed or thrown away.")
    best = rescue.newest_good
    if best is not None:
        label = md("Restore the backup of {day}", day=format_weekday(best.at.astimezone().date()))
        rescue_button(label, lambda: restore_file(best.path, url), "The backup is restored.", type="primary")
    label = "Set the file aside and start a new log"
    rescue_button(label, lambda: start_new_log(url), "You have a new log. The old file was set aside.")
    st.button("Try again")


def rescue_button(label: str, mend: Callable[[], object], done: str, **options: Any) -> None:
    """A button that puts another log in the place of the one that cannot be opened."""

    def press() -> None:
        mend()
        set_status(StatusMessage(done))
        forget_log()

    st.button(label, on_click=attempt, args=(press,), **options)
