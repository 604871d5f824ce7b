"""The wheel: everything is in it, and it runs from any directory."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from support.browsing import go
from support.serving import ROOT, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The dashboard from an unpacked wheel, started by its command in a folder of no interest."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        assert "backcare/py.typed" in wheel.namelist()
        wheel.extractall(installed)
    running = Server(tmp_path, {"PYTHONPATH": str(installed)})
    command = "import sys; from backcare.cli import main; sys.exit(main())"
    started = [sys.executable, "-c", command, "--no-browser", "--port"]
    yield running.start(started, elsewhere)
    running.stop()
    assert running.complaints == []


def test_the_wheel_runs_from_any_directory_with_its_pages_figures_and_typeface(visit, server):
    page = visit("/exercises")
    expect(page.get_by_role("heading", name="Back bend from lying")).to_be_visible()
    expect(page.get_by_role("img").first).to_be_visible()
    used = page.evaluate("() => [...document.fonts].filter(each => each.status === 'loaded').map(each => each.family)")
    assert any("Atkinson Hyperlegible Next" in family for family in used)
    assert page.get_by_test_id("stHeaderLogo").evaluate("(picture) => picture.naturalWidth") > 0
    go(page, server.url + "/log?slot=morning")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_text("Morning session saved.")).to_be_visible()
    assert len(server.store().read_log().sets) == 5
    assert os.listdir(server.folder / "elsewhere") == []
