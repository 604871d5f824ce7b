"""R3, stop: when an exercise is stopped, and when a resumption lifts it. Pure; standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backcare.model import ExerciseDay, Felt, Reason, in_words

ASK_RISE = 2
"""Points from pain before to pain after that ask whether symptoms got worse (the scale's error: Childs 2005)."""

WHAT_HAPPENED = {Felt.WORSE: "made your symptoms worse", Felt.NEW_PAIN: "brought on a new pain"}


@dataclass(frozen=True, slots=True)
class Stop:
    """The last day an exercise was marked worse or new pain, and the resumption that lifted it, if any."""

    day: date
    felt: Felt
    lifted: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether the exercise is stopped."""
        return self.lifted is None

    def reason(self, today: date) -> Reason:
        """Why there is no number today."""
        on = "today" if self.day == today else f"on {in_words(self.day)}"
        return Reason("R3", f"Stopped: {on} it {WHAT_HAPPENED[self.felt]}.", (self.day,))

    def earliest_resumption(self) -> date:
        """The first day on which it may be tried again: at least one night later (ours)."""
        return date.fromordinal(self.day.toordinal() + 1)


def last_stop(days: Iterable[ExerciseDay], resumptions: Iterable[date], today: date) -> Stop | None:
    """The last stop of one exercise up to ``today``; ``None`` when it was never marked.

    >>> bad = ExerciseDay(date(2026, 3, 11), 6, Felt.NEW_PAIN)
    >>> last_stop([bad], [date(2026, 3, 11)], date(2026, 3, 12)).in_force
    True
    >>> last_stop([bad], [date(2026, 3, 12)], date(2026, 3, 12)).in_force
    False
    """
    marked = [day for day in days if day.felt.stops and day.day <= today]
    if not marked:
        return None
    last = max(marked, key=lambda day: day.day)
    lifting = [day for day in resumptions if last.day < day <= today]
    return Stop(last.day, last.felt, min(lifting, default=None))


def asks_about_worse(pain_before: int | None, pain_after: int | None) -> bool:
    """Whether the rise in pain over a session is large enough to ask. It never marks a stop by itself.

    >>> asks_about_worse(3, 4), asks_about_worse(3, 5), asks_about_worse(None, 9)
    (False, True, False)
    """
    return pain_before is not None and pain_after is not None and pain_after - pain_before >= ASK_RISE
