"""What the page says about the last press: that it was done, with a way to undo it, or why it was not."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from backcare.errors import BackcareError


@dataclass(frozen=True)
class StatusMessage:
    """What the last press came to; with a step of a ``person``'s log, it can be undone. ``about`` tells one button from
    another.
    """

    text: str
    step: int | None = None
    person: str = ""
    failed: bool = False
    warning: str = ""
    about: object = None


def run_with_status(work: Callable[[], StatusMessage]) -> bool:
    """Do something in a callback and keep what to say about it, or about why it failed. Returns whether it was done."""
    try:
        message = work()
    except BackcareError as error:
        message = StatusMessage(str(error), failed=True)
    _say(message)
    return not message.failed


def _say(message: StatusMessage) -> None:
    st.session_state["notice"] = message
    st.session_state.pop("notice_on", None)


def fail(text: str) -> None:
    """Say why nothing was saved."""
    _say(StatusMessage(text, failed=True))
