"""DataFrame → chart, and the sentence that describes it. A chart is built and checked once; then only rows are sent."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from backcare.domain import Felt, Programme
from backcare.labels import WHOM_LABELS, format_day, format_days, join_words
from backcare.log.daily_values import DailyValues
from backcare.log.frames import pain_by_day, reps_by_day, spans
from backcare.plan import targets_by_day
from backcare.rules.referral import Contacts
from backcare.rules.review import Review, mean

DONE, TARGET, STOPPED, ASKED = "#4a9c91", "#b45309", "#dc2626", "#7c6fd0"
"""Told apart by form as well (bar, step line, cross), so that the charts read in greyscale, on light and on dark."""
HEIGHT = 200
FIRST, END, TOP = "first day", "day after the last", "highest"
"""Stand-ins in a specification for the ends of its scales, which are known only with the rows."""
DAYS = ("day", "mid", "end")
"""The columns of days: the first of a bar or dot, its middle, and the day after its last."""

ROWS = alt.Chart(alt.NamedData("rows"))
"""Any rows: what each layer is drawn from."""


@dataclass(frozen=True)
class Chart:
    """A chart as it is sent: its specification as JSON, its rows, and the sentence that stands for it."""

    spec: str
    rows: pd.DataFrame
    sentence: str


def progress_charts(
    programme: Programme, by_day: DailyValues, review: Review, first: date, last: date, exercises: Collection[str]
) -> tuple[Chart, dict[str, Chart]]:
    """The charts of some days, both ends included: pain; and by exercise, those of ``exercises`` and what was done."""
    targets = targets_by_day(programme, by_day, first, last)
    charts = {}
    for exercise in programme.exercises:
        done = by_day.done.get(exercise.id, ())
        if exercise.id in exercises or any(first <= each.day <= last for each in done):
            reps = reps_by_day(done, first, last)
            charts[exercise.id] = reps_chart(exercise.title, reps, targets[exercise.id])
    asked = {day: whom for day, whom in by_day.contacts.items() if first <= day <= last}
    return pain_chart(pain_by_day(by_day.pain, first, last), review, asked), charts


def reps_chart(title: str, daily: pd.DataFrame, targets: Sequence[int | None]) -> Chart:
    """The repetitions of one exercise: ``daily`` from ``frames.reps_by_day``, its targets over the same days."""
    rows = reps_rows(daily, targets)
    # Space for a mark above the highest bar.
    top = 1.15 * float(rows[["reps", "target"]].max().max() or 0)
    return _filled(_spec(_draw_reps), rows, _reps_sentence(title, rows), top)


def pain_chart(daily: pd.DataFrame, review: Review, asked: Contacts) -> Chart:
    """The pain of some days, ``frames.pain_by_day``, with the windows of the review that lie within them.

    ``asked``: whom the person asked for help on these days.
    """
    return _filled(_spec(_draw_pain), _pain_rows(daily, review, asked), _pain_sentence(daily, review, asked))


def _filled(spec: str, rows: pd.DataFrame, sentence: str, top: float = 0) -> Chart:
    """A specification with its rows, its scale of days from the first to the last, and the top of its other scale.

    Days go as local midnights without a zone: a bare day would be taken for UTC and drawn a day early in America. The
    ends of the scales are given, as Streamlit sends the rows only after the browser has begun to draw.
    """
    ends = {FIRST: _local(rows["day"].min()), END: _local(rows["end"].max()), TOP: max(top, 1)}
    for name, end in ends.items():
        spec = spec.replace(json.dumps(name), json.dumps(end))
    return Chart(spec, rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%dT%H:%M:%S") for name in DAYS}), sentence)


def _local(day: pd.Timestamp) -> dict[str, str]:
    return {"expr": f"datetime({day.year}, {day.month - 1}, {day.day})"}


def reps_rows(daily: pd.DataFrame, targets: Sequence[int | None]) -> pd.DataFrame:
    """Rows of the repetitions chart: ``DAYS``, ``reps``, ``target`` (NA while stopped), ``mark``.

    A mark is "stop", "rise" or "". Many days are drawn by week or by month, with the highest of each.
    """
    rows = daily.assign(target=pd.array(targets, dtype="Int64"))
    rose = (rows["target"] > rows["target"].shift()).fillna(False)
    stopped = rows["felt"].isin([Felt.WORSE, Felt.NEW_PAIN])
    rows["mark"] = np.select([stopped, rose.astype(bool)], ["stop", "rise"], "").astype(object)
    rows = spans(rows, {"reps": "max", "target": "max", "mark": "max"})
    return rows[[*DAYS, "reps", "target", "mark"]]


def _pain_rows(daily: pd.DataFrame, review: Review, asked: Contacts) -> pd.DataFrame:
    """``kind`` "day": ``DAYS``, ``pain``, ``mean``; "window": ``day`` to ``end``, ``mean``, ``label``; "contact":
    ``DAYS``, ``label``.
    """
    days = set(daily["day"].dt.date)
    windows = [("Your first three pain scores", review.start), ("Your last three pain scores", review.end)]
    compared = [
        {
            "kind": "window",
            "day": pd.Timestamp(rated[0][0]),
            "end": pd.Timestamp(rated[-1][0]) + pd.Timedelta(days=1),
            "mean": mean(rated),
            "label": name,
        }
        for name, rated in windows
        if rated and {rated[0][0], rated[-1][0]} <= days
    ]
    contacts = [
        {
            "kind": "contact",
            "day": pd.Timestamp(day),
            "mid": pd.Timestamp(day) + pd.Timedelta(hours=12),
            "end": pd.Timestamp(day) + pd.Timedelta(days=1),
            "label": join_words([WHOM_LABELS[each] for each in whom]),
        }
        for day, whom in asked.items()
    ]
    rows = spans(daily, {"pain": "mean", "mean": "last"}).assign(kind="day", label="")
    return pd.concat([rows, pd.DataFrame([*compared, *contacts])], ignore_index=True)


def _x(column: str) -> alt.X:
    axis = alt.Axis(format="%-d %b", labelOverlap=True, grid=False, tickCount=7)
    return alt.X(f"{column}:T", title=None, axis=axis, scale=alt.Scale(domain=[FIRST, END]))


def _day_tooltip() -> alt.Tooltip:
    return alt.Tooltip("day:T", title="Day", format="%-d %B %Y")


# Kept, since Altair takes 10 to 50 ms to build and check a chart, and Progress shows six.
@cache
def _spec(draw: Callable[[], alt.LayerChart]) -> str:
    """What the browser draws, as JSON, without rows; Streamlit adds its theme."""
    spec: dict[str, Any] = draw().to_dict()
    return json.dumps({key: value for key, value in spec.items() if key not in ("data", "config")})


# The marks are hidden from screen readers one by one (``aria``): the chart's sentence stands for them.


def _draw_reps() -> alt.LayerChart:
    """Bars for what was done, a line for the target, marks for stops and rises."""
    scale = alt.Scale(domain=[0, TOP], nice=True)
    y = alt.Y("reps:Q", title=None, scale=scale, axis=alt.Axis(tickMinStep=1, tickCount=5))
    tooltip = [_day_tooltip(), alt.Tooltip("reps:Q", title="Done"), alt.Tooltip("target:Q", title="Today's number")]
    shapes = alt.Scale(domain=["rise", "stop"], range=["triangle-up", "cross"])
    colours = alt.Scale(domain=["rise", "stop"], range=[TARGET, STOPPED])
    done = ROWS.transform_filter("isValid(datum.reps)").mark_rect(aria=False, color=DONE, xOffset=1, x2Offset=-1)
    target = ROWS.transform_filter("isValid(datum.target)").mark_rule(aria=False, color=TARGET, strokeWidth=3)
    marks = ROWS.transform_filter("datum.mark != ''").transform_calculate(top="max(datum.reps || 0, datum.target || 0)")
    return alt.layer(
        done.encode(x=_x("day"), x2="end:T", y=y, y2=alt.datum(0), tooltip=tooltip),
        target.encode(x=_x("day"), x2="end:T", y=alt.Y("target:Q", title=None, scale=scale), tooltip=tooltip),
        marks.mark_point(aria=False, filled=True, size=110, opacity=1, yOffset=-11).encode(
            x=_x("mid"),
            y=alt.Y("top:Q", title=None, scale=scale),
            shape=alt.Shape("mark:N", legend=None, scale=shapes),
            color=alt.Color("mark:N", legend=None, scale=colours),
            tooltip=["mark:N", *tooltip],
        ),
    ).properties(height=HEIGHT)


def _draw_pain() -> alt.LayerChart:
    """Dots for each day's average pain, a line for the mean of three rated days, bands for the review's windows."""
    scale = alt.Scale(domain=[0, 10])
    axis = alt.Axis(values=[0, 2, 4, 6, 8, 10], labelOverlap=False)
    y, y_mean = alt.Y("pain:Q", title="Pain, 0 to 10", scale=scale, axis=axis), alt.Y("mean:Q", scale=scale, title=None)
    rated = [_day_tooltip(), alt.Tooltip("pain:Q", title="Pain")]
    compared = [alt.Tooltip("label:N", title="Review"), alt.Tooltip("mean:Q", title="Average", format=".1f")]
    asked = [_day_tooltip(), alt.Tooltip("label:N", title="Help asked for")]
    windows, days, contacts = (
        ROWS.transform_filter(f"datum.kind == '{kind}'") for kind in ("window", "day", "contact")
    )
    bands = windows.mark_rect(aria=False, opacity=0.18, color=TARGET)
    line = days.transform_filter("isValid(datum.mean)").mark_line(aria=False, color=DONE, strokeWidth=2.5)
    dots = days.transform_filter("isValid(datum.pain)").mark_point(
        aria=False, filled=True, size=70, opacity=1, color=DONE
    )
    means = windows.mark_rule(aria=False, strokeWidth=4, color=TARGET)
    return alt.layer(
        bands.encode(x=_x("day"), x2="end:T", y=alt.datum(0), y2=alt.datum(10)),
        line.encode(x=_x("mid"), y=y_mean),
        dots.encode(x=_x("mid"), y=y, tooltip=rated),
        means.encode(x=_x("day"), x2="end:T", y=y_mean, tooltip=compared),
        contacts.mark_rule(aria=False, strokeDash=[5, 4], strokeWidth=2, color=ASKED).encode(
            x=_x("mid"), tooltip=asked
        ),
        contacts.mark_text(aria=False, text="☎", fontSize=20, color=ASKED, baseline="top", dx=11).encode(
            x=_x("mid"), y=alt.datum(10), tooltip=asked
        ),
    ).properties(height=HEIGHT + 40)


def _reps_sentence(title: str, rows: pd.DataFrame) -> str:
    """The repetitions chart in words."""
    done = rows[rows["reps"].notna()]
    if done.empty:
        return f"{title}: not done in this time."
    (began, before), (ended, after) = (done.iloc[n][["day", "reps"]] for n in (0, -1))
    text = f"{title}: {before} repetitions on {format_day(began)}, {after} on {format_day(ended)}"
    stops = rows.loc[rows["mark"] == "stop", "day"]
    return text + (f"; stopped on {format_days(stops)}." if len(stops) else ".")


def _pain_sentence(daily: pd.DataFrame, review: Review, asked: Contacts) -> str:
    """The pain chart in words."""
    rated = daily[daily["pain"].notna()]
    help_asked = f" You asked for help on {format_days(sorted(asked))}." if asked else ""
    if rated.empty:
        return f"Pain: no scores in this time.{help_asked}"
    (began, before), (ended, after) = (rated.iloc[n][["day", "pain"]] for n in (0, -1))
    low, high = rated["pain"].min(), rated["pain"].max()
    text = f"Pain: {before} on {format_day(began)}, {after} on {format_day(ended)}, between {low} and {high}."
    if review.start and review.end:
        text += f" Average at the start {mean(review.start):.1f}, now {mean(review.end):.1f}."
    return text + help_asked
