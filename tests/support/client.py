"""A client of Streamlit's protocol: a browser's tab without a screen, so that many fit on few cores."""

import asyncio
import json
import ssl
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.asyncio.client import ClientConnection, connect

from support import clock
from support.waiting import WAIT

WORDS = ("alert", "markdown")


@dataclass
class Client:
    """One session at ``url``, for a person who is signed in if ``cookies`` says so.

    ``buttons`` holds the ids of the buttons that the page shows now, by label; ``fields`` our own fields, each with
    the id of its component; ``words`` what it says now, by kind of element; ``faults`` the exceptions it ever showed;
    ``received`` all that the server ever sent.
    """

    url: str
    timezone: str = "UTC"
    cookies: str = ""
    token: str = ""
    page: str = ""
    buttons: dict[str, str] = field(default_factory=dict)
    fields: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    socket: ClientConnection | None = None

    @classmethod
    def signed_in(cls, url: str, issuer: str, secret: str, subject: str, route: int) -> "Client":
        """With the cookies that the provider's answer would have left in a browser."""
        claims = {"iss": issuer, "sub": subject, "iat": int(clock.now().timestamp()), "nonce": f"{subject}-{route}"}
        user = json.dumps({**claims, "origin": url, "is_logged_in": True, "provider": "default"})
        signed = create_signed_value(secret, "_streamlit_user", user).decode()
        token = generate_xsrf_token_string()
        cookies = f"_streamlit_user={signed}; _streamlit_xsrf={token}; backcare_route={route}"
        return cls(url, "Europe/London", cookies, token)

    async def connect(self) -> None:
        """Open the connection; a certificate is not checked."""
        encrypted: dict[str, Any] = {}
        if self.url.startswith("https"):
            unchecked = ssl.create_default_context()
            unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
            encrypted = {"ssl": unchecked, "host": "127.0.0.1"}
        self.socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit", *filter(None, [self.token])],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookies} if self.cookies else None,
            max_size=None,
            open_timeout=WAIT,
            **encrypted,
        )

    async def go(self, page: str = "", query: str = "") -> None:
        """Open a page by its name, "" for the first."""
        self.page = page
        await self._run(query=query)

    async def type(self, label: str, text: str) -> None:
        """Fill in a field; the server hears of it as from any browser, before anything is saved."""
        component, shown = self.fields[label]
        answer = {"is": text, "turn": shown["turn"] + 1}
        await self._run(WidgetState(id=component, json_value=json.dumps({"answers": {shown["name"]: answer}})))

    async def click(self, label: str, answer: str = "") -> float:
        """Click the button whose label begins like this; the milliseconds until the page says ``answer``."""
        button = next(name for each, name in self.buttons.items() if each.startswith(label))
        return await self._run(WidgetState(id=button, trigger_value=True), answer=answer)

    async def _run(self, *states: WidgetState, query: str = "", answer: str = "") -> float:
        """Let the page run to its end; the milliseconds until it said ``answer``, which it has to."""
        assert self.socket is not None
        message = BackMsg()
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = query
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.context_info.timezone = self.timezone
        self.buttons, self.fields, self.words = {}, {}, {}
        began, seen = time.perf_counter(), None
        await self.socket.send(message.SerializeToString())
        while await self._receive() != "script_finished":
            if seen is None and any(answer in said for kind in self.words.values() for said in kind):
                seen = time.perf_counter()
        assert not answer or seen is not None, (answer, self.words, self.buttons)
        return ((seen or time.perf_counter()) - began) * 1000

    async def _receive(self) -> str | None:
        """Take in one message; returns its kind."""
        assert self.socket is not None
        received = await asyncio.wait_for(self.socket.recv(), WAIT)
        assert isinstance(received, bytes)
        self.received.append(received)
        message = ForwardMsg.FromString(received)
        if message.WhichOneof("type") == "delta":
            self._note(message.delta.new_element)
        return message.WhichOneof("type")

    def _note(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "button":
            self.buttons.setdefault(element.button.label, element.button.id)
        elif kind == "bidi_component":
            drawn = element.bidi_component
            for shown in json.loads(drawn.json or drawn.mixed.json or "{}").get("fields", ()):
                self.fields.setdefault(shown["label"], (drawn.id, shown))
        elif kind in WORDS:
            self.words.setdefault(kind, []).append(getattr(element, kind).body)
        elif kind == "exception":
            self.faults.append(element.exception.type)

    async def close(self) -> None:
        """Close the tab."""
        assert self.socket is not None
        await self.socket.close()
