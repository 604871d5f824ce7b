"""What a stop asks for: the stopped exercises with what to do, the way back, and stopping all of them."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from backcare.domain import Resumption, Session
from backcare.labels import format_day, join_words
from backcare.programme import load_programme
from backcare.ui import saving
from backcare.ui.current_log import day_view, today, was_recorded_today
from backcare.ui.layout import urgent_signs
from backcare.ui.log_reader import DayView
from backcare.ui.markdown import md
from backcare.ui.saving import PageContext, button


def stops_card(page: PageContext, view: DayView) -> None:
    """Every stopped exercise and why, in one card: what to do, and the way back. Nothing when none is stopped."""
    plan = view.plan
    if not plan.stopped:
        return
    titles = join_words([load_programme().title_of(exercise) for exercise in plan.stopped])
    with st.container(border=True, key="stops"):
        st.error(md("**Stop: {titles}**", titles=titles), icon=":material/front_hand:")
        them = "this exercise" if len(plan.stopped) == 1 else "these exercises"
        rest = " You can go on with the others." if plan.active else ""
        st.markdown(f"Do not do {them} for now.{rest} If the pain is bad or new signs come, look at the urgent signs.")
        _stop_all_button(page, view)
        for exercise in plan.stopped:
            reason = plan.doses[exercise].reasons[0].text
            st.markdown(md("**{title}**  \n{reason}", title=load_programme().title_of(exercise), reason=reason))
            _way_back(page, exercise, view)
        _urgent_signs(expanded=any(plan.stops[exercise].day >= plan.today for exercise in plan.stopped))


def _way_back(page: PageContext, exercise: str, present: DayView) -> None:
    """Trying it again, from the day after the stop on; a stop that is ahead can be given today's date."""
    stop, day, title = present.plan.stops[exercise], present.plan.today, load_programme().title_of(exercise).lower()
    if stop.day > day:
        label = md("It was today: correct the date of {title}", title=title)
        button(label, saving.move_to_today, page, _stopping_sessions(stop.day, exercise), key=f"date-{exercise}")
    elif day >= stop.earliest_resumption() and not was_recorded_today(present, exercise):
        label = md("It has settled: try {title} again", title=title)
        done = f"You can try {title} again. Its number is below."
        button(label, saving.resume, page, exercise, stop, done, key=f"resume-{exercise}")
    else:
        st.caption("From tomorrow you can say that it has settled, and try it again.")


def _stopping_sessions(day: date, exercise: str) -> tuple[Session, ...]:
    """A day's sessions in which an exercise was marked as worse or as a new pain."""
    sessions = day_view(day).entries.sessions_on(day)
    return tuple(s for s in sessions if any(each.exercise == exercise and each.felt.stops for each in s.sets))


def what_to_do_after_a_stop(page: PageContext, exercises: Sequence[str], expanded: bool) -> None:
    """What a stop that was just recorded asks for, and the urgent signs to look at."""
    titles = ", ".join(load_programme().title_of(exercise) for exercise in exercises)
    st.error(md("**Stop: {titles}.**", titles=titles), icon=":material/front_hand:")
    present = day_view(today())
    rest = " You can go on with the other exercises." if present.plan.active else ""
    advice = md("{advice}", advice=load_programme().advice["stop.advice"])
    st.markdown(
        f"{advice}{rest} Once it has settled, at the earliest tomorrow, you can say so on Today and try it again."
    )
    _stop_all_button(page, present)
    _urgent_signs(expanded)


def _stop_all_button(page: PageContext, view: DayView) -> None:
    """The page says "stop these exercises": one press stops every chosen one. Nothing when all are stopped."""
    if view.plan.active:
        button("Stop all for now", saving.stop_all, page, key="stop-all", icon=":material/front_hand:")


def _urgent_signs(expanded: bool) -> None:
    with st.expander("Urgent signs", expanded=expanded, icon=":material/emergency:"):
        urgent_signs()


def stop_words(session: Session) -> str:
    """What a save says of the exercises that it stops, and of those that were tried again since."""
    marked = [each.exercise for each in session.sets if each.felt.stops]
    lifted = [load_programme().title_of(exercise) for exercise in marked if _resumed_since(exercise, session.day)]
    stopped = [title for title in map(load_programme().title_of, marked) if title not in lifted]
    words = f" Stop: {', '.join(stopped)}. What to do is below." if stopped else ""
    if lifted:
        words += f" {join_words(lifted)}: you have said since that it had settled. You can take that back below."
    return words


def lifted_since(page: PageContext, day: date, exercises: Sequence[str]) -> None:
    """Stops of a past day that were lifted since: say so, and offer to take the resumptions back (R3)."""
    for exercise in exercises:
        later = _resumed_since(exercise, day)
        if not later:
            continue
        title = load_programme().title_of(exercise)
        with st.container(border=True):
            text = "{title} is not stopped: on {since} you said that it had settled."
            st.info(md(text, title=title, since=format_day(later[0].day, today())), icon=":material/info:")
            label = md("Take that back: stop {title}", title=title.lower())
            done = f"{title} is stopped again."
            button(label, saving.take_back, page, later, done, key=f"take-back-{exercise}")


def _resumed_since(exercise: str, day: date) -> tuple[Resumption, ...]:
    """The resumptions that lift a stop of a past day; none while the exercise is stopped."""
    present = day_view(today())
    if exercise in present.plan.stopped:
        return ()
    resumed = present.by_day.resumed.get(exercise, ())
    return tuple(Resumption(again, exercise) for again in resumed if day < min(again, present.plan.today))
