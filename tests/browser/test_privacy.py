"""What is private stays private in the running app: nothing in its log, its addresses, the browser or its files."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect
from support.browsing import reload, settle
from support.clock import ZONE
from support.entries import answer_signs
from support.serving import BACKCARE, ROOT, Server
from support.waiting import until

from backcare.domain import Settings
from backcare.exchange import export_log

CANARY = "kanarienvogel"
PAGES = ("exercises", "log", "progress", "records", "settings", "help", "session", "")
BROKEN_PAGE = f"""
import streamlit as st
NOTE = "{CANARY}"
def fall():
    raise ValueError(f"note is {{NOTE}}")
st.title("Broken")
st.button("Fall in a callback", on_click=fall)
st.download_button("Fall in a download", fall, on_click="ignore")
if st.button("Fall in the page"):
    fall()
"""

pytestmark = pytest.mark.fresh


def seen(server: Server) -> None:
    """The first day's page was read."""
    answer_signs(server.store())


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def answer(address: str, **headers: str) -> tuple[int, dict[str, str], str]:
    try:
        with urlopen(Request(address, headers=headers), timeout=10) as found:
            return found.status, {k.lower(): v for k, v in found.headers.items()}, found.read().decode("latin-1")
    except HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read().decode("latin-1")


def kept_by_the_browser(page) -> str:
    """All that the browser keeps of us: both storages, its databases, caches, cookies and the window's own name."""
    held = page.evaluate("""async () => JSON.stringify({
        local: {...localStorage}, session: {...sessionStorage}, databases: await indexedDB.databases(),
        caches: await caches.keys(), name: window.name, state: history.state})""")
    return held + str(page.context.cookies())


def modes(folder: Path) -> dict[str, int]:
    return {str(path): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.name != "server.out"}


def log_with_canaries(page) -> None:
    """Type the canary wherever the app takes words, through the app."""
    page.get_by_role("radio", name="7", exact=True).nth(1).click()
    settle(page)
    page.get_by_role("textbox", name="Note").first.fill(f"{CANARY} session")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("session saved.")).to_be_visible()
    settle(page)
    page.get_by_role("tab", name="Whole day").click()
    settle(page)
    page.get_by_role("textbox", name="Note").last.fill(f"{CANARY} day")
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_text(re.compile(r"^\d+ .*saved\."))).to_be_visible()
    go(page, "Settings")
    page.get_by_role("textbox", name="One everyday thing to keep an eye on").fill(f"{CANARY} socks")
    page.get_by_role("textbox", name="The Helpline's number").fill(f"{CANARY} 0800")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Settings saved.")).to_be_visible()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such modes")
def test_what_is_logged_is_in_no_file_that_others_can_read(visit, server):
    seen(server)
    os.chmod(server.folder, 0o700)
    page = visit("/log")
    addresses = []
    page.on("request", lambda request: addresses.append(request.url + str(request.post_data or "")[:500]))
    log_with_canaries(page)
    go(page, "Records")
    page.get_by_role("button", name="Back up now").click()
    expect(page.get_by_text("The backup is made and checked.")).to_be_visible()
    given = server.folder / "given.zip"
    given.write_bytes(export_log(server.store().read_log()))
    given.chmod(0o600)
    page.locator("input[type=file]").set_input_files(given)
    expect(page.get_by_text("New: 0.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export (CSV)").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    for name in PAGES:
        page.goto(f"{server.url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "?" not in page.url
        assert CANARY not in page.url + page.title()
    assert CANARY not in kept_by_the_browser(page)
    assert not [address for address in addresses if CANARY in address]
    assert CANARY not in server.output
    assert not [line for line in server.output.splitlines() if re.search(r"pain|felt|note", line)]
    command = [sys.executable, "-m", "backcare.cli", "export", str(server.folder / "copy.zip")]
    environment = {**os.environ, "BACKCARE_DATABASE_URL": f"sqlite:///{server.database}"}
    subprocess.run(["sh", "-c", 'umask 022; exec "$@"', "sh", *command], env=environment, check=True, cwd=ROOT)
    found = modes(server.folder)
    assert {path: oct(mode) for path, mode in found.items() if mode not in (0o600, 0o700)} == {}
    assert any("backups" in path for path in found)
    assert server.folder / "copy.zip" in map(Path, found)


def test_only_the_guided_session_keeps_anything_in_the_browser(visit, server):
    seen(server)
    page = visit("/session")
    before = page.evaluate("() => Object.keys(localStorage)")
    page.get_by_role("button", name="Start").first.click()
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('backcare.guided.'))")
    ours = page.evaluate("() => Object.keys(localStorage).filter(key => key.startsWith('backcare.'))")
    assert len(ours) == 1
    assert "me" not in ours[0].removeprefix("backcare.guided.").split("-")
    others = page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})")
    assert not [key for key in before if key.startswith("backcare")]
    assert not re.search(r"pain|note", others.replace("new_pain", "")), others


