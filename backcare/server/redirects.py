"""Addresses that people type: another letter case, a slash at the end, or a page that there is not, lead to a page."""

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from backcare.server.request_guard import FONTS
from backcare.ui.layout import PAGES

PATHS = {name: "/" if name == "today" else f"/{name}" for name in PAGES}
SERVED = ("/_stcore/", "/static/", "/media/", "/component/", f"{FONTS}/")
"""Everything that begins so is answered as it stands: it is what a page of ours asks for."""
FILES = {"/favicon.png", "/manifest.json", "/auth/login", "/auth/logout", "/oauth2callback"}
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""On a deep link a page asks for these below its own path first, and has to be told that they are not there."""


class Redirects:
    """Redirects the address of no page to a page.

    Streamlit would show Today with a box "Page not found" over it, or, where the address has several parts, nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Redirect, or pass the connection on."""
        reads = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        page = page_instead(scope["path"]) if reads else None
        if page is None:
            await self.app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        await RedirectResponse(f"{page}?{query}" if query else page, 307)(scope, receive, send)


def page_instead(path: str) -> str | None:
    """The path of the page that an address leads to; ``None`` for one that is answered as it stands.

    Nothing of the address goes into it, so that no address can lead to another site.

    >>> page_instead("/Log/x"), page_instead("//evil.example"), page_instead("/log")
    ('/log', '/', None)
    """
    if path in PATHS.values() or path in FILES or path.startswith(SERVED) or path.endswith(PROBES):
        return None
    return PATHS.get(path.strip("/").split("/")[0].lower(), "/")
