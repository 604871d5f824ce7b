"""What is wrong with a file that somebody wants to import: values to show, all of them at once, never a traceback."""

from dataclasses import dataclass, field

MOST = 1_000
"""Problems that are listed one by one; the rest are counted, so that no file can fill the memory with them."""
SHOWN = 40
"""Characters of a value that a sentence shows."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that must be put right before the file can be imported.

    ``line`` counts from 1, the header (``None``: it is about the whole file). ``value`` is shortened, and characters
    that cannot be seen are written as escapes. ``wrong`` says what is the matter where the value alone does not.

    >>> print(Problem("sets.csv", 3, "reps", "5.5", allowed="a whole number from 1 to 200"))
    sets.csv, line 3, reps: “5.5” is not allowed; allowed: a whole number from 1 to 200.
    """

    file: str
    line: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    wrong: str = "is not allowed"

    def __str__(self) -> str:
        """One clear sentence."""
        where = ", ".join(filter(None, (self.file, f"line {self.line}" if self.line else "", self.column)))
        what = f"“{self.value}” {self.wrong}" if self.value else self.wrong
        return f"{where}: {what}; allowed: {self.allowed}."


class Refused(Exception):
    """A cell, a line or a whole file that cannot be read; whoever reads it makes a ``Problem`` of it."""

    def __init__(self, wrong: str, allowed: str, line: int | None = None) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.allowed = allowed
        self.line = line


@dataclass(slots=True)
class Problems:
    """The problems so far; ``more``: how many there are beyond those listed."""

    listed: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, file: str, refused: Refused, line: int | None = None, column: str = "", value: str = "") -> None:
        """List a problem, or only count it when there are many already."""
        if len(self.listed) < MOST:
            line = line or refused.line
            self.listed.append(Problem(file, line, column, shown(value), refused.allowed, refused.wrong))
        else:
            self.more += 1

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.listed)


def shown(value: str) -> str:
    r"""A value, short enough for a sentence, in characters that can be seen.

    >>> shown("5\u202e" + "a" * 50)
    '5\\u202eaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    cut = value[:SHOWN] + "…" if len(value) > SHOWN else value
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
