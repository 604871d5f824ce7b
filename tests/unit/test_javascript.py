"""The scripts of the components outside a browser: their own tests, run by Deno, and the length of their functions."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from backcare.ui.components import EXPORT, FOLDER, IMPORT

ROOT = Path(__file__).parents[2]
DENO = Path(sysconfig.get_path("scripts"), "deno")
TESTED = sorted((ROOT / "tests" / "javascript").glob("*_test.js"))


def deno(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"}
    command = [DENO, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize("path", TESTED, ids=lambda path: path.stem)
def test_the_tests_in_javascript_pass(path: Path) -> None:
    """Without the network, and with no permission: what a test imports is all that it may read."""
    ran = deno("test", "--quiet", "--no-remote", "--no-prompt", path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"[1-9]\d* passed", ran.stdout), ran.stdout


def test_no_function_of_the_scripts_has_more_than_forty_lines() -> None:
    """The rule is tests/javascript/function_length.js, which deno.json names."""
    ran = deno("lint", "--quiet", FOLDER)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.js")), ids=lambda path: str(path.relative_to(FOLDER)))
def test_joined_into_one_module_no_script_imports_or_exports(path: Path) -> None:
    text = EXPORT.sub("", IMPORT.sub("", path.read_text(encoding="utf-8")))
    kept = re.findall(r"^(?:import|export)\b.*", text, flags=re.M)
    assert [line for line in kept if not line.startswith("export default function")] == []
