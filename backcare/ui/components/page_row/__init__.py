"""The row of pages at the foot of a phone's window: Streamlit's links, named as a navigation for a screen reader."""

import streamlit as st

from backcare.ui.components import register

_page_row = register("page_row", html="<span hidden></span>", isolate_styles=False)


def page_row(links: dict[str, str], more: dict[str, str], path: str, is_in_more: bool) -> None:
    """``links`` and ``more``: pages with their icons, in the row and under "More". ``path``: the open one."""
    with st.container(key="page-row", horizontal=True):
        for link, icon in links.items():
            st.page_link(link, icon=icon, width="stretch")
        # Another key on each page, so that it is closed when the page that was chosen in it opens.
        with st.popover("More", icon=":material/menu:", key=f"more-{path}"):
            for link, icon in more.items():
                st.page_link(link, icon=icon, width="stretch")
        _page_row(data={"path": path, "isInMore": is_in_more}, key="page-row-marks")
