"""R6, the urgent signs: the answer about them that stands."""

from collections.abc import Mapping
from datetime import date

from backcare.domain import SignsAnswer


def standing_answer(signs: Mapping[date, SignsAnswer], today: date) -> SignsAnswer | None:
    """The newest answer about the urgent signs; ``None`` when there is none.

    ``signs``: the answers by day. Of those dated after ``today`` only "applies" counts, as today's: a warning holds
    from the moment it is recorded, and nothing that is ahead takes it back.

    >>> signs = {date(2026, 3, 1): SignsAnswer.APPLIES, date(2026, 3, 2): SignsAnswer.CLEARED}
    >>> [standing_answer(signs, date(2026, 3, day)).value for day in (1, 2)]
    ['applies', 'cleared']
    """
    if any(answer is SignsAnswer.APPLIES for day, answer in signs.items() if day > today):
        return SignsAnswer.APPLIES
    newest = max((day for day in signs if day <= today), default=None)
    return None if newest is None else signs[newest]
