"""Log: one form for a session, one for the day; any past day; correct, delete, undo."""

from datetime import date, timedelta

import streamlit as st

from backcare import ui
from backcare.domain import EARLIEST_DAY, NOTE_LENGTH, REPS, DayEntry, Felt, Session, Slot
from backcare.errors import InvalidValue
from backcare.labels import format_day
from backcare.log.columns import TABLES
from backcare.plan import Plan
from backcare.rules import stop
from backcare.ui import FormState, PageContext, md
from backcare.ui.components.unfinished_session import unfinished_session

DAY, NEAR, SLOT, BEGAN_WITH = "log-day", "log-near-day", "log-slot", "log-began-with"
today = ui.today()
programme = ui.programme()
present = ui.day_view(today)
ahead = ui.future_entries(present)
last_day = max((today, *(each.day for each in ahead)))
page = ui.page_context(None)


def arrive() -> None:
    """Take over the day and slot that a link names; a link that makes no sense opens today.

    The page keeps its day while it stays open. Opened anew on another day, it begins with that one, unless the person
    had picked the day.
    """
    asked = st.query_params.to_dict()
    st.query_params.clear()
    if ui.just_opened():
        if ui.answer(DAY) == st.session_state.get(BEGAN_WITH):
            st.session_state.pop(DAY, None)
        st.session_state[BEGAN_WITH] = today
    try:
        day = date.fromisoformat(asked.get("day", ""))
    except ValueError:
        day = None
    if day is not None and EARLIEST_DAY <= day <= last_day:
        st.session_state[DAY] = day
    if asked.get("slot") in list(Slot):
        st.session_state[SLOT] = Slot(asked["slot"])
    st.session_state.setdefault(SLOT, ui.slot_now())


def is_shown(day: date, slot: Slot | None = None) -> bool:
    """Whether the form is still the one asked for: a press may come while another day's is on its way to the screen."""
    if ui.answer(DAY) == day and slot in (None, ui.answer(SLOT)):
        return True
    ui.fail("You have just changed to another form. Nothing is saved yet: look over this one, then press again.")
    return False


def may_save(day: date, seen: object) -> bool:
    """On a day to come, what is there can be corrected; nothing is filled in beforehand."""
    if seen is not None or day <= ui.today():
        return True
    ui.fail(f"{format_day(day)} is still to come. Nothing is saved: go to today, or to a day before.")
    return False


def pick(day: date) -> None:
    """Go to another day."""
    st.session_state[DAY] = day


def open_ahead(ahead: ui.FutureEntries) -> None:
    """Go to a day that is ahead, and to its first session."""
    pick(ahead.day)
    st.session_state[SLOT] = ahead.slot or st.session_state[SLOT]


def pick_near() -> None:
    """Go to the day that was pressed; soon after midnight, to its evening."""
    day = ui.answer(NEAR)
    pick(day)
    if day < today and ui.is_night():
        st.session_state[SLOT] = Slot.EVENING


def near_days(day: date) -> None:
    """Today and yesterday, one press away. They stand there on every day, so that nothing below moves with the day."""
    words = {today - timedelta(days=1): "Yesterday", today: "Today"}
    st.session_state[NEAR] = day
    ui.ask(ui.Choice(NEAR, "Today or yesterday", words, required=True, hidden=True), on_change=pick_near)


def delete_session(page: PageContext, form: FormState, day: date, slot: Slot) -> None:
    """Delete the session that the form showed."""
    if is_shown(day, slot):
        ui.delete_entry(page, form, ui.remove_session, day, slot, done=f"{session_words(day, slot)} deleted.")


def date_today(page: PageContext, session: Session) -> None:
    """Give a session that is ahead today's date."""
    if is_shown(session.day, session.slot):
        ui.move_to_today(page, (session,))


def delete_day(page: PageContext, form: FormState, day: date) -> None:
    """Delete the answers that the form showed."""
    if is_shown(day):
        ui.delete_entry(page, form, ui.remove_day, day, done=f"The answers of {format_day(day)} are deleted.")


