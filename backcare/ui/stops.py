"""What a stop asks for: the stopped exercises with what to do, the way back, and stopping all of them."""

from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from backcare import frames
from backcare.model import REPS, ExerciseSet, Felt, Programme, Resumption, Session, Slot, in_words, word_list
from backcare.rules.stop import Stop
from backcare.store import LogStore
from backcare.ui.notice import button, fail, save
from backcare.ui.person import Look, look, slot_now, today
from backcare.ui.pieces import title_of, urgent_signs
from backcare.ui.words import md


def stops_card(programme: Programme, look_at_day: Look) -> None:
    """Every stopped exercise and why, in one card: what to do, and the way back. Nothing when none is stopped."""
    plan = look_at_day.plan
    if not plan.stopped:
        return
    titles = {exercise: programme.exercise(exercise).title for exercise in plan.stopped}
    with st.container(border=True, key="stops"):
        st.error(md("**Stop: {titles}**", titles=word_list(tuple(titles.values()))), icon=":material/front_hand:")
        them = "this exercise" if len(titles) == 1 else "these exercises"
        rest = " You can go on with the others." if plan.active else ""
        st.markdown(f"Do not do {them} for now.{rest} If the pain is bad or new signs come, look at the urgent signs.")
        stop_all_button(look_at_day)
        for exercise, title in titles.items():
            reason = plan.doses[exercise].reasons[0].text
            st.markdown(md("**{title}**  \n{reason}", title=title, reason=reason))
            _way_back(exercise, title, plan.stops[exercise], plan.today)
        stopped_today = any(plan.stops[exercise].day >= plan.today for exercise in titles)
        with st.expander("Urgent signs", expanded=stopped_today, icon=":material/emergency:"):
            urgent_signs(programme)


def _way_back(exercise: str, title: str, stop: Stop, day: date) -> None:
    """Trying it again, from the day after the stop on; a stop that is ahead can be given today's date."""
    if stop.day > day:
        label = md("It was today: correct the date of {title}", title=title.lower())
        button(label, _date_today, stop, exercise, key=f"date-{exercise}")
    elif day >= stop.earliest_resumption():
        again = Resumption(day, exercise)
        button(
            md("It has settled: try {title} again", title=title.lower()),
            save,
            lambda store: store.record_resumption(again),
            f"You can try {title.lower()} again. Its number is below.",
            key=f"resume-{exercise}",
        )
    else:
        st.caption("From tomorrow you can say that it has settled, and try it again.")


def _date_today(stop: Stop, exercise: str) -> None:
    """Give the sessions that are ahead and stopped the exercise today's date."""
    day = today()
    entries = look(stop.day).entries
    sessions = [
        session
        for slot in Slot
        if (session := frames.session_of(entries, stop.day, slot)) is not None
        and any(each.exercise == exercise and each.felt.stops for each in session.sets)
    ]
    if not sessions:
        fail("This entry was changed in another place since you opened this page. Nothing was changed now.")
    for session in sessions:
        save(partial(LogStore.move_session, session=session, day=day), f"It is dated today now, {in_words(day)}.")


def what_to_do_after_a_stop(programme: Programme, titles: Sequence[str], expanded: bool) -> None:
    """What a stop that was just recorded asks for, and the urgent signs to look at."""
    st.error(md("**Stop: {titles}.**", titles=", ".join(titles)), icon=":material/front_hand:")
    present = look(today())
    rest = " You can go on with the other exercises." if present.plan.active else ""
    st.markdown(
        md(
            "{advice}{rest} Once it has settled, at the earliest tomorrow, you can say so on Today and try it again.",
            advice=programme.advice["stop.advice"],
            rest=rest,
        )
    )
    stop_all_button(present)
    with st.expander("Urgent signs", expanded=expanded, icon=":material/emergency:"):
        urgent_signs(programme)


def stop_all_button(look_at_day: Look) -> None:
    """The page says "stop these exercises": one press stops every chosen one. Nothing when all are stopped."""
    if look_at_day.plan.active:
        button("Stop all for now", _stop_all, key="stop-all", icon=":material/front_hand:")


def _stop_all() -> None:
    """Mark every chosen exercise that is not stopped yet, in the session of today's stop or in the present slot.

    A set is at least one repetition, so an exercise that was not done in that session is kept with one.
    """
    day = today()
    present = look(day)
    if not present.plan.active:
        fail("All your exercises are stopped already.")
        return
    stopping = [
        slot for slot in Slot if any(Felt(felt).stops for *_, felt in present.entries.by_slot.get((day, str(slot)), ()))
    ]
    slot = stopping[-1] if stopping else slot_now()
    recorded = frames.session_of(present.entries, day, slot)
    sets = tuple(ExerciseSet(exercise, REPS[0], Felt.WORSE) for exercise in present.plan.active)
    marked = Session(day, slot, sets)
    session = recorded.with_added(marked) if recorded else marked

    def record(store: LogStore) -> int | None:
        return store.record_session(session, expected=recorded)

    save(record, "All your exercises are stopped for now.", about=day)


def stop_words(programme: Programme, session: Session) -> str:
    """What a save says of the exercises that it stops, and of those that were tried again since."""
    marked = [each.exercise for each in session.sets if each.felt.stops]
    titles = {exercise: programme.exercise(exercise).title for exercise in marked}
    lifted = [titles[exercise] for exercise in marked if _resumed_since(exercise, session.day)]
    stopped = [title for title in titles.values() if title not in lifted]
    words = f" Stop: {', '.join(stopped)}. What to do is below." if stopped else ""
    if lifted:
        words += f" {word_list(lifted)}: you have said since that it had settled. You can take that back below."
    return words


def lifted_since(programme: Programme, day: date, exercises: Sequence[str]) -> None:
    """Stops of a past day that were lifted since: say so, and offer to take the resumptions back (R3)."""
    for exercise in exercises:
        later = _resumed_since(exercise, day)
        if not later:
            continue
        title = title_of(programme, exercise)
        with st.container(border=True):
            said = "{title} is not stopped: on {since} you said that it had settled."
            st.info(md(said, title=title, since=in_words(later[0].day, today())), icon=":material/info:")
            button(
                md("Take that back: stop {title}", title=title.lower()),
                save,
                lambda store, back=later: store.delete_resumption(*back),
                f"{title} is stopped again.",
                key=f"take-back-{exercise}",
            )


def _resumed_since(exercise: str, day: date) -> tuple[Resumption, ...]:
    """The resumptions that lift a stop of a past day; none while the exercise is stopped."""
    present = look(today())
    if exercise in present.plan.stopped:
        return ()
    resumed = present.by_day.resumed.get(exercise, ())
    return tuple(Resumption(again, exercise) for again in resumed if day < min(again, present.plan.today))
