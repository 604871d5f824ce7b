"""Today: what to do now, each exercise's number and why; the three sessions; what stands in the way comes first."""

from datetime import timedelta

import streamlit as st

from backcare.clinic.sign_in import where_it_is_kept
from backcare.domain import Action, Slot, Verdict
from backcare.labels import CHANGE_LABELS, count, format_weekday, join_words
from backcare.programme import load_programme
from backcare.ui import current_log, layout, saving
from backcare.ui.components.exercise_card import number_card
from backcare.ui.components.fields import Choice, answer, ask, forget, pain_score
from backcare.ui.future_entry_card import show_future_entries
from backcare.ui.markdown import md
from backcare.ui.status_message import attempt
from backcare.ui.stop_card import stops_card

day = current_log.today()
day_view = current_log.day_view(day)
plan, log, programme = day_view.plan, day_view.entries, load_programme()
entry = log.day_entry(day)
page = saving.PageContext(day)


def answer_key(field: str) -> str:
    """Where an answer is kept until it is saved: one person's, on one day."""
    return f"{field}-{page.person}-{day}"


def record_answer(field: str) -> None:
    """Save one answer of the day entry and keep the others."""
    value = answer(answer_key(field))
    # Asked again, after an undo or because it could not be saved, it begins open.
    forget(answer_key(field))
    attempt(saving.save_answer, page, day, field, value, getattr(entry, field, None))


def welcome() -> None:
    """The first day explains itself, and shows the urgent signs once."""
    with st.container(border=True):
        st.header("Welcome", anchor=False)
        st.markdown(md("{dose}", dose=programme.advice["dose.advice"]))
        st.markdown(md("{stop}", stop=programme.advice["stop.advice"]))
        st.markdown(
            "Log each session here: one tap is enough. Your numbers go up only while it stays comfortable. After two "
            f"weeks you see whether it has helped, and where to get help if not. {where_it_is_kept()}"
        )
    with st.container(border=True):
        st.header("Before you start: urgent signs", anchor=False)
        layout.first_urgent_signs(page, day_view)


def review_card() -> None:
    """The two-week review, when there is something to say or to ask."""
    verdict = plan.review.verdict
    if verdict is Verdict.NOT_YET and not plan.change_due:
        return
    with st.container(border=True):
        if plan.change_due:
            question = "Compared with when you started, how is your back?"
            ask(Choice(answer_key("change"), question, CHANGE_LABELS), on_change=record_answer, args=("change",))
        if verdict is Verdict.NOT_YET:
            return
        if plan.review.refer:
            st.warning("**Two-week review: it is time to get help.**", icon=":material/call:")
            st.markdown(md("{advice}", advice=programme.advice["referral.advice"]))
            layout.where_to_turn(day_view)
            st.markdown("Why this is said:")
        elif verdict is Verdict.IMPROVED:
            improved()
        else:
            st.info("**Two-week review: one answer is missing.**", icon=":material/help:")
        layout.review_reasons(plan.review)
        if verdict in (Verdict.ASK, Verdict.NOT_ENOUGH):
            with st.expander("Where to get help"):
                layout.where_to_turn(day_view)
        st.page_link(layout.page_path("progress"), label="See the two weeks", icon=":material/monitoring:")


def improved() -> None:
    """Improved; while an exercise is stopped, nobody is told to keep going."""
    stopped = [programme.exercise(e).title for e in plan.chosen if e in plan.stopped]
    if stopped:
        text = "**Two-week review: you have improved.** Stopped for now: {titles}."
        st.info(md(text, titles=join_words(stopped)), icon=":material/thumb_up:")
    else:
        st.success("**Two-week review: you have improved.** Keep going.", icon=":material/thumb_up:")


def pain() -> None:
    """The one number a day that the review needs."""
    if entry is not None and entry.pain is not None:
        return
    with st.container(border=True):
        st.markdown("**How was your pain over the last 24 hours, on average?**")
        scale = pain_score(answer_key("pain"), "Average pain over the last 24 hours", hidden=True)
        ask(scale, on_change=record_answer, args=("pain",))
        st.caption("0 is no pain, 10 the worst pain you can imagine.")


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
        done = layout.describe_session(session)
        st.markdown(md("**{name}** :material/check_circle: done  \n{done}", name=name, done=done), width="stretch")
    else:
        st.markdown(md("**{name}**", name=name), width="stretch")
    if session is None and plan.active:
        key = f"advised-{slot}-{'-'.join(str(plan.doses[e].target) for e in plan.active)}"
        kind = "primary" if slot is current_log.slot_now() else "secondary"
        text = "Saves the {slot} session with today's numbers, all comfortable. It can be changed and undone."
        hint = md(text, slot=slot)
        saving.button("Log as advised", saving.save_as_advised, page, plan, slot, key=key, type=kind, help=hint)
    label = "Change" if session else "Fill in"
    if st.button(label, key=f"fill-{slot}", type="tertiary", icon=":material/edit:"):
        layout.open_log(day, slot)


def draw_exercises() -> None:
    """Each of my exercises with its number for today and why."""
    for exercise in map(programme.exercise, plan.active):
        dose = plan.doses[exercise.id]
        with st.container(border=True):
            why = " ".join(reason.text for reason in dose.reasons)
            number_card(exercise, count(dose.target, "repetition"), why)
            if dose.action is Action.OFFER:
                key, label = current_log.target_key(day, exercise.id), f"Today's number for {exercise.title.lower()}"
                numbers = {n: str(n) for n in (dose.target, *dose.offers)}
                ask(Choice(key, label, numbers, default=dose.target, required=True, hidden=True))


def yesterday() -> None:
    """Soon after midnight, the way to the day that has just ended."""
    before = day - timedelta(days=1)
    label = md("Still up? Log for yesterday, {day}", day=format_weekday(before))
    if st.button(label, key="yesterday", icon=":material/bedtime:"):
        layout.open_log(before, Slot.EVENING)


number = f" · day {plan.day_number} of your course" if plan.day_number else ""
layout.page_header("Today", page, format_weekday(day) + number)
if not day_view.settings.urgent_signs_seen:
    welcome()
    st.stop()
layout.offer_unfinished_session(page)
show_future_entries(current_log.future_entries())
stops_card(page, day_view)
review_card()
pain()
st.header("Your three sessions", anchor=False)
slots()
if current_log.is_night():
    yesterday()
if plan.active:
    if st.button("Start session, guided and spoken", icon=":material/play_circle:", width="stretch"):
        st.switch_page(layout.page_path("session"))
    st.header("Your exercises", anchor=False)
    draw_exercises()
if plan.course is not None:
    share = f"{plan.adherence.sessions} of {plan.adherence.of} sessions this week."
    due = plan.review.reasons[0].text if plan.review.verdict is Verdict.NOT_YET else ""
    st.caption(md("{share} {due}", share=share, due=due))
st.caption(md("{walking}", walking=programme.advice["dose.walking"]))