def save_session(page: PageContext, form: FormState, day: date, slot: Slot, exercises: list[str], plan: Plan) -> None:
    """Save the form as it stands when the press arrives."""
    if not is_shown(day, slot) or not may_save(day, form.seen):
        return
    try:
        session = ui.built_session(form, day, slot, exercises)
    except InvalidValue as error:
        ui.fail("Fill in the repetitions of at least one exercise." if error.field == "sets" else str(error))
        return
    session = ui.with_unseen_stops(session, form)
    done = f"{session_words(day, slot)} saved.{ui.stop_words(programme, session)}"
    if ui.save_session(page, session, form.seen, plan, done):
        form.drop()


def session_words(day: date, slot: Slot) -> str:
    """A session in words that stay true when another day is looked at."""
    return f"{slot.capitalize()} session" + (f" of {format_day(day)}" if day != ui.today() else "")


def session_form(day: date, slot: Slot) -> None:
    """One slot: repetitions, how it felt, pain before and after."""
    day_view = ui.day_view(day)
    saved = day_view.entries.session(day, slot)
    if saved is None and day > today:
        st.markdown("Nothing is recorded for this time of day.")
        return
    recorded = [s.exercise for s in saved.sets] if saved else []
    exercises = [e for e in programme.ids if e in day_view.plan.chosen or e in recorded]
    numbers = {e: ui.target_today(day_view.plan, e) or 0 for e in exercises}
    form = ui.open_form(f"session-{day}-{slot}", saved, ui.session_fields(saved, numbers))
    ui.show_edit_conflict(form, saved, ui.describe_session(saved, programme) if saved else "nothing")
    st.caption("Repetitions in this session; 0 for what you left out.")
    asked = [number(form, e, stopped=e in day_view.plan.stopped) for e in exercises]
    if form.value(ui.EACH):
        ask_of_each(form, exercises, asked)
    else:
        ask_of_all(form, exercises, asked)
    st.toggle("It felt different from one exercise to another", key=form.key(ui.EACH), persist_state="session")
    ui.ask(
        ui.pain_score(form.key("pain_before"), "Pain before, 0 none to 10 worst"),
        ui.pain_score(form.key("pain_after"), "Pain after, 0 none to 10 worst"),
    )
    ask_about_worse(form, exercises)
    st.text_area("Note", key=form.key("note"), max_chars=NOTE_LENGTH, persist_state="session", height=80)
    with st.container(horizontal=True):
        ui.button(
            "Save the session",
            save_session,
            page,
            form,
            day,
            slot,
            exercises,
            day_view.plan,
            key=f"save-session-{day}-{slot}",
            type="primary",
        )
        if saved is not None:
            ui.button(
                "Delete this session",
                delete_session,
                page,
                form,
                day,
                slot,
                key=f"delete-session-{day}-{slot}",
                type="tertiary",
                icon=":material/delete:",
            )
        if saved is not None and day > today:
            ui.button(
                "It was today: correct the date",
                date_today,
                page,
                saved,
                key=f"date-session-{day}-{slot}",
                type="tertiary",
                icon=":material/event:",
            )
    marked = [s.exercise for s in saved.sets if s.felt.stops] if saved else []
    stopped = present.plan.stopped
    if titles := [programme.exercise(e).title for e in stopped if e in marked]:
        ui.what_to_do_after_a_stop(page, programme, titles, expanded=day == today)
    ui.lifted_since(page, programme, day, marked)


def number(form: FormState, exercise: str, *, stopped: bool) -> ui.Number:
    """How often one exercise was done; one that is stopped may have been done all the same."""
    title = programme.exercise(exercise).title + (" (stopped)" if stopped else "")
    return ui.Number(form.key(f"reps-{exercise}"), title, range(REPS[-1] + 1))


def ask_of_all(form: FormState, exercises: list[str], numbers: list[ui.Number]) -> None:
    """The numbers, how the session felt, and which exercise it was."""
    ui.ask(*numbers, ui.Choice(form.key("felt"), "How did it feel?", ui.FELT_LABELS, required=True))
    if form.value("felt") is not Felt.COMFORTABLE:
        st.pills(
            "Which exercises? If you cannot tell, leave this open: all are marked.",
            exercises,
            selection_mode="multi",
            format_func=lambda e: md("{title}", title=programme.exercise(e).title),
            key=form.key("which"),
            persist_state="session",
        )


def ask_of_each(form: FormState, exercises: list[str], numbers: list[ui.Number]) -> None:
    """Each number, and how that exercise felt."""
    for exercise, each in zip(exercises, numbers, strict=True):
        title = programme.exercise(exercise).title.lower()
        felt = ui.Choice(form.key(f"felt-{exercise}"), f"How {title} felt", ui.FELT_LABELS, required=True)
        ui.ask(each, felt)


