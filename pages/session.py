"""The guided session: today's exercises at today's numbers, then the log form, filled in with what was done."""

from dataclasses import replace
from functools import partial

import streamlit as st

from backcare import frames, ui
from backcare.errors import BackcareError
from backcare.guided.session import GuidedResult, close, guided_exercise, guided_session
from backcare.model import REPS, ExerciseSet, Felt, Session, Slot
from backcare.rules import stop
from backcare.store import LogStore
from backcare.ui import md

KEY = f"guided-{ui.person()}"
PAIN_BEFORE, STOPPED = f"{KEY}-pain-before", f"{KEY}-stopped"

day = ui.today()
look = ui.look(day)
plan, programme = look.plan, ui.programme()


def field(result: GuidedResult, name: str) -> str:
    """The key of a widget of this session's form, kept from page to page until it is saved."""
    return f"{KEY}-{result.run}-{name}"


def session_from_form(result: GuidedResult) -> Session:
    """What the form holds."""
    sets = []
    for each in result.done:
        felt = ui.answer(field(result, f"felt-{each.exercise}"))
        if felt is None:
            raise BackcareError(f"Nothing is saved yet: how did {title_of(each.exercise)} feel?")
        reps = ui.answer(field(result, f"reps-{each.exercise}"))
        sets.append(ExerciseSet(each.exercise, reps, Felt(felt)))
    return Session(result.day, result.slot, tuple(sets), ui.answer(PAIN_BEFORE), ui.answer(field(result, "after")))


def save(result: GuidedResult) -> None:
    """One tap: the session is in the log, and the browser lets go of its draft."""
    before = recorded(result)

    def record(log: LogStore) -> int | None:
        done = session_from_form(result)
        return log.record_session(before.with_added(done) if before else done, expected=before)

    if ui.save(record, "The session is saved."):
        close(KEY, result, recorded=True)
        felt = {each.exercise: Felt(st.session_state[field(result, f"felt-{each.exercise}")]) for each in result.done}
        st.session_state[STOPPED] = [exercise for exercise, how in felt.items() if how.stops]
        st.session_state.pop(PAIN_BEFORE, None)


def mark_all(result: GuidedResult) -> None:
    """R3: a person who cannot tell which exercise it was marks all that were done."""
    for each in result.done:
        st.session_state[field(result, f"felt-{each.exercise}")] = Felt.WORSE


def recorded(result: GuidedResult) -> Session | None:
    """What the log already holds for this time of day."""
    return frames.session_of(ui.look(result.day).entries, result.day, result.slot)


def title_of(exercise: str) -> str:
    """The exercise's name inside a sentence."""
    return programme.exercise(exercise).title.lower()


def draw_sets(result: GuidedResult) -> None:
    """Each exercise that was done, with its count; how it felt is open unless it was stopped because of pain."""
    for each in result.done:
        name = title_of(each.exercise)
        felt = field(result, f"felt-{each.exercise}")
        if each.felt is not None:
            st.session_state.setdefault(felt, each.felt)
        with st.container(border=True):
            reps = field(result, f"reps-{each.exercise}")
            ui.ask(
                ui.Number(reps, f"Repetitions of {name}", REPS, default=each.recorded),
                ui.Choice(felt, f"How did {name} feel?", ui.FELT_WORDS),
            )


def draw_form(result: GuidedResult) -> None:
    """The log form, filled in."""
    st.header("How did it go?", anchor=False)
    draw_sets(result)
    ui.ask(
        ui.pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10"),
        ui.pain_score(field(result, "after"), "Pain now, 0 to 10"),
    )
    before, after = ui.answer(PAIN_BEFORE), ui.answer(field(result, "after"))
    if stop.pain_rose(before, after):
        rose = md("Your pain rose from {before} to {after}.", before=before, after=after)
        st.warning(rose + " Did an exercise make your symptoms worse? If so, mark it above.", icon=":material/help:")
        st.button("I cannot tell which: mark all as worse", on_click=mark_all, args=(result,))
    if recorded(result) is not None:
        kept = "There is a {slot} session in your log already. The higher number and the worse feeling of the two stay."
        st.info(md(kept, slot=result.slot))
    ui.button("Save session", save, result, key=f"{KEY}-save", type="primary", width="stretch")
    with st.popover("Do not save"):
        st.markdown("What you did in this session will not be in your log.")
        st.button("Discard this session", on_click=partial(close, KEY, result, recorded=False))


def draw_session() -> GuidedResult | None:
    """The session itself, in the browser."""
    picked = {e: ui.answer(ui.number_key(day, e)) for e in plan.active}  # on Today
    steps = [guided_exercise(programme.exercise(e), plan.doses[e], picked[e]) for e in plan.active]
    asked = st.query_params.get("slot", "")
    slot = Slot(asked) if asked in list(Slot) else ui.slot_now()
    if not steps:
        st.info("All the exercises you chose are stopped, so there is no session. Today says what to do next.")
        st.page_link(ui.page_path("today"), label="Today", icon=":material/today:")
    try:
        return guided_session(steps, programme, key=KEY, day=day, slot=slot)
    except BackcareError as error:
        st.error(md("{error}", error=error), icon=":material/error:")
        return None


def draw_urgent_signs() -> None:
    """R6: seen once before the first session."""
    ui.urgent_signs(programme)
    ui.button("None of these applies to me", signs_seen, key="signs-seen", type="primary")


def signs_seen() -> None:
    """The person has read them."""
    seen = replace(look.settings, urgent_signs_seen=True)
    ui.save(lambda log: log.record_settings(seen), "You find these signs on every page.")


ui.head("Guided session")
if not look.settings.urgent_signs_seen:
    draw_urgent_signs()
    st.stop()
above = st.container()
result = draw_session()
if result is not None:
    draw_form(result)
elif STOPPED in st.session_state:
    if stopped := st.session_state.pop(STOPPED):
        titles = [programme.exercise(exercise).title for exercise in stopped]
        ui.what_to_do_after_a_stop(programme, titles, expanded=True)
    st.page_link(ui.page_path("today"), label="Back to Today", icon=":material/today:")
elif plan.active:
    with above:
        ui.ask(ui.pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10, if you like"))
