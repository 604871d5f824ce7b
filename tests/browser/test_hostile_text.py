"""What a person writes is shown as written wherever it appears, is kept to the byte, and makes no browser call out.

A beacon listens on this computer. The fixtures fail on any request but to the app itself and on any message in the
console, so that not even an attempt that the content security policy stops goes unseen.
"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browsing import go, reload, settle, unfold
from support.clock import today
from support.entries import answer_signs
from support.serving import Server

from backcare.domain import NOTE_LENGTH, Contact, Whom
from backcare.exchange import export_log, import_log
from backcare.store import open_store

JOINER = "\u2060"
"""What ``md`` puts between two characters, unseen."""
PAGES = ("", "exercises", "log", "progress", "records", "settings", "help", "session")


@pytest.fixture
def beacon() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that nobody must call, and the calls that it got."""
    calls: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", calls
        listening.shutdown()
        thread.join()


def hostile_note(address: str) -> str:
    """Everything at once, and as long as a note may be."""
    lines = [
        f"![a]({address}/md) [b]({address}/link) <{address}/auto> {address}/bare www.example.org x@example.org",
        f"<img src={address}/img onerror=fetch('{address}/js')><script>fetch('{address}/script')</script><b>bold</b>",
        f'<style>@import "{address}/css"</style><iframe src="{address}/frame"></iframe><svg onload=alert(1)>',
        f"[c]: {address}/ref", "![c]", ":material/star: :smile: :red[red] :streamlit: $x^2$ $$y$$ a -> b -- c >= d",
        "# heading", "- list", "1. one", "> quote", "    code", "```", "fence", "```", "| a | b |", "|---|---|",
        "*a* _b_ ~~c~~ `d` \\e &amp; &#60; &lt;i&gt; [^1] {{x}} ${y} %s {z}", "=SUM(A1)", "+1", "-1", "@x", "'quoted",
        "\u202ertl\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u200b\u200d\ufeff\u2066x\u2069",
        "\U0001f9d8\u200d\u2640\ufe0f e\u0301 \u00a0\u3000 \u2028 end",
    ]  # fmt: skip
    text = "\n".join(lines)
    # A browser counts in units of 16 bits, of which an emoji has two, and takes as many as there may be characters.
    return text + "x" * (NOTE_LENGTH - len(text.encode("utf-16-le")) // 2)


def names(address: str) -> tuple[str, str, str, str]:
    """Names of at most 100 characters."""
    return (
        f"![]({address}/n) :material/star: $x$ <b>*c*</b> www.a.org -> \u202ea\u202c",
        f"[0800]({address}/h) :red[1] `2` <img src={address}/i> --",
        f"<img src={address}/p> ![]({address}/p) :smile:",
        f"/nowhere/![]({address}/f)/:material_star: *x* www.a.org",
    )


WORDS = """([text, joiner]) => [document.body, ...[...document.querySelectorAll('*')].filter(e => e.shadowRoot)
    .flatMap(e => [...e.shadowRoot.querySelectorAll('*')])].map(e => e.innerText || '').join('\\n')
    .replaceAll(joiner, '').split(/\\s+/).join(' ').includes(text)"""
"""Whether a text can be read on a page and in its components."""


def shows(page: Page, text: str) -> None:
    """Wait until the page shows the text as it is, but for what is unseen between two characters."""
    page.wait_for_function(WORDS, arg=[" ".join(text.split()), JOINER])


def is_made_of_words_alone(page: Page, address: str) -> bool:
    """Whether nothing on the page came of what was written: no picture, link, style or script to there."""
    attributes = page.evaluate(
        """() => [...document.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot?.querySelectorAll('*') ?? [])])
            .flatMap(e => ['src', 'href', 'srcset', 'style', 'data', 'action']
            .map(name => e.getAttribute(name)).filter(Boolean))"""
    )
    return not [each for each in attributes if address in each or "www.a.org" in each or "www.example.org" in each]


def write_everywhere(page: Page, note: str, own: tuple[str, str, str, str]) -> None:
    """Through the app, as a person does."""
    activity, number, person, folder = own
    page.get_by_role("textbox", name="Note").first.fill(note)
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("session saved.")).to_be_visible()
    settle(page)
    page.get_by_role("tab", name="Whole day").click()
    page.get_by_role("textbox", name="Note").last.fill(note)
    page.get_by_role("button", name="Save the day").click()
    expect(page.get_by_role("button", name="Delete this day's answers")).to_be_visible()
    page.get_by_test_id("stTopNavLink").filter(has_text="Settings").click()
    page.get_by_role("textbox", name="One everyday thing to keep an eye on").fill(activity)
    page.get_by_role("textbox", name="The Helpline's number").fill(number)
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Settings saved.")).to_be_visible()
    unfold(page, "Add a person")
    page.get_by_role("textbox", name="Name", exact=True).last.fill(person)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("now has a log")).to_be_visible()
    settle(page)
    page.get_by_test_id("stTopNavLink").filter(has_text="Records").click()
    unfold(page, "Keep the backups somewhere else")
    page.get_by_role("textbox", name="Folder, such as").fill(folder)
    page.get_by_role("button", name="Use this folder").click()
    expect(page.get_by_test_id("stBottom").get_by_test_id("stAlert")).to_be_visible()
    settle(page)


