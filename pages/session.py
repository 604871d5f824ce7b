"""The guided session: today's exercises at today's numbers, then the log form, filled in with what was done."""

from dataclasses import replace
from functools import partial

import streamlit as st

from backcare import ui
from backcare.domain import REPS, ExerciseSet, Felt, Session, Slot
from backcare.errors import BackcareError
from backcare.labels import format_day, join_words
from backcare.rules import stop
from backcare.ui import PageContext, md
from backcare.ui.components.guided_session import GuidedResult, close, guided_exercise, guided_session

KEY = f"guided-{ui.person()}"
PAIN_BEFORE, STOPPED = f"{KEY}-pain-before", f"{KEY}-stopped"

day = ui.today()
day_view = ui.day_view(day)
plan, programme = day_view.plan, ui.programme()
page = ui.page_context(None)
logged = [slot for slot in Slot if day_view.entries.session(day, slot) is not None]


def field(result: GuidedResult, name: str) -> str:
    """The key of a widget of this session's form, kept from page to page until it is saved."""
    return f"{KEY}-{result.run}-{name}"


def kept_stops(result: GuidedResult, before: Session | None) -> dict[str, ExerciseSet]:
    """The stops of this session that are in the log already: they were recorded when they were said."""
    return {s.exercise: s for s in (before.sets if before else ()) if s.felt.stops and s.exercise in result.marked}


def session_from_form(result: GuidedResult, before: Session | None) -> Session:
    """What the form holds, with the stops that are in the log already."""
    sets = []
    kept = kept_stops(result, before)
    for each in result.done:
        if each.exercise in kept:
            sets.append(kept[each.exercise])
            continue
        felt = ui.answer(field(result, f"felt-{each.exercise}"))
        if felt is None:
            raise BackcareError(f"Nothing is saved yet: how did {title_of(each.exercise)} feel?")
        reps = ui.answer(field(result, f"reps-{each.exercise}"))
        sets.append(ExerciseSet(each.exercise, reps, Felt(felt)))
    return Session(result.day, result.slot, tuple(sets), ui.answer(PAIN_BEFORE), ui.answer(field(result, "after")))


def save(page: PageContext, result: GuidedResult, before: Session | None) -> None:
    """One tap: the session is in the log, and the browser lets go of its draft.

    ``before``: what the form said that the log holds for this time of day; nothing of it is softened.
    """
    try:
        session = session_from_form(result, before)
    except BackcareError as error:
        ui.fail(str(error))
        return
    if ui.add_session(page, session, before, f"The {result.slot} session{of_day(result, 'of')} is saved."):
        close(KEY, result, recorded=True)
        st.session_state[STOPPED] = [each.exercise for each in session.sets if each.felt.stops]
        st.session_state.pop(PAIN_BEFORE, None)


def of_day(result: GuidedResult, word: str) -> str:
    """The session's day in words, where it is not today."""
    return "" if result.day == ui.today() else f" {word} {format_day(result.day)}"


def record_stop(page: PageContext, result: GuidedResult) -> tuple[bool, int | None]:
    """A stop that is said in the session: in the log at once, with what is there already."""
    sets = tuple(ExerciseSet(each.exercise, each.recorded, each.felt) for each in result.done if each.felt)
    titles = join_words([title_of(each.exercise) for each in sets])
    before = ui.day_view(result.day).entries.session(result.day, result.slot)
    saved = f"Stopped{of_day(result, 'on')}: {titles}. It is in your log."
    done = ui.add_session(page, Session(result.day, result.slot, sets), before, saved, kind="stop")
    return done, ui.last_step()


def take_back(page: PageContext, step: int) -> bool:
    """It was said by mistake."""
    return ui.undo_step(page, step, "The stop is taken back.")


def mark_all(result: GuidedResult) -> None:
    """R3: a person who cannot tell which exercise it was marks all that were done."""
    for each in result.done:
        st.session_state[field(result, f"felt-{each.exercise}")] = Felt.WORSE


def recorded(result: GuidedResult) -> Session | None:
    """What the log already holds for this time of day."""
    return ui.day_view(result.day).entries.session(result.day, result.slot)


def title_of(exercise: str) -> str:
    """The exercise's name inside a sentence."""
    return programme.exercise(exercise).title.lower()


