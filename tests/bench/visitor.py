"""A browser without a screen: speaks Streamlit's protocol as a signed-in person, to time many sessions on few cores."""

import asyncio
import json
import ssl
import time
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string
from websockets.asyncio.client import ClientConnection, connect

WAIT = 60


@dataclass
class Visitor:
    """One session of one person. ``buttons``: those that the page shows now, by their label."""

    url: str
    cookies: str
    token: str
    socket: ClientConnection | None = None
    buttons: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    async def open(self) -> float:
        """Come to Today; the milliseconds until it is all there."""
        begun = time.perf_counter()
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        self.socket = await connect(
            self.url.replace("https", "wss") + "/_stcore/stream",
            origin=self.url,  # type: ignore[arg-type]
            subprotocols=["streamlit", self.token],  # type: ignore[list-item]
            additional_headers={"Cookie": self.cookies},
            ssl=unchecked,
            host="127.0.0.1",
            max_size=None,
            open_timeout=WAIT,
        )
        await self._run(BackMsg())
        return (time.perf_counter() - begun) * 1000

    async def click(self, label: str, answer: str) -> float:
        """Click a button; the milliseconds until the page says ``answer``."""
        asked = BackMsg()
        state = asked.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = self.buttons[label], True
        return await self._run(asked, answer)

    async def _run(self, asked: BackMsg, answer: str = "") -> float:
        assert self.socket is not None
        begun = seen = time.perf_counter()
        asked.rerun_script.context_info.timezone = "Europe/London"
        self.buttons, self.said = {}, []
        await self.socket.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self.socket.recv(), WAIT))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._note(message.delta.new_element)
                if answer and answer in " ".join(self.said):
                    answer = ""
                    seen = time.perf_counter()
            elif kind == "script_finished":
                assert not answer, (answer, self.said, self.buttons)
                return (seen - begun) * 1000

    def _note(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "button":
            self.buttons.setdefault(element.button.label, element.button.id)
        elif kind in ("alert", "markdown"):
            self.said.append(getattr(element, kind).body)

    async def leave(self) -> None:
        """Close the tab."""
        assert self.socket is not None
        await self.socket.close()


def visitor(url: str, issuer: str, secret: str, subject: str, route: int) -> Visitor:
    """A browser with the cookies that the provider's answer would have left in it."""
    claims = {"iss": issuer, "sub": subject, "iat": int(time.time()), "nonce": f"{subject}-{route}"}
    user = json.dumps({**claims, "origin": url, "is_logged_in": True, "provider": "default"})
    signed = create_signed_value(secret, "_streamlit_user", user).decode()
    token = generate_xsrf_token_string()
    return Visitor(url, f"_streamlit_user={signed}; _streamlit_xsrf={token}; backcare_route={route}", token)