def give(page: Page, server: Server, text: str) -> None:
    file = server.folder / "given.csv"
    file.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    settle(page)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def test_hostile_words_are_shown_as_written_and_call_nobody(visit, server, beacon):
    address, calls = beacon
    note, own = hostile_note(address), names(address)
    first_line = note.split("\n")[0]
    answer_signs(server.store())
    server.store().record_contact(Contact(today(), Whom.GP, note))
    page = visit("/log")
    write_everywhere(page, note, own)
    for name in PAGES:
        go(page, f"{server.url}/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if name == "progress":
            page.get_by_text("All numbers").click()
            expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
        assert is_made_of_words_alone(page, address), name
        shows(page, own[2])  # the person's name, in the choice at the top
    go(page, f"{server.url}/log")
    page.get_by_role("tab", name="Whole day").click()
    settle(page)
    shows(page, own[0])
    assert page.get_by_role("textbox", name="Note").last.input_value() == note
    go(page, f"{server.url}/help")
    unfold(page, "Whom do I call?")
    shows(page, own[1])
    go(page, f"{server.url}/records")
    shows(page, first_line)
    give(
        page,
        server,
        f"day,slot,exercise,reps,felt\n2026-01-01,{quoted(first_line)},{quoted(own[0])},{quoted(note)},x\n",
    )
    expect(page.get_by_text("problems in this file")).to_be_visible()
    assert is_made_of_words_alone(page, address)
    reload(page)
    give(page, server, f"day,pain,pain_worst,change,walk_minutes,activity,note\n2026-01-01,1,,,,,{quoted(note)}\n")
    page.get_by_text("What would change").click()
    settle(page)
    assert is_made_of_words_alone(page, address)
    assert calls == []
    log = server.store().read_log()
    assert log.sessions["note"].tolist() == log.days["note"].tolist() == log.contacts["note"].tolist() == [note]
    assert (log.settings.activity_name, log.settings.helpline_number) == own[:2]


def test_hostile_words_are_kept_to_the_byte_through_a_copy(tmp_path, beacon):
    note = hostile_note(beacon[0])
    one, other = (open_store(tmp_path / name) for name in ("one.db", "other.db"))
    text = f"day,pain,pain_worst,change,walk_minutes,activity,note\n2026-01-01,1,,,,,{quoted(note)}\n"
    assert not import_log(one, text.encode()).problems
    copy = export_log(one.read_log())
    assert not import_log(other, copy).problems
    for store in (one, other):
        assert store.read_log().days["note"].tolist() == [note]
        store.engine.dispose()
    assert export_log(one.read_log()) == copy


def test_a_hostile_folder_name_is_told_as_written(browser, tmp_path, beacon):
    address, calls = beacon
    folder = tmp_path / f"![]({address.replace('/', '_')}) :material_star: *b* www.a.org -> $x$"
    folder.mkdir()
    (folder / "backcare.db").write_bytes(b"not a log" * 100)
    running = Server(tmp_path, environment={"BACKCARE_DATABASE_URL": f"sqlite:///{folder / 'backcare.db'}"}).start()
    try:
        page = browser.new_page()
        page.goto(running.url)
        expect(page.get_by_role("heading", name="Your log cannot be opened")).to_be_visible()
        shows(page, str(folder / "backcare.db"))
        assert is_made_of_words_alone(page, address)
        page.close()
    finally:
        running.stop()
    assert calls == []
    assert Path(folder / "backcare.db").read_bytes() == b"not a log" * 100
    assert running.complaints == []
