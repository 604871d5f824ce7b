"""Frame → chart, and the sentence that describes it. A chart is built and checked once; then only rows are sent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from backcare.domain import Felt
from backcare.labels import format_day, format_days
from backcare.log.frames import spans
from backcare.rules.review import Review, mean

DONE, TARGET, STOPPED = "#4a9c91", "#b45309", "#dc2626"
"""Told apart by form as well (bar, step line, cross), so that the charts read in greyscale, on light and on dark."""
HEIGHT = 200

Spec = dict[str, Any]


FIRST, END, TOP = "first day", "day after the last", "highest"
"""Stand-ins in a specification for the ends of its scales, which are known only with the rows."""


def _axis(field: str) -> alt.X:
    axis = alt.Axis(format="%-d %b", labelOverlap=True, grid=False, tickCount=7)
    return alt.X(f"{field}:T", title=None, axis=axis, scale=alt.Scale(domain=[FIRST, END]))


def _text(chart: alt.LayerChart) -> str:
    """What the browser draws, as JSON, without the example's rows; Streamlit adds its theme."""
    spec: Spec = chart.to_dict()
    return json.dumps({key: value for key, value in spec.items() if key not in ("data", "datasets", "config")})


@dataclass(frozen=True)
class Chart:
    """A chart as it is sent: its specification as JSON, its rows, and the sentence that stands for it."""

    spec: str
    rows: pd.DataFrame
    sentence: str


def filled(spec: str, rows: pd.DataFrame, sentence: str, top: float = 0) -> Chart:
    """A specification with its rows, its scale of days from the first to the last, and the top of its other scale.

    Days go as local midnights without a zone: a bare day would be taken for UTC and drawn a day early in America. The
    ends of the scales are given, as Streamlit sends the rows only after the browser has begun to draw.
    """
    ends = {FIRST: _local(rows["day"].min()), END: _local(rows["end"].max()), TOP: max(top, 1)}
    for name, end in ends.items():
        spec = spec.replace(json.dumps(name), json.dumps(end))
    return Chart(spec, pd.DataFrame({name: _plain(rows[name]) for name in rows}), sentence)


def _plain(column: "pd.Series[Any]") -> list[object]:
    if column.name in ("day", "mid", "end"):
        column = pd.to_datetime(column).dt.strftime("%Y-%m-%dT%H:%M:%S")
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def _local(day: pd.Timestamp) -> dict[str, str]:
    return {"expr": f"datetime({day.year}, {day.month - 1}, {day.day})"}


REPS_COLUMNS = ["day", "mid", "end", "reps", "target", "mark"]


def reps_rows(daily: pd.DataFrame, targets: Sequence[int | None]) -> pd.DataFrame:
    """Rows of the repetitions chart: ``day`` to ``end``, ``reps``, ``target`` (NA while stopped), ``mark``.

    ``daily``: ``frames.reps_by_day`` of one exercise; ``targets``: its targets over the same days. A mark is "stop",
    "rise" or "". Many days are drawn by week or by month, with the highest of each.
    """
    rows = daily.copy()
    rows["target"] = pd.array(targets, dtype="Int64")
    rose = (rows["target"] > rows["target"].shift()).fillna(False)
    stopped = rows["felt"].isin([Felt.WORSE, Felt.NEW_PAIN])
    rows["mark"] = np.select([stopped, rose.astype(bool)], ["stop", "rise"], "").astype(object)
    return spans(rows, {"reps": "max", "target": "max", "mark": "max"})[REPS_COLUMNS]


@cache
def reps_spec() -> str:
    """Bars for what was done, a line for the target, marks for stops and rises.

    The marks are hidden from screen readers one by one (``aria``): the chart's sentence stands for them.
    """
    base = alt.Chart(pd.DataFrame(columns=REPS_COLUMNS))
    scale = alt.Scale(domain=[0, TOP], nice=True)
    y = alt.Y("reps:Q", title=None, scale=scale, axis=alt.Axis(tickMinStep=1, tickCount=5))
    tooltip = [
        alt.Tooltip("day:T", title="Day", format="%-d %B %Y"),
        alt.Tooltip("reps:Q", title="Done"),
        alt.Tooltip("target:Q", title="Number"),
    ]
    done = base.transform_filter("isValid(datum.reps)").mark_rect(aria=False, color=DONE, xOffset=1, x2Offset=-1)
    line = base.transform_filter("isValid(datum.target)").mark_rule(aria=False, color=TARGET, strokeWidth=3)
    marks = base.transform_filter("datum.mark != ''").transform_calculate(top="max(datum.reps || 0, datum.target || 0)")
    shape = alt.Shape("mark:N", legend=None, scale=alt.Scale(domain=["rise", "stop"], range=["triangle-up", "cross"]))
    colour = alt.Color("mark:N", legend=None, scale=alt.Scale(domain=["rise", "stop"], range=[TARGET, STOPPED]))
    layers = alt.layer(
        done.encode(x=_axis("day"), x2="end:T", y=y, y2=alt.datum(0), tooltip=tooltip),
        line.encode(x=_axis("day"), x2="end:T", y=alt.Y("target:Q", title=None, scale=scale), tooltip=tooltip),
        marks.mark_point(aria=False, filled=True, size=110, opacity=1, yOffset=-11).encode(
            x=_axis("mid"),
            y=alt.Y("top:Q", title=None, scale=scale),
            shape=shape,
            color=colour,
            tooltip=["mark:N", *tooltip],
        ),
    )
    return _text(layers.properties(height=HEIGHT))


