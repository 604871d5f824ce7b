"""A browser's tab without a screen: speaks Streamlit's protocol, so that many fit on few cores."""

import asyncio
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

WAIT = 60


@dataclass
class Tab:
    """One session. ``fields``: the widgets that the page shows now, by label; ``heard``: all that the server said."""

    url: str
    socket: ClientConnection
    fields: dict[str, str] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    page: str = ""

    @classmethod
    async def open(cls, url: str) -> "Tab":
        socket = await connect(
            url.replace("http", "ws") + "/_stcore/stream",
            origin=url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None,
            open_timeout=WAIT,
        )
        return cls(url, socket)

    async def go(self, page: str, query: str = "") -> None:
        """Open a page by its name, "" for the first."""
        self.page = page
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        await self._run(asked)

    async def type(self, label: str, text: str) -> None:
        """Fill in a field; the server hears of it as from any browser, before anything is saved."""
        await self._change(WidgetState(id=self.fields[label], string_value=text))

    async def click(self, label: str) -> None:
        """Click a button."""
        await self._change(WidgetState(id=self.fields[label], trigger_value=True))

    async def _change(self, state: WidgetState) -> None:
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.widget_states.widgets.append(state)
        await self._run(asked)

    async def _run(self, asked: BackMsg) -> None:
        asked.rerun_script.context_info.timezone = "UTC"
        self.fields, self.alerts = {}, []
        await self.socket.send(asked.SerializeToString())
        finished = False
        while not finished:
            said = await asyncio.wait_for(self.socket.recv(), WAIT)
            assert isinstance(said, bytes)
            self.heard.append(said)
            message = ForwardMsg()
            message.ParseFromString(said)
            if message.WhichOneof("type") == "delta":
                self._note(message.delta.new_element)
            finished = message.WhichOneof("type") == "script_finished"

    def _note(self, element: object) -> None:
        kind = element.WhichOneof("type")  # type: ignore[attr-defined]
        if kind in ("button", "text_area"):
            shown = getattr(element, kind)
            self.fields.setdefault(shown.label, shown.id)
        elif kind == "alert":
            self.alerts.append(element.alert.body)  # type: ignore[attr-defined]
        elif kind == "exception":
            self.faults.append(element.exception.type)  # type: ignore[attr-defined]

    async def close(self) -> None:
        await self.socket.close()
