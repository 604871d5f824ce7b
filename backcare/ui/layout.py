"""What several pages draw: the head of a page, the urgent signs, where to turn, an entry in words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from backcare import environment
from backcare.domain import DayEntry, Felt, Session, Slot
from backcare.labels import CHANGE_LABELS, FELT_LABELS, count
from backcare.log.columns import TABLES
from backcare.paths import application_folder
from backcare.programme import load_programme
from backcare.rules.review import Review
from backcare.ui.components.unfinished_session import unfinished_session
from backcare.ui.log_reader import DayView
from backcare.ui.markdown import md
from backcare.ui.saving import PageContext, button, save_settings, undo_step
from backcare.ui.status_message import MESSAGE, SHOWN_ON, StatusMessage

PAGES = {
    "today": ("Today", ":material/today:"),
    "exercises": ("Exercises", ":material/self_improvement:"),
    "log": ("Log", ":material/edit_note:"),
    "progress": ("Progress", ":material/monitoring:"),
    "records": ("Records", ":material/folder_open:"),
    "settings": ("Settings", ":material/tune:"),
    "help": ("Help", ":material/help:"),
    "session": ("Session", ":material/play_circle:"),
}
if environment.is_on(environment.DEV):
    PAGES["gallery"] = ("Gallery", ":material/widgets:")
HIDDEN = {"session"}
"""Reached from Today, not from the navigation."""


def page_path(name: str) -> str:
    """What ``st.switch_page`` and ``st.page_link`` take for one of the pages."""
    return str(application_folder() / "pages" / f"{name}.py")


def log_query(day: date, slot: Slot | None = None) -> dict[str, str]:
    """The query parameters with which Log opens a day, and one of its slots."""
    return {"day": day.isoformat(), **({"slot": str(slot)} if slot else {})}


def open_log(day: date, slot: Slot | None = None) -> None:
    """Go to a day on Log, and to one of its slots."""
    st.switch_page(page_path("log"), query_params=log_query(day, slot))


def offer_unfinished_session(page: PageContext) -> None:
    """Say that this browser still holds a guided session of the person, and go back to it when that is pressed."""
    if unfinished_session(f"guided-{page.person}", {e.id: e.title for e in load_programme().exercises}):
        st.switch_page(page_path("session"))


def navigation() -> list[Any]:
    """The pages, Today first."""
    return [
        st.Page(
            page_path(name),
            title=title,
            icon=icon,
            url_path=name,
            default=name == "today",
            visibility="hidden" if name in HIDDEN else "visible",
        )
        for name, (title, icon) in PAGES.items()
    ]


def page_header(title: str, page: PageContext, below: str = "") -> None:
    """The title, the way to the urgent signs, and what the last press came to."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(title, anchor=False, width="content")
        st.page_link(
            page_path("help"), label="Urgent signs", icon=":material/emergency:", query_params={"at": "urgent"}
        )
    if below:
        st.caption(md("{below}", below=below))
    draw_status_message(title, page)


def draw_status_message(title: str, page: PageContext | None) -> None:
    """What the last press came to, at the foot of the window, until another press does something or another page opens.

    At the foot it is seen wherever on a long page the button stands, and nothing on the page moves. It goes pale as
    soon as anything else has been touched, but stays: were the page to become shorter then, the button that is being
    pressed could move away from under the finger, and the press with it.

    ``page``: what is shown, with which a step can be undone; none where the log cannot be opened.
    """
    message: StatusMessage | None = st.session_state.get(MESSAGE)
    if message is None:
        return
    new = SHOWN_ON not in st.session_state
    if st.session_state.setdefault(SHOWN_ON, title) != title:
        del st.session_state[MESSAGE], st.session_state[SHOWN_ON]
        return
    with st.bottom:
        # Flat enough for a phone, and as high with pale words as with new ones.
        st.html("<style>[data-testid='stBottomBlockContainer'] { padding-block: 0.75rem; min-height: 5.4rem; }</style>")
        if message.failed:
            st.error(md("{text}", text=message.text), icon=":material/error:")
            return
        if message.warning:
            st.warning(md("{text}", text=message.warning), icon=":material/warning:")
        with st.container(horizontal=True, vertical_alignment="center"):
            if new:
                st.success(md("{text}", text=message.text), icon=":material/check_circle:")
            else:
                st.caption(md(":material/check_circle: {text}", text=message.text))
            if message.step is not None and page is not None and page.person == message.person:
                undone = message.text == "Undone."
                label, after = ("Put it back", "Put back.") if undone else ("Undo", "Undone.")
                key = f"undo-message-{message.step}"
                button(label, undo_step, page, message.step, after, key=key, icon=":material/undo:")


def urgent_signs() -> None:
    """R6: when to phone 111 or 999, and what to tell a GP."""
    programme = load_programme()
    advice = programme.advice
    st.markdown(md("**{phone}**", phone=advice["urgent.phone"]))
    st.markdown(_bullets(programme.urgent_signs))
    st.markdown(md("**{emergency}**", emergency=advice["urgent.emergency"]))
    st.markdown(md("{gp}", gp=advice["urgent.gp"]))
    st.markdown(_bullets(programme.gp_signs))


def first_urgent_signs(page: PageContext, day_view: DayView) -> None:
    """R6: seen once before the first session."""
    urgent_signs()
    settings, done = day_view.settings, "You find these signs on every page."
    changed = replace(settings, urgent_signs_seen=True)
    label = "None of these applies to me"
    button(label, save_settings, page, changed, settings, done, key="signs-seen", type="primary")


def review_reasons(review: Review) -> None:
    """Why the two-week review says what it says."""
    for reason in review.reasons:
        st.markdown(md("- {text}", text=reason.text))


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(md("- {line}", line=line) for line in lines)


def where_to_turn(day_view: DayView) -> None:
    """R5: the MSK Helpline, the GP, or both."""
    programme = load_programme()
    for way in day_view.plan.route:
        st.markdown(md("- {way}", way=programme.advice[f"referral.{way}"]))
        if way == "helpline" and day_view.settings.helpline_number:
            st.text(f"Number: {day_view.settings.helpline_number}")
    if len(day_view.plan.route) > 1:
        label = "Does the Helpline serve my area? NHS inform"
        st.link_button(label, programme.source["url"], icon=":material/open_in_new:", type="tertiary")


def page_opened(page: str) -> None:
    """A run of a page begins."""
    st.session_state["just-opened"] = st.session_state.get("page") != page
    st.session_state["page"] = page


def just_opened() -> bool:
    """Whether the page that is drawn has just been opened, from another one or anew."""
    return bool(st.session_state["just-opened"])


def describe_day(entry: DayEntry) -> str:
    """A day's answers in one line of plain text."""
    days = TABLES["days"]
    words = {name: days.values[name].history.format(value) for name, value in days.by_name(days.row(entry)).items()}
    if entry.change is not None:
        words["change"] = CHANGE_LABELS[entry.change].lower()
    if entry.note:
        words["note"] = "a note"
    return ", ".join(words.values())


def describe_session(session: Session) -> str:
    """A recorded session in one line of plain text."""
    words = count(len(session.sets), "exercise")
    marked = [s for s in session.sets if s.felt is not Felt.COMFORTABLE]
    if marked:
        title_of = load_programme().title_of
        words += f" ({', '.join(f'{title_of(s.exercise)}: {FELT_LABELS[s.felt].lower()}' for s in marked)})"
    if session.pain_before is not None or session.pain_after is not None:
        before, after = ("–" if p is None else str(p) for p in (session.pain_before, session.pain_after))
        words += f", pain {before} before, {after} after"
    return words
