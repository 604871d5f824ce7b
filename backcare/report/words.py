"""How the printed pages say days, numbers and verdicts to someone who does not know the program."""

from datetime import date

from backcare.model import Verdict, in_words

CHANGE_WORDS = {
    3: "much better", 2: "better", 1: "a little better", 0: "no change",
    -1: "a little worse", -2: "worse", -3: "much worse",
}  # fmt: skip
VERDICT_WORDS = {
    Verdict.NOT_YET: "Too early to review",
    Verdict.IMPROVED: "Improved",
    Verdict.ASK: "Not decided: own answer still missing",
    Verdict.NOT_ENOUGH: "Not enough recorded to tell",
    Verdict.NOT_IMPROVED: "Not improved: the programme advises getting help",
    Verdict.WORSE: "Worse: the programme advises getting help",
}


def dated(day: date) -> str:
    """A day with its year.

    >>> dated(date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{in_words(day)} {day.year}"


def short(day: date, year: bool = False) -> str:
    """A day in a table or a sentence; the year where the page spans several.

    >>> short(date(2026, 3, 4)), short(date(2026, 3, 4), year=True)
    ('4 Mar', '4 Mar 2026')
    """
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def counted(number: int, thing: str) -> str:
    """A number with its noun.

    >>> counted(1, "day"), counted(21, "day")
    ('1 day', '21 days')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def span(first: date, last: date) -> str:
    """A range of days; the year is said once where it is the same.

    >>> span(date(2026, 3, 4), date(2026, 4, 7)), span(date(2025, 12, 30), date(2026, 1, 2))
    ('4 March to 7 April 2026', '30 December 2025 to 2 January 2026')
    """
    if first == last:
        return dated(first)
    return f"{in_words(first) if first.year == last.year else dated(first)} to {dated(last)}"
