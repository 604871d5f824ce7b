"""A guided session that this browser still holds: told on other pages, with the way back to it."""

import streamlit as st

from backcare.ui.components import register
from backcare.ui.components.guided_session import browser_key

_component = register(
    "unfinished_session",
    html='<section class="unfinished" aria-label="Unfinished session" hidden></section>',
    scripts=("guided_session/saved_session.js",),
    isolate_styles=False,
)


def unfinished_session(key: str, titles: dict[str, str]) -> bool:
    """Tell of the person's unfinished session, if this browser holds one; whether they want to go back to it now.

    ``key`` is that of ``guided_session``, ``titles`` the exercises' by id.
    """
    with st.container(key="unfinished"):
        # Without one, there is nothing to see, and no gap.
        st.html("<style>.st-key-unfinished:not(:has(section.unfinished:not([hidden]))) { position: absolute; }</style>")
        told = _component(
            key="unfinished-session", data={"session": browser_key(key), "titles": titles}, on_go_change=_go
        )
    return told.go is not None


def _go() -> None:
    """The run that follows goes there."""
