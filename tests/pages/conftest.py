"""Pages run without a browser, on a log of their own, at an hour of the test's choosing."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
import time_machine
from streamlit.testing.v1 import AppTest
from support.entries import answer_signs

import backcare
from backcare.store import LogStore, open_store

MAIN = Path(backcare.__file__).parent / "server" / "main.py"
FAR = ZoneInfo("Pacific/Kiritimati")
"""Where the computer is, as far as the tests are concerned: a page that took its day from there would be found out."""
Run = Callable[..., AppTest]


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LogStore]:
    """The log that the pages open; the first day's page has been read."""
    path = tmp_path / "backcare.db"
    monkeypatch.setenv("BACKCARE_DATABASE_URL", f"sqlite:///{path}")
    st.cache_resource.clear()
    store = open_store(path)
    answer_signs(store)
    yield store
    store.engine.dispose()
    st.cache_resource.clear()


@pytest.fixture
def run() -> Iterator[Run]:
    """Run a page at a moment where the person is: ``run("log", at=datetime(..., tzinfo=ZoneInfo(...)))``."""
    travels: list[time_machine.travel] = []

    def run_page(name: str = "today", *, at: datetime, **query: str) -> AppTest:
        for travel in travels:
            travel.stop()
        travels[:] = [time_machine.travel(at.astimezone(FAR), tick=False)]
        travels[0].start()
        app = AppTest.from_file(str(MAIN), default_timeout=30)
        app.context = {"timezone": str(at.tzinfo), "locale": "en-GB"}
        app.run()
        if name != "today":
            for key, value in query.items():
                app.query_params[key] = value
            app.switch_page(f"../../pages/{name}.py").run()
        assert not app.exception
        return app

    yield run_page
    for travel in travels:
        travel.stop()
