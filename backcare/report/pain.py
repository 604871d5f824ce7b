"""The pain scores of a report: what the chart shows, and what the review of them says with its sums and its rule."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import groupby

from backcare.domain import Helpline, Numbers, Programme, Verdict
from backcare.labels import CHANGE_LABELS, VERDICT_LABELS, count, format_date, format_short
from backcare.log import frames
from backcare.log.frames import Log
from backcare.plan import Plan
from backcare.report.period import Period
from backcare.rules import review
from backcare.rules.answer import ANSWER_DAYS, answer_on

PLACES = 700
"""Dots closer than this fraction of the chart's width would be printed on top of each other, so one is drawn (ours)."""
MONTHLY_FROM = 120
"""Days from which the mean of each month is drawn through the dots (ours)."""
TICKS = 7
RULE = (
    f"Improved means: the mean of {review.RATED} rated days is lower by at least 1 point and 30 %, last "
    f"{review.WINDOW} days against first {review.WINDOW} of the course, and the person says so too."
)


def mean(window: tuple[tuple[date, int], ...]) -> str:
    """The mean of a window to one decimal.

    >>> mean(((date(2026, 3, 1), 7), (date(2026, 3, 2), 6), (date(2026, 3, 3), 6)))
    '6.3'
    """
    return f"{sum(score for _, score in window) / len(window):.1f}"


def chart(log: Log, period: Period, plan: Plan) -> dict[str, object]:
    """Everything the chart draws, each x from 0 to 1, and the sentence that stands for it."""
    pain = {d: p for d, p in sorted(frames.answers(log, "pain").items()) if period.holds(d)}

    def x(day: date) -> float:
        # A day is as wide as its share of the chart; its dot stands in the middle.
        return ((day - period.first).days + 0.5) / period.days

    monthly = period.days >= MONTHLY_FROM
    return {
        "dots": sorted({(round(x(day) * PLACES) / PLACES, score) for day, score in pain.items()}),
        "small": monthly,
        "windows": [w for w in _windows(plan.review, period, x) if not monthly],
        "line": _months(pain, x) if monthly else [],
        "ticks": [[x(day), label] for day, label in _ticks(period)],
        "alt": _in_words(pain, period),
        "caption": _caption(log, period, len(pain), monthly),
    }


def _windows(found: review.Review, period: Period, x: Callable[[date], float]) -> list[dict[str, object]]:
    """The two windows that the review compared, where they lie within the chart."""
    half = 0.5 / period.days
    return [
        {
            "from": x(window[0][0]) - half,
            "to": x(window[-1][0]) + half,
            "mean": sum(score for _, score in window) / review.RATED,
            "label": f"{name}: mean {mean(window)}",
        }
        for name, window in (("start", found.start), ("now", found.end))
        if len(window) == review.RATED and period.holds(window[0][0])
    ]


