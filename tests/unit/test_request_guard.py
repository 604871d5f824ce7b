"""The guard before Streamlit: who is refused, what every answer carries, and what keeps the server from starting."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from streamlit import config
from support.loops import run
from support.serving import ROOT, STREAMLIT

from backcare import environment
from backcare.cli import main
from backcare.errors import ConfigurationError
from backcare.server import network_exposure
from backcare.server.one_time_link import OneTimeLink
from backcare.server.request_guard import RequestGuard

HOST = "127.0.0.1:8501"
OWN = f"http://{HOST}"
HTML = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


async def behind(scope, receive, send):
    """What Streamlit would be: it answers everything, and lets itself be kept."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await PlainTextResponse("data", headers={"cache-control": "public"})(scope, receive, send)


def ask(
    guard: RequestGuard,
    path: str = "/",
    *,
    method: str = "GET",
    kind: str = "http",
    server: str = "127.0.0.1",
    extensions: bool = True,
    **headers: str | None,
):
    """One connection: its status, its headers and its content; a header that is None is left out."""
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    sent = []
    scope = {
        "type": kind,
        "path": path,
        "scheme": "http" if kind == "http" else "ws",
        "server": (server, 8501),
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value is not None],
        "extensions": {"websocket.http.response": {}} if extensions else {},
        **({"method": method} if kind == "http" else {}),
    }

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    run(guard(scope, receive, send))
    first = sent[0]
    status = first.get("status", {"websocket.accept": 101, "websocket.close": 403}.get(first["type"]))
    return status, {k.decode(): v.decode() for k, v in first.get("headers", ())}, sent[-1].get("body", b"").decode()


def status(guard: RequestGuard, *args, **kwargs) -> int:
    return ask(guard, *args, **kwargs)[0]


@pytest.fixture
def guard() -> RequestGuard:
    return RequestGuard(behind)


@pytest.fixture
def private() -> RequestGuard:
    guarded = RequestGuard(behind)
    guarded.exposure = network_exposure.NetworkExposure(link=OneTimeLink())
    return guarded


@pytest.mark.parametrize("host", [HOST, "localhost:8501", "[::1]:8501", "127.0.0.1", "LOCALHOST:8501", "localhost:9"])
def test_this_computers_own_names_are_answered_also_through_a_tunnel(guard, host):
    assert status(guard, host=host) == 200
    assert status(guard, kind="websocket", host=host, origin=f"http://{host.lower()}") == 101


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8501", "localhost.evil.example", "evil.example.localhost", "192.0.2.7:8501",
        "0.0.0.0:8501", "127.0.0.1.evil.example", "me@127.0.0.1", "127.0.0.1/x", "127.0.0.1:x", "127.0.0.1:99999",
        "127.0.0.1?x", "", " ", "[::1", None,
    ],
)  # fmt: skip
def test_any_other_name_is_refused_on_every_kind_of_connection(guard, host):
    assert status(guard, host=host) == 403
    assert status(guard, kind="websocket", host=host, origin=f"http://{host}") == 403
    assert status(guard, kind="websocket", host=host, origin=OWN) == 403


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost:8501", "http://127.0.0.1:8502", "http://127.0.0.1", "https://127.0.0.1:8501", "null",
        "http://evil.example", "http://127.0.0.1:8501.evil.example", "http://evil.example/127.0.0.1:8501", "",
    ],
)  # fmt: skip
def test_any_origin_but_our_own_is_refused_port_and_scheme_included(guard, origin):
    assert status(guard, kind="websocket", origin=origin) == 403
    for method, path in (
        ("GET", "/media/a.csv"), ("GET", "/_stcore/health"), ("GET", "/"), ("POST", "/_stcore/upload_file/s/f"),
        ("PUT", "/_stcore/upload_file/s/f"), ("DELETE", "/_stcore/upload_file/s/f"), ("OPTIONS", "/media/a.csv"),
    ):  # fmt: skip
        assert status(guard, path, method=method, origin=origin) == 403, (method, path)


def test_a_connection_without_an_origin_may_read_but_neither_talk_nor_change(guard):
    assert status(guard, kind="websocket") == 403
    assert status(guard, "/_stcore/upload_file/s/f", method="PUT") == 403
    assert status(guard, "/media/a.csv") == 200


def test_our_own_page_may_read_talk_and_upload(guard):
    assert status(guard, kind="websocket", origin=OWN) == 101
    assert status(guard, "/_stcore/upload_file/s/f", method="PUT", origin=OWN) == 200
    assert status(guard, "/media/a.csv", sec_fetch_site="same-origin", sec_fetch_mode="cors") == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_link_to_a_page_and_embed_nothing(guard, site):
    link = {name.replace("-", "_"): value for name, value in HTML.items()}
    assert status(guard, "/log", sec_fetch_site=site, **link) == 200
    assert status(guard, "/media/a.csv", sec_fetch_site=site, **link) == 403
    for path in ("/", "/media/a.csv", "/static/js/index.js", "/_stcore/host-config"):
        assert status(guard, path, sec_fetch_site=site, sec_fetch_mode="no-cors", sec_fetch_dest="image") == 403
        assert status(guard, path, sec_fetch_site=site, sec_fetch_mode="navigate", sec_fetch_dest="iframe") == 403


