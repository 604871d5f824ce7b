"""Signing in, where it is configured: who the provider says it is, asked of the database anew at every run and click.

Streamlit's own cookie is good for 30 days, also after signing out. It is therefore only what somebody shows; whether it
still opens anything is for the database to say, which every process asks.
"""

from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import streamlit as st

from backcare.clinic import access, row_level_security
from backcare.environment import database_url
from backcare.errors import BackcareError, ConfigurationError, SignedOut
from backcare.store import Logs, LogStore, open_logs

FRESH = 0.5
"""Seconds for which an answer of the database holds within one run of a page; a new run always asks."""
MANY = 1000
SECRET_LENGTH = 32


@cache
def required() -> bool:
    """Whether a sign-in is configured; fixed for as long as the process lives."""
    return bool(st.secrets.load_if_toml_exists() and st.secrets.get("auth"))


def check_configuration() -> None:
    """Raise ``ConfigurationError`` when the sign-in that is configured would not keep people apart."""
    if not required():
        return
    auth = st.secrets["auth"]
    address = urlsplit(str(auth.get("redirect_uri", "")))
    if not address.path.endswith("/oauth2callback"):
        raise ConfigurationError("auth.redirect_uri is not the dashboard's own address with /oauth2callback after it.")
    if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ConfigurationError("auth.redirect_uri is not https: a sign-in would cross the network unencrypted.")
    if len(str(auth.get("cookie_secret", ""))) < SECRET_LENGTH:
        raise ConfigurationError(f"auth.cookie_secret is too short; allowed: {SECRET_LENGTH} characters or more.")
    if st.get_option("server.trustedUserHeaders"):
        raise ConfigurationError("server.trustedUserHeaders is set; the person is who the provider says, no header.")
    if not (database_url() or "").startswith("postgresql"):
        raise ConfigurationError(row_level_security.NEEDS_SERVER)


def host() -> str | None:
    """The name by which browsers know the dashboard, where a sign-in is configured."""
    return urlsplit(str(st.secrets["auth"].get("redirect_uri", ""))).hostname if required() else None


def current_sign_in(anew: bool = False) -> access.SignIn:
    """The sign-in that holds now; raises ``SignedOut`` when there is none."""
    if not st.user.get("is_logged_in"):
        raise SignedOut("You are not signed in.")
    shown = access.sign_in_of(st.user.to_dict())
    if anew:
        _admit.clear(shown)
    _admit(shown)
    return shown


@st.cache_resource(ttl=FRESH, max_entries=MANY, show_spinner=False)
def _admit(shown: access.SignIn) -> None:
    """Ask the database once for the many questions of one run; ``SignedOut`` is not remembered."""
    access.admit(clinic_logs().engine, shown)


def clinic_logs() -> Logs:
    """The clinic's database, once it is known to keep people apart; with connections of its own."""
    return _separated(database_url())


@st.cache_resource(show_spinner=False)
def _separated(url: str | None) -> Logs:
    """One pool of connections for the process; a database that is refused is asked again."""
    logs = open_logs(url)
    try:
        row_level_security.insist_on_separation(logs.engine)
    except ConfigurationError:
        logs.engine.dispose()
        raise
    return logs


def admitted() -> bool:
    """At the start of every run: whether the pages may be shown. A database out of reach is for the pages to tell."""
    if not required():
        return True
    try:
        current_sign_in(anew=True)
    except SignedOut:
        return False
    except BackcareError:
        pass  # The pages ask again, and are told the same.
    return True


def sign_out(everywhere: bool = False) -> None:
    """End the sign-in for every process, then let Streamlit take its cookie back."""
    shown = access.sign_in_of(st.user.to_dict())
    _admit.clear(shown)
    access.end_sign_in(clinic_logs().engine, shown, everywhere)
    st.logout()


def visited(page: str) -> None:
    """Leave a line in the audit trail when the person comes to a page: each of them reads the log."""
    if required() and st.session_state.get("visited") != page:
        audit(f"read: {page}")
        st.session_state["visited"] = page


def audit(what: str) -> None:
    """A line in the audit trail, where people sign in."""
    if required():
        whose = current_sign_in().person
        access.trail(clinic_logs().engine, whose, whose, what)


def where_it_is_kept() -> str:
    """Who has what is logged."""
    return "The clinic keeps your log." if required() else "It all stays on this computer."


def audited_download(what: str, make: Callable[[LogStore], bytes], store: LogStore) -> Callable[[], bytes]:
    """A download, made when it is asked for: only while the sign-in holds, and with a line in the audit trail.

    It is made outside a page's run, where nothing says any more who asks, so that this is found out beforehand.
    """
    if not required():
        return lambda: make(store)
    shown, clinic = current_sign_in(), clinic_logs()

    def download() -> bytes:
        access.admit(clinic.engine, shown)
        access.trail(clinic.engine, shown.person, shown.person, what)
        return make(store)

    return download
