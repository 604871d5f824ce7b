"""R5, where to turn, and whether the advice to get help has been followed."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from backcare.domain import Help, Helpline, Verdict, Whom

ASKED_DAYS = 14
"""Days for which somebody counts as asked, their own among them (ours: as long as the review takes)."""
ASKED_DAYS_WORSE = 7
"""The same where the verdict is worse (ours: who gets worse should not wait as long)."""

Contacts = Mapping[date, Sequence[Whom]]
"""By day: whom the person asked for help."""


def route(helpline: Helpline) -> tuple[str, ...]:
    """Where to turn, most direct first: "helpline", "gp" or both.

    >>> route(Helpline.NO)
    ('gp',)
    """
    return {Helpline.YES: ("helpline",), Helpline.NO: ("gp",), Helpline.UNSURE: ("helpline", "gp")}[helpline]


def last_contact(contacts: Contacts, today: date) -> tuple[date, tuple[Whom, ...]] | None:
    """The newest day on which somebody was asked, up to ``today``, and whom; ``None`` when nobody was."""
    newest = max((day for day in contacts if day <= today), default=None)
    return None if newest is None else (newest, tuple(contacts[newest]))


def help_on(advised: Verdict | None, contacts: Contacts, today: date) -> Help | None:
    """Whether help is still to be asked for or was asked for not long ago; ``None`` when it is not advised.

    ``advised``: the verdict that advised it, today's or the one that stands.

    >>> help_on(Verdict.NOT_IMPROVED, {date(2026, 3, 15): [Whom.GP]}, date(2026, 3, 28))
    <Help.ASKED: 'asked'>
    >>> help_on(Verdict.NOT_IMPROVED, {date(2026, 3, 15): [Whom.GP]}, date(2026, 3, 29))
    <Help.DUE: 'due'>
    """
    if advised is None:
        return None
    counts = ASKED_DAYS_WORSE if advised is Verdict.WORSE else ASKED_DAYS
    contact = last_contact(contacts, today)
    return Help.ASKED if contact and today - contact[0] < timedelta(days=counts) else Help.DUE
