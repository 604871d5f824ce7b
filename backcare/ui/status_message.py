"""What the page says about the last press: that it was done, with a way to undo it, or why it was not."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from backcare.errors import BackcareError

MESSAGE, SHOWN_ON = "status-message", "status-message-shown-on"
"""Where the message is kept, and the page that has shown it."""


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


def set_status(message: StatusMessage) -> None:
    """Let the run that follows say this."""
    st.session_state[MESSAGE] = message
    st.session_state.pop(SHOWN_ON, None)


def fail(text: str) -> None:
    """Let the run that follows say why nothing was saved."""
    set_status(StatusMessage(text, failed=True))


def attempt(work: Callable[..., object], *args: object) -> None:
    """Do in a callback what may be refused, and then say why."""
    try:
        work(*args)
    except BackcareError as error:
        fail(str(error))
