"""Fields of our own: buttons for one answer or for several, the 0-10 numeric rating scale, a whole number, text, a day.

``ask`` draws fields, ``answer`` reads what stands in one, and changes nothing; ``put`` changes it from the
program. What stands in a field belongs to its key, for as long as the browser tab is open: also on other pages.

    ask(Number("reps", "Repetitions", range(201)), Text("note", "Note", 1000, lines=3))
    st.button("Save", on_click=lambda: save(answer("reps"), answer("note")))

What is typed stays as it is typed, also where it is no answer ("12 reps"): the field says so beside it, ``answer``
returns it as text, and ``field_problems`` has the sentences for whoever saves.

The contract with the browser (``fields.js``), one component a call of ``ask``:

- to it: ``fields``, a list of what to draw, each with its ``name`` (the key), ``kind``, ``value`` and ``turn``;
- from it: ``answers``, by name ``{"is": what was answered, "turn": a number that grows with each answer}``. An answer
  with a turn that is not newer than the one that was drawn has been overtaken, and is not taken.

One component for all fields that are asked for at once: in the browser each of Streamlit's own costs three to eight
times as much (a row of eleven buttons 12 ms), and on a phone their buttons are too narrow to hit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import streamlit as st

from backcare.domain import PAIN
from backcare.labels import format_weekday
from backcare.ui.components import register
from backcare.ui.status_message import keep_status

SCORES = {score: str(score) for score in PAIN}

_fields = register("fields", html='<div class="fields"></div>', scripts=("elements.js",))


@dataclass(frozen=True)
class Choice:
    """One of ``options``, which gives each value words of its own, or ``None``; of ``several``, a list in their order.

    A ``hidden`` question is only read out. Once it is chosen, a ``required`` one can be changed but not taken back.
    ``folded``: for an answer that is saved at once, the words before it when it is given: "Pain today: 4", with
    "Change" beside it, which shows the options again. What stands there is the ``default``, whatever was answered.
    """

    key: str
    label: str
    options: Mapping[Any, str]
    default: object = None
    required: bool = False
    hidden: bool = False
    several: bool = False
    folded: str = ""

    def read(self, sent: Any) -> Any:
        """The value that a browser's answer means; ``KeyError`` or ``TypeError`` for what is none."""
        values = {words: value for value, words in self.options.items()}
        if self.several:
            chosen = [values[words] for words in sent]
            return [value for value in self.options if value in chosen]
        return None if sent is None and not self.required else values[sent]

    def takes(self, value: Any) -> bool:
        """Whether a value may stand here."""
        return isinstance(value, list) if self.several else value in self.options

    def problem(self, value: object) -> str:
        """Why a value cannot be saved: never."""
        return ""

    def shown(self, value: Any) -> dict[str, Any]:
        """What the component is to draw."""
        words = [text for option, text in self.options.items() if option in (value or ())] if self.several else None
        return {
            "kind": "choices" if self.several else "choice",
            "value": self.options.get(value) if words is None else words,
            "words": list(self.options.values()),
            "numbers": self.options is SCORES,
            "required": self.required,
            "hidden": self.hidden,
            "folded": self.folded,
        }


@dataclass(frozen=True)
class Number:
    """A whole number, or ``None``; or, as text, what was typed instead of one, which saving refuses."""

    key: str
    label: str
    allowed: range
    default: int | None = None
    step: int = 1

    def read(self, sent: object) -> int | str | None:
        """The number that a browser's answer means, or what is none as typed; ``ValueError`` for neither."""
        if sent is None or (isinstance(sent, int | str) and not isinstance(sent, bool)):
            return sent
        raise ValueError

    def takes(self, value: object) -> bool:
        """Any may stand here, until it is saved."""
        return True

    @property
    def wanted(self) -> str:
        """What is allowed, in words."""
        return f"a whole number from {self.allowed[0]} to {self.allowed[-1]}"

    def problem(self, value: object) -> str:
        """Why a value cannot be saved; "" where it can."""
        fits = value is None or (isinstance(value, int) and value in self.allowed)
        return "" if fits else f"{self.label}: “{_shortened(str(value))}” is not {self.wanted}."

    def shown(self, value: Any) -> dict[str, Any]:
        """What the component is to draw."""
        span = {"lowest": self.allowed[0], "highest": self.allowed[-1], "step": self.step}
        return {"kind": "number", "value": value, "wanted": self.wanted, **span}


@dataclass(frozen=True)
class Text:
    """Text of at most ``longest`` characters. Longer text may stand here, to be shortened; saving refuses it."""

    key: str
    label: str
    longest: int
    lines: int = 1
    help: str = ""
    default: str = field(default="", init=False)

    def read(self, sent: object) -> str:
        """The text that was typed; ``ValueError`` for what is none."""
        if isinstance(sent, str):
            return sent
        raise ValueError

    def takes(self, value: object) -> bool:
        """Any text may stand here, until it is saved."""
        return isinstance(value, str)

    def problem(self, value: str) -> str:
        """Why a text cannot be saved; "" where it can."""
        if len(value) <= self.longest:
            return ""
        return f"{self.label}: {len(value):,} characters are too long; at most {self.longest:,} fit."

    def shown(self, value: str) -> dict[str, Any]:
        """What the component is to draw."""
        return {"kind": "text", "value": value, "longest": self.longest, "lines": self.lines, "help": self.help}