def draw_kept(result: GuidedResult, stop: ExerciseSet) -> None:
    """A stop that is in the log since it was said."""
    with st.container(border=True):
        said = "**{title}**: {reps}, {felt}. This is in your log already."
        words = {"title": programme.exercise(stop.exercise).title, "reps": ui.count(stop.reps, "repetition")}
        st.markdown(md(said, **words, felt=ui.FELT_LABELS[stop.felt].lower()))
        query = {"day": result.day.isoformat(), "slot": str(result.slot)}
        st.page_link(ui.page_path("log"), label="Correct it in Log", icon=":material/edit:", query_params=query)


def draw_sets(result: GuidedResult) -> None:
    """Each exercise that was done, with its count; how it felt is open unless it was stopped because of pain."""
    kept = kept_stops(result, recorded(result))
    for each in result.done:
        name = title_of(each.exercise)
        if each.exercise in kept:
            draw_kept(result, kept[each.exercise])
            continue
        felt = field(result, f"felt-{each.exercise}")
        if each.felt is not None:
            st.session_state.setdefault(felt, each.felt)
        with st.container(border=True):
            reps = field(result, f"reps-{each.exercise}")
            ui.ask(
                ui.Number(reps, f"Repetitions of {name}", REPS, default=each.recorded),
                ui.Choice(felt, f"How did {name} feel?", ui.FELT_LABELS),
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
    before = recorded(result)
    if before is not None and {s.exercise for s in before.sets} - set(kept_stops(result, before)):
        said = (
            "There is a {slot} session in your log already: {what}. "
            "The higher number and the worse feeling of the two stay."
        )
        st.info(md(said, slot=result.slot, what=ui.describe_session(before, programme)))
    key = f"{KEY}-save-{result.run}"
    ui.button("Save session", save, page, result, before, key=key, type="primary", width="stretch")
    with st.popover("Do not save"):
        stops = " Its stop stays there." if kept_stops(result, before) else ""
        st.markdown(f"What you did in this session will not be in your log.{stops}")
        st.button("Discard this session", on_click=partial(close, KEY, result, recorded=False))


def next_slot() -> Slot:
    """The session that the hour suggests, or the next one that is not in the log; with all three logged, the first."""
    slots = list(Slot)
    first = slots.index(ui.slot_now())
    return next((slot for slot in (*slots[first:], *slots[:first]) if slot not in logged), slots[first])


def draw_session() -> GuidedResult | None:
    """The session itself, in the browser."""
    picked = {e: ui.answer(ui.target_key(day, e)) for e in plan.active}  # on Today
    steps = [guided_exercise(programme.exercise(e), plan.doses[e], picked[e]) for e in plan.active]
    asked = st.query_params.get("slot", "")
    slot = Slot(asked) if asked in list(Slot) else next_slot()
    if not steps:
        st.info("All the exercises you chose are stopped, so there is no session. Today says what to do next.")
        st.page_link(ui.page_path("today"), label="Today", icon=":material/today:")
    try:
        return guided_session(
            steps,
            programme,
            key=KEY,
            day=day,
            slot=slot,
            logged=logged,
            pain_before=PAIN_BEFORE,
            record_stop=partial(record_stop, page),
            take_back=partial(take_back, page),
        )
    except BackcareError as error:
        st.error(md("{error}", error=error), icon=":material/error:")
        return None


def draw_urgent_signs() -> None:
    """R6: seen once before the first session."""
    ui.urgent_signs(programme)
    ui.button(
        "None of these applies to me",
        ui.save_settings,
        page,
        replace(day_view.settings, urgent_signs_seen=True),
        day_view.settings,
        "You find these signs on every page.",
        key="signs-seen",
        type="primary",
    )


ui.page_header("Guided session", page)
if not day_view.settings.urgent_signs_seen:
    draw_urgent_signs()
    st.stop()
above = st.container()
result = draw_session()
if result is not None:
    draw_form(result)
elif STOPPED in st.session_state:
    if stopped := st.session_state.pop(STOPPED):
        titles = [programme.exercise(exercise).title for exercise in stopped]
        ui.what_to_do_after_a_stop(page, programme, titles, expanded=True)
    st.page_link(ui.page_path("today"), label="Back to Today", icon=":material/today:")
elif plan.active:
    with above:
        ui.ask(ui.pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10, if you like"))
