"""The server: start-up work, the guard before it, and the page for what went wrong."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from backcare import environment
from backcare.errors import BackcareError
from backcare.files import logfile
from backcare.paths import data_folder
from backcare.server import developer_mode, log_redaction
from backcare.server.redirects import Redirects
from backcare.server.request_guard import FONTS, RequestGuard
from backcare.server.tcp_nodelay import TcpNoDelay
from backcare.ui.log_access import read_ahead

SCRIPT = Path(__file__).parent / "main.py"


def middleware() -> list[Middleware]:
    """What every connection passes through before Streamlit sees it."""
    return [Middleware(RequestGuard), Middleware(Redirects), Middleware(TcpNoDelay)]


def routes() -> list[Mount]:
    """What is served beside the pages: the typeface that the theme names."""
    return [Mount(FONTS, StaticFiles(directory=data_folder() / "fonts" / "screen"))]


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Once for each server process: private files, a frozen heap, and a first look at the log."""
    logfile.private_umask()
    if not environment.is_on(environment.DEV):
        log_redaction.install()
    # Streamlit collects garbage in full after every run of a page; what was loaded at the start is never garbage, and
    # looking through it each time is most of what a click costs.
    gc.collect()
    gc.freeze()
    Thread(target=read_ahead, daemon=True).start()
    try:
        yield {}
    finally:
        developer_mode.remove_sample_log()


def explain(error: Exception) -> bool:
    """Say what went wrong in words. Streamlit has already logged it; see ``log_redaction`` for what of it."""
    if environment.is_on(environment.DEV):
        return False
    if isinstance(error, BackcareError):
        st.warning("This cannot be done just now.")
        st.text(str(error))
    else:
        st.warning(
            "Something went wrong in the program. It is not your fault. What you have saved is safe. "
            "Reload the page to continue."
        )
    return True
