"""What a computer lacks: the tests that need it are left out and named, or nothing runs at all, as is wished."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import needs

ROOT = Path(__file__).parents[2]


def run_without_browser(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tests that need a browser where there is none."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "tests/browser/test_figures.py"]
    environment = {**os.environ, "BACKCARE_CHROMIUM": "/nowhere", "PLAYWRIGHT_BROWSERS_PATH": "/nowhere"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_without_a_browser_the_summary_says_how_to_get_it():
    done = run_without_browser()
    assert done.returncode == 0
    assert "Left out, 6 tests: they need a browser: `make browser`" in done.stdout


def test_where_nothing_may_be_left_out_nothing_runs_without_a_browser():
    done = run_without_browser("--complete")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "These tests need a browser: `make browser`" in done.stderr


@pytest.mark.parametrize(
    ("fixtures", "parameters", "expected"),
    [
        (["tmp_path"], [], []),
        (["postgresql", "clinic", "nginx"], [], ["postgresql", "nginx"]),
        (["any_url"], ["sqlite"], []),
        (["any_url"], ["postgresql", 3], ["postgresql"]),
    ],
)
def test_what_a_test_needs_is_told_by_its_fixtures_and_parameters(fixtures, parameters, expected):
    assert needs.of(fixtures, parameters) == expected
