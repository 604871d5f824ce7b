"""The one way from a page to the log: a press is carried out only while what its page showed is still what is there.

Every button and field that changes the log ends in ``Page.save``. Compared are the person, the day of the page and, by
``backcare.actions`` and the store, what the press replaces (optimistic locking). What differs is told, nothing is
saved, and the run that follows draws the page anew.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from backcare import actions
from backcare.actions import AGAIN
from backcare.domain import Session
from backcare.errors import BackcareError, EditConflict, InvalidValue
from backcare.labels import format_day, format_weekday
from backcare.log_reader import LogReader
from backcare.store import LogStore
from backcare.ui.identity import person, person_name, person_now
from backcare.ui.log_access import current_log, now
from backcare.ui.status_message import StatusMessage, attempt, set_status

LAST_SAVED = "last-saved"
"""Where the message of the change that was saved last is kept."""
JUST_STOPPED = "just-stopped"
"""The exercises that the last save stopped, until the person has read what that means."""


@dataclass(frozen=True)
class Page:
    """What is on the screen: a page of a ``day``, ``None`` for one that names its day; and whose it is."""

    day: date | None
    person: str = field(default_factory=person)
    just_opened: bool = False
    """Whether it has just been opened, from another page or anew."""
    attempt = staticmethod(attempt)

    @property
    def person_name(self) -> str:
        """The name that the person gave at home; "" where there is none."""
        return person_name()

    def button(self, label: str, do: Callable[..., object], *args: object, key: str, **options: Any) -> None:
        """A button that changes the log: calls ``do(*args)``, with what was on the screen when it was pressed.

        What ``do`` refuses, by a ``BackcareError``, is shown. The key holds the person and the day, and a form's that
        of the form. Streamlit remembers the callback of a button that it no longer draws, so a press that comes while
        another day is on its way to the screen still belongs to the form that was seen. With one key for all of them
        it would be carried out with the new form's arguments.
        """
        saving_button(label, do, *args, key=f"{key}-{self.person}-{self.day}", **options)

    def save(
        self, change: Callable[[LogReader], object], done: str, *, about: object = None, stopped: Sequence[str] = ()
    ) -> int | None:
        """Carry out a change in a callback and say so. Returns its step, ``None`` when the log was as asked already.

        ``change`` raises ``EditConflict`` when what it replaces is not what was shown; it returns its step, by which it
        can be undone, or something else. ``about`` is what is saved, such as a day and a slot, where ``done`` alone
        does not say it. ``stopped``: the exercises that it stops, which the next page tells in a dialog.
        """
        self._check()
        log = current_log()
        result = change(log)
        step = result if isinstance(result, int) else None
        warning = "" if step is None else _after_a_change(log.store)
        last: StatusMessage | None = st.session_state.get(LAST_SAVED)
        if result is None and last is not None and (last.text, last.about, last.person) == (done, about, self.person):
            step = last.step  # A second click on the same button: what it did is still the first click's step.
        message = StatusMessage(done, step, self.person, warning=warning, about=about)
        st.session_state[LAST_SAVED] = message
        set_status(message)
        if stopped:
            st.session_state[JUST_STOPPED] = tuple(stopped)
        return step

    def undo_step(self, step: int, done: str = "Undone.") -> None:
        """Take a step back; the message that follows can put it back again."""
        self.save(lambda log: log.store.undo(step), done, about=step)

    def move_to_today(self, sessions: Sequence[Session]) -> None:
        """Give the sessions that were shown, at least one, which are ahead, today's date."""
        day = now().date()
        self.save(lambda log: actions.move_sessions(log, sessions, day), f"The date is now today, {format_day(day)}.")

    def _check(self) -> None:
        """Raise ``EditConflict`` when the page is another person's, or of another day than their present one."""
        if self.person != person_now():
            raise EditConflict(f"This page was for someone else. {AGAIN}")
        today = now().date()
        if self.day not in (None, today):
            day = format_weekday(today)
            raise EditConflict(f"It is {day} now, but this page was for another day. {AGAIN}")


def saving_button(label: str, do: Callable[..., object], *args: object, key: str, **options: Any) -> None:
    """A button that calls ``do(*args)`` and shows what that refuses. For what changes the log there is ``Page.button``.

    The browser sends a form's button at once, where any other waits for the next frame (15 ms of a save).
    """
    with st.form(f"form-{key}", border=False, width=options.get("width", "content")):
        st.form_submit_button(label, key=key, on_click=attempt, args=(do, *args), **options)


def _after_a_change(log: LogStore) -> str:
    """Today's backup, when it is due; what is wrong when it could not be made: the log itself is saved all the same."""
    zone = st.context.timezone
    if zone and st.session_state.get("zone") != zone:
        with suppress(InvalidValue):  # The command line then goes by the computer's own zone.
            log.remember_zone(zone)
        st.session_state["zone"] = zone
    try:
        log.backup_if_due()
    except BackcareError as error:
        return f"Today's backup could not be made. {error}"
    return ""
