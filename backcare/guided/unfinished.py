"""A guided session that this browser still holds: told on other pages, with the way back to it."""

from pathlib import Path

import streamlit as st

from backcare.guided.session import browser_key

HERE = Path(__file__).parent
SCRIPTS = ("keep.js", "unfinished.js")

_component = st.components.v2.component(
    "backcare_unfinished",
    html='<section class="unfinished" aria-label="Unfinished session" hidden></section>',
    css=(HERE / "unfinished.css").read_text(encoding="utf-8"),
    js="\n".join((HERE / name).read_text(encoding="utf-8") for name in SCRIPTS),
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
