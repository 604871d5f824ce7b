"""What the page says about the last press: that it was done, with a way to undo it, or why it was not."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from backcare.errors import BackcareError

MESSAGE, IS_SHOWN = "status-message", "status-message-is-shown"
"""Where the message is kept, and whether a page has shown it."""


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
    st.session_state.pop(IS_SHOWN, None)


def show_status() -> StatusMessage | None:
    """What there is to say, which counts as shown from now on."""
    message: StatusMessage | None = st.session_state.get(MESSAGE)
    st.session_state[IS_SHOWN] = message is not None
    return message


def status_is_new() -> bool:
    """Whether there is something to say that no page has shown yet."""
    return MESSAGE in st.session_state and not st.session_state.get(IS_SHOWN)


def next_action() -> None:
    """The person has done something: what was shown before goes."""
    if st.session_state.pop(IS_SHOWN, False):
        del st.session_state[MESSAGE]


def keep_status() -> None:
    """A run of the page that nobody asked for is no action: what was shown stays."""
    st.session_state.pop(IS_SHOWN, None)


def fail(text: str) -> None:
    """Let the run that follows say why nothing was saved."""
    set_status(StatusMessage(text, failed=True))


def attempt(work: Callable[..., object], *args: object) -> None:
    """Do in a callback what may be refused, and then say why."""
    try:
        work(*args)
    except BackcareError as error:
        fail(str(error))
