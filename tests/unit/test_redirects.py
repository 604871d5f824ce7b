"""Addresses: each page's own is answered as it stands, each other one leads to a page of ours and nowhere else."""

from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from streamlit import file_util
from support.loops import run

from backcare.server import network_exposure
from backcare.server.one_time_link import ENTRY, OneTimeLink
from backcare.server.redirects import Redirects
from backcare.server.request_guard import RequestGuard

PAGES = ["/", "/exercises", "/log", "/progress", "/records", "/settings", "/help", "/session"]
FILES = [f"/{path.name}" for path in Path(file_util.get_static_dir()).glob("*.*") if path.suffix != ".html"]
HOST = "127.0.0.1:8501"


async def behind(scope, receive, send):
    """What Streamlit would be: it answers everything."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await PlainTextResponse("answered")(scope, receive, send)


def ask(path: str, query: str = "", method: str = "GET", kind: str = "http", app=None) -> tuple[object, str]:
    """What is answered, and where it leads."""
    sent = []
    scope = {"type": kind, "path": path, "query_string": query.encode("latin-1"), "scheme": kind, "extensions": {}}
    scope |= {"server": ("127.0.0.1", 8501), "headers": [(b"host", HOST.encode())]}
    if kind == "http":
        scope["method"] = method

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    run((app or Redirects(behind))(scope, receive, send))
    headers = {name.decode(): value.decode("latin-1") for name, value in sent[0].get("headers", ())}
    return sent[0].get("status", sent[0]["type"]), headers.get("location", "")


@pytest.mark.parametrize("path", PAGES)
def test_the_address_of_a_page_is_answered_as_it_stands(path):
    assert ask(path, "at=urgent") == (200, "")


@pytest.mark.parametrize(
    "path",
    [
        *FILES, "/static/js/index.js", "/static/x/", "/media/a.csv", "/component/backcare.session/index.html",
        "/fonts/x.woff2", "/_stcore/health", "/_stcore/host-config", "/_stcore/stream", "/_stcore/upload_file/s/f",
        "/_stcore/bidi-components/a/b.js", "/auth/login", "/auth/logout", "/oauth2callback",
        "/log/_stcore/health", "/log/_stcore/host-config",
    ],
)  # fmt: skip
def test_what_a_page_asks_for_is_answered_as_it_stands(path):
    assert ask(path, "code=x") == (200, "")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/today", "/"), ("/Today", "/"), ("/Today/", "/"), ("/today/log", "/"),
        ("/Log", "/log"), ("/LOG", "/log"), ("/log/", "/log"), ("/log//", "/log"), ("/log/x", "/log"),
        ("/log/log", "/log"), ("/LOG/x/y/", "/log"), ("//log", "/log"), ("/Progress", "/progress"),
        ("/help/urgent", "/help"), ("/Session", "/session"),
        ("/foo", "/"), ("/foo/bar", "/"), ("/foo/log", "/"), ("/log.html", "/"), ("/logs", "/"), ("//", "/"),
        ("/static", "/"), ("/auth/x", "/"), ("/Static/js/index.js", "/"), ("/favicon.png/", "/"), ("/ log", "/"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_any_other_address_leads_to_its_first_part_or_to_today(path, target, method):
    assert ask(path, method=method) == (307, target)


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "///evil.example", "//evil.example/log", "/\\evil.example", "\\\\evil.example",
        "/\\/evil.example", "//evil.example/_stcore/x", "/https://evil.example", "/%2Fevil.example", "/%5Cevil.example",
        "/.//evil.example", "/..//evil.example", "/\t/evil.example", "/\r\nlocation: //evil.example",
        "/@evil.example", "/log@evil.example",
    ],
)  # fmt: skip
def test_no_address_leads_to_another_site(path):
    assert ask(path) == (307, "/")


@pytest.mark.parametrize("query", ["at=urgent", "a=1&b=%2F%2Fevil.example", "next=//evil.example", "a=%20+x"])
def test_the_query_comes_along(query):
    assert ask("/Help", query) == (307, f"/help?{query}")


def test_a_query_cannot_add_a_header():
    assert ask("/Help", "a\r\nset-cookie: b=c") == (307, "/help?a%0D%0Aset-cookie:%20b=c")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_redirected(method):
    assert ask("/foo", method=method) == (200, "")


def test_other_connections_than_requests_are_passed_on():
    assert ask("/foo", kind="websocket") == ("websocket.accept", "")


def test_the_one_time_link_still_lets_a_browser_in():
    guarded = RequestGuard(Redirects(behind))
    guarded.exposure = network_exposure.NetworkExposure(link=OneTimeLink())
    assert ask("/Log", app=guarded) == (403, "")
    assert ask(f"{ENTRY}wrong", app=guarded) == (403, "")
    assert ask(guarded.exposure.link.url, app=guarded) == (200, "")
