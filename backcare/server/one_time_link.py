"""The door of a private dashboard: a link that works once, and a cookie for the browser that came by it."""

import secrets
import sys
import tempfile
import webbrowser
from hmac import compare_digest
from html import escape
from pathlib import Path
from threading import Thread

from starlette.requests import cookie_parser

ENTRY = "/open/"
"""The path of the one-time link, before its token."""
REFUSED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>backcare: closed</title>
<h1>This dashboard is private</h1>
<p>Open it by the link in the terminal where it was started. Each link works once, in one browser.</p></html>"""
OPENED = """<!doctype html><html lang="en"><meta charset="utf-8"><title>backcare</title>
<meta http-equiv="refresh" content="0;url=/"><p><a href="/">Go on to backcare</a></p></html>"""


class Door:
    """Knows one cookie for as long as the process lives, and one link until it is used; then there is a fresh one."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(32)
        self._link = secrets.token_urlsafe(24)
        self._sent_by: Path | None = None
        self.address = ""

    @property
    def link(self) -> str:
        """The link that has not been used yet."""
        return f"{self.address}{ENTRY}{self._link}"

    def lets_in(self, cookies: str, port: int) -> bool:
        """Whether the browser brings this process's cookie."""
        given = cookie_parser(cookies).get(_name(port), "")
        return compare_digest(given.encode(), self._key.encode())

    def take(self, path: str) -> bool:
        """Whether this is the link; from now on it is not."""
        if not compare_digest(path.removeprefix(ENTRY).encode(), self._link.encode()):
            return False
        self._link = secrets.token_urlsafe(24)
        self.close()
        self.tell("For one more browser")
        return True

    def cookie(self, port: int, secure: bool) -> str:
        """What the browser is to keep until it is closed. No script can read it, no other site can make it be sent."""
        return f"{_name(port)}={self._key}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")

    def tell(self, what: str) -> None:
        """Say the link in the terminal."""
        print(f"\n  {what}, once: {self.link}\n", file=sys.stderr, flush=True)

    def show(self) -> None:
        """Open the browser by way of a file that only this person can read: others can see a command's arguments."""
        with tempfile.NamedTemporaryFile("w", prefix="backcare-", suffix=".html", delete=False) as file:
            file.write(f'<!doctype html><meta http-equiv="refresh" content="0;url={escape(self.link)}">')
        self._sent_by = Path(file.name)
        browse(self._sent_by.as_uri())

    def close(self) -> None:
        """Leave no link behind."""
        if self._sent_by is not None:
            self._sent_by.unlink(missing_ok=True)
            self._sent_by = None


def browse(address: str) -> None:
    """Open the person's browser, without waiting for it."""
    Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _name(port: int) -> str:
    # Browsers keep cookies by host and not by port, so that two dashboards would take each other's.
    return f"backcare-{port}"
