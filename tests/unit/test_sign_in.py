"""Where a sign-in is configured: what it must say, what it allows, and what is done only while it holds."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import streamlit as st
from sqlalchemy import URL, text
from streamlit import config
from support import clinics
from support.clinics import Clinic
from support.logs import session

from backcare import cli, environment
from backcare.clinic import access, row_level_security, sign_in
from backcare.errors import BackcareError, ConfigurationError, SignedOut
from backcare.server import network_exposure
from backcare.ui import identity
from backcare.ui.database import here

GOOD = {
    "redirect_uri": "https://backcare.example.org/oauth2callback",
    "cookie_secret": "c" * 32,
    "client_id": "backcare",
    "client_secret": "secret",
}
CLAIMS = {"iss": "https://id.example.org", "sub": "1", "is_logged_in": True}


@pytest.fixture
def configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """A sign-in as the secrets say it: ``configured(cookie_secret="short")``."""
    monkeypatch.setenv("BACKCARE_DATABASE_URL", "postgresql://app@localhost/backcare")

    def say(**changes: Any) -> None:
        monkeypatch.setattr(sign_in.st, "secrets", Secrets({"auth": GOOD | changes}))

    class Secrets(dict):
        def load_if_toml_exists(self) -> bool:
            return True

    sign_in.required.cache_clear()
    yield say
    monkeypatch.undo()
    sign_in.required.cache_clear()


def test_without_secrets_no_sign_in_is_asked_for():
    sign_in.required.cache_clear()
    assert not sign_in.required()
    sign_in.check_configuration()
    assert sign_in.host() is None
    assert sign_in.admitted()


def test_a_sound_configuration_is_taken(configured):
    configured()
    sign_in.check_configuration()
    assert sign_in.host() == "backcare.example.org"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"redirect_uri": "http://backcare.example.org/oauth2callback"}, "not https"),
        ({"redirect_uri": "https://backcare.example.org/"}, "oauth2callback"),
        ({"cookie_secret": "c" * 31}, "too short"),
        ({"cookie_secret": "replace-me"}, "too short"),
    ],
)
def test_a_configuration_that_would_let_others_in_is_refused(configured, changes, wrong):
    configured(**changes)
    with pytest.raises(ConfigurationError, match=wrong):
        sign_in.check_configuration()


def test_a_file_is_refused_where_people_sign_in(configured, monkeypatch):
    configured()
    for address in ("sqlite:////tmp/x.db", ""):
        monkeypatch.setenv("BACKCARE_DATABASE_URL", address)
        with pytest.raises(ConfigurationError, match="PostgreSQL"):
            sign_in.check_configuration()


def test_a_header_that_could_say_who_somebody_is_is_refused(configured, monkeypatch):
    configured()
    monkeypatch.setattr(
        st, "get_option", lambda name: {"X-User": "sub"} if name == "server.trustedUserHeaders" else None
    )
    with pytest.raises(ConfigurationError, match="trustedUserHeaders"):
        sign_in.check_configuration()


def test_the_dashboard_listens_beyond_this_computer_only_with_a_sign_in(configured, monkeypatch):
    real = config.get_option
    # What a flag would make of it, whatever else is set here.
    asked = {"server.address": "192.0.2.7", "client.showErrorDetails": "none", "client.showErrorLinks": "false",
             "browser.gatherUsageStats": "false"}  # fmt: skip
    monkeypatch.setattr(config, "get_option", lambda name: asked.get(name) or real(name))
    monkeypatch.setattr(config, "set_option", lambda *_: None)
    with pytest.raises(ConfigurationError, match=r"server\.address"):
        network_exposure.configured_exposure()
    configured()
    sign_in.required.cache_clear()
    exposure = network_exposure.configured_exposure()
    assert exposure.answers_on("192.0.2.7")
    assert exposure.is_called("backcare.example.org")
    assert not exposure.is_called("evil.example")
    configured(cookie_secret="short")
    with pytest.raises(ConfigurationError, match="too short"):
        network_exposure.configured_exposure()


# While it holds


@pytest.fixture(scope="module")
def clinic(postgresql: Callable[[], URL]) -> Clinic:
    return clinics.make(postgresql)


@pytest.fixture
def as_somebody(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Signed in: ``as_somebody("a")``."""
    monkeypatch.setenv("BACKCARE_DATABASE_URL", clinic.app.render_as_string(hide_password=False))
    monkeypatch.setattr(sign_in, "required", lambda: True)
    st.cache_resource.clear()

    def come(subject: str) -> None:
        claims = CLAIMS | {"sub": subject, "iat": int(datetime.now(UTC).timestamp())}
        monkeypatch.setattr(type(st.user), "to_dict", lambda _self: claims)
        monkeypatch.setattr(type(st.user), "get", lambda _self, name, default=None: claims.get(name, default))

    yield come
    here().engine.dispose()
    with suppress(BackcareError):
        sign_in.clinic_logs().engine.dispose()
    st.cache_resource.clear()


