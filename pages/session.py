"""The guided session: today's exercises at today's numbers, then the log form, filled in with what was done."""

from functools import partial

import streamlit as st

from backcare.domain import REPS, ExerciseSet, Felt, Session, Slot
from backcare.errors import BackcareError
from backcare.labels import FELT_LABELS, count, format_day, join_words
from backcare.programme import load_programme
from backcare.rules import stop
from backcare.ui import current_log, layout, saving
from backcare.ui.components.fields import Choice, Number, answer, ask, forget, pain_score, put
from backcare.ui.components.guided_session import (
    GuidedResult,
    GuidedSet,
    close,
    guided_exercise,
    guided_session,
)
from backcare.ui.form_state import FormState, open_form
from backcare.ui.identity import person
from backcare.ui.markdown import md
from backcare.ui.saving import PageContext
from backcare.ui.status_message import fail
from backcare.ui.stop_card import what_to_do_after_a_stop

KEY = f"guided-{person()}"
PAIN_BEFORE, STOPPED = f"{KEY}-pain-before", f"{KEY}-stopped"

day = current_log.today()
day_view = current_log.day_view(day)
plan, programme = day_view.plan, load_programme()
page = saving.PageContext(None)
logged = [slot for slot in Slot if day_view.entries.session(day, slot) is not None]


def title_in_sentence(exercise: str) -> str:
    """The exercise's name inside a sentence."""
    return programme.exercise(exercise).title.lower()


def of_day(result: GuidedResult, word: str) -> str:
    """The session's day in words, where it is not today."""
    return "" if result.day == current_log.today() else f" {word} {format_day(result.day)}"


def recorded_session(result: GuidedResult) -> Session | None:
    """What the log already holds for this time of day."""
    return current_log.day_view(result.day).entries.session(result.day, result.slot)


def recorded_stops(result: GuidedResult, before: Session | None) -> dict[str, ExerciseSet]:
    """The stops of this session that are in the log already: they were recorded when they were said."""
    return {s.exercise: s for s in (before.sets if before else ()) if s.felt.stops and s.exercise in result.marked}


# While it is on


def record_stop(result: GuidedResult) -> tuple[bool, int | None]:
    """A stop that is said in the session: in the log at once, with what is there already."""
    sets = tuple(ExerciseSet(each.exercise, each.recorded, each.felt) for each in result.done if each.felt)
    titles = join_words([title_in_sentence(each.exercise) for each in sets])
    session = Session(result.day, result.slot, sets)
    done = f"Stopped{of_day(result, 'on')}: {titles}. It is in your log."
    try:
        return True, saving.add_session(page, session, recorded_session(result), done, kind="stop")
    except BackcareError as error:
        fail(str(error))
        return False, None


def undo_stop(step: int) -> bool:
    """It was said by mistake."""
    try:
        saving.undo_step(page, step, "The stop is taken back.")
    except BackcareError as error:
        fail(str(error))
        return False
    return True


def next_slot() -> Slot:
    """The session that the hour suggests, or the next one that is not in the log; with all three logged, the first."""
    slots = list(Slot)
    first = slots.index(current_log.slot_now())
    return next((slot for slot in (*slots[first:], *slots[:first]) if slot not in logged), slots[first])


def draw_session() -> GuidedResult | None:
    """The session itself, in the browser."""
    picked = {e: answer(current_log.target_key(day, e)) for e in plan.active}  # on Today
    steps = [guided_exercise(programme.exercise(e), plan.doses[e], picked[e]) for e in plan.active]
    requested = st.query_params.get("slot", "")
    slot = Slot(requested) if requested in list(Slot) else next_slot()
    if not steps:
        st.info("All the exercises you chose are stopped, so there is no session. Today says what to do next.")
        st.page_link(layout.page_path("today"), label="Today", icon=":material/today:")
    try:
        return guided_session(
            steps,
            programme,
            key=KEY,
            day=day,
            slot=slot,
            logged=logged,
            pain_before=PAIN_BEFORE,
            record_stop=record_stop,
            take_back=undo_stop,
        )
    except BackcareError as error:
        st.error(md("{error}", error=error), icon=":material/error:")
        return None


# When it is over


