"""Developer mode: whole tracebacks, reload on save and Streamlit's toolbar, on a sample log that is thrown away."""

import os
import re
import sys
from contextlib import ExitStack
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st
from streamlit import config

from backcare import environment
from backcare.errors import ConfigurationError
from backcare.exchange import import_log
from backcare.paths import data_folder
from backcare.store import open_store

HOW = f"Whole tracebacks, on a sample log: `make dev`, or {environment.DEV}=1."
SAMPLE = "improving"
TABLES = ("sessions", "sets", "days", "resumptions")
SETTINGS = {
    "client.showErrorDetails": "full",
    "client.toolbarMode": "developer",
    "server.fileWatcherType": "auto",
    "server.runOnSave": True,
}
"""Streamlit's settings in developer mode, in place of the private ones in ``.streamlit/config.toml``."""
FIRST_CELL = re.compile(r"^\d{4}-\d\d-\d\d", flags=re.M)
"""The day with which every row of a sample's CSV files begins."""
_open = ExitStack()
"""The folder of the sample log, until ``end``."""


def begin(*, shared: bool) -> None:
    """Put a sample in the place of the log, and only then let Streamlit show all it knows of a fault.

    ``shared``: whether others than the developer are let in. Raises ``ConfigurationError`` when they are, and when a
    log is named, since a traceback shows what is in the log.
    """
    if shared:
        raise ConfigurationError(
            f"{environment.DEV} is set, and so is the network or a sign-in; allowed: developer mode on this computer "
            "alone, since a traceback shows what is in the log."
        )
    for name in (environment.DATABASE_URL, environment.ADMIN_URL, environment.BACKUP_FOLDER):
        if os.environ.get(name):
            raise ConfigurationError(
                f"{name} is set, and so is {environment.DEV}; allowed: one of them, since a traceback shows what is in "
                f"the log, so that developer mode has a sample instead. To start: env -u {name} make dev"
            )
    log = _sample_log()
    os.environ[environment.DATABASE_URL] = f"sqlite:///{log}"
    # Streamlit watches the modules beside the script that it runs, and those in the folders of this variable.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(data_folder().parent), os.environ.get("PYTHONPATH")]))
    for setting, value in SETTINGS.items():
        config.set_option(setting, value)
    text = f"\n  Developer mode. The log is a sample in {log.parent}, thrown away at the end.\n"
    print(text, file=sys.stderr, flush=True)


def remove_sample_log() -> None:
    """Throw the sample log away; nothing to do outside developer mode."""
    _open.close()


def _sample_log() -> Path:
    folder = _open.enter_context(TemporaryDirectory(prefix="backcare-developer-", ignore_cleanup_errors=True))
    log = Path(folder) / "backcare.db"
    store = open_store(log)
    for text in sample(SAMPLE, datetime.now().astimezone().date()):
        import_log(store, text.encode())
    store.engine.dispose()
    return log


def sample(name: str, last: date) -> list[str]:
    """The CSV files of a sample, moved in time so that its last day is ``last``."""
    texts = [(data_folder() / "samples" / name / f"{table}.csv").read_text(encoding="utf-8") for table in TABLES]
    by = last - max(date.fromisoformat(day) for text in texts for day in FIRST_CELL.findall(text))
    return [FIRST_CELL.sub(lambda day: str(date.fromisoformat(day[0]) + by), text) for text in texts]


@cache
def forget_older_objects() -> None:
    """Once for each time that the modules are loaded: let go of what instances of their older classes are kept."""
    st.cache_resource.clear()
    st.session_state.clear()
