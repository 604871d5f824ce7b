"""Log: one form for a session, one for the day; any past day; correct, delete, undo."""

from datetime import date

import streamlit as st

from backcare import frames, ui
from backcare.errors import InvalidValue
from backcare.model import (
    EARLIEST_DAY,
    NOTE_LENGTH,
    REPS,
    WALK_MINUTES,
    DayEntry,
    Felt,
    Slot,
    in_words,
)
from backcare.rules import stop
from backcare.ui import Draft, md

today = ui.today()
programme = ui.programme()


def arrive() -> None:
    """Take over the day and slot that a link names; a link that makes no sense opens today."""
    asked = st.query_params.to_dict()
    st.query_params.clear()
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = None
    if day is not None and EARLIEST_DAY <= day <= today:
        st.session_state["log-day"] = day
    if asked.get("slot") in list(Slot):
        st.session_state["log-slot"] = Slot(asked["slot"])
    st.session_state.setdefault("log-slot", ui.slot_now())


def is_shown(day: date, slot: Slot | None = None) -> bool:
    """Whether the form is still the one asked for: a press may come while another day's is on its way to the screen."""
    if ui.answer("log-day") == day and slot in (None, ui.answer("log-slot")):
        return True
    ui.fail("You have just changed to another form. Nothing is saved yet: look over this one, then press again.")
    return False


def save_session(draft: Draft, day: date, slot: Slot, exercises: list[str]) -> None:
    """Save the form as it stands when the click arrives."""
    if not is_shown(day, slot):
        return
    try:
        session = ui.built_session(draft, day, slot, exercises)
    except InvalidValue as error:
        ui.fail("Fill in the repetitions of at least one exercise." if error.field == "sets" else str(error))
        return
    seen = draft.seen
    done = f"{session_words(day, slot)} saved.{ui.stop_words(programme, session)}"
    if ui.save(lambda store: store.record_session(session, expected=seen), done, about=day):
        draft.drop()


def session_words(day: date, slot: Slot) -> str:
    """A session in words that stay true when another day is looked at."""
    return f"{slot.capitalize()} session" + (f" of {in_words(day)}" if day != today else "")


def session_form(day: date, slot: Slot) -> None:
    """One slot: repetitions, how it felt, pain before and after."""
    look = ui.look(day)
    saved = frames.session_of(look.entries, day, slot)
    recorded = [s.exercise for s in saved.sets] if saved else []
    exercises = [e for e in programme.ids if e in look.plan.chosen or e in recorded]
    numbers = {e: ui.number_today(look.plan, e) or 0 for e in exercises}
    draft = ui.draft(f"session-{day}-{slot}", saved, ui.session_fields(saved, numbers))
    ui.changed_meanwhile(draft, saved)
    st.caption("Repetitions in this session; 0 for what you left out.")
    asked = [number(draft, e, stopped=e in look.plan.stopped) for e in exercises]
    if draft.value(ui.EACH):
        ask_of_each(draft, exercises, asked)
    else:
        ask_of_all(draft, exercises, asked)
    st.toggle("It felt different from one exercise to another", key=draft.key(ui.EACH), persist_state="session")
    ui.ask(
        ui.pain_score(draft.key("pain_before"), "Pain before, 0 none to 10 worst"),
        ui.pain_score(draft.key("pain_after"), "Pain after, 0 none to 10 worst"),
    )
    ask_about_worse(draft, exercises)
    st.text_area("Note", key=draft.key("note"), max_chars=NOTE_LENGTH, persist_state="session", height=80)
    with st.container(horizontal=True):
        ui.button("Save the session", save_session, draft, day, slot, exercises, key="save-session", type="primary")
        if saved is not None:
            ui.button(
                "Delete this session",
                ui.delete_entry,
                draft,
                lambda store: store.delete_session(day, slot),
                f"{session_words(day, slot)} deleted.",
                key="delete-session",
                type="tertiary",
                icon=":material/delete:",
            )
    marked = [s.exercise for s in saved.sets if s.felt.stops] if saved else []
    stopped = ui.look(today).plan.stopped
    if titles := [programme.exercise(e).title for e in stopped if e in marked]:
        ui.what_to_do_after_a_stop(programme, titles, expanded=day == today)
    ui.lifted_since(programme, day, marked)


def number(draft: Draft, exercise: str, *, stopped: bool) -> ui.Number:
    """How often one exercise was done; one that is stopped may have been done all the same."""
    title = programme.exercise(exercise).title + (" (stopped)" if stopped else "")
    return ui.Number(draft.key(f"reps-{exercise}"), title, range(REPS[-1] + 1))


