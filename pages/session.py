"""The guided session: today's exercises at today's numbers, then the log form, filled in with what was done."""

from collections.abc import Sequence

import streamlit as st

from backcare import actions, ui
from backcare.domain import REPS, ExerciseSet, Felt, Session, SignsAnswer, Slot
from backcare.errors import BackcareError
from backcare.labels import FELT_LABELS, SLOT_LABELS, count, format_day, join_words
from backcare.log.descriptions import describe_session
from backcare.programme import load_programme
from backcare.rules import stop

day = ui.now().date()
view = ui.day_view(day)
plan, programme = view.plan, load_programme()
titles = programme.titles
logged = [slot for slot in Slot if view.entries.session(day, slot) is not None]
page = ui.page_header("Guided session", None)
KEY = f"guided-{page.person}"
PAIN_BEFORE, SAVED = f"{KEY}-pain-before", f"{KEY}-saved"


def title_in_sentence(exercise: str) -> str:
    """The exercise's name inside a sentence."""
    return programme.exercise(exercise).title.lower()


def of_day(result: ui.GuidedResult, word: str) -> str:
    """The session's day in words, where it is not today."""
    return "" if result.day == ui.now().date() else f" {word} {format_day(result.day)}"


def recorded_session(result: ui.GuidedResult) -> Session | None:
    """What the log already holds for this time of day."""
    return ui.day_view(result.day).entries.session(result.day, result.slot)


def recorded_stops(result: ui.GuidedResult, before: Session | None) -> dict[str, ExerciseSet]:
    """The stops of this session that are in the log already: they were recorded when they were said."""
    return {s.exercise: s for s in (before.sets if before else ()) if s.felt.stops and s.exercise in result.marked}


# While it is on


def record_stop(result: ui.GuidedResult) -> int | None:
    """A stop that is said in the session: in the log at once, with what is there already."""
    sets = tuple(ExerciseSet(each.exercise, each.recorded, each.felt) for each in result.done if each.felt)
    session, before = Session(result.day, result.slot, sets), recorded_session(result)
    stopped = join_words([title_in_sentence(each.exercise) for each in sets])
    done = f"Stopped{of_day(result, 'on')}: {stopped}. It is in your log."
    return page.save(lambda log: actions.add_session(log, session, before, "stop"), done, about=result.day)


def undo_stop(step: int) -> None:
    """It was said by mistake."""
    page.undo_step(step, "The stop is taken back.")


def record_signs_answer(answer: SignsAnswer) -> None:
    """What is said of the urgent signs; while one applies, this page has nothing but the number to phone."""
    done = "Phone 111 now." if answer is SignsAnswer.APPLIES else "Saved: none of the urgent signs."
    page.save(lambda log: actions.answer_signs(log, answer, plan), done, about=answer)


def draw_session() -> ui.GuidedResult | None:
    """The session itself, in the browser."""
    requested = st.query_params.get("slot", "")
    hour = ui.now().hour
    # With all three logged, a second one of this time of day.
    slot = Slot(requested) if requested in list(Slot) else Slot.next(hour, logged) or Slot.at(hour)
    if not plan.active:
        st.info("All the exercises you chose are stopped, so there is no session. Look at Today for what to do next.")
        st.page_link(ui.page_path("today"), label="Today", icon=":material/today:")
    try:
        return ui.guided_session(
            plan,
            programme,
            ui.targets(plan),
            key=KEY,
            slot=slot,
            logged=logged,
            pain_before=PAIN_BEFORE,
            record_stop=record_stop,
            take_back=undo_stop,
            answer_signs=record_signs_answer,
        )
    except BackcareError as error:
        st.warning(ui.md("{error}", error=error), icon=":material/error:")
        return None


# When it is over


def draw_form(result: ui.GuidedResult) -> None:
    """The log form, filled in."""
    st.header("How did it go?", anchor=False)
    before = recorded_session(result)
    stops = recorded_stops(result, before)
    form = open_result_form(result)
    ui.ask(
        ui.pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10"),
        ui.pain_score(form.key("after"), "Pain now, 0 to 10"),
    )
    ask_about_rise(form, result)
    unmarked = [each.exercise for each in result.done if each.exercise not in stops]
    if unmarked and all(form.value(f"felt-{exercise}") in (None, Felt.COMFORTABLE) for exercise in unmarked):
        label = "All comfortable: save" if len(unmarked) == len(result.done) else "The rest was comfortable: save"
        shown, key = (form, unmarked, result, before), f"{KEY}-comfortable-{result.run}"
        page.button(label, save_comfortable, *shown, key=key, type="primary", width="stretch")
        st.markdown("Or say how each exercise was:")
    for each in result.done:
        with st.container(border=True):
            if each.exercise in stops:
                draw_recorded_stop(result, stops[each.exercise])
            else:
                draw_set(form, each.exercise)
    if before is not None and {s.exercise for s in before.sets} - set(stops):
        text = (
            "Your log already has a {slot} session: {session}. "
            "We keep the higher number and the worse feeling of the two."
        )
        st.info(ui.md(text, slot=result.slot, session=describe_session(before, titles)))
    key = f"{KEY}-save-{result.run}"
    page.button("Save the session", save_result, form, result, before, key=key, width="stretch")
    with st.popover("Do not save"):
        rest = " The stop stays in your log." if stops else ""
        st.markdown(f"What you did in this session will not be in your log.{rest}")
        st.button("Discard this session", on_click=discard, args=(form, result))


