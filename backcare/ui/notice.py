"""Saving in a callback, and what the page says about it afterwards, with a way to undo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from backcare.errors import BackcareError
from backcare.store import LogStore
from backcare.ui.person import store
from backcare.ui.words import md


@dataclass(frozen=True)
class Notice:
    """What the last click came to; with a step, it can be undone. ``about`` tells one button from another."""

    text: str
    step: int | None = None
    failed: bool = False
    warning: str = ""
    about: object = None


def save(change: Callable[[LogStore], int | None], done: str, *, about: object = None) -> bool:
    """Carry out a change in a callback and keep what to say about it. Returns whether the log is now as asked.

    ``about`` is what is saved, such as a day and a slot, where ``done`` alone does not say it.
    """

    def saved() -> Notice:
        step = change(store())
        last: Notice | None = st.session_state.get("last_notice")
        if step is None and last is not None and (last.text, last.about) == (done, about):
            step = last.step  # A second click on the same button: what it did is still the first click's step.
        notice = Notice(done, step, warning=_back_up(), about=about)
        st.session_state["last_notice"] = notice
        return notice

    return tell(saved)


def _back_up() -> str:
    """Today's backup, when it is due; what is wrong when it could not be made: the log itself is saved all the same."""
    try:
        store().backup_if_due()
    except BackcareError as error:
        return f"Today's backup could not be made. {error}"
    return ""


def act(change: Callable[[LogStore], object], done: str) -> bool:
    """Do something to the log as a whole in a callback, such as a backup, and keep what to say about it."""

    def acted() -> Notice:
        change(store())
        return Notice(done)

    return tell(acted)


def tell(work: Callable[[], Notice]) -> bool:
    """Do something in a callback and keep what to say about it, or about why it failed. Returns whether it was done."""
    try:
        notice = work()
    except BackcareError as error:
        notice = Notice(str(error), failed=True)
    _say(notice)
    return not notice.failed


def _say(notice: Notice) -> None:
    st.session_state["notice"] = notice
    st.session_state.pop("notice_on", None)


STARTED_ANEW = "The dashboard was started anew meanwhile. Nothing is done yet: look over this page, then press again."


def button(label: str, do: Callable[..., object], *args: object, key: str, **options: Any) -> None:
    """A button that does something to the log, and says so when it could not.

    Streamlit calls back only for buttons of a page that this server has drawn before: the first press after a restart
    of the server would be lost without a word, with the page in the browser looking as always. Nor could it be made up
    for, since what was filled in may not have come along.
    """

    def called() -> None:
        do(*args)
        st.session_state["called"] = key

    if st.button(label, key=key, on_click=called, **options) and st.session_state.pop("called", None) != key:
        fail(STARTED_ANEW)
        st.rerun()


def fail(text: str) -> None:
    """Say why nothing was saved."""
    _say(Notice(text, failed=True))


def undo(step: int, done: str = "Undone.") -> None:
    """Take a step back; the notice that follows can put it back again."""
    save(lambda log: log.undo(step), done, about=step)


def draw_notice(page: str) -> None:
    """What the last click came to, at the foot of the window, until another click does something or another page opens.

    At the foot it is seen wherever on a long page the button stands, and nothing on the page moves. It goes pale as
    soon as anything else has been touched, but stays: were the page to become shorter then, the button that is being
    pressed could move away from under the finger, and the press with it.
    """
    notice: Notice | None = st.session_state.get("notice")
    if notice is None:
        return
    new = "notice_on" not in st.session_state
    if st.session_state.setdefault("notice_on", page) != page:
        del st.session_state["notice"], st.session_state["notice_on"]
        return
    with st.bottom:
        # Flat enough for a phone, and as high with pale words as with new ones.
        st.html("<style>[data-testid='stBottomBlockContainer'] { padding-block: 0.75rem; min-height: 5.4rem; }</style>")
        if notice.failed:
            st.error(md("{text}", text=notice.text), icon=":material/error:")
            return
        if notice.warning:
            st.warning(md("{text}", text=notice.warning), icon=":material/warning:")
        with st.container(horizontal=True, vertical_alignment="center"):
            if new:
                st.success(md("{text}", text=notice.text), icon=":material/check_circle:")
            else:
                st.caption(md(":material/check_circle: {text}", text=notice.text))
            if notice.step is not None:
                undone = notice.text == "Undone."
                label, after = ("Put it back", "Put back.") if undone else ("Undo", "Undone.")
                st.button(label, icon=":material/undo:", key="undo", on_click=undo, args=(notice.step, after))