def test_two_hosts_or_two_origins_are_refused(guard):
    for name in (b"host", b"origin"):
        doubled = [(b"host", HOST.encode()), (b"origin", OWN.encode())]
        doubled.append((name, dict(doubled)[name]))
        sent = []

        async def send(message, sent=sent):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "scheme": "http", "server": ("127.0.0.1", 8501)}
        run(guard({**scope, "headers": doubled}, None, send))
        assert sent[0]["status"] == 403


def test_a_connection_to_another_address_of_this_computer_is_refused(guard):
    assert status(guard, server="192.0.2.7") == 403
    assert status(guard, server="192.0.2.7", kind="websocket", origin=OWN) == 403


@pytest.mark.parametrize(
    ("path", "asked"),
    [("/", {}), ("/media/a.csv", {}), ("/_stcore/health", {}), ("/x", {"host": "evil.example"}), ("/log", {})],
)
def test_every_answer_also_a_refusal_is_kept_by_nobody_and_strict(guard, path, asked):
    _, headers, _ = ask(guard, path, **asked)
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == headers["cross-origin-opener-policy"] == "same-origin"
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == "'none'"
    assert policy["img-src"] == "'self' data: blob:"
    assert not re.search(r"(^| )(\*|https?:|wss?:)($| )", headers["content-security-policy"])


def test_only_streamlits_own_scripts_may_be_kept(guard):
    for kept in ("/static/js/index.js", "/fonts/x.woff2"):
        assert ask(guard, kept)[1]["cache-control"] == "public"


def test_a_page_may_open_a_socket_to_its_own_address_alone(guard):
    assert f"connect-src 'self' ws://{HOST} wss://{HOST} data: blob:" in ask(guard)[1]["content-security-policy"]
    assert "evil" not in ask(guard, host="evil.example; script-src *")[1]["content-security-policy"]


@pytest.mark.parametrize("extensions", [True, False])
def test_a_refused_socket_is_told_so_with_the_same_headers(guard, extensions):
    code, headers, _ = ask(guard, kind="websocket", origin="http://evil.example", extensions=extensions)
    assert code == 403
    assert headers.get("cache-control", "no-store") == "no-store"
    assert bool(headers) == extensions


@pytest.mark.parametrize("path", ["/", "/media/a", "/_stcore/health", "/static/js/index.js", "/open/", "/open/guess"])
def test_a_private_dashboard_shows_nothing_without_its_cookie(private, path):
    for cookie in (None, "", "backcare-8501=", "backcare-8501=guess", "backcare-8501=é"):
        code, _, body = ask(private, path, cookie=cookie)
        assert code == 403
        assert "This dashboard is private" in body
        assert status(private, path, kind="websocket", origin=OWN, cookie=cookie) == 403


def test_a_one_time_link_works_once_then_its_cookie(private, capsys):
    link = private.exposure.link
    first = link.url
    assert len(first.removeprefix("/open/")) * 6 >= 128
    assert status(private, first, method="HEAD") == 403
    code, headers, _ = ask(private, first)
    assert code == 200
    name, *flags = headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} == set(flags)
    assert len(name.partition("=")[2]) * 6 >= 128
    assert status(private, "/", cookie=f"other=1; {name}") == 200
    assert status(private, "/", kind="websocket", origin=OWN, cookie=name) == 101
    assert status(private, "/", kind="websocket", origin="http://evil.example", cookie=name) == 403
    assert status(private, first) == 403
    assert link.url != first
    assert link.url in capsys.readouterr().err


def test_the_cookie_of_one_process_does_not_open_another(private):
    cookie = ask(private, private.exposure.link.url)[1]["set-cookie"].split(";")[0]
    other = RequestGuard(behind)
    other.exposure = network_exposure.NetworkExposure(link=OneTimeLink())
    assert status(private, cookie=cookie) == 200
    assert status(other, cookie=cookie) == 403


def test_an_opened_network_is_let_in_by_address_and_link_alone():
    guard = RequestGuard(behind)
    guard.exposure = network_exposure.NetworkExposure(network=True, link=OneTimeLink())
    assert status(guard, server="192.0.2.7", host="192.0.2.7:8501") == 403
    cookie = ask(guard, guard.exposure.link.url, server="192.0.2.7", host="192.0.2.7:8501")[1]["set-cookie"]
    cookie = cookie.split(";")[0]
    assert status(guard, server="192.0.2.7", host="192.0.2.7:8501", cookie=cookie) == 200
    assert status(guard, server="192.0.2.7", host="evil.example:8501", cookie=cookie) == 403