def top_of(rows: pd.DataFrame) -> float:
    """The top of the repetitions' scale, with room for a mark above the highest bar."""
    return 1.15 * float(rows[["reps", "target"]].max().max() or 0)


def reps_sentence(title: str, rows: pd.DataFrame) -> str:
    """The repetitions chart in words."""
    done = rows[rows["reps"].notna()]
    if done.empty:
        return f"{title}: not done in this time."
    first, last = done.iloc[0], done.iloc[-1]
    text = (
        f"{title}: {int(first['reps'])} repetitions on {format_day(first['day'])}, "
        f"{int(last['reps'])} on {format_day(last['day'])}"
    )
    stops = rows.loc[rows["mark"] == "stop", "day"]
    return text + (f"; stopped on {format_days(tuple(stops))}." if len(stops) else ".")


PAIN_COLUMNS = ["kind", "day", "mid", "end", "pain", "mean", "label"]


def pain_rows(daily: pd.DataFrame, review: Review, first: date, last: date) -> pd.DataFrame:
    """Rows of the pain chart: ``kind`` "day" (``day``, ``pain``, ``mean``) or "window" (``day`` to ``end``, ``mean``).

    ``daily``: ``frames.pain_by_day``; the windows are those of the review that fall within ``first`` to ``last``.
    """
    rows = spans(daily, {"pain": "mean", "mean": "last"}).assign(kind="day", label="")
    windows = [("Your first three rated days", review.start), ("Your last three rated days", review.end)]
    compared = [
        {
            "kind": "window",
            "day": pd.Timestamp(days[0][0]),
            "end": pd.Timestamp(days[-1][0]) + pd.Timedelta(days=1),
            "mean": mean(days),
            "label": name,
        }
        for name, days in windows
        if days and first <= days[0][0] and days[-1][0] <= last
    ]
    found = pd.DataFrame(compared, columns=PAIN_COLUMNS)
    return pd.concat([rows.astype(object), found.astype(object)], ignore_index=True)[PAIN_COLUMNS]


@cache
def pain_spec() -> str:
    """Dots for each day's average pain, a line for the mean of three rated days, bands for the review's windows."""
    base = alt.Chart(pd.DataFrame(columns=PAIN_COLUMNS))
    y = alt.Y(
        "pain:Q",
        title="Pain, 0 to 10",
        scale=alt.Scale(domain=[0, 10]),
        axis=alt.Axis(values=[0, 2, 4, 6, 8, 10], labelOverlap=False),
    )
    windows, days = (base.transform_filter(f"datum.kind == '{kind}'") for kind in ("window", "day"))
    compared = [alt.Tooltip("label:N", title="Review"), alt.Tooltip("mean:Q", title="Mean", format=".1f")]
    rated = [alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("pain:Q", title="Pain")]
    x, x2 = _axis("day"), "end:T"
    layers = alt.layer(
        windows.mark_rect(aria=False, opacity=0.18, color=TARGET).encode(x=x, x2=x2, y=alt.datum(0), y2=alt.datum(10)),
        days.transform_filter("isValid(datum.mean)")
        .mark_line(aria=False, color=DONE, strokeWidth=2.5)
        .encode(x=_axis("mid"), y=alt.Y("mean:Q", scale=alt.Scale(domain=[0, 10]), title=None)),
        days.transform_filter("isValid(datum.pain)")
        .mark_point(aria=False, filled=True, size=70, opacity=1, color=DONE)
        .encode(x=_axis("mid"), y=y, tooltip=rated),
        windows.mark_rule(aria=False, strokeWidth=4, color=TARGET).encode(
            x=x, x2=x2, y=alt.Y("mean:Q", scale=alt.Scale(domain=[0, 10]), title=None), tooltip=compared
        ),
    )
    return _text(layers.properties(height=HEIGHT + 40))


def pain_sentence(daily: pd.DataFrame, review: Review) -> str:
    """The pain chart in words."""
    rated = daily[daily["pain"].notna()]
    if rated.empty:
        return "Pain: not rated in this time."
    first, last = rated.iloc[0], rated.iloc[-1]
    text = (
        f"Pain: {int(first['pain'])} on {format_day(first['day'])}, {int(last['pain'])} on {format_day(last['day'])}, "
        f"between {int(rated['pain'].min())} and {int(rated['pain'].max())}."
    )
    if review.start and review.end:
        means = [mean(days) for days in (review.start, review.end)]
        text += f" Mean of the first rated days {means[0]:.1f}, of the last {means[1]:.1f}."
    return text
