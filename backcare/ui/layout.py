"""What several pages draw: the head of a page, pictures, scales, the urgent signs, where to turn."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from backcare.domain import DayEntry, Felt, Programme, Session
from backcare.labels import CHANGE_LABELS, FELT_LABELS, count
from backcare.log.columns import TABLES
from backcare.paths import data_folder
from backcare.ui.current_log import DayView
from backcare.ui.markdown import md
from backcare.ui.saving import PageContext, button, undo_step
from backcare.ui.status_message import StatusMessage

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
HIDDEN = {"session"}
"""Reached from Today, not from the navigation."""


def page_path(name: str) -> str:
    """What ``st.switch_page`` and ``st.page_link`` take for one of the pages."""
    return str(data_folder().parent / "pages" / f"{name}.py")


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
    message: StatusMessage | None = st.session_state.get("notice")
    if message is None:
        return
    new = "notice_on" not in st.session_state
    if st.session_state.setdefault("notice_on", title) != title:
        del st.session_state["notice"], st.session_state["notice_on"]
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
                key = f"undo-notice-{message.step}"
                button(label, undo_step, page, message.step, after, key=key, icon=":material/undo:")


def urgent_signs(programme: Programme) -> None:
    """R6: when to phone 111 or 999, and what to tell a GP."""
    advice = programme.advice
    st.markdown(md("**{phone}**", phone=advice["urgent.phone"]))
    st.markdown(_bullets(programme.urgent_signs))
    st.markdown(md("**{emergency}**", emergency=advice["urgent.emergency"]))
    st.markdown(md("{gp}", gp=advice["urgent.gp"]))
    st.markdown(_bullets(programme.gp_signs))


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(md("- {line}", line=line) for line in lines)


def where_to_turn(programme: Programme, day_view: DayView) -> None:
    """R5: the MSK Helpline, the GP, or both."""
    for way in day_view.plan.route:
        st.markdown(md("- {way}", way=programme.advice[f"referral.{way}"]))
        if way == "helpline" and day_view.settings.helpline_number:
            st.text(f"Number: {day_view.settings.helpline_number}")
    if len(day_view.plan.route) > 1:
        st.link_button(
            "Does the Helpline serve my area? NHS inform",
            programme.source["url"],
            icon=":material/open_in_new:",
            type="tertiary",
        )


def page_opened(page: str) -> None:
    """A run of a page begins; ``arrived`` then says whether the page has just been opened."""
    st.session_state["arrived"] = st.session_state.get("page") != page
    st.session_state["page"] = page


def just_opened() -> bool:
    """Whether the page that is drawn has just been opened, from another one or anew."""
    return bool(st.session_state["arrived"])


def describe_day(entry: DayEntry) -> str:
    """A day's answers in one line of plain text."""
    days = TABLES["days"]
    words = {name: days.values[name].history.format(value) for name, value in days.by_name(days.row(entry)).items()}
    if entry.change is not None:
        words["change"] = CHANGE_LABELS[entry.change].lower()
    if entry.note:
        words["note"] = "a note"
    return ", ".join(words.values())


def describe_session(session: Session, programme: Programme) -> str:
    """A recorded session in one line of plain text."""
    words = count(len(session.sets), "exercise")
    marked = [s for s in session.sets if s.felt is not Felt.COMFORTABLE]
    if marked:
        said = ", ".join(f"{title_of(programme, s.exercise)}: {FELT_LABELS[s.felt].lower()}" for s in marked)
        words += f" ({said})"
    if session.pain_before is not None or session.pain_after is not None:
        before, after = ("–" if p is None else str(p) for p in (session.pain_before, session.pain_after))
        words += f", pain {before} before, {after} after"
    return words


def title_of(programme: Programme, exercise: str) -> str:
    """An exercise's title, or its id when it is no longer part of the programme."""
    return programme.exercise(exercise).title if exercise in programme.ids else exercise
