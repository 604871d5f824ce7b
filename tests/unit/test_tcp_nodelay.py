"""Small messages leave at once, on a server that listens as Streamlit's does."""

import asyncio
import socket
from contextlib import closing

import pytest
import uvicorn
from starlette.types import ASGIApp
from streamlit.web.server.starlette.starlette_server import _bind_socket
from support.loops import run
from websockets.asyncio.client import connect

from backcare.server import application
from backcare.server.tcp_nodelay import TcpNoDelay


async def tell(scope, receive, send):
    """Answer every connection with whether it sends at once."""
    connection = receive.__self__.transport.get_extra_info("socket")
    at_once = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": str(bool(at_once))})
    await send({"type": "websocket.close"})


async def told(app: ASGIApp) -> str:
    with closing(_bind_socket("127.0.0.1", 0, 5)) as listening:
        running = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
        serving = asyncio.create_task(running.serve(sockets=[listening]))
        async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}") as client:
            answer = await client.recv()
        running.should_exit = True
        await serving
        return str(answer)


@pytest.mark.parametrize(
    ("app", "at_once"), [(tell, "False"), (TcpNoDelay(tell), "True")], ids=["alone", "with our help"]
)
def test_a_connection_sends_at_once_only_with_our_help(app, at_once):
    assert run(told(app)) == at_once


def test_a_server_without_a_visible_connection_is_left_as_it_is():
    passed = []

    async def behind(scope, receive, send):
        passed.append(scope["type"])

    async def receive():
        return {}

    for kind in ("websocket", "http"):
        run(TcpNoDelay(behind)({"type": kind}, receive, receive))
    assert passed == ["websocket", "http"]


def test_every_connection_passes_through_it_after_the_guard():
    assert [one.cls.__name__ for one in application.middleware()] == ["RequestGuard", "Redirects", "TcpNoDelay"]