def lines(clinic: Clinic, person: str) -> list[str]:
    with clinic.seen_by_superuser() as superuser:
        return list(superuser.scalars(text("SELECT what FROM audit WHERE person = :who ORDER BY at"), {"who": person}))


def test_a_download_is_made_only_while_signed_in_and_is_audited(clinic, as_somebody):
    as_somebody("a")
    store = here().of(identity.person())
    store.record_session(session(1))
    made = sign_in.audited_download("export", lambda log: log.read_log().sets.to_csv().encode(), store)
    assert b"back-bends" in made() or b"knees" in made()
    access.end_sign_in(here().engine, sign_in.current_sign_in())
    with pytest.raises(SignedOut):
        made()
    trail = lines(clinic, store.person)
    assert trail[0] == "sign in"
    assert set(trail[1:-1]) == {"export"}
    assert trail[-1] == "sign out"


def test_after_signing_out_elsewhere_a_new_run_is_told(clinic, as_somebody, monkeypatch):
    as_somebody("b")
    assert sign_in.admitted()
    elsewhere = clinic.logs()
    access.end_sign_in(elsewhere.engine, sign_in.current_sign_in())
    elsewhere.engine.dispose()
    assert not sign_in.admitted()
    with pytest.raises(SignedOut):
        identity.person()


def test_somebody_who_is_not_signed_in_is_nobody(as_somebody, monkeypatch):
    as_somebody("c")
    monkeypatch.setattr(type(st.user), "get", lambda _self, name, default=None: default)
    assert not sign_in.admitted()
    with pytest.raises(SignedOut):
        identity.person()


def test_a_role_that_sees_everything_opens_no_page(clinic, as_somebody, monkeypatch):
    as_somebody("d")
    monkeypatch.setenv("BACKCARE_DATABASE_URL", clinic.superuser.render_as_string(hide_password=False))
    with pytest.raises(ConfigurationError, match="superuser"):
        identity.person()
    here().engine.dispose()


# The command line on a server


def test_the_command_line_leaves_a_line_in_the_trail(clinic, monkeypatch, capsys):
    monkeypatch.setenv("BACKCARE_DATABASE_URL", clinic.app.render_as_string(hide_password=False))
    logs = clinic.logs()
    monkeypatch.setattr(cli, "open_logs", lambda _: logs)
    assert cli.main(["--person", "somebody", "history"]) == 0
    logs.engine.dispose()
    with clinic.seen_by_superuser() as superuser:
        (line,) = superuser.execute(text("SELECT who, what FROM audit WHERE person = 'somebody'")).all()
    assert line.what == "history"
    assert line.who.startswith("command line: ")


def test_migrate_makes_a_servers_database_ready_for_the_apps_role(postgresql, monkeypatch, capsys):
    url = postgresql()
    clinics.make(lambda: url)  # For the roles.
    monkeypatch.delenv(environment.ADMIN_URL, raising=False)
    assert cli.main(["migrate"]) == 1
    assert environment.ADMIN_URL in capsys.readouterr().err
    monkeypatch.setenv(environment.ADMIN_URL, url.render_as_string(hide_password=False))
    assert cli.main(["migrate"]) == 0
    assert row_level_security.ROLE in capsys.readouterr().out
    opened = clinics.open_logs(url.set(username=row_level_security.ROLE))
    assert opened.of("me").version().number == 0
    opened.engine.dispose()


def test_migrate_is_not_for_a_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(environment.ADMIN_URL, f"sqlite:///{tmp_path / 'log.db'}")
    assert cli.main(["migrate"]) == 1
    assert "PostgreSQL" in capsys.readouterr().err