def ask_about_worse(form: FormState, exercises: list[str]) -> None:
    """A rise of 2 or more asks, unless something is marked already; it never marks a stop by itself."""
    felt = [form.value(f"felt-{e}") for e in exercises] if form.value(ui.EACH) else [form.value("felt")]
    if any(how.stops for how in felt) or not stop.pain_rose(form.value("pain_before"), form.value("pain_after")):
        return
    with st.container(border=True):
        st.markdown("Your pain was at least 2 points higher afterwards. **Did the session make your symptoms worse?**")
        with st.container(horizontal=True):
            st.button("Yes, it made them worse", key=form.key("rise"), on_click=mark_worse, args=(form,))
            st.caption("If not, just save.")


def mark_worse(form: FormState) -> None:
    """The person says that the session made it worse; which exercise is asked next."""
    st.session_state[form.key("felt")] = Felt.WORSE
    st.session_state[form.key(ui.EACH)] = False


def save_day(page: PageContext, form: FormState, day: date) -> None:
    """Save the day form as it stands when the press arrives."""
    if not is_shown(day) or not may_save(day, form.seen):
        return
    try:
        entry = DayEntry(
            day,
            **{field: form.value(field) for field in form.prefilled if field != "note"},
            note=form.value("note") or "",
        )
    except InvalidValue as error:
        ui.fail(str(error))
        return
    if entry.is_empty:
        ui.fail("Nothing is filled in yet.")
        return
    if ui.save_day(page, entry, form.seen, f"{format_day(day)} saved."):
        form.drop()


def day_form(day: date) -> None:
    """The whole day: pain, change since the start, walking, own activity."""
    day_view = ui.day_view(day)
    saved = day_view.entries.day_entry(day)
    if saved is None and day > today:
        st.markdown("Nothing is recorded for the whole day.")
        return
    shown = saved or DayEntry(day)
    form = ui.open_form(f"day-{day}", saved, {name: getattr(shown, name) for name in TABLES["days"].values})
    ui.show_edit_conflict(form, saved, ui.describe_day(saved) if saved else "nothing")
    activity = day_view.settings.activity_name or "an activity of your own (name it in Settings)"
    ui.ask(
        ui.day_question(form, "pain"),
        ui.day_question(form, "pain_worst"),
        ui.Choice(form.key("change"), "Compared with when you started, how is your back?", ui.CHANGE_LABELS),
        ui.day_question(form, "walk_minutes", step=5),
        ui.pain_score(form.key("activity"), f"How hard was {activity}? 0 easy to 10 impossible"),
    )
    st.text_area("Note", key=form.key("note"), max_chars=NOTE_LENGTH, persist_state="session", height=80)
    with st.container(horizontal=True):
        ui.button("Save the day", save_day, page, form, day, key=f"save-day-{day}", type="primary")
        if saved is not None:
            ui.button(
                "Delete this day's answers",
                delete_day,
                page,
                form,
                day,
                key=f"delete-day-{day}",
                type="tertiary",
                icon=":material/delete:",
            )


def resumptions(day: date) -> None:
    """What was said on a day to have settled; on a day to come it can be taken back."""
    for each in ui.day_view(day).entries.resumptions_on(day) if day > today else ():
        title = ui.title_of(programme, each.exercise)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(md("{title}: you said that it had settled.", title=title), width="stretch")
            ui.button(
                md("Take back: {title}", title=title.lower()),
                ui.take_back,
                page,
                (each,),
                f"{title}: taken back.",
                key=f"take-back-{day}-{each.exercise}",
            )


arrive()
ui.page_header("Log", page)
if unfinished_session(f"guided-{page.person}", {e.id: e.title for e in programme.exercises}):
    st.switch_page(ui.page_path("session"))
ui.show_future_entries(present, open_ahead)
ui.ask(ui.Day(DAY, "Day", EARLIEST_DAY, last_day, default=today))
day = ui.answer(DAY)
near_days(day)
resumptions(day)
session_tab, day_tab = st.tabs(["Session", "Whole day"])
with session_tab:
    slot = ui.choice("Time of day", ui.SLOT_LABELS, key=SLOT, required=True)
    session_form(day, slot)
with day_tab:
    day_form(day)
