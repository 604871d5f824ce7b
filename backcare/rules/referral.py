"""R5, where to turn."""

from backcare.domain import Helpline


def route(helpline: Helpline) -> tuple[str, ...]:
    """Where to turn, most direct first: "helpline", "gp" or both.

    >>> route(Helpline.NO)
    ('gp',)
    """
    return {Helpline.YES: ("helpline",), Helpline.NO: ("gp",), Helpline.UNSURE: ("helpline", "gp")}[helpline]
