"""Developer mode in a browser: a fault is shown whole, and a file that is saved is run at once."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.serving import ROOT, Server

pytestmark = pytest.mark.fresh


AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'
"""A run of the page is over; what it has used is watched from then on."""


def replace(path: Path, old: str, new: str) -> None:
    """Save a file with one piece of it changed, as an editor does."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def program(tmp_path):
    """The program in a folder of its own, to be worked on."""
    folder = tmp_path / "program"
    for name in ("backcare", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    return folder


def test_a_fault_is_shown_whole_and_its_repair_runs_when_saved(browser, program, tmp_path):
    help_page, words = program / "pages" / "help.py", program / "backcare" / "labels.py"
    replace(
        help_page, 'page = ui.page_header("Help"', 'raise ValueError("kanarienvogel")\npage = ui.page_header("Help"'
    )
    own = {"BACKCARE_DATABASE_URL": "", "XDG_DATA_HOME": str(tmp_path / "own"), "TMPDIR": str(tmp_path)}
    running = Server(tmp_path, {"BACKCARE_DEV": "1", **own}).start(cwd=program)
    try:
        page = browser.new_page()
        page.goto(f"{running.url}/help")
        expect(page.get_by_role("alert")).to_contain_text("ValueError: kanarienvogel")
        expect(page.get_by_role("alert")).to_contain_text('in <module> raise ValueError("kanarienvogel")')
        assert "ValueError: kanarienvogel" in running.output
        assert len(list(tmp_path.glob("backcare-developer-*"))) == 1
        page.wait_for_selector(AT_REST)
        replace(help_page, 'raise ValueError("kanarienvogel")\n', "")
        expect(page.get_by_role("heading", level=1)).to_have_text("Help")
        page.get_by_test_id("stTopNavLink").filter(has_text="Log").click()
        expect(page.get_by_role("radio", name="New pain")).to_be_visible()
        page.wait_for_selector(AT_REST)
        replace(words, 'Felt.NEW_PAIN: "New pain"', 'Felt.NEW_PAIN: "Another pain"')
        expect(page.get_by_role("radio", name="Another pain")).to_be_visible()
        page.close()
    finally:
        running.stop()
    assert not (tmp_path / "own").exists()
    assert list(tmp_path.glob("backcare-developer-*")) == []