def ask_of_all(draft: Draft, exercises: list[str], numbers: list[ui.Number]) -> None:
    """The numbers, how the session felt, and which exercise it was."""
    ui.ask(*numbers, ui.Choice(draft.key("felt"), "How did it feel?", ui.FELT_WORDS, required=True))
    if draft.value("felt") is not Felt.COMFORTABLE:
        st.pills(
            "Which exercises? If you cannot tell, leave this open: all are marked.",
            exercises,
            selection_mode="multi",
            format_func=lambda e: md("{title}", title=programme.exercise(e).title),
            key=draft.key("which"),
            persist_state="session",
        )


def ask_of_each(draft: Draft, exercises: list[str], numbers: list[ui.Number]) -> None:
    """Each number, and how that exercise felt."""
    for exercise, each in zip(exercises, numbers, strict=True):
        title = programme.exercise(exercise).title.lower()
        felt = ui.Choice(draft.key(f"felt-{exercise}"), f"How {title} felt", ui.FELT_WORDS, required=True)
        ui.ask(each, felt)


def ask_about_worse(draft: Draft, exercises: list[str]) -> None:
    """A rise of 2 or more asks, unless something is marked already; it never marks a stop by itself."""
    felt = [draft.value(f"felt-{e}") for e in exercises] if draft.value(ui.EACH) else [draft.value("felt")]
    if any(how.stops for how in felt) or not stop.pain_rose(draft.value("pain_before"), draft.value("pain_after")):
        return
    with st.container(border=True):
        st.markdown("Your pain was at least 2 points higher afterwards. **Did the session make your symptoms worse?**")
        with st.container(horizontal=True):
            st.button("Yes, it made them worse", key="rise-yes", on_click=mark_worse, args=(draft,))
            st.caption("If not, just save.")


def mark_worse(draft: Draft) -> None:
    """The person says that the session made it worse; which exercise is asked next."""
    st.session_state[draft.key("felt")] = Felt.WORSE
    st.session_state[draft.key(ui.EACH)] = False


def save_day(draft: Draft, day: date) -> None:
    """Save the day form as it stands when the click arrives."""
    if not is_shown(day):
        return
    try:
        entry = DayEntry(
            day,
            **{field: draft.value(field) for field in draft.prefilled if field != "note"},
            note=draft.value("note") or "",
        )
    except InvalidValue as error:
        ui.fail(str(error))
        return
    if entry.is_empty:
        ui.fail("Nothing is filled in yet.")
        return
    seen = draft.seen
    if ui.save(lambda store: store.record_day(entry, expected=seen), f"{in_words(day)} saved."):
        draft.drop()


def day_form(day: date) -> None:
    """The whole day: pain, change since the start, walking, own activity."""
    look = ui.look(day)
    saved = frames.day_of(look.entries, day)
    fields = ("pain", "pain_worst", "change", "walk_minutes", "activity", "note")
    shown = saved or DayEntry(day)
    draft = ui.draft(f"day-{day}", saved, {field: getattr(shown, field) for field in fields})
    ui.changed_meanwhile(draft, saved)
    activity = look.settings.activity_name or "an activity of your own (name it in Settings)"
    ui.ask(
        ui.pain_score(draft.key("pain"), "Average pain over 24 hours, 0 none to 10 worst"),
        ui.pain_score(draft.key("pain_worst"), "Worst pain of the day, 0 none to 10 worst"),
        ui.Choice(draft.key("change"), "Compared with when you started, how is your back?", ui.CHANGE_WORDS),
        ui.Number(draft.key("walk_minutes"), "Walking, minutes", WALK_MINUTES, step=5),
        ui.pain_score(draft.key("activity"), f"How hard was {activity}? 0 easy to 10 impossible"),
    )
    st.text_area("Note", key=draft.key("note"), max_chars=NOTE_LENGTH, persist_state="session", height=80)
    with st.container(horizontal=True):
        ui.button("Save the day", save_day, draft, day, key="save-day", type="primary")
        if saved is not None:
            ui.button(
                "Delete this day's answers",
                ui.delete_entry,
                draft,
                lambda store: store.delete_day(day),
                f"The answers of {in_words(day)} are deleted.",
                key="delete-day",
                type="tertiary",
                icon=":material/delete:",
            )


arrive()
ui.head("Log")
ui.ask(ui.Day("log-day", "Day", EARLIEST_DAY, today, default=today))
day = ui.answer("log-day")
session_tab, day_tab = st.tabs(["Session", "Whole day"])
with session_tab:
    slot = ui.choice("Time of day", ui.SLOT_WORDS, key="log-slot", required=True)
    session_form(day, slot)
with day_tab:
    day_form(day)
