"""The words for the values of the domain, and days, lists and numbers as a person reads them. Standard library only."""

from collections.abc import Iterable, Sequence
from datetime import date

from backcare.domain import Felt, Helpline, SignsAnswer, Slot, Verdict, Whom

FELT_LABELS = {
    Felt.COMFORTABLE: "Comfortable",
    Felt.UNCOMFORTABLE: "Uncomfortable",
    Felt.WORSE: "Made it worse",
    Felt.NEW_PAIN: "New pain",
}
SLOT_LABELS = {Slot.MORNING: "Morning", Slot.MIDDAY: "Midday", Slot.EVENING: "Evening"}
CHANGE_LABELS = {
    3: "Much better", 2: "Better", 1: "A little better", 0: "No change",
    -1: "A little worse", -2: "Worse", -3: "Much worse",
}  # fmt: skip
SETTING_LABELS = {
    "exercises": "your exercises",
    "few_days": "the days before you can add more",
    "helpline": "the Helpline in your area",
    "helpline_number": "the Helpline's number",
    "activity_name": "your own activity",
    "gp_signs_read": "the signs to tell a GP about",
}
"""The settings in words, by field."""
VERDICT_LABELS = {
    Verdict.NOT_YET: "Too early to say",
    Verdict.IMPROVED: "Improved",
    Verdict.ASK: "One answer is missing",
    Verdict.NOT_ENOUGH: "Too few pain scores to say",
    Verdict.NOT_IMPROVED: "Not improved: time to get help",
    Verdict.WORSE: "Worse: time to get help",
}

HELPLINE_LABELS = {Helpline.YES: "Yes", Helpline.NO: "No", Helpline.UNSURE: "Not sure"}
WHOM_LABELS = {
    Whom.HELPLINE: "MSK Helpline",
    Whom.GP: "GP",
    Whom.PHYSIOTHERAPIST: "Physiotherapist",
    Whom.NHS24: "NHS 24",
    Whom.OTHER: "Someone else",
}
SIGNS_LABELS = {
    SignsAnswer.NONE: "None of these",
    SignsAnswer.APPLIES: "One or more applies",
    SignsAnswer.CLEARED: "Spoken to NHS 24 or a doctor",
}


def in_sentence(label: str) -> str:
    """A label as it stands within a sentence.

    >>> in_sentence("Spoken to NHS 24 or a doctor")
    'spoken to NHS 24 or a doctor'
    """
    return label[0].lower() + label[1:]


def asked_words(whom: Iterable[Whom]) -> str:
    """Those who were asked, after "You asked": "for help" where it was only somebody else.

    >>> asked_words([Whom.GP, Whom.HELPLINE]), asked_words([Whom.OTHER])
    ('your GP and the MSK Helpline', 'for help')
    """
    names = {
        Whom.HELPLINE: "the MSK Helpline",
        Whom.GP: "your GP",
        Whom.PHYSIOTHERAPIST: "your physiotherapist",
        Whom.NHS24: "NHS 24",
    }
    return " and ".join(names[each] for each in whom if each in names) or "for help"


def tel_link(number: str) -> str:
    """A telephone number as a link that dials.

    >>> tel_link("0141 000-0000"), tel_link("+44 (0)141 1")
    ('tel:01410000000', 'tel:+441411')
    """
    digits = "".join(c for c in number.replace("(0)", "") if c.isascii() and c.isdigit())
    return f"tel:+{digits}" if number.strip().startswith("+") else f"tel:{digits}"


def format_day(day: date, today: date | None = None) -> str:
    """A day, with its year where that is not the year of ``today``.

    >>> format_day(date(2026, 3, 4)), format_day(date(2025, 3, 4), date(2026, 3, 4))
    ('4 March', '4 March 2025')
    """
    return f"{day.day} {day:%B}" + ("" if today is None or day.year == today.year else f" {day.year}")


def format_date(day: date) -> str:
    """A day with its year.

    >>> format_date(date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{day.day} {day:%B} {day.year}"


def format_weekday(day: date) -> str:
    """A day with its weekday and its year.

    >>> format_weekday(date(2026, 3, 4))
    'Wednesday 4 March 2026'
    """
    return f"{day:%A} {format_date(day)}"


def format_short(day: date, year: bool = False) -> str:
    """A day in a table, with its year where the page spans several.

    >>> format_short(date(2026, 3, 4)), format_short(date(2026, 3, 4), year=True)
    ('4 Mar', '4 Mar 2026')
    """
    return f"{day.day} {day:%b}" + (f" {day.year}" if year else "")


def format_span(first: date, last: date) -> str:
    """A range of days; the year is said once where it is the same.

    >>> format_span(date(2026, 3, 4), date(2026, 4, 7)), format_span(date(2025, 12, 30), date(2026, 1, 2))
    ('4 March to 7 April 2026', '30 December 2025 to 2 January 2026')
    """
    if first == last:
        return format_date(first)
    return f"{format_day(first, last)} to {format_date(last)}"


def format_days(days: Iterable[date]) -> str:
    """Several days as a list in a sentence.

    >>> format_days((date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 7)))
    '4 March, 5 March and 7 March'
    """
    return join_words([format_day(day) for day in days])


def join_words(words: Sequence[str]) -> str:
    """Several words or names, at least one, as a list in a sentence.

    >>> join_words(["one"]), join_words(["one", "two"])
    ('one', 'one and two')
    """
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def count(number: int | None, noun: str) -> str:
    """A number with its noun.

    >>> count(1, "session"), count(2, "entry")
    ('1 session', '2 entries')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("ry") else f"{noun}s"
    return f"{number or 0:,} {noun if number == 1 else plural}"
