"""Today: the next session and its numbers; what stands in the way comes first; then pain, the exercises and walking."""

from datetime import timedelta

import streamlit as st

from backcare import actions, ui
from backcare.domain import NIGHT_UNTIL, WALK_MINUTES, DayEntry, Slot, Verdict
from backcare.labels import SLOT_LABELS, count, format_weekday
from backcare.log.columns import TABLES
from backcare.programme import load_programme

WALK = 10
"""Minutes that one press adds."""
day, hour = ui.now().date(), ui.now().hour
view = ui.day_view(day)
plan, log, programme = view.plan, view.entries, load_programme()
answers = log.day_entry(day) or DayEntry(day)
logged = [slot for slot in Slot if log.session(day, slot) is not None]
EARLY = f"early-{day}"


def log_as_planned(slot: Slot) -> None:
    """Save one slot with today's numbers, as they are picked when the press arrives, all comfortable."""
    numbers, done = ui.targets(plan), f"{SLOT_LABELS[slot]} session saved."
    st.session_state.pop(EARLY, None)
    page.save(lambda log: actions.record_as_advised(log, plan, slot, numbers), done, about=day)


def save_pain(key: str) -> None:
    """Save the day's pain and keep its other answers."""
    value = ui.answer(key)
    page.save(lambda log: actions.record_answer(log, day, "pain", value, answers.pain), "Saved.", about="pain")


def add_walk() -> None:
    """Save ten more minutes of walking."""
    seen = answers.walk_minutes
    minutes = min((seen or 0) + WALK, WALK_MINUTES[-1])
    page.save(lambda log: actions.record_answer(log, day, "walk_minutes", minutes, seen), "Saved.", about="walking")


# What is to be done


def next_session(slot: Slot | None) -> None:
    """The session that is next, with its length and the three ways to it."""
    with st.container(border=True, gap="small", key="next"):
        if not plan.active:
            st.markdown("**No session for now.** All your exercises are stopped.")
        elif slot is None:
            st.markdown(":material/check_circle: **All three done today.**")
        elif st.session_state.get(EARLY) == slot:
            ask_about_later(slot)
        else:
            draw_next_session(slot)


def draw_next_session(slot: Slot) -> None:
    """What the session is, the offers, and what can be pressed."""
    numbers = ui.active_targets(plan)
    is_missed = slot is not Slot.at(hour) and not slot.is_later(hour)
    name = f"Not logged yet: {slot} session" if is_missed else f"Next: {slot} session"
    length = f"{count(len(numbers), 'exercise')} · about {count(programme.minutes(numbers), 'minute')}"
    st.header(ui.md("{name}", name=name), anchor=False)
    st.markdown(ui.md("{length}", length=length))
    ui.offers_line(plan)
    if st.button("Start the guided session", icon=":material/play_circle:", type="primary", width="stretch"):
        st.switch_page(ui.page_path("session"), query_params={"slot": str(slot)})
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        draw_log_button(slot, " · ".join(map(str, numbers.values())))
        if st.button("It went differently", key="differently", type="tertiary", icon=":material/edit:"):
            fill_in(slot)


def draw_log_button(slot: Slot, numbers: str) -> None:
    """One press logs the session with the numbers that are shown; of a later hour it asks first."""
    label, icon = ui.md("I did it: {numbers}", numbers=numbers), ":material/check:"
    if slot.is_later(hour):
        st.button(label, key=f"early-{slot}", icon=icon, on_click=st.session_state.update, args=({EARLY: slot},))
    else:
        page.button(label, log_as_planned, slot, key=advised_key(slot), icon=icon)


def advised_key(slot: Slot) -> str:
    """The key of what logs the numbers that the plan shows; another plan's button is another one."""
    return f"advised-{slot}-{'-'.join(str(plan.doses[e].target) for e in plan.active)}"


def ask_about_later(slot: Slot) -> None:
    """Once, before a session of a later hour is logged."""
    st.markdown(ui.md("**It is {now} now. Did you do the {slot} session already?**", now=Slot.at(hour), slot=slot))
    with st.container(horizontal=True):
        page.button("Yes, log it", log_as_planned, slot, key=advised_key(slot), icon=":material/check:")
        st.button("No, not yet", key="not-yet", on_click=st.session_state.pop, args=(EARLY, None))


def fill_in(slot: Slot, days_ago: int = 0) -> None:
    """Go to one slot of today, or of a day before, on Log."""
    query = {"day": (day - timedelta(days=days_ago)).isoformat(), "slot": str(slot)}
    st.switch_page(ui.page_path("log"), query_params=query)


# The rest of the day


def draw_pain() -> None:
    """The one number a day that the review needs; answered, it stays in one line."""
    key, question = f"pain-{page.person}-{day}", TABLES["days"].values["pain"].question
    scale = ui.pain_score(key, question, default=answers.pain, folded="Pain today")
    ui.ask(scale, on_change=page.attempt, args=(save_pain, key))


def draw_slots() -> None:
    """The three sessions of the day, each opening its form on Log."""
    with st.container(horizontal=True, gap="xsmall"):
        for slot in Slot:
            is_done = slot in logged
            label = ui.md("✓ {slot}" if is_done else "{slot}", slot=SLOT_LABELS[slot])
            if st.button(label, key=f"slot-{slot}-{'done' if is_done else 'open'}"):
                fill_in(slot)
    if hour < NIGHT_UNTIL:
        before = format_weekday(day - timedelta(days=1))
        if st.button(ui.md("Still up? Log for yesterday, {before}", before=before), icon=":material/bedtime:"):
            fill_in(Slot.EVENING, days_ago=1)
    if plan.course is not None:
        share = plan.adherence
        st.caption(ui.md("{done} of {all} sessions this week.", done=share.sessions, all=share.of))


def draw_exercises() -> None:
    """Each of my exercises with its number; opened, how it is done and why this number."""
    reasons = {e: " ".join(reason.text for reason in plan.doses[e].reasons) for e in plan.active}
    numbers = ui.active_targets(plan)
    ui.exercise_list([(programme.exercise(e), number, reasons[e]) for e, number in numbers.items()])


def draw_walking() -> None:
    """Minutes walked today, and ten more by one press."""
    minutes = answers.walk_minutes
    with st.container(horizontal=True, vertical_alignment="center"):
        page.button("+10 min walk", add_walk, key=f"walk-{minutes}", icon=":material/directions_walk:")
        if minutes:
            st.markdown(ui.md("Walking today: {minutes}", minutes=count(minutes, "minute")))


number = f" · day {plan.day_number}" if plan.day_number else ""
page = ui.page_header("Today", day, format_weekday(day) + number)
if not ui.may_exercise(page):
    st.stop()
do, day_so_far = st.columns([3, 2], gap="large")
with do:
    with st.container(gap="xsmall"):
        ui.show_waiting(page)
        ui.stops_line(page)
        ui.review_card(page, expanded=False)
    next_session(Slot.next(hour, logged))
    draw_pain()
with day_so_far:
    st.header("Today's sessions", anchor=False)
    draw_slots()
    if plan.active:
        st.header("Your exercises", anchor=False)
        draw_exercises()
    st.header("Walking", anchor=False)
    draw_walking()
    if plan.review.verdict is Verdict.NOT_YET and plan.course is not None:
        st.caption(ui.md("{due}", due=plan.review.reasons[0].text))
