"""Progress: repetitions and pain over two weeks, a course or everything; the two-week review; earlier courses."""

import json
from datetime import date, timedelta
from typing import NamedTuple

import streamlit as st

from backcare import ui
from backcare.charts import Chart, progress_charts
from backcare.domain import Verdict
from backcare.labels import VERDICT_LABELS, format_span
from backcare.log_reader import DayView
from backcare.plan import numbers_reached
from backcare.programme import load_programme

TWO_WEEKS = 14
RANGES = {"weeks": "Two weeks", "course": "Since the start", "all": "Everything", "earlier": "Earlier times"}

today = ui.now().date()
programme = load_programme()
titles = programme.titles
view = ui.day_view(today)
plan = view.plan
earlier = [course for course in plan.courses if course != plan.course]


class Span(NamedTuple):
    """The days that are drawn, with the log and the plan as they are on the last of them."""

    first: date
    last: date
    view: DayView


def until_today(shown: str) -> Span:
    """Two weeks, the course or everything, up to today."""
    first = today - timedelta(days=TWO_WEEKS - 1)
    if shown == "course" and plan.course is not None:
        first = plan.course.first
    if shown == "all":
        first = min(ui.current_log().oldest_day() or today, first)
    return Span(first, today, view)


def draw_outcome(span: Span) -> None:
    """What an earlier course came to: the numbers reached, and the review on its last day."""
    review = span.view.plan.review
    st.markdown(ui.md("On the last day: **{verdict}**", verdict=VERDICT_LABELS[review.verdict]))
    reasons = [ui.md("- {reason}", reason=reason.text) for reason in review.reasons]
    st.markdown("\n".join(reasons))
    reached = numbers_reached(programme, span.view.by_day, span.last)
    numbers = [f"{titles[e]} {reached[e] or 'stopped'}" for e in charts_of(span)[1]]
    st.markdown(ui.md("Repetitions by then: {numbers}", numbers=", ".join(numbers)))


def charts_of(span: Span) -> tuple[Chart, dict[str, Chart]]:
    """The charts of some days: pain, and each of my exercises or of those done then; kept while nothing changes."""
    review, mine = span.view.plan.review, plan.chosen if span.last == today else ()
    days = span.first, span.last
    return view.cached(
        ("charts", *days), lambda: progress_charts(programme, span.view.by_day, review, *days, exercises=mine)
    )


def draw(span: Span) -> None:
    """The charts of some days, each with its sentence."""
    pain, exercises = charts_of(span)
    st.header("Pain", anchor=False)
    draw_chart(pain, "pain-chart")
    text = "{text} Dots: each day. Line: average of three pain scores. Shaded: what the review compares."
    if any(span.first <= day <= span.last for day in span.view.by_day.contacts):
        text += " ☎: help asked for."
    st.caption(ui.md(text, text=pain.sentence))
    st.header("Repetitions", anchor=False)
    st.caption("Bars: the most you did in a session that day. Line: today's number. ▲ it went up. ✚ you stopped.")
    # A row of two at a time, so that on a phone, where they stand below each other, the order is kept.
    drawn = list(exercises.items())
    for pair in (drawn[n : n + 2] for n in range(0, len(drawn), 2)):
        for column, (exercise, chart) in zip(st.columns(2), pair, strict=False):
            with column:
                st.markdown(ui.md("**{title}**", title=titles[exercise]))
                draw_chart(chart, f"reps-chart-{exercise}")
                st.caption(ui.md("{text}", text=chart.sentence))


def draw_chart(chart: Chart, key: str) -> None:
    """One chart, with its sentence for those who do not see it."""
    st.vega_lite_chart(chart.rows, json.loads(chart.spec), alt=chart.sentence, key=key)


def table(span: Span) -> None:
    """The rows behind the charts, for those who would rather read them; read when they ask for them."""
    numbers = st.expander("All numbers", on_change="rerun", key="numbers")
    if numbers.open:
        with numbers:
            log = ui.current_log().store.read_log(span.first, span.last)
            st.dataframe(log.days, hide_index=True, alt="Days")
            st.dataframe(log.sets, hide_index=True, alt="Exercises done")


page = ui.page_header("Progress", today)
if not plan.courses and ui.current_log().oldest_day() is None:
    ui.sections.draw_empty_state("Nothing is logged yet. After your first session, you see here how you get on.")
    st.stop()
ui.review_card(page, expanded=True)
if plan.review.verdict is Verdict.NOT_YET:
    st.markdown(ui.md("{reason}", reason=plan.review.reasons[0].text))
share = plan.adherence
st.markdown(ui.md("**{done} of {all} sessions** this week.", done=share.sessions, all=share.of))
shown = st.segmented_control(
    "Show",
    [name for name in RANGES if name != "earlier" or earlier],
    format_func=RANGES.__getitem__,
    default="weeks",
    required=True,
    key="range",
    bind="query-params",
)
if shown == "earlier":
    course = st.selectbox(
        "Which time?", earlier[::-1], format_func=lambda c: format_span(c.first, c.last), key="earlier-course"
    )
    span = Span(course.first, course.last, ui.day_view(course.last))
    draw_outcome(span)
else:
    span = until_today(shown)
draw(span)
table(span)
