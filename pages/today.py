"""Today: what to do now, each exercise's number and why; the three sessions; what stands in the way comes first."""

from datetime import date, timedelta

import streamlit as st

from backcare import actions, ui
from backcare.clinic.sign_in import where_it_is_kept
from backcare.domain import NIGHT_UNTIL, Action, Slot, Verdict
from backcare.labels import SLOT_LABELS, count, format_weekday
from backcare.log.descriptions import describe_session
from backcare.programme import load_programme

day = ui.now().date()
view = ui.day_view(day)
plan, log, programme = view.plan, view.entries, load_programme()
titles = programme.titles
entry = log.day_entry(day)


def save_pain(key: str) -> None:
    """Save the day's pain and keep its other answers."""
    value, seen = ui.answer(key), entry.pain if entry else None
    # Asked again, after an undo or because it could not be saved, it begins open.
    ui.put(key, None)
    page.save(lambda log: actions.record_answer(log, day, "pain", value, seen), "Saved.", about="pain")


def log_as_advised(slot: Slot) -> None:
    """Save one slot with today's numbers, as they are picked when the press arrives, all comfortable."""
    numbers, done = ui.targets(plan), f"{SLOT_LABELS[slot]} session saved."
    page.save(lambda log: actions.record_as_advised(log, plan, slot, numbers), done, about=day)


def welcome() -> None:
    """The first day explains itself; the urgent signs come below."""
    with st.container(border=True):
        st.header("Welcome", anchor=False)
        st.markdown(ui.md("{dose}", dose=programme.advice["dose.advice"]))
        st.markdown(ui.md("{stop}", stop=programme.advice["stop.advice"]))
        st.markdown(
            "Log each session here: one tap is enough. Your numbers go up only while it stays comfortable. After two "
            f"weeks you see whether it has helped, and where to get help if not. {where_it_is_kept()}"
        )


def pain() -> None:
    """The one number a day that the review needs."""
    if entry is not None and entry.pain is not None:
        return
    with st.container(border=True):
        st.markdown("**How was your pain over the last 24 hours, on average?**")
        key = f"pain-{page.person}-{day}"
        scale = ui.pain_score(key, "Average pain over the last 24 hours", hidden=True)
        ui.ask(scale, on_change=page.attempt, args=(save_pain, key))
        st.caption("0 is no pain, 10 the worst pain you can imagine.")


def fill_in(day: date, slot: Slot) -> None:
    """Go to one slot of a day on Log."""
    st.switch_page(ui.page_path("log"), query_params={"day": day.isoformat(), "slot": str(slot)})


def slots() -> None:
    """Which of the three sessions are done, and one tap for the next."""
    with st.container(border=True):
        for slot in Slot:
            with st.container(horizontal=True, vertical_alignment="center"):
                draw_slot(slot)


def draw_slot(slot: Slot) -> None:
    """One slot: done, with what was done, or the ways to log it."""
    session = log.session(day, slot)
    name = slot.capitalize()
    if session is not None:
        done = describe_session(session, titles)
        st.markdown(ui.md("**{name}** :material/check_circle: done  \n{done}", name=name, done=done), width="stretch")
    else:
        st.markdown(ui.md("**{name}**", name=name), width="stretch")
    if session is None and plan.active:
        key = f"advised-{slot}-{'-'.join(str(plan.doses[e].target) for e in plan.active)}"
        kind = "primary" if slot is Slot.at(ui.now().hour) else "secondary"
        text = "Saves the {slot} session with today's numbers, all comfortable. It can be changed and undone."
        hint = ui.md(text, slot=slot)
        page.button("Log as advised", log_as_advised, slot, key=key, type=kind, help=hint)
    label = "Change" if session else "Fill in"
    if st.button(label, key=f"fill-{slot}", type="tertiary", icon=":material/edit:"):
        fill_in(day, slot)


def draw_exercises() -> None:
    """Each of my exercises with its number for today and why."""
    for exercise in map(programme.exercise, plan.active):
        dose = plan.doses[exercise.id]
        with st.container(border=True):
            why = " ".join(reason.text for reason in dose.reasons)
            ui.number_card(exercise, count(dose.target, "repetition"), why)
            if dose.action is Action.OFFER:
                ui.ask(ui.target_choice(plan, exercise.id))


def yesterday() -> None:
    """Soon after midnight, the way to the day that has just ended."""
    before = day - timedelta(days=1)
    label = ui.md("Still up? Log for yesterday, {day}", day=format_weekday(before))
    if st.button(label, key="yesterday", icon=":material/bedtime:"):
        fill_in(before, Slot.EVENING)


number = f" · day {plan.day_number} of your course" if plan.day_number else ""
page = ui.page_header("Today", day, format_weekday(day) + number)
if plan.signs is None:
    welcome()
if not ui.may_exercise(page):
    st.stop()
ui.show_waiting(page)
is_new = any(plan.stops[exercise].day >= day for exercise in plan.stopped)
ui.stop_card(page, plan.stopped, just_said=False, expanded=is_new)
ui.review_card(page, expanded=False)
pain()
st.header("Your three sessions", anchor=False)
slots()
if ui.now().hour < NIGHT_UNTIL:
    yesterday()
if plan.active:
    if st.button("Start session, guided and spoken", icon=":material/play_circle:", width="stretch"):
        st.switch_page(ui.page_path("session"))
    st.header("Your exercises", anchor=False)
    draw_exercises()
if plan.course is not None:
    share = f"{plan.adherence.sessions} of {plan.adherence.of} sessions this week."
    due = plan.review.reasons[0].text if plan.review.verdict is Verdict.NOT_YET else ""
    st.caption(ui.md("{share} {due}", share=share, due=due))
st.caption(ui.md("{walking}", walking=programme.advice["dose.walking"]))