def test_the_settings_that_ship_are_the_private_ones(monkeypatch):
    monkeypatch.delenv(environment.PRIVATE, raising=False)
    monkeypatch.chdir(ROOT)
    config.get_config_options(force_reparse=True)
    assert config.get_option("server.address") == "127.0.0.1"
    assert config.get_option("server.allowedHosts") == ["localhost", "127.0.0.1"]
    assert config.get_option("server.maxUploadSize") <= 20
    assert config.get_option("client.toolbarMode") == "viewer"
    assert network_exposure.configured_exposure() == network_exposure.NetworkExposure(network=False, link=None)


@pytest.mark.parametrize(("name", "allowed"), network_exposure.PRIVATE.items())
def test_a_setting_that_would_let_something_out_keeps_the_server_from_starting(monkeypatch, name, allowed):
    real = config.get_option
    for value in ("true", "false", "none", "full", "debug"):
        monkeypatch.setattr(config, "get_option", lambda n, v=value: v if n == name else _shipped(real, n))
        if value in allowed:
            assert network_exposure.configured_exposure()
        else:
            with pytest.raises(ConfigurationError, match=f"{re.escape(name)} is '{value}'; allowed: {allowed[0]}"):
                network_exposure.configured_exposure()


def _shipped(real, name):
    if name == "server.address":
        return "127.0.0.1"
    return network_exposure.PRIVATE[name][0] if name in network_exposure.PRIVATE else real(name)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", None, "192.0.2.7", "example.org", "unix:///tmp/x"])
def test_an_address_that_others_reach_keeps_the_server_from_starting(monkeypatch, address):
    real = config.get_option
    monkeypatch.setattr(config, "get_option", lambda n: address if n == "server.address" else _shipped(real, n))
    with pytest.raises(ConfigurationError, match=r"server\.address is .*; allowed: 127\.0\.0\.1, ::1 or localhost"):
        network_exposure.configured_exposure()
    monkeypatch.setenv(environment.OPEN_TO_NETWORK, "1")
    assert network_exposure.configured_exposure().network
    assert network_exposure.configured_exposure().link is not None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("BACKCARE_DATABSE_URL", "x", "did you mean BACKCARE_DATABASE_URL"),
        ("BACKCARE_PRIVATE_MODE", "1", "did you mean BACKCARE_PRIVATE"),
        ("BACKCARE_PRIVATE", "maybe", "BACKCARE_PRIVATE is 'maybe'; allowed: 1 or yes, 0 or no"),
        ("BACKCARE_OPEN_TO_NETWORK", "true", "BACKCARE_OPEN_TO_NETWORK is 'true'; allowed"),
    ],
)
def test_a_variable_that_makes_no_sense_is_named_with_what_is_allowed(monkeypatch, capsys, name, value, says):
    monkeypatch.setenv(name, value)
    assert main(["where"]) == 1
    told = capsys.readouterr().err
    assert says in told
    assert "allowed: " in told
    assert told.count("\n") == 1


def test_started_on_all_addresses_the_server_exits_with_one_clear_line(tmp_path: Path):
    command = [*STREAMLIT, "0", "--server.address=0.0.0.0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert (
        len(re.findall(r"backcare does not start: server\.address is '0\.0\.0\.0'; allowed: 127\.0\.0\.1", said)) == 1
    )
    assert "Traceback" not in said


def test_the_command_refuses_another_address_before_it_starts_anything():
    command = [sys.executable, "-m", "backcare.cli", "--host", "0.0.0.0"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("backcare: --host is '0.0.0.0'; allowed: 127.0.0.1, ::1 or localhost")


def started(monkeypatch, *arguments: str) -> dict[str, object]:
    """What the command would start the server with."""
    given = {}

    class App:
        def run(self, config):
            given.update(config)

    monkeypatch.setattr("backcare.cli.runpy.run_path", lambda _path: {"app": App()})
    monkeypatch.setattr(sys, "argv", sys.argv[:1])
    for name in (environment.PRIVATE, environment.OPEN_TO_NETWORK):
        monkeypatch.setenv(name, "")  # So that what the command sets is taken back afterwards.
    assert main(arguments) == 0
    return given


def test_the_command_opens_to_the_network_only_when_told_so(monkeypatch):
    assert started(monkeypatch)["server.address"] == "127.0.0.1"
    assert not environment.is_on(environment.OPEN_TO_NETWORK)
    assert started(monkeypatch, "--open-to-network")["server.address"] == "0.0.0.0"
    assert environment.is_on(environment.OPEN_TO_NETWORK)


def test_the_command_starts_a_private_dashboard_on_this_computer_alone(monkeypatch):
    assert started(monkeypatch, "--private")["server.address"] == "127.0.0.1"
    assert environment.is_on(environment.PRIVATE)
    assert network_exposure.configured_exposure().link is not None


def test_opened_to_the_network_the_terminal_says_what_that_exposes(monkeypatch, capsys):
    monkeypatch.setattr(config, "get_option", {"server.headless": True, "server.address": "192.0.2.7"}.get)
    network_exposure.announce(network_exposure.NetworkExposure(network=True, link=OneTimeLink()))
    told = capsys.readouterr().err
    assert "unencrypted: whoever can listen there can read it" in told
    assert "http://192.0.2.7:" in told