def open_result_form(result: ui.GuidedResult) -> ui.Form:
    """The form of a session that is over: how an exercise felt is open unless it was stopped because of pain."""
    reps = {f"reps-{each.exercise}": each.recorded for each in result.done}
    felt = {f"felt-{each.exercise}": each.felt for each in result.done}
    return ui.Form.open(f"guided-{result.run}", None, {**reps, **felt, "after": None})


def discard(form: ui.Form, result: ui.GuidedResult) -> None:
    """What was done shall not be in the log."""
    ui.close_session(KEY, result, recorded=False)
    form.drop()


def draw_recorded_stop(result: ui.GuidedResult, stop: ExerciseSet) -> None:
    """A stop that is in the log since it was said."""
    text = "**{title}**: {reps}, {felt}. This is already in your log."
    title, reps = programme.exercise(stop.exercise).title, count(stop.reps, "repetition")
    st.markdown(ui.md(text, title=title, reps=reps, felt=FELT_LABELS[stop.felt].lower()))
    query = {"day": result.day.isoformat(), "slot": str(result.slot)}
    st.page_link(ui.page_path("log"), label="Correct it in Log", icon=":material/edit:", query_params=query)


def draw_set(form: ui.Form, exercise: str) -> None:
    """An exercise that was done, with its count."""
    name = title_in_sentence(exercise)
    ui.ask(
        ui.Number(form.key(f"reps-{exercise}"), f"Repetitions of {name}", REPS),
        ui.Choice(form.key(f"felt-{exercise}"), f"How did {name} feel?", FELT_LABELS),
    )


def ask_about_rise(form: ui.Form, result: ui.GuidedResult) -> None:
    """A rise of 2 or more asks; it never marks a stop by itself."""
    before, after = ui.answer(PAIN_BEFORE), form.value("after")
    if stop.pain_rose(before, after) and not form.answered_rise(before, after):
        rose = ui.md("Your pain rose from {before} to {after}.", before=before, after=after)
        st.warning(rose + " Did an exercise make your symptoms worse? If so, mark it above.", icon=":material/help:")
        with st.container(horizontal=True):
            st.button("Yes, but not sure which one: mark them all", on_click=mark_all, args=(form, result))
            st.button("No", key=f"{form.key('rise')}-no", on_click=form.answer_rise, args=(before, after))


def mark_all(form: ui.Form, result: ui.GuidedResult) -> None:
    """R3: a person who cannot tell which exercise it was marks all that were done."""
    for each in result.done:
        ui.put(form.key(f"felt-{each.exercise}"), Felt.WORSE)


def session_from_form(form: ui.Form, result: ui.GuidedResult, before: Session | None) -> Session:
    """What the form holds, with the stops that are in the log already."""
    sets, values = recorded_stops(result, before), form.values
    for each in result.done:
        if each.exercise in sets:
            continue
        felt = values[f"felt-{each.exercise}"]
        if felt is None:
            raise BackcareError(f"Nothing is saved yet. How did {title_in_sentence(each.exercise)} feel?")
        sets[each.exercise] = ExerciseSet(each.exercise, values[f"reps-{each.exercise}"], felt)
    return Session(result.day, result.slot, tuple(sets.values()), ui.answer(PAIN_BEFORE), values["after"])


def save_comfortable(form: ui.Form, exercises: Sequence[str], result: ui.GuidedResult, before: Session | None) -> None:
    """Save with these exercises comfortable."""
    for exercise in exercises:
        ui.put(form.key(f"felt-{exercise}"), Felt.COMFORTABLE)
    save_result(form, result, before)


def save_result(form: ui.Form, result: ui.GuidedResult, before: Session | None) -> None:
    """One tap: the session is in the log, and the browser lets go of its draft.

    ``before``: what the form said that the log holds for this time of day; nothing of it is softened.
    """
    session = session_from_form(form, result, before)
    done = f"{SLOT_LABELS[result.slot]} session{of_day(result, 'of')} saved."
    marked = {each.exercise for each in session.sets if each.felt.stops}
    stopped = [exercise for exercise in programme.ids if exercise in marked]
    page.save(lambda log: actions.add_session(log, session, before), done, about=result.day, stopped=stopped)
    ui.close_session(KEY, result, recorded=True)
    form.drop()
    st.session_state[SAVED] = True
    ui.put(PAIN_BEFORE, None)


if not ui.may_exercise(page):
    st.stop()
above = st.container()
result = draw_session()
if result is not None or page.just_opened:
    st.session_state.pop(SAVED, None)
if result is not None:
    draw_form(result)
elif SAVED in st.session_state:
    st.page_link(ui.page_path("today"), label="Back to Today", icon=":material/today:")
elif plan.active:
    with above:
        numbers = ui.active_targets(plan)
        length, floor = programme.minutes(numbers), sum(programme.exercise(e).position == "lying" for e in numbers)
        text = "{exercises}, {floor} of them on the floor · about {minutes}"
        exercises, minutes = count(len(numbers), "exercise"), count(length, "minute")
        st.caption(ui.md(text, exercises=exercises, floor=floor, minutes=minutes))
        ui.ask(ui.pain_score(PAIN_BEFORE, "Pain before the session, 0 to 10, if you like"))