def test_every_answer_of_the_real_server_is_strict_and_kept_by_nobody(server):
    scripts = re.findall(r'src="\.?(/static/[^"]+\.js)"', answer(server.url)[2])
    assert scripts
    for path in ("/", "/log", "/_stcore/health", "/_stcore/host-config", "/media/none", "/nothing/here", *scripts[:1]):
        code, headers, _ = answer(server.url + path)
        assert code in (200, 404), path
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert ("no-store" in headers.get("cache-control", "")) == (not path.startswith("/static/")), path
    for headers in ({"Host": "evil.example"}, {"Origin": "http://localhost:9999"}):
        for path in ("/", "/media/none", "/_stcore/health", scripts[0]):
            code, sent, _ = answer(server.url + path, **headers)
            assert code == 403, (path, headers)
            assert sent["cache-control"] == "no-store"
    for origin in ({}, {"Origin": "http://evil.example"}, {"Origin": "http://127.0.0.1:1"}):
        assert shake_hands(server, origin) == (403, "no-store")
    assert shake_hands(server, {"Origin": server.url})[0] == 101
    assert listening_on(server) == {"127.0.0.1"}


def shake_hands(server: Server, origin: dict[str, str]) -> tuple[int, str | None]:
    """Ask for a WebSocket as a browser does."""
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", **origin}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    with closing(connection):
        connection.request(
            "GET", "/_stcore/stream", headers={**upgrade, "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
        )
        found = connection.getresponse()
        return found.status, found.headers["cache-control"]


def listening_on(server: Server) -> set[str]:
    """The addresses at which the server's port is open, as the system tells."""
    tables = [Path(f"/proc/{server.process.pid}/net/{name}") for name in ("tcp", "tcp6")]
    if not tables[0].exists():
        pytest.skip("only Linux tells which addresses are listened on")
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    found = {
        row[1].rsplit(":", 1)[0] for row in rows if row[3] == "0A" and int(row[1].rsplit(":", 1)[1], 16) == server.port
    }
    return {".".join(str(byte) for byte in reversed(bytes.fromhex(address))) for address in found}


def copied(folder: Path) -> Path:
    """The program in a folder of its own, to be spoilt."""
    skip = shutil.ignore_patterns("__pycache__", "*.ttf", "samples")
    for name in ("backcare", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "app.py", folder)
    return folder


def test_a_fault_is_logged_by_its_place_without_any_value(browser, tmp_path):
    program = copied(tmp_path / "program")
    (program / "pages" / "help.py").write_text(BROKEN_PAGE)
    running = Server(tmp_path).start(cwd=program)
    try:
        seen(running)
        page = browser.new_page()
        page.goto(f"{running.url}/help")
        for name in ("Fall in a callback", "Fall in the page"):
            page.get_by_role("button", name=name).click()
            expect(page.get_by_text("Something went wrong in the program")).to_be_visible()
            for secret in (CANARY, "Traceback", "ValueError", str(program)):
                assert secret not in page.content(), name
            reload(page)
        before = running.output.count("ValueError at\n")
        page.get_by_role("button", name="Fall in a download").click()
        until(lambda: running.output.count("ValueError at\n") > before)
        settle(page)
        assert CANARY not in page.content()
        page.close()
    finally:
        running.stop()
    assert "help.py:5 in fall" in running.output
    assert CANARY not in running.output


def test_a_programme_edited_with_mistakes_is_told_by_place_not_as_fault(browser, tmp_path):
    program = copied(tmp_path / "program")
    file = program / "data" / "programme.toml"
    text = file.read_text(encoding="utf-8")
    wrong = text.replace('publisher = "NHS inform"', "publisher = 50", 1).replace(
        'position = "lying"', 'position = "flying"', 1
    )
    assert wrong != text
    file.write_text(wrong, encoding="utf-8")
    running = Server(tmp_path).start(cwd=program)
    try:
        page = browser.new_page()
        for name in ("", "log", "help"):
            page.goto(f"{running.url}/{name}")
            told = page.get_by_text("programme.toml: source, publisher is 50; allowed: some text.")
            expect(told).to_be_visible()
            expect(told).to_contain_text("exercise 1 (rolling-your-knees), position is 'flying'; allowed: \"lying\" or")
        page.close()
    finally:
        running.stop()
    assert running.complaints == []


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("BACKCARE_DATABASE_URL", "mysql://secret:word@host/x", "BACKCARE_DATABASE_URL) begins with 'mysql'; allowed"),
        ("BACKCARE_BACKUP_FOLDER", "not/from/the/root", "BACKCARE_BACKUP_FOLDER is 'not/from/the/root'; allowed"),
    ],
)
def test_a_wrong_variable_is_told_on_the_page_in_one_line(browser, tmp_path, variable, value, told):
    running = Server(tmp_path, environment={variable: value}).start()
    try:
        page = browser.new_page()
        page.goto(f"{running.url}/records")
        expect(page.get_by_text(told).first).to_be_visible()
        assert "secret" not in page.content()
        assert "Something went wrong in the program" not in page.content()
        page.close()
    finally:
        running.stop()
    assert running.complaints == []


