"""Progress: repetitions and pain over two weeks, a course or everything; the two-week review; earlier courses."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from backcare import charts, ui
from backcare.charts import Chart
from backcare.domain import Exercise, Verdict
from backcare.log import frames
from backcare.plan import Plan, targets_by_day
from backcare.rules.course import Course
from backcare.ui import md

TWO_WEEKS = 14
RANGES = {"weeks": "Two weeks", "course": "This course", "all": "Everything", "earlier": "Earlier courses"}

today = ui.today()
programme = ui.programme()
day_view = ui.day_view(today)
earlier = [course for course in day_view.plan.courses if course != day_view.plan.course]


@dataclass(frozen=True)
class Span:
    """The days that are drawn, with the log and the plan as they are on the last of them."""

    first: date
    last: date
    day_view: ui.DayView

    @property
    def plan(self) -> Plan:
        """The plan of the last day."""
        return self.day_view.plan


def until_today(shown: str) -> Span:
    """Two weeks, the course or everything, up to today."""
    first = today - timedelta(days=TWO_WEEKS - 1)
    if shown == "course" and day_view.plan.course is not None:
        first = day_view.plan.course.first
    if shown == "all":
        first = min(day_view.cached("oldest day", ui.oldest_day) or today, first)
    return Span(first, today, day_view)


def of_course(course: Course) -> Span:
    """An earlier course, as it stood on its last day."""
    return Span(course.first, course.last, ui.day_view(course.last))


def review(plan: Plan) -> None:
    """The two-week review with its sums, and where to turn."""
    found = plan.review
    with st.container(border=True):
        st.header("Two-week review", anchor=False)
        st.markdown(md("**{verdict}**", verdict=ui.VERDICT_LABELS[found.verdict]))
        for reason in found.reasons:
            st.markdown(md("- {text}", text=reason.text))
        if found.refer or found.verdict in (Verdict.ASK, Verdict.NOT_ENOUGH):
            with st.expander("Where to turn", expanded=found.refer, icon=":material/call:"):
                ui.where_to_turn(programme, day_view)
        st.caption(
            "Back pain often gets better by itself: a better score does not show that the exercises did it. The review "
            "repeats NHS inform's advice and is no diagnosis."
        )


def reached(span: Span) -> None:
    """What an earlier course came to: the numbers reached, and the review on its last day."""
    verdict = ui.VERDICT_LABELS[span.plan.review.verdict]
    st.markdown(md("Outcome on its last day: **{verdict}**", verdict=verdict))
    for reason in span.plan.review.reasons:
        st.markdown(md("- {text}", text=reason.text))
    # What was done on the last day counts from the next day on.
    doses = ui.day_view(span.last + timedelta(days=1)).plan.doses
    numbers = [f"{e.title} {doses[e.id].target or 'stopped'}" for e, _ in drawn(span)[1]]
    st.markdown(md("Numbers reached: {numbers}", numbers=", ".join(numbers)))


def drawn(span: Span) -> tuple[Chart, list[tuple[Exercise, Chart]]]:
    """The charts of some days: pain, and each of my exercises or of those done then; kept while nothing changes."""
    return day_view.cached(("charts", span.first, span.last), lambda: make_charts(span))


def make_charts(span: Span) -> tuple[Chart, list[tuple[Exercise, Chart]]]:
    """Make the charts of some days."""
    by_day = span.day_view.by_day
    pain = frames.pain_by_day(by_day.pain, span.first, span.last)
    numbers = targets_by_day(programme, by_day, span.first, span.last)
    shown = []
    for exercise in programme.exercises:
        done = by_day.done.get(exercise.id, ())
        mine = span.last == today and exercise.id in day_view.plan.chosen
        if mine or any(span.first <= one.day <= span.last for one in done):
            reps = frames.reps_by_day(done, span.first, span.last)
            shown.append((exercise, charts.reps_chart(exercise.title, reps, numbers[exercise.id])))
    return charts.pain_chart(pain, span.plan.review), shown


def draw(span: Span) -> None:
    """The charts of some days, each with its sentence."""
    pain, exercises = drawn(span)
    st.header("Pain", anchor=False)
    draw_chart(pain, "pain-chart")
    text = "{text} Dots: each day. Line: mean of three rated days. Shaded: what the review compares."
    st.caption(md(text, text=pain.sentence))
    st.header("Repetitions", anchor=False)
    st.caption("Bars: the most you did in a session that day. Line: your number. ▲ it went up. ✚ you stopped.")
    # A row of two at a time, so that on a phone, where they stand below each other, the order is kept.
    for pair in (exercises[n : n + 2] for n in range(0, len(exercises), 2)):
        for column, (exercise, chart) in zip(st.columns(2), pair, strict=False):
            with column:
                st.markdown(md("**{title}**", title=exercise.title))
                draw_chart(chart, f"reps-chart-{exercise.id}")
                st.caption(md("{text}", text=chart.sentence))


def draw_chart(chart: Chart, key: str) -> None:
    """One chart, with its sentence for those who do not see it."""
    st.vega_lite_chart(chart.rows, json.loads(chart.spec), alt=chart.sentence, key=key)


def table(span: Span) -> None:
    """The rows behind the charts, for those who would rather read them; read when they ask for them."""
    numbers = st.expander("The numbers", on_change="rerun", key="numbers")
    if numbers.open:
        with numbers:
            shown = ui.store().read_log(span.first, span.last)
            st.dataframe(shown.days, hide_index=True, alt="Day entries")
            st.dataframe(shown.sets, hide_index=True, alt="Sets")


ui.page_header("Progress", ui.page_context(ui.today()))
if not day_view.plan.courses and ui.oldest_day() is None:
    st.info("Nothing is logged yet. After your first session, your repetitions and pain are drawn here.")
    st.page_link(ui.page_path("today"), label="Go to Today", icon=":material/today:")
    st.stop()
review(day_view.plan)
share = day_view.plan.adherence
st.markdown(md("**{done} of {all} sessions** this week.", done=share.sessions, all=share.of))
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
        "Course", earlier[::-1], format_func=lambda c: ui.format_span(c.first, c.last), key="earlier-course"
    )
    span = of_course(course)
    reached(span)
else:
    span = until_today(shown)
draw(span)
table(span)
