"""R4, the two-week review, and whether the back is worse now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backcare.domain import Answer, Numbers, Reason, Verdict
from backcare.labels import format_day
from backcare.rules.answer import answer_on
from backcare.rules.course import Course

REVIEW_AFTER = 14
"""Days of the course before it is reviewed: the page's 2 weeks."""
WINDOW = 7
"""Days at the start, and days ending today, in which rated days are looked for."""
RATED = 3
"""Rated days in each window: one day is unreliable, a week hides change (rules.md R4)."""
LOW = 6
"""A start window summing to less (a mean below 2) leaves no room to improve by the numbers."""
WORSE_BY = 3
"""Sum of three days: a mean rise of 1 point (ours: a lower bar for worse than for better)."""
BETTER_BY = 3
"""Sum of three days: a mean fall of at least 1 point (Ostelo 2008, Farrar 2001), and ..."""
BETTER_TENTHS = 3
"""... at least three tenths of the start."""


@dataclass(frozen=True, slots=True)
class Review:
    """The two-week review on a day. ``start`` and ``end`` are the rated days that were compared, with their pain."""

    verdict: Verdict
    numbers: Numbers | None = None
    person: Answer | None = None
    reasons: tuple[Reason, ...] = ()
    start: tuple[tuple[date, int], ...] = ()
    end: tuple[tuple[date, int], ...] = ()

    @property
    def refer(self) -> bool:
        """Whether help is advised."""
        return self.verdict in (Verdict.NOT_IMPROVED, Verdict.WORSE)


def mean(window: Sequence[tuple[date, int]]) -> float:
    """The mean pain of a window's rated days.

    >>> mean([(date(2026, 3, 1), 7), (date(2026, 3, 2), 6), (date(2026, 3, 3), 5)])
    6.0
    """
    return sum(score for _, score in window) / len(window)


def review(course: Course | None, pain: Mapping[date, int], changes: Mapping[date, int], today: date) -> Review:
    """The review of the current course on ``today``.

    ``pain``: the average pain of each rated day; ``changes``: the person's own answers (-3 to 3) by day. What is dated
    after ``today`` is ignored, except a worse answer, which counts as today's.
    """
    if course is None:
        return Review(Verdict.NOT_YET, reasons=(Reason("R4", "No course is running."),))
    number = course.number(today)
    if number <= REVIEW_AFTER:
        due = course.first + timedelta(days=REVIEW_AFTER)
        text = f"Day {number}. The two-week review comes on day {REVIEW_AFTER + 1}, {format_day(due)}."
        return Review(Verdict.NOT_YET, reasons=(Reason("R4", text, (course.first,)),))
    start = _rated(pain, course.first, course.first + timedelta(days=WINDOW - 1))[:RATED]
    end = _rated(pain, today - timedelta(days=WINDOW - 1), today)[-RATED:]
    numbers = _compare(tuple(p for _, p in start), tuple(p for _, p in end))
    answered, change = answer_on(changes, today) or (None, None)
    person = Answer.UNASKED if change is None else _answer(change)
    verdict = VERDICTS[numbers][person]
    reasons = _why(numbers, person, start, end, answered)
    return Review(verdict, numbers, person, reasons, start, end)


def worse_now(reviewed: Review, changes: Mapping[date, int], today: date) -> Reason | None:
    """Why the back is worse now than when the person started, on any day of the course; ``None`` when it is not (ours).

    ``reviewed``: the review on ``today``. Then nothing is added.
    """
    text = "Your back is worse than when you started: add nothing for now."
    answered, change = answer_on(changes, today) or (None, 0)
    if answered is not None and change < 0:
        return Reason("R2", text, (answered,))
    if reviewed.numbers is Numbers.WORSE:
        return Reason("R2", text, tuple(day for day, _ in (*reviewed.start, *reviewed.end)))
    return None


def change_due(course: Course | None, changes: Mapping[date, int], today: date) -> bool:
    """Whether to ask how the back is compared with the start: from the day before the review on, weekly."""
    return course is not None and course.number(today) >= REVIEW_AFTER and answer_on(changes, today) is None


