"""The words for the model's values, and a way to put any text into Markdown so that it is shown as written."""

import re
from datetime import date

from backcare.model import Felt, Slot, Verdict

FELT_WORDS = {
    Felt.COMFORTABLE: "Comfortable",
    Felt.UNCOMFORTABLE: "Uncomfortable",
    Felt.WORSE: "Made it worse",
    Felt.NEW_PAIN: "New pain",
}
SLOT_WORDS = {Slot.MORNING: "Morning", Slot.MIDDAY: "Midday", Slot.EVENING: "Evening"}
CHANGE_WORDS = {
    3: "Much better", 2: "Better", 1: "A little better", 0: "No change",
    -1: "A little worse", -2: "Worse", -3: "Much worse",
}  # fmt: skip
VERDICT_WORDS = {
    Verdict.NOT_YET: "Too early to say",
    Verdict.IMPROVED: "Improved",
    Verdict.ASK: "Your own answer is missing",
    Verdict.NOT_ENOUGH: "Too few pain scores to say",
    Verdict.NOT_IMPROVED: "Not improved: time to get help",
    Verdict.WORSE: "Worse: time to get help",
}

_ANYWHERE = re.compile(r"([\\`*_{}\[\]<>~$:!#|&@])")
"""What means something to Markdown, or to Streamlit's emoji, colours and formulas, wherever it stands."""
_AT_THE_START = re.compile(r"^([ \t]*\d*)([-+=.)])", re.MULTILINE)
"""What begins a list or a heading."""
_LATER = re.compile(r"(?<=:)(?=[a-z/])|(?<=[-<>=~])(?=[-<>=])|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
"""Where Streamlit looks once more after the Markdown is read, backslash or not: for icons, arrows and addresses."""
_JOINER = "\u2060"
"""Without width or meaning; between two characters it keeps them from being taken for one of those."""


def md(template: str, **values: object) -> str:
    """A literal Markdown template with values filled in so that they are shown as written, whatever they hold.

    >>> md("**{name}**: {n}", name="a*b $x$", n=3)
    '**a\\\\*b \\\\$x\\\\$**: 3'
    """
    return template.format(**{name: _as_written(str(value)) for name, value in values.items()})


def _as_written(text: str) -> str:
    # An indented line would be shown as code, and the end of a line as a space.
    apart = "  \n".join(_LATER.sub(_JOINER, line.strip()) for line in text.splitlines())
    return _AT_THE_START.sub(r"\1\\\2", _ANYWHERE.sub(r"\\\1", apart))


def in_full(day: date) -> str:
    """A day with its weekday.

    >>> in_full(date(2026, 3, 4))
    'Wednesday 4 March 2026'
    """
    return f"{day:%A} {day.day} {day:%B %Y}"


def days_of(first: date, last: date) -> str:
    """Some days by the first and the last of them."""
    return f"{in_full(first)} to {in_full(last)}"


def count(number: int | None, one: str) -> str:
    """A number with its noun.

    >>> count(1, "session"), count(2, "session")
    ('1 session', '2 sessions')
    """
    more = f"{one[:-1]}ies" if one == "entry" else f"{one}s"
    return f"{number} {one if number == 1 else more}"
