"""The pain scores of a report: what the chart shows, and what the review of them says with its sums and its rule."""

from collections.abc import Mapping
from datetime import date, timedelta
from math import ceil
from typing import Any

import pandas as pd

from backcare.domain import Numbers, Verdict
from backcare.labels import CHANGE_LABELS, VERDICT_LABELS, count, format_date, format_short
from backcare.log import Log, frames
from backcare.plan import Plan
from backcare.report.period import Period
from backcare.rules.answer import ANSWER_DAYS, answer_on
from backcare.rules.review import RATED, REVIEW_AFTER, WINDOW, Review, mean
from backcare.rules.stop import PAIN_RISE

PLACES = 700
"""Dots closer than this fraction of the chart's width would be printed on top of each other, so one is drawn (ours)."""
MONTHLY_FROM = 120
"""Days from which the mean of each month is drawn through the dots (ours)."""
TICKS = 7
RULE = (
    "Improved means: average pain is down by at least 1 point and 30%, and the person says so too. Compared are "
    f"{RATED} scores of the first {WINDOW} days and {RATED} of the last {WINDOW}."
)


def chart(log: Log, period: Period, plan: Plan) -> dict[str, object]:
    """Everything the chart draws, each x from 0 to 1, and the sentence that stands for it.

    ``log``: the days of the period.
    """
    pain = frames.answers(log, "pain")
    days = pd.DatetimeIndex(pain.index)
    dots = pd.DataFrame({"x": [period.x(day) for day in days.date], "pain": pain.to_numpy()})
    months = dots.groupby(days.to_period("M")).agg({"x": _middle, "pain": "mean"})
    monthly = period.days >= MONTHLY_FROM
    return {
        "dots": dots.assign(x=(dots["x"] * PLACES).round() / PLACES).drop_duplicates().to_numpy().tolist(),
        "small": monthly,
        "windows": [] if monthly else _windows(plan.review, period),
        "contacts": sorted({period.x(key[0]) for key in log.rows["contacts"]}),
        "line": months.to_numpy().tolist() if monthly else [],
        "ticks": _ticks(period),
        "alt": _chart_in_words(pain, period),
        "caption": _caption(log, period, len(pain), monthly),
    }


def _middle(x: "pd.Series[float]") -> float:
    """Where the middle one of a month's rated days lies."""
    return x.iloc[len(x) // 2]


def _windows(review: Review, period: Period) -> list[dict[str, object]]:
    """The two windows that the review compared, where they lie within the chart."""
    half = 0.5 / period.days
    return [
        {
            "from": period.x(window[0][0]) - half,
            "to": period.x(window[-1][0]) + half,
            "mean": mean(window),
            "label": f"{name}: average {mean(window):.1f}",
        }
        for name, window in (("start", review.start), ("now", review.end))
        if len(window) == RATED and period.holds(window[0][0])
    ]


def _ticks(period: Period) -> list[tuple[float, str]]:
    """At most ``TICKS`` days to write below the chart, whole weeks apart where they fit."""
    apart = 1 if period.days <= TICKS else 7 * ceil(period.days / TICKS / 7)
    days = [period.first + timedelta(days=n) for n in range(0, period.days, apart)]
    long = period.days > 360
    return [(period.x(day), f"{day:%b} {day.year}" if long else format_short(day)) for day in days]


def _chart_in_words(pain: "pd.Series[Any]", period: Period) -> str:
    if pain.empty:
        return "Pain chart without scores: none in these days."
    first, last = (f"{pain.iloc[n]} on {format_date(pain.index[n].date())}" for n in (0, -1))
    return (
        f"Pain chart, 0 to 10, one dot a day. {len(pain)} of {period.days} days have a score: {first}, {last}, "
        f"lowest {pain.min()}, highest {pain.max()}."
    )


def _caption(log: Log, period: Period, rated: int, monthly: bool) -> str:
    words = [
        "0 is none, 10 the worst there could be. One dot a day: the average over 24 hours, as the person scored it",
        f"{rated:,} of {count(period.days, 'day')} have a score",
    ]
    if monthly:
        words.append("line: average of each month")
    if log.rows["contacts"]:
        words.append("dashed line: help asked for")
    worst = frames.answers(log, "pain_worst")
    if not worst.empty:
        day = worst[worst == worst.max()].index[-1].date()
        words.append(f"worst moment {worst.max()}, on {period.short(day)}")
    return "; ".join(words) + "."


def around_sessions(log: Log) -> str:
    """Pain before and after the sessions, in one sentence. ``log``: the days of the period."""
    scored = frames.pain_around_sessions(log)
    if scored.empty:
        return "not recorded."
    before, after = scored["pain_before"], scored["pain_after"]
    rose = int((after - before >= PAIN_RISE).sum())
    means = f"{before.mean():.1f} before and {after.mean():.1f} after"
    scored_twice = f"{count(len(scored), 'session')} scored both times"
    return f"on average {means}, in {scored_twice}; higher by {PAIN_RISE} or more after {rose:,} of them."


def scores(review: Review) -> str:
    """What the two windows come to, with their sums."""
    if review.numbers is None:
        return "not compared."
    if review.numbers is Numbers.UNKNOWN:
        return review.reasons[0].text
    start, end = (sum(score for _, score in window) for window in (review.start, review.end))
    began, now = (", ".join(str(score) for _, score in window) for window in (review.start, review.end))
    change = abs(end - start) / RATED
    # Rounded down: 29.9 % must not be printed as the 30 % that it has not reached.
    share = f", {100 * abs(end - start) // start}%" if start else ""
    direction = "unchanged" if end == start else f"{change:.1f} points {'lower' if end < start else 'higher'}{share}"
    return f"{mean(review.start):.1f} at the start ({began}) → {mean(review.end):.1f} now ({now}): {direction}."


def own_answer(changes: Mapping[date, int], period: Period) -> str:
    """The person's own answer in words: the one that the review takes, or an older one with a word that it does not.

    ``changes``: the answers by day, as the log stood on the last day of the period.
    """
    counts = answer_on(changes, period.last)
    older = max((day for day in changes if period.holds(day)), default=None)
    newest = counts[0] if counts else older
    if newest is None:
        return "not given."
    than = "than at the start" if changes[newest] else "since the start"
    words = f"“{CHANGE_LABELS[changes[newest]].lower()}” {than}, on {period.short(newest)}"
    return words + ("." if counts else f"; older than {ANSWER_DAYS} days, so not counted.")


def verdict(plan: Plan, period: Period) -> dict[str, str]:
    """The review's outcome and why, for someone who reads it for the first time."""
    review = plan.review
    if plan.course is None:
        return {
            "title": "No exercises at this time",
            "why": f"There was no session in the two weeks up to {format_date(period.last)}.",
        }
    day = f"Day {plan.course.number(period.last):,}; the first day was {format_date(plan.course.first)}."
    why = [day]
    if review.verdict is Verdict.NOT_YET:
        due = plan.course.first + timedelta(days=REVIEW_AFTER)
        why.append(f"The two-week review comes on day {REVIEW_AFTER + 1}, {format_date(due)}.")
    elif review.numbers is Numbers.LOW:
        why.append("Pain was below 2 from the start, so the scores cannot show that it is better. The answer counts.")
    if len(review.reasons) > 2:
        why.append("Scores and answer differ. To be safe, the more careful one counts.")
    return {"title": VERDICT_LABELS[review.verdict], "why": " ".join(why)}