def _months(pain: Mapping[date, int], x: Callable[[date], float]) -> list[tuple[float, float]]:
    found = []
    for _, group in groupby(pain.items(), key=lambda entry: (entry[0].year, entry[0].month)):
        days = list(group)
        middle = days[len(days) // 2][0]
        found.append((x(middle), sum(score for _, score in days) / len(days)))
    return found


def _ticks(period: Period) -> list[tuple[date, str]]:
    """At most ``TICKS`` days to write below the chart, whole weeks apart where they fit."""
    apart = -(-period.days // TICKS)
    apart = apart if period.days <= TICKS else -(-apart // 7) * 7
    days = [period.first + timedelta(days=n) for n in range(0, period.days, apart)]
    long = period.days > 360
    return [(day, f"{day:%b} {day.year}" if long else format_short(day)) for day in days]


def _in_words(pain: Mapping[date, int], period: Period) -> str:
    if not pain:
        return "Pain chart without scores: none was recorded in these days."
    first, last = min(pain), max(pain)
    return (
        f"Pain chart, 0 to 10, one dot a rated day: {len(pain)} of {period.days} days rated, {pain[first]} on "
        f"{format_date(first)}, {pain[last]} on {format_date(last)}, lowest {min(pain.values())}, highest {max(pain.values())}."
    )


def _caption(log: Log, period: Period, rated: int, monthly: bool) -> str:
    words = [
        "0 none, 10 the worst imaginable. One dot a day: the mean over 24 hours, as scored by the person",
        f"{rated:,} of {count(period.days, 'day')} scored",
    ]
    if monthly:
        words.append("line: mean of each month")
    worst = {d: w for d, w in frames.answers(log, "pain_worst").items() if period.holds(d)}
    if worst:
        day = max(worst, key=lambda d: (worst[d], d))
        words.append(f"worst moment {worst[day]}, on {period.short(day)}")
    return "; ".join(words) + "."


def scores(found: review.Review) -> str:
    """What the two windows come to, with their sums."""
    if found.numbers is None:
        return "not compared."
    if found.numbers is Numbers.UNKNOWN:
        return found.reasons[0].text
    start, end = (sum(score for _, score in window) for window in (found.start, found.end))
    began, now = (", ".join(str(score) for _, score in window) for window in (found.start, found.end))
    change = abs(end - start) / review.RATED
    # Rounded down: 29.9 % must not be printed as the 30 % that it has not reached.
    share = f", {100 * abs(end - start) // start} %" if start else ""
    direction = "unchanged" if end == start else f"{change:.1f} points {'lower' if end < start else 'higher'}{share}"
    return f"{mean(found.start)} at the start ({began}) → {mean(found.end)} now ({now}): {direction}."


def answer(changes: Mapping[date, int], period: Period) -> str:
    """The person's own answer in words: the one that the review takes, or an older one with a word that it does not.

    ``changes``: the answers by day, as the log stood on the last day of the period.
    """
    counts = answer_on(changes, period.last)
    older = max((day for day in changes if period.holds(day)), default=None)
    newest = counts[0] if counts else older
    if newest is None:
        return "not given."
    than = "than at the start" if changes[newest] else "since the start"
    said = f"“{CHANGE_LABELS[changes[newest]]}” {than}, on {period.short(newest)}"
    return said + ("." if counts else f"; older than {ANSWER_DAYS} days, so not counted.")


def verdict(plan: Plan, period: Period) -> dict[str, str]:
    """The review's outcome and why, for someone who reads it for the first time."""
    found = plan.review
    if plan.course is None:
        return {
            "title": "No course of exercises on this day",
            "why": f"None was running on {format_date(period.last)}.",
        }
    day = f"Day {plan.course.number(period.last):,} of the course that began {format_date(plan.course.first)}."
    why = [day]
    if found.verdict is Verdict.NOT_YET:
        due = plan.course.first + timedelta(days=review.REVIEW_AFTER)
        why.append(f"The two-week review comes on day {review.REVIEW_AFTER + 1}, {format_date(due)}.")
    elif found.numbers is Numbers.LOW:
        why.append("Pain was below 2 from the start, so the scores cannot show an improvement; the own answer counts.")
    if len(found.reasons) > 2:
        why.append("Scores and own answer differ; the more careful one counts.")
    return {"title": VERDICT_LABELS[found.verdict], "why": " ".join(why)}


def turn_to(programme: Programme, log: Log, plan: Plan) -> list[str]:
    """Where to turn (R5), with the helpline's number only if the person filled one in."""
    advice = programme.advice
    number = log.settings.helpline_number.strip()
    lines = []
    if "helpline" in plan.route:
        noted = f" Number noted by the person: {number}." if number else ""
        lines.append(advice.get("referral.helpline", "") + noted)
    if "gp" in plan.route:
        lines.append(advice.get("referral.gp", ""))
    if log.settings.helpline is Helpline.UNSURE:
        lines.append("Whether the helpline serves your area is said on the NHS inform page named below.")
    return [line for line in lines if line]
