"""R4, the two-week review, and whether the back is worse now."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backcare.domain import Answer, Numbers, Reason, Verdict
from backcare.labels import format_day
from backcare.rules.answer import answer_on, newest_answer
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
STANDING_DAYS = 90
"""How long the advice to get help stands while no later review decides anything (ours)."""
OPEN_VERDICTS = (Verdict.NOT_YET, Verdict.NOT_ENOUGH, Verdict.ASK)
"""Those that decide nothing."""


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
    after ``today`` is ignored, except a worse answer, which counts as today's. For a past day as the log stood on it,
    ``past_review``.
    """
    if course is None:
        return Review(Verdict.NOT_YET, reasons=(Reason("R4", "The two weeks begin with your next session."),))
    number = course.number(today)
    if number <= REVIEW_AFTER:
        due = course.first + timedelta(days=REVIEW_AFTER)
        text = f"Day {number}. The two-week review comes on day {REVIEW_AFTER + 1}, {format_day(due)}."
        return Review(Verdict.NOT_YET, reasons=(Reason("R4", text, (course.first,)),))
    start = _rated(pain, course.first)[:RATED]
    end = _rated(pain, today - timedelta(days=WINDOW - 1))[-RATED:]
    numbers = _compare(tuple(p for _, p in start), tuple(p for _, p in end))
    answered, change = answer_on(changes, today) or (None, None)
    person = Answer.UNASKED if change is None else _answer(change)
    verdict = VERDICTS[numbers][person]
    reasons = _why(numbers, person, start, end, answered)
    return Review(verdict, numbers, person, reasons, start, end)


def past_review(course: Course | None, pain: Mapping[date, int], changes: Mapping[date, int], day: date) -> Review:
    """The review on a past day, as the log stood at its end; ``course``: the one that was running on it."""
    answered = newest_answer(changes, day)
    return review(course, pain, {} if answered is None else dict([answered]), day)


def standing(
    today: Review,
    past: Callable[[date], Review],
    contacts: Collection[date],
    changes: Mapping[date, int],
    day: date,
) -> tuple[date, Review] | None:
    """The advice to get help that still stands on ``day``, with the day on which it was given; ``None`` without one.

    ``today``: the review on ``day``; ``past``: the review on an earlier day, as the log stood on it; ``contacts``: the
    days on which somebody was asked. Where today's review decides nothing, the newest one of the last 90 days that did
    stands, until somebody was asked or the person says that it is better: not logging must not make advice go away.
    """
    if today.verdict not in OPEN_VERDICTS:
        return None
    days = (day - timedelta(days=n) for n in range(1, STANDING_DAYS + 1))
    reviews = ((each, past(each)) for each in days)
    given = next(((each, review) for each, review in reviews if review.verdict not in OPEN_VERDICTS), None)
    if given is None or not given[1].refer:
        return None
    asked = any(given[0] <= each <= day for each in contacts)
    better = any(given[0] < each <= day and change > 0 for each, change in changes.items())
    return None if asked or better else given


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


def _rated(pain: Mapping[date, int], first: date) -> tuple[tuple[date, int], ...]:
    """The rated days of the seven that begin with ``first``."""
    days = [first + timedelta(days=n) for n in range(WINDOW)]
    return tuple((day, pain[day]) for day in days if day in pain)


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
    Answer.UNASKED: "You have not said in the last 7 days how your back is.",
}
_FEELS_WORSE = "but your back feels worse to you. How it feels counts."
_FEELS_SAME = "You say that nothing has changed, and how it feels counts."
_FEELS_BETTER = "You feel better, and that is good to hear."
_DISAGREE = {
    (Numbers.BETTER, Answer.SAME): "Your scores are lower{means}. " + _FEELS_SAME,
    (Numbers.BETTER, Answer.WORSE): "Your scores are lower{means}, " + _FEELS_WORSE,
    (Numbers.LOW, Answer.WORSE): "Your scores were low from the start{means}, " + _FEELS_WORSE,
    (Numbers.SAME, Answer.BETTER): _FEELS_BETTER + " Your scores have moved little{means}.",
    (Numbers.SAME, Answer.WORSE): "Your scores have moved little{means}, " + _FEELS_WORSE,
    (Numbers.WORSE, Answer.BETTER): _FEELS_BETTER + " Your scores have gone up{means}.",
    (Numbers.WORSE, Answer.SAME): "You say that nothing has changed, but your scores have gone up{means}.",
}
"""What is said where the scores and the person's own answer differ; no sentence doubts the person."""
_AGREE = {
    Numbers.BETTER: "Your pain is lower than when you started{means}.",
    Numbers.LOW: "Your pain was low from the start{means}.",
    Numbers.SAME: "Your pain is about the same as when you started{means}.",
    Numbers.WORSE: "Your pain is higher than when you started{means}.",
    Numbers.UNKNOWN: "There are too few pain scores to compare.",
}
_ANSWERED = {
    Answer.BETTER: "You say that you are better.",
    Answer.SAME: "You say that nothing has changed.",
    Answer.WORSE: "You say that you are worse.",
}
_GET_HELP = "Two weeks are over, so NHS inform's advice is to get help now."
_ADVICE = {
    Verdict.NOT_IMPROVED: _GET_HELP,
    Verdict.WORSE: _GET_HELP,
    Verdict.ASK: "How is your back compared with the start?",
    Verdict.NOT_ENOUGH: "Score your pain each day, so that we can compare.",
}

_MEANING = {
    Numbers.BETTER: "They went down by at least 1 point and 30%, which counts as better.",
    Numbers.LOW: "They were low from the start: below 2 on average.",
    Numbers.SAME: "They need to go down by 1 point and 30% to count as better.",
    Numbers.WORSE: "They went up by at least 1 point, which counts as worse.",
}


def summary(reviewed: Review) -> str:
    """What the review comes to, in plain words with both means, and the advice; "" before there is a review.

    >>> pain = {date(2026, 3, day): 6 for day in (1, 2, 3, 13, 14, 15)}
    >>> summary(review(Course(min(pain), max(pain)), pain, {}, max(pain)))[:69]
    'Your pain is about the same as when you started (6 then, 6 now). Two '
    """
    if reviewed.numbers is None or reviewed.person is None:
        return ""
    means = ""
    if reviewed.numbers is not Numbers.UNKNOWN:
        began, now = (f"{mean(window):.1f}".removesuffix(".0") for window in (reviewed.start, reviewed.end))
        means = f" ({began} then, {now} now)"
    differ = _DISAGREE.get((reviewed.numbers, reviewed.person))
    answered = "" if differ else _ANSWERED.get(reviewed.person, "")
    scores = (differ or _AGREE[reviewed.numbers]).format(means=means)
    return " ".join(filter(None, (scores, answered, _ADVICE.get(reviewed.verdict, ""))))


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
        reasons.append(Reason("R4", _DISAGREE[numbers, person].format(means="")))
    return tuple(reasons)


def _sums(numbers: Numbers, start: tuple[tuple[date, int], ...], end: tuple[tuple[date, int], ...]) -> str:
    if numbers is Numbers.UNKNOWN:
        missing = "the first 7 days" if len(start) < RATED else "the last 7 days"
        return f"There are fewer than {RATED} pain scores in {missing}, too few to compare."
    began, now = (", ".join(str(score) for _, score in window) for window in (start, end))
    return f"Your first three pain scores were {began}. Your last three are {now}. {_MEANING[numbers]}"
