"""Fields of our own: one answer out of a few, the 0-10 numeric rating scale among them, a whole number, and a day.

One component for as many as a page asks for at once: in the browser each of Streamlit's own costs three to eight times
as much (a row of eleven buttons 12 ms), and on a phone their buttons are too narrow to hit. What is answered is kept as
``st.session_state[key]``, also when the page is left, and may be set there beforehand. Questions and words are shown as
written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from backcare.domain import PAIN
from backcare.labels import format_weekday
from backcare.ui.components import register

SCORES = {score: str(score) for score in PAIN}

_fields = register("fields", html='<div class="fields"></div>', scripts=("elements.js",))


@dataclass(frozen=True)
class Choice:
    """One of ``options``, which gives each value words of its own, or ``None``.

    A ``hidden`` question is only read out. Once it is chosen, a ``required`` one can be changed but not taken back.
    """

    key: str
    question: str
    options: Mapping[Any, str]
    default: object = None
    required: bool = False
    hidden: bool = False

    def read(self, sent: Any) -> Any:
        """The value that a browser's answer means; ``KeyError`` for what is none."""
        if sent is None and not self.required:
            return None
        return {words: value for value, words in self.options.items()}[sent]

    def takes(self, value: object) -> bool:
        """Whether a value may stand here."""
        return value in self.options

    def shown(self, value: Any) -> dict[str, Any]:
        """What the component is to draw."""
        words = list(self.options.values())
        row = {"words": words, "numbers": self.options is SCORES, "required": self.required, "hidden": self.hidden}
        return {"kind": "choice", "label": self.question, "value": self.options.get(value), **row}


@dataclass(frozen=True)
class Number:
    """A whole number, or ``None``. It may be too high or not whole: the field says so, and saving refuses it."""

    key: str
    label: str
    allowed: range
    default: int | None = None
    step: int = 1

    def read(self, sent: object) -> Any:
        """The number that a browser's answer means; ``ValueError`` for what is none."""
        if sent is None or type(sent) in (int, float):
            return sent
        raise ValueError

    def takes(self, value: object) -> bool:
        """Any may stand here, until it is saved."""
        return True

    def shown(self, value: Any) -> dict[str, Any]:
        """What the component is to draw."""
        span = {"lowest": self.allowed[0], "highest": self.allowed[-1], "step": self.step}
        return {"kind": "number", "label": self.label, "value": value, **span}


@dataclass(frozen=True)
class Day:
    """A calendar day from ``first`` to ``last``, picked as the device lets one pick days. One always stands there.

    It is told in words too: the order of the numbers is that of the browser's language, which need not be the person's.
    """

    key: str
    label: str
    first: date
    last: date
    default: date

    def read(self, sent: object) -> date:
        """The day that a browser's answer means; ``ValueError`` for what is none."""
        day = date.fromisoformat(str(sent))
        if not self.takes(day):
            raise ValueError
        return day

    def takes(self, value: object) -> bool:
        """Whether a day may stand here."""
        return isinstance(value, date) and self.first <= value <= self.last

    def shown(self, value: Any) -> dict[str, Any]:
        """What the component is to draw."""
        span = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        allowed = f"A day from {self.first.year} to {format_weekday(self.last)}."
        day = {"value": value.isoformat(), "words": format_weekday(value), "allowed": allowed}
        return {"kind": "day", "label": self.label, **day, **span}


def ask(
    *fields: Choice | Number | Day, on_change: Callable[..., object] | None = None, args: tuple[Any, ...] = ()
) -> None:
    """Draw fields below each other, numbers beside each other; ``answer`` says what stands in each."""
    widget = f"{fields[-1].key}-field"

    def answered() -> None:
        for field in fields:
            take(field.key)
        if on_change is not None:
            on_change(*args)

    drawn = []
    for field in fields:
        st.session_state[_asked(field.key)] = field, widget
        value = answer(field.key)
        if field.default is not None and (field.key not in st.session_state or not field.takes(value)):
            value = st.session_state[field.key] = field.default
        drawn.append({"name": field.key, "turn": _turn(field.key), **field.shown(value)})
    _fields(key=widget, data={"fields": drawn}, on_answers_change=answered)
    late = [take(field.key) for field in fields]
    if any(late):
        st.rerun()  # The server was started anew, and the browser still holds what was answered before.


def choice(question: str, options: Mapping[Any, str], *, key: str, **more: Any) -> Any:
    """Ask for one answer out of a few, as ``Choice`` says; returns the chosen value or ``None``."""
    ask(Choice(key, question, options, **more))
    return answer(key)


def pain_score(key: str, question: str, *, hidden: bool = False) -> Choice:
    """A 0-10 scale; none is chosen beforehand, since a preset number draws answers to itself."""
    return Choice(key, question, SCORES, hidden=hidden)


def answer(key: str) -> Any:
    """What stands in a field of the page."""
    take(key)
    return st.session_state.get(key)


def take(key: str) -> bool:
    """Take over an answer, if one has arrived; the callback of the button that was pressed next may be called first."""
    if _asked(key) not in st.session_state:
        return False
    field, widget = st.session_state[_asked(key)]
    # It comes from a browser: what is no answer to this question is not taken.
    try:
        sent = st.session_state[widget]["answers"][key]
        turn, value = sent["turn"], field.read(sent["is"])
    except (KeyError, TypeError, ValueError):
        return False
    if type(turn) is not int or turn <= _turn(key):
        return False
    st.session_state[key] = value
    st.session_state[f"{key}-turn"] = turn
    return True


def _asked(key: str) -> str:
    return f"{key}-asked"


def _turn(key: str) -> int:
    turn: int = st.session_state.get(f"{key}-turn", 0)
    return turn