@dataclass(frozen=True)
class Day:
    """A calendar day from ``first`` to ``last``: the day before or after, one of a calendar, or one of ``near``."""

    key: str
    label: str
    first: date
    last: date
    default: date
    near: Mapping[date, str] = field(default_factory=dict)

    def read(self, sent: object) -> date:
        """The day that a browser's answer means; ``ValueError`` for what is none."""
        day = date.fromisoformat(str(sent))
        if not self.takes(day):
            raise ValueError
        return day

    def takes(self, value: object) -> bool:
        """Whether a day may stand here."""
        return isinstance(value, date) and self.first <= value <= self.last

    def problem(self, value: object) -> str:
        """Why a day cannot be saved: never."""
        return ""

    def shown(self, value: date) -> dict[str, Any]:
        """What the component is to draw."""
        span = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        wanted = f"a day from {self.first.year} to {format_weekday(self.last)}"
        near = [[day.isoformat(), words] for day, words in self.near.items()]
        return {"kind": "day", "value": value.isoformat(), "wanted": wanted, "near": near, **span}


Field = Choice | Number | Text | Day


def ask(*fields: Field, on_change: Callable[..., object] | None = None, args: tuple[Any, ...] = ()) -> None:
    """Draw fields below each other, numbers beside each other.

    A ``default`` stands in a field until something else does. ``on_change`` is called with ``args`` after an answer.
    """
    widget = f"{fields[-1].key}-field"

    def answered() -> None:
        for each in fields:
            _take(each.key)
        if on_change is not None:
            on_change(*args)

    keys = [each.key for each in fields]
    if any(_newest(key) for key in _sent(widget, keys)):
        # The run that was to take it was stopped half-way by the next press.
        answered()
        _draw_anew()
    drawn = []
    for each in fields:
        st.session_state[_asked(each.key)] = each, widget
        value: Any = st.session_state.get(each.key)
        is_saved = isinstance(each, Choice) and each.folded
        if is_saved or (each.default is not None and (value is None or not each.takes(value))):
            value = st.session_state[each.key] = each.default
        drawn.append({"name": each.key, "label": each.label, "turn": _turn(each.key), **each.shown(value)})
    _fields(key=widget, data={"fields": drawn}, on_answers_change=answered)
    late = [_take(key) for key in _sent(widget, keys)]
    if any(late):
        _draw_anew()  # The server was started anew, and the browser still holds what was answered before.


def pain_score(key: str, label: str, **options: Any) -> Choice:
    """A 0-10 scale; none is chosen beforehand, since a preset number draws answers to itself."""
    return Choice(key, label, SCORES, **options)


def answer(key: str) -> Any:
    """What stands in a field: the newest answer of the browser, else what was put there, else ``None``."""
    newest = _newest(key)
    return st.session_state.get(key) if newest is None else newest[0]


def put(key: str, value: object) -> None:
    """Let a value stand in a field, whatever was answered before; ``None``: nothing."""
    _take(key)
    st.session_state[key] = value
    if value is None:
        del st.session_state[key]


def field_problems(keys: Sequence[str]) -> list[str]:
    """Why what stands in these fields cannot be saved, a sentence for each that cannot."""
    asked = [st.session_state[_asked(key)][0] for key in keys if _asked(key) in st.session_state]
    return [problem for each in asked if (problem := each.problem(answer(each.key)))]


def _newest(key: str) -> tuple[Any, int] | None:
    """The browser's answer with its turn, where it is not taken yet: a button's callback may be called before ours."""
    # It comes from a browser: what is no answer to this question is not taken.
    try:
        each, widget = st.session_state[_asked(key)]
        sent = st.session_state[widget]["answers"][key]
        turn, value = sent["turn"], each.read(sent["is"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return (value, turn) if type(turn) is int and turn > _turn(key) else None


def _sent(widget: str, keys: Sequence[str]) -> list[str]:
    """Which of a component's fields the browser has sent any answer of: mostly none, and each look costs a little."""
    state = st.session_state.get(widget)
    answers = state.get("answers") if isinstance(state, Mapping) else None
    return [key for key in keys if key in answers] if isinstance(answers, Mapping) else []


def _take(key: str) -> bool:
    """Keep the browser's answer, where there is one; whether there was."""
    newest = _newest(key)
    if newest is None:
        return False
    st.session_state[key], st.session_state[f"{key}-turn"] = newest
    return True


def _draw_anew() -> None:
    keep_status()
    st.rerun()


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _asked(key: str) -> str:
    return f"{key}-asked"


def _turn(key: str) -> int:
    turn: int = st.session_state.get(f"{key}-turn", 0)
    return turn
