"""The pages, their look and navigation, and the head of each with what the last press came to."""

from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from backcare import environment
from backcare.domain import Slot
from backcare.paths import application_folder, data_folder
from backcare.ui.advice import SIGNS_APPLY, show_hold
from backcare.ui.components.page_row import PageLink, page_row
from backcare.ui.markdown import md
from backcare.ui.saving import Page
from backcare.ui.status_message import StatusMessage, show_status
from backcare.ui.stopped import show_new_stops

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
IN_ROW = ("today", "exercises", "log", "progress")
"""Those that a thumb reaches at the foot of a phone's window; the others are under "More"."""
CLOSED_BY_SIGNS = {"today", "session"}
"""Where nothing but the number to phone is drawn while an urgent sign applies; the other pages stay open."""

MARK, LOGO = (data_folder() / "brand" / f"{name}.svg" for name in ("mark", "logo"))
STATUS_PLACE = "status-place"
"""Where the run draws what the last press came to."""


def apply_style() -> None:
    """What the theme in ``.streamlit/config.toml`` cannot say of the look."""
    st.html(Path(__file__).with_name("page.css"))


def page_path(name: str) -> str:
    """What ``st.switch_page`` and ``st.page_link`` take for one of the pages."""
    return str(application_folder() / "pages" / f"{name}.py")


def open_log(day: date, slot: Slot | None = None) -> None:
    """Go to a day on Log, and to one of its slots."""
    query = {"day": day.isoformat(), **({"slot": str(slot)} if slot else {})}
    st.switch_page(page_path("log"), query_params=query)


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


def page_opened(name: str) -> None:
    """A run of a page begins."""
    st.session_state["just-opened"] = st.session_state.get("page") != name
    st.session_state["page"] = name
    with st.bottom:
        st.session_state[STATUS_PLACE] = st.container(key="status")
        links = {each: PageLink(each, title, icon.split("/")[1][:-1]) for each, (title, icon) in PAGES.items()}
        more = [link for each, link in links.items() if each not in HIDDEN.union(IN_ROW)]
        pressed = page_row([links[each] for each in IN_ROW], more, name or "today")
    if pressed in PAGES:
        st.switch_page(page_path(pressed))


def page_header(title: str, day: date | None, below: str = "") -> Page:
    """The title of a page of a ``day``, ``None`` for one that names its day; and what the last press came to."""
    name = st.session_state["page"] or "today"
    if st.session_state.pop(SIGNS_APPLY, False) and name != "today":
        st.switch_page(page_path("today"))
    page = Page(day, just_opened=st.session_state["just-opened"])
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key=f"head-{name}"
    ):
        st.title(title, anchor=False, width="content")
        icon, query = ":material/emergency_home:", {"at": "urgent"}
        st.page_link(page_path("help"), label="Urgent signs · 111", icon=icon, query_params=query)
    if below:
        st.caption(md("{below}", below=below))
    draw_status_message(page)
    show_new_stops(page)
    if name not in CLOSED_BY_SIGNS:
        show_hold()
    return page


def draw_status_message(page: Page | None) -> None:
    """What the last press came to, until the next action, at the foot of the window: nothing on the page moves for it.

    ``page``: what is shown, with which a step can be undone; none where the log cannot be opened.
    """
    message = show_status()
    if message is None:
        return
    with st.bottom if page is None else st.session_state[STATUS_PLACE]:
        if message.failed:
            st.warning(md("{text}", text=message.text), icon=":material/error:")
            return
        if message.warning:
            st.warning(md("{text}", text=message.warning), icon=":material/warning:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(md("{text}", text=message.text), icon=":material/check_circle:")
            if page is not None:
                _draw_undo(page, message)


def _draw_undo(page: Page, message: StatusMessage) -> None:
    if message.step is not None and page.person == message.person:
        label, after = ("Put it back", "Put back.") if message.text == "Undone." else ("Undo", "Undone.")
        page.button(
            label, page.undo_step, message.step, after, key=f"undo-message-{message.step}", icon=":material/undo:"
        )