def draw_form(result: GuidedResult) -> None:
    """The log form, filled in."""
    st.header("How did it go?", anchor=False)
    before = recorded_session(result)
    stops = recorded_stops(result, before)
    form = open_result_form(result)
    for each in result.done:
        with st.container(border=True):
            if each.exercise in stops:
                draw_recorded_stop(result, stops[each.exercise])
            else:
                draw_set(form, each)
    ask(
        pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10"),
        pain_score(form.key("after"), "Pain now, 0 to 10"),
    )
    ask_about_rise(form, result)
    if before is not None and {s.exercise for s in before.sets} - set(stops):
        text = (
            "There is a {slot} session in your log already: {session}. "
            "The higher number and the worse feeling of the two stay."
        )
        st.info(md(text, slot=result.slot, session=layout.describe_session(before)))
    key = f"{KEY}-save-{result.run}"
    saving.button("Save session", save_result, page, form, result, before, key=key, type="primary", width="stretch")
    with st.popover("Do not save"):
        rest = " Its stop stays there." if stops else ""
        st.markdown(f"What you did in this session will not be in your log.{rest}")
        st.button("Discard this session", on_click=partial(discard, form, result))


def open_result_form(result: GuidedResult) -> FormState:
    """The form of a session that is over: how an exercise felt is open unless it was stopped because of pain."""
    reps = {f"reps-{each.exercise}": each.recorded for each in result.done}
    felt = {f"felt-{each.exercise}": each.felt for each in result.done}
    return open_form(f"guided-{result.run}", None, {**reps, **felt, "after": None})


def discard(form: FormState, result: GuidedResult) -> None:
    """What was done shall not be in the log."""
    close(KEY, result, recorded=False)
    form.drop()


def draw_recorded_stop(result: GuidedResult, stop: ExerciseSet) -> None:
    """A stop that is in the log since it was said."""
    text = "**{title}**: {reps}, {felt}. This is in your log already."
    title, reps = programme.exercise(stop.exercise).title, count(stop.reps, "repetition")
    st.markdown(md(text, title=title, reps=reps, felt=FELT_LABELS[stop.felt].lower()))
    query = layout.log_query(result.day, result.slot)
    st.page_link(layout.page_path("log"), label="Correct it in Log", icon=":material/edit:", query_params=query)


def draw_set(form: FormState, done: GuidedSet) -> None:
    """An exercise that was done, with its count."""
    name = title_in_sentence(done.exercise)
    ask(
        Number(form.key(f"reps-{done.exercise}"), f"Repetitions of {name}", REPS),
        Choice(form.key(f"felt-{done.exercise}"), f"How did {name} feel?", FELT_LABELS),
    )


def ask_about_rise(form: FormState, result: GuidedResult) -> None:
    """A rise of 2 or more asks; it never marks a stop by itself."""
    before, after = answer(PAIN_BEFORE), form.value("after")
    if stop.pain_rose(before, after):
        rose = md("Your pain rose from {before} to {after}.", before=before, after=after)
        st.warning(rose + " Did an exercise make your symptoms worse? If so, mark it above.", icon=":material/help:")
        st.button("I cannot tell which: mark all as worse", on_click=mark_all, args=(form, result))


def mark_all(form: FormState, result: GuidedResult) -> None:
    """R3: a person who cannot tell which exercise it was marks all that were done."""
    for each in result.done:
        put(form.key(f"felt-{each.exercise}"), Felt.WORSE)


def session_from_form(form: FormState, result: GuidedResult, before: Session | None) -> Session:
    """What the form holds, with the stops that are in the log already."""
    sets, values = recorded_stops(result, before), form.values
    for each in result.done:
        if each.exercise in sets:
            continue
        felt = values[f"felt-{each.exercise}"]
        if felt is None:
            raise BackcareError(f"Nothing is saved yet: how did {title_in_sentence(each.exercise)} feel?")
        sets[each.exercise] = ExerciseSet(each.exercise, values[f"reps-{each.exercise}"], felt)
    return Session(result.day, result.slot, tuple(sets.values()), answer(PAIN_BEFORE), values["after"])


def save_result(page: PageContext, form: FormState, result: GuidedResult, before: Session | None) -> None:
    """One tap: the session is in the log, and the browser lets go of its draft.

    ``before``: what the form said that the log holds for this time of day; nothing of it is softened.
    """
    session = session_from_form(form, result, before)
    saving.add_session(page, session, before, f"The {result.slot} session{of_day(result, 'of')} is saved.")
    close(KEY, result, recorded=True)
    form.drop()
    stopped = {each.exercise for each in session.sets if each.felt.stops}
    st.session_state[STOPPED] = [exercise for exercise in programme.ids if exercise in stopped]
    forget(PAIN_BEFORE)


layout.page_header("Guided session", page)
if not day_view.settings.urgent_signs_seen:
    layout.first_urgent_signs(page, day_view)
    st.stop()
above = st.container()
result = draw_session()
if result is not None:
    draw_form(result)
elif STOPPED in st.session_state:
    if stopped := st.session_state.pop(STOPPED):
        what_to_do_after_a_stop(page, stopped, expanded=True)
    st.page_link(layout.page_path("today"), label="Back to Today", icon=":material/today:")
elif plan.active:
    with above:
        ask(pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10, if you like"))