def edit_by_hand(server: Server, change: str) -> None:
    with closing(sqlite3.connect(server.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE settings SET {change}")


def test_settings_edited_by_hand_are_told_with_what_is_allowed(visit, server):
    seen(server)
    server.store().record_settings(Settings(few_days=4))
    edit_by_hand(server, """exercises = '["no such exercise!"]'""")
    page = visit("/")
    told = (
        "The log holds a value that is not allowed: exercises is 'no such exercise!'; allowed: the id of an exercise."
    )
    expect(page.get_by_text(told)).to_be_visible()
    assert "Something went wrong in the program" not in page.content()
    page.context.close()
    edit_by_hand(server, "exercises = '[]', few_days = 99")
    server.stop()
    server.start()
    page = visit("/")
    expect(page.get_by_text("backcare.db is damaged (CHECK constraint failed in settings).")).to_be_visible()
    edit_by_hand(server, "few_days = 3")
    page.goto(server.url)
    expect(page.get_by_text("Today's sessions")).to_be_visible()


@pytest.mark.parametrize("way", ["--private", "--open-to-network"])
def test_a_one_time_link_works_once_and_in_that_browser_alone(browser, tmp_path, way):
    running = Server(tmp_path)
    command = [*BACKCARE[:-1], way, "--host=127.0.0.1", BACKCARE[-1]]
    running.start(command)
    exposed = way == "--open-to-network"
    assert ("backcare is open to your network" in running.output) == exposed
    try:
        seen(running)
        link = re.search(r"http://127\.0\.0\.1:\d+/open/\S+", running.output).group()
        for path in ("/", "/_stcore/health", "/static/js/index.js", "/media/x"):
            code, headers, body = answer(running.url + path)
            assert (code, headers["cache-control"]) == (403, "no-store")
            assert "This dashboard is private" in body
        mine = browser.new_context(timezone_id=ZONE).new_page()
        mine.goto(running.url)
        expect(mine.get_by_role("heading", name="This dashboard is private")).to_be_visible()
        mine.goto(link)
        expect(mine.get_by_text("Today's sessions")).to_be_visible()
        assert "/open/" not in mine.url
        expect(mine.get_by_text("This page is open to your network")).to_have_count(int(exposed))
        mine.get_by_role("button", name="I did it").first.click()
        expect(mine.get_by_text("session saved.")).to_be_visible()
        mine.reload()
        expect(mine.get_by_text("Today's sessions")).to_be_visible()
        assert mine.evaluate("() => document.cookie").count("backcare-") == 0
        cookie = next(each for each in mine.context.cookies() if each["name"].startswith("backcare-"))
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
        other = browser.new_context(timezone_id=ZONE).new_page()
        other.goto(link)
        expect(other.get_by_role("heading", name="This dashboard is private")).to_be_visible()
        running.stop()
        running.start(command)
        mine.goto(running.url)
        expect(mine.get_by_role("heading", name="This dashboard is private")).to_be_visible()
        for page in (mine, other):
            page.context.close()
    finally:
        running.stop()
    assert len(running.store().read_log().sets) == 5
    assert running.complaints == []
