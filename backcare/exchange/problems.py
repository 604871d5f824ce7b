"""What is wrong with a file that somebody wants to import: values to show, all of them at once, never a traceback."""

from dataclasses import dataclass, field

MOST = 1_000
"""Problems that are kept one by one; the rest are counted, so that no file can fill the memory with them."""
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


@dataclass(slots=True)
class Problems:
    """The problems found so far."""

    kept: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, problem: Problem) -> None:
        """Keep a problem, or only count it when there are many already."""
        if self.full:
            self.more += 1
        else:
            self.kept.append(problem)

    @property
    def full(self) -> bool:
        """Whether any more are only counted."""
        return len(self.kept) >= MOST

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.kept)


class Halt(Exception):
    """A file cannot be read any further; whoever reads it turns this into a ``Problem``."""

    def __init__(self, wrong: str, allowed: str, line: int | None = None) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.allowed = allowed
        self.line = line

    def problem(self, file: str) -> Problem:
        """What the person is told."""
        return Problem(file, self.line, "", "", self.allowed, self.wrong)


def shown(value: str) -> str:
    r"""A value, short enough for a sentence, in characters that can be seen.

    >>> shown("5\u202e" + "a" * 50)
    '5\\u202eaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…'
    """
    cut = value[:SHOWN] + "…" if len(value) > SHOWN else value
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
