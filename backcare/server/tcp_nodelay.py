"""Messages leave at once: without this, each answer to a click could wait 40 ms for the one before to be confirmed."""

import socket

from starlette.types import ASGIApp, Receive, Scope, Send


class TcpNoDelay:
    """Turns off the delay that the network adds to small messages (Nagle's algorithm).

    asyncio does so by itself, but only for sockets that were made with the protocol's number; Streamlit makes its own
    without. Where the server does not show its connection, nothing is changed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on."""
        if scope["type"] == "websocket":
            transport = getattr(getattr(receive, "__self__", None), "transport", None)
            connection = transport.get_extra_info("socket") if transport is not None else None
            if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await self.app(scope, receive, send)