def _rated(pain: Mapping[date, int], first: date, last: date) -> tuple[tuple[date, int], ...]:
    return tuple(sorted((day, score) for day, score in pain.items() if first <= day <= last))


def _compare(start: tuple[int, ...], end: tuple[int, ...]) -> Numbers:
    """Compare whole-number sums, never floats.

    >>> _compare((7, 6, 6), (5, 4, 4)), _compare((7, 6, 6), (5, 5, 4))
    (<Numbers.BETTER: 'better'>, <Numbers.SAME: 'same'>)
    """
    if len(start) < RATED or len(end) < RATED:
        return Numbers.UNKNOWN
    before, after = sum(start), sum(end)
    if after - before >= WORSE_BY:
        return Numbers.WORSE
    if before < LOW:
        return Numbers.LOW
    fall = before - after
    if fall >= BETTER_BY and 10 * fall >= BETTER_TENTHS * before:
        return Numbers.BETTER
    return Numbers.SAME


def _answer(change: int) -> Answer:
    if change > 0:
        return Answer.BETTER
    return Answer.WORSE if change < 0 else Answer.SAME


def _row(better: Verdict, same: Verdict, worse: Verdict, unasked: Verdict) -> dict[Answer, Verdict]:
    return {Answer.BETTER: better, Answer.SAME: same, Answer.WORSE: worse, Answer.UNASKED: unasked}


# A false "improved" withholds help; a false "not improved" costs a phone call: so the more careful of the two wins.
VERDICTS = {
    Numbers.BETTER: _row(Verdict.IMPROVED, Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.ASK),
    Numbers.LOW: _row(Verdict.IMPROVED, Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.ASK),
    Numbers.SAME: _row(Verdict.NOT_IMPROVED, Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.NOT_IMPROVED),
    Numbers.WORSE: _row(Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.WORSE, Verdict.WORSE),
    Numbers.UNKNOWN: _row(Verdict.NOT_ENOUGH, Verdict.NOT_IMPROVED, Verdict.WORSE, Verdict.NOT_ENOUGH),
}

_SAID = {
    Answer.BETTER: "You say that you are better than when you started.",
    Answer.SAME: "You say that nothing has changed since you started.",
    Answer.WORSE: "You say that you are worse than when you started.",
    Answer.UNASKED: "You have not said in the last 7 days how you are compared with when you started.",
}
_DISAGREE = {
    (Numbers.BETTER, Answer.SAME), (Numbers.BETTER, Answer.WORSE), (Numbers.LOW, Answer.WORSE),
    (Numbers.SAME, Answer.BETTER), (Numbers.SAME, Answer.WORSE), (Numbers.WORSE, Answer.BETTER),
    (Numbers.WORSE, Answer.SAME),
}  # fmt: skip


def _why(
    numbers: Numbers,
    person: Answer,
    start: tuple[tuple[date, int], ...],
    end: tuple[tuple[date, int], ...],
    answered: date | None,
) -> tuple[Reason, ...]:
    reasons = [Reason("R4", _sums(numbers, start, end), tuple(day for day, _ in (*start, *end)))]
    reasons.append(Reason("R4", _SAID[person], () if answered is None else (answered,)))
    if (numbers, person) in _DISAGREE:
        reasons.append(Reason("R4", "Your scores and your own answer do not agree; the more careful one counts."))
    return tuple(reasons)


def _sums(numbers: Numbers, start: tuple[tuple[date, int], ...], end: tuple[tuple[date, int], ...]) -> str:
    if numbers is Numbers.UNKNOWN:
        missing = "the first 7 days" if len(start) < RATED else "the last 7 days"
        return f"There are fewer than {RATED} pain scores in {missing}, too few to compare."
    began, now = (", ".join(str(score) for _, score in window) for window in (start, end))
    text = f"Pain was {began} on your first three rated days and {now} on the last three"
    return (
        text
        + {
            Numbers.BETTER: ": lower by at least 1 point and 30 %.",
            Numbers.LOW: ": it was below 2 from the start.",
            Numbers.SAME: ": not lower by at least 1 point and 30 %.",
            Numbers.WORSE: ": higher by at least 1 point.",
        }[numbers]
    )
