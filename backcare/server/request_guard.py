"""The guard before Streamlit: who may connect, from which page, by which name; and headers on every answer."""

import re

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

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
FONTS = "/fonts"
CACHED = ("/static/", f"{FONTS}/")
"""Streamlit's scripts and styles, and the typeface. Nothing else may be kept by a browser: it may hold health data."""
HOST = re.compile(r"(?:(?P<name>[a-z0-9._-]{1,253})|\[(?P<address>[0-9a-f:.]{2,45})\])(?::(?P<port>[0-9]{1,5}))?")
READS = ("GET", "HEAD", "OPTIONS")
INNER = ("/media/", "/_stcore/", "/component/")
"""What only a page of ours asks for; nobody follows a link there."""


class RequestGuard:
    """Refuses what does not come from this computer and from a page of ours, before Streamlit sees it.

    Streamlit itself accepts any page on any port of this computer, and a connection without an Origin; neither is ours.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.exposure = network_exposure.NetworkExposure()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, or refuse it."""
        if scope["type"] == "lifespan":
            await self._start(scope, receive, send)
        else:
            connection = Connection(scope)
            await self._answer(connection)(scope, receive, _with_headers(send, connection))

    def _answer(self, connection: "Connection") -> ASGIApp:
        link = self.exposure.link
        if not connection.is_ours(self.exposure):
            return connection.refusal(PlainTextResponse("This connection is not from a page of backcare.", 403))
        if link is None or link.admits(connection.cookies, connection.port):
            return self.app
        if connection["type"] == "http" and connection.method == "GET" and link.use(connection.path):
            opened = HTMLResponse(OPENED)
            link.set_cookie(opened, connection.port, secure=connection["scheme"] == "https")
            return opened
        return connection.refusal(HTMLResponse(REFUSED, 403))

    async def _start(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Start, unless what the environment and the settings say would let others in: then one line says what."""
        try:
            self.exposure = network_exposure.configured_exposure()
        except ConfigurationError as error:
            await receive()
            await send({"type": "lifespan.startup.failed", "message": f"backcare does not start: {error}"})
            return

        async def send_then_announce(message: Message) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                network_exposure.announce(self.exposure)

        try:
            await self.app(scope, receive, send_then_announce)
        finally:
            if self.exposure.link is not None:
                self.exposure.link.close()


class Connection(HTTPConnection):
    """A request or a websocket, and the facts by which it is let through."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(scope)
        self.path: str = scope["path"]
        self.method: str = scope.get("method", "GET")
        address, port = scope.get("server") or ("", 0)
        self.address, self.port = str(address), int(port or 0)
        hosts = self.headers.getlist("host")
        self.host = hosts[0].lower() if len(hosts) == 1 else ""

    @property
    def name(self) -> str | None:
        """The host without its port; ``None`` when it is no host."""
        parts = HOST.fullmatch(self.host)
        if parts is None or int(parts["port"] or 0) > 65535:
            return None
        return parts["name"] or parts["address"]

    def is_ours(self, exposure: network_exposure.NetworkExposure) -> bool:
        """Whether it reaches us where and by the name that it should, and comes from a page of ours or from none."""
        if not exposure.answers_on(self.address) or self.name is None or not exposure.is_called(self.name):
            return False
        origins = self.headers.getlist("origin")
        if origins or self["type"] == "websocket" or self.method not in READS:
            scheme = {"ws": "http", "wss": "https"}.get(self["scheme"], self["scheme"])
            return origins == [f"{scheme}://{self.host}"]
        return self._is_followed_or_same()

    def _is_followed_or_same(self) -> bool:
        # A page of another port of this computer counts as "same-site"; it may link to us and nothing else.
        site, mode, target = (self.headers.get(f"sec-fetch-{part}") for part in ("site", "mode", "dest"))
        if site in (None, "none", "same-origin"):
            return True
        return (mode, target) == ("navigate", "document") and not self.path.startswith((*INNER, ENTRY))

    def refusal(self, response: Response) -> ASGIApp:
        """The response; where the server cannot send one to a websocket, its close."""
        if self["type"] == "http" or "websocket.http.response" in self.get("extensions", {}):
            return response
        return WebSocketClose(4403)


def _with_headers(send: Send, connection: Connection) -> Send:
    """``send`` that puts our headers on every answer, in place of any of the same name."""
    host = connection.host if connection.name else "localhost"
    # A socket to this very address alone: "ws:" would let a script send what it likes to anybody.
    policy = POLICY.format(sockets=f"ws://{host} wss://{host}")

    async def send_with_headers(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            headers.update({**FIXED, "content-security-policy": policy})
            if message["status"] >= 300 or not connection.path.startswith(CACHED):
                headers["cache-control"] = "no-store"
            message = {**message, "headers": headers.raw}
        await send(message)

    return send_with_headers
