"""The row of pages at the foot of a phone's window: four pages, and the others under "More".

One component: as Streamlit's links and popover they took an eighth of the time that opening a page takes, also on a
computer, where they are not shown.
"""

from collections.abc import Sequence
from typing import NamedTuple

from backcare.ui.components import register

_page_row = register(
    "page_row", html='<nav class="page-row" aria-label="Main pages"></nav>', scripts=("elements.js",),
    isolate_styles=False,
)  # fmt: skip


class PageLink(NamedTuple):
    """A page as a link: its address, its title, and the name of its icon."""

    path: str
    title: str
    icon: str


def page_row(links: Sequence[PageLink], more: Sequence[PageLink], path: str) -> str | None:
    """Draw the row, with the page at ``path`` marked as open; the path of the page that was pressed."""
    data = {"links": [link._asdict() for link in links], "more": [link._asdict() for link in more], "path": path}
    pressed: str | None = _page_row(key="page-row", data=data, on_page_change=lambda: None).page
    return pressed
