"""The one-time link of a private dashboard, and the cookie for the browser that came by it."""

import secrets
import sys
import tempfile
import webbrowser
from collections.abc import Mapping
from hmac import compare_digest
from html import escape
from pathlib import Path
from threading import Thread

from starlette.responses import Response

ENTRY = "/open/"
"""The path of the link, before its token."""
REFUSED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>backcare: closed</title>
<h1>This dashboard is private</h1>
<p>Open it with the link in the terminal where it was started. Each link works once, in one browser.</p></html>"""
OPENED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>backcare</title>
<meta http-equiv="refresh" content="0;url=/"><p><a href="/">Continue to backcare</a></p></html>"""


class OneTimeLink:
    """One cookie for as long as the process lives, and one link until it is used; then there is a fresh one."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(24)
        self._file: Path | None = None
        self.address = ""

    @property
    def url(self) -> str:
        """The link that has not been used yet."""
        return f"{self.address}{ENTRY}{self._token}"

    def admits(self, cookies: Mapping[str, str], port: int) -> bool:
        """Whether the browser brings this process's cookie."""
        return compare_digest(cookies.get(_name(port), "").encode(), self._key.encode())

    def use(self, path: str) -> bool:
        """Whether this is the link; from now on it is not."""
        if not compare_digest(path.removeprefix(ENTRY).encode(), self._token.encode()):
            return False
        self._token = secrets.token_urlsafe(24)
        self.close()
        self.print_url("For one more browser")
        return True

    def set_cookie(self, response: Response, port: int, secure: bool) -> None:
        """What the browser is to keep until it is closed. No script can read it, no other site can make it be sent."""
        response.set_cookie(_name(port), self._key, secure=secure, httponly=True, samesite="strict")

    def print_url(self, what: str) -> None:
        """Say the link in the terminal."""
        print(f"\n  {what}, once: {self.url}\n", file=sys.stderr, flush=True)

    def open_in_browser(self) -> None:
        """Open the browser by way of a file that only this person can read: others can see a command's arguments."""
        with tempfile.NamedTemporaryFile("w", prefix="backcare-", suffix=".html", delete=False) as file:
            file.write(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(self.url)}">')
        self._file = Path(file.name)
        open_browser(self._file.as_uri())

    def close(self) -> None:
        """Leave no link behind."""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None


def open_browser(address: str) -> None:
    """Open the person's browser, without waiting for it."""
    Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _name(port: int) -> str:
    # Browsers keep cookies by host and not by port, so that two dashboards would take each other's.
    return f"backcare-{port}"
