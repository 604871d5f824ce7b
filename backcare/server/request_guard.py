"""The guard before Streamlit: who may connect, from which page, by which name; and headers on every answer."""

import re
from collections.abc import Iterator
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backcare.errors import ConfigurationError
from backcare.server import network_exposure
from backcare.server.one_time_link import ENTRY, OPENED, REFUSED

FIXED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), screen-wake-lock=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {sockets} data: blob:; "
    "media-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Vega draws charts with functions that it makes up as it goes, hence eval; the rest is what Streamlit needs."""
CACHED = "/static/"
"""Streamlit's own scripts and styles. Nothing else may be kept by a browser: it may hold health data."""
HOST = re.compile(r"(?:(?P<name>[a-z0-9._-]{1,253})|\[(?P<address>[0-9a-f:.]{2,45})\])(?::(?P<port>[0-9]{1,5}))?")
READS = ("GET", "HEAD", "OPTIONS")
INNER = ("/media/", "/_stcore/", "/component/")
"""What only a page of ours asks for; nobody follows a link there."""


class Guard:
    """Refuses what does not come from this computer and from a page of ours, before Streamlit sees it.

    Streamlit itself accepts any page on any port of this computer, and a connection without an Origin; neither is ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.opening = network_exposure.Opening()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._begin(scope, receive, send)
            return
        asked = Asked(scope)
        answer = _dressed(send, scope, asked.host)
        if not asked.is_ours(self.opening):
            await _refuse(scope, answer, "This connection is not from a page of backcare.")
        elif self.opening.door is None or self.opening.door.lets_in(asked.cookies, asked.port):
            await self.app(scope, receive, answer)
        elif scope["type"] == "http" and asked.method == "GET" and self.opening.door.take(asked.path):
            cookie = self.opening.door.cookie(asked.port, secure=scope["scheme"] == "https")
            await _say(answer, 200, OPENED, [(b"set-cookie", cookie.encode())])
        else:
            await _refuse(scope, answer, REFUSED)

    async def _begin(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start, unless what the environment and the settings say would let others in: then one line says what."""
        try:
            self.opening = network_exposure.opening()
        except ConfigurationError as error:
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"backcare does not start: {error}"})
            return

        async def then_tell(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                network_exposure.announce(self.opening)

        try:
            await self.app(scope, receive, then_tell)
        finally:
            if self.opening.door is not None:
                self.opening.door.close()


class Asked:
    """What a connection says of itself."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.path: str = scope["path"]
        self.method: str = scope.get("method", "GET")
        address, port = scope.get("server") or ("", 0)
        self.address, self.port = str(address), int(port or 0)
        hosts = list(self._all(b"host"))
        self.host = hosts[0].lower() if len(hosts) == 1 else ""
        self.cookies = "; ".join(self._all(b"cookie"))

    def _all(self, name: bytes) -> Iterator[str]:
        return (value.decode("latin-1") for key, value in self.scope["headers"] if key == name)

    def is_ours(self, opening: network_exposure.Opening) -> bool:
        """Whether it reaches us where and by the name that it should, and comes from a page of ours or from none."""
        name = _name_in(self.host)
        if not opening.answers_on(self.address) or name is None or not opening.is_called(name):
            return False
        origins = list(self._all(b"origin"))
        if origins or self.scope["type"] == "websocket" or self.method not in READS:
            scheme = {"ws": "http", "wss": "https"}.get(self.scope["scheme"], self.scope["scheme"])
            return origins == [f"{scheme}://{self.host}"]
        return self._is_followed_or_same()

    def _is_followed_or_same(self) -> bool:
        # A page of another port of this computer counts as "same-site"; it may link to us and nothing else.
        site = next(self._all(b"sec-fetch-site"), "none")
        if site in ("none", "same-origin"):
            return True
        link = next(self._all(b"sec-fetch-mode"), "") == "navigate" and next(self._all(b"sec-fetch-dest"), "") == (
            "document"
        )
        return link and not self.path.startswith((*INNER, ENTRY))


def _name_in(host: str) -> str | None:
    """The name without the port; ``None`` when it is no host."""
    found = HOST.fullmatch(host)
    if found is None or int(found["port"] or 0) > 65535:
        return None
    return found["name"] or found["address"]


@lru_cache(maxsize=8)
def _headers(host: str) -> list[tuple[bytes, bytes]]:
    # A socket to this very address alone: "ws:" would let a script send what it likes to anybody.
    policy = POLICY.format(sockets=f"ws://{host} wss://{host}")
    named = {**FIXED, "content-security-policy": policy}
    return [(name.encode(), value.encode("latin-1")) for name, value in named.items()]


def _dressed(send: Send, scope: Scope, host: str) -> Send:
    """``send`` that puts our headers on every answer, in place of any of the same name."""
    added = _headers(host if _name_in(host) else "localhost")
    ours = {name for name, _ in added}

    async def dressed(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in ours]
            if message["status"] >= 300 or not scope["path"].startswith(CACHED):
                kept = [(name, value) for name, value in kept if name.lower() != b"cache-control"]
                kept.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return dressed


async def _refuse(scope: Scope, send: Send, body: str) -> None:
    if scope["type"] == "http":
        await _say(send, 403, body)
    elif "websocket.http.response" in scope.get("extensions", {}):
        await _say(send, 403, body, kind="websocket.http.response")
    else:
        await send({"type": "websocket.close", "code": 4403})


async def _say(
    send: Send, status: int, body: str, extra: list[tuple[bytes, bytes]] | None = None, kind: str = "http.response"
) -> None:
    form = b"text/html" if body.startswith("<!doctype") else b"text/plain"
    content = body.encode()
    headers = [(b"content-type", form + b"; charset=utf-8"), (b"content-length", str(len(content)).encode())]
    await send({"type": f"{kind}.start", "status": status, "headers": [*headers, *(extra or [])]})
    await send({"type": f"{kind}.body", "body": content})
