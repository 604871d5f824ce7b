"""A guided session that this browser still holds: told on other pages, with the way back to it."""

from backcare.ui.components import register
from backcare.ui.components.guided_session import browser_key

_component = register(
    "unfinished_session",
    html='<section class="unfinished" aria-label="Unfinished session" hidden></section>',
    scripts=("elements.js", "guided_session/saved_session.js"),
    isolate_styles=False,
)


def unfinished_session(key: str, titles: dict[str, str]) -> bool:
    """Tell of the person's unfinished session, if this browser holds one; whether they want to go back to it now.

    ``key`` is that of ``guided_session``, ``titles`` the exercises' by id.
    """
    data = {"session": browser_key(key), "titles": titles}
    return _component(key="unfinished-session", data=data, on_go_change=lambda: None).go is not None
