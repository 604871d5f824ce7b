"""What goes on paper, as PDF: the one-page report for the call, the programme with its figures, an empty diary."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from backcare.domain import Programme, Slot
from backcare.labels import CHANGE_LABELS, count, format_date, format_span
from backcare.log import Log
from backcare.log.daily_values import DailyValues, daily_values
from backcare.plan import Plan, plan_from
from backcare.report import getting_help, pain, period
from backcare.report.printable import plain
from backcare.report.typeset import typeset

__all__ = ["diary_pdf", "programme_pdf", "report_pdf"]

STOPS_SHOWN = 5
EXERCISES_SHOWN = 8
DIARY_DAYS = 14
PRINTED = date(2026, 1, 1)
"""The date inside the two blank prints: they are the same whenever they are made (ours)."""


def report_pdf(
    programme: Programme,
    log: Log,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    notes: bool = False,
) -> bytes:
    """One A4 page about a range of days, the current course by default, to hand over or to have ready for the call.

    The review is that of ``last``. Raises ``InvalidValue`` when ``first`` is after ``last``.
    """
    by_day = daily_values(log)
    plan = plan_from(programme, by_day, today)
    days = period.choose_period(plan.courses, next(iter(log.recorded_days), None), today, first, last)
    if days.last < today:
        # A number may rest on days before the range, so the plan sees them all, but none that came after.
        by_day = by_day.until(days.last)
        plan = plan_from(programme, by_day, days.last)
    cut = log.between(days.first, days.last)
    data = {
        "title": "Back pain and exercises",
        "span": format_span(days.first, days.last),
        "days": count(days.days, "day"),
        "made": format_date(today),
        "empty": not cut.recorded_days,
        **_reviewed(cut, by_day, days, plan),
        **_done(programme, cut, by_day, days, plan),
        **(period.newest_notes(cut, days) if notes else {"notes": None, "notes_in_all": 0}),
        "contacts": getting_help.contacts(cut, days, notes=notes),
        "signs": getting_help.signs(cut, days),
        "turn": getting_help.turn_to(programme, log, plan),
    }
    return typeset("report", programme, data, today)


def _reviewed(log: Log, by_day: DailyValues, days: period.Period, plan: Plan) -> dict[str, object]:
    return {
        "verdict": pain.verdict(plan, days),
        "scores": pain.scores(plan.review),
        "answer": pain.own_answer(by_day.changes, days),
        "rule": pain.RULE,
        "chart": pain.chart(log, days, plan),
        "around": pain.around_sessions(log),
    }


def _done(programme: Programme, log: Log, by_day: DailyValues, days: period.Period, plan: Plan) -> dict[str, object]:
    table = period.exercise_rows(programme, log, plan.chosen)
    stopped = period.stop_lines(programme, by_day, days)
    return {
        "sessions": period.sessions(by_day.slots, days),
        "exercises": table[:EXERCISES_SHOWN],
        "more_exercises": len(table) - EXERCISES_SHOWN,
        "stops": stopped[-STOPS_SHOWN:],
        "earlier_stops": len(stopped) - STOPS_SHOWN,
        "walking": period.walking(log),
        "activity_name": plain(log.settings.activity_name, 60),
        "activity": period.activity(log, days),
    }


def programme_pdf(programme: Programme, figures: Mapping[str, str]) -> bytes:
    """Two A4 pages: the programme with its figures, given as standalone SVG by exercise id; any may be missing."""
    data = {
        "exercises": [asdict(exercise) for exercise in programme.exercises],
        "signs": list(programme.urgent_signs),
        "gp_signs": list(programme.gp_signs),
    }
    return typeset("programme", programme, data, PRINTED, figures)


def diary_pdf(programme: Programme) -> bytes:
    """One A4 page, lying: two weeks to fill in by hand."""
    exercises = [exercise.title for exercise in programme.exercises]
    answers = [label.lower() for label in CHANGE_LABELS.values()]
    slots = [slot.capitalize() for slot in Slot]
    data = {"exercises": exercises, "slots": slots, "days": DIARY_DAYS, "answers": answers}
    return typeset("diary", programme, data, PRINTED)
