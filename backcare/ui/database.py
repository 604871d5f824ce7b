"""Where everybody's logs are: one pool of connections for the process, and nobody's data in it."""

import streamlit as st

from backcare.environment import database_url
from backcare.store import Logs, open_logs


@st.cache_resource(show_spinner=False)
def logs(url: str | None) -> Logs:
    """The database at this address. A failure to open it is not remembered, so that a reload tries again."""
    return open_logs(url)


def here() -> Logs:
    """The database that the environment names."""
    return logs(database_url())
