"""The hazard table keeps its word: each hazard says its cause, effect and control, and names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs" / "hazards.md").read_text(encoding="utf-8")
ROWS = {part.split("\n", 1)[0]: part for part in re.split(r"^## ", TABLE, flags=re.M)[1:] if part.startswith("H")}
NAMED = re.findall(r"`(tests/[\w/]+\.(?:py|js))::([^`]+)`", TABLE)
FEARED = (
    "rises too soon", "stop is missed", "Help is withheld", "saved is lost", "mixed between people", "wrong day",
    "wrong picture", "stale telephone number", "shown while an exercise is stopped", "Urgent signs", "import corrupts",
    "wrong backup", "guided session miscounts", "else on the network", "else at the same computer", "chart misleads",
    "note runs as code", "while the back is worse", "flight west", "drops out of the review",
    "softened by a later save", "below 5 rises", "Keep going", "all of them hurt",
    "left open overnight", "went west", "Another tab", "Another person", "guided session is saved over a stop",
    "said and not saved", "not seen, or lost", "dismissed by silence", "answered untruly", "asked for again",
)  # fmt: skip
"""What a table without would not be worth its name."""


@cache
def named_in(path: str) -> set[str]:
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".js"):
        return set(re.findall(r'^Deno\.test\("([^"]+)"', text, flags=re.M))
    module = ast.parse(text)
    return {node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_the_table_names_exists(path, name):
    assert name.startswith("test_") or path.endswith(".js")
    assert name in named_in(path)


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_every_hazard_says_its_cause_effect_and_control_and_names_a_test(row):
    for field in ("Cause", "Effect", "Control"):
        assert re.search(rf"^\| {field} \| \S.* \|$", row, flags=re.M), field
    assert re.search(r"^\| Shown by \| (`tests/[\w/]+\.(py::\w+|js::[^`|]+)`(<br>)?)+ \|$", row, flags=re.M)


def test_the_hazards_are_numbered_without_a_gap():
    assert [row.split()[0] for row in ROWS] == [f"H{n}" for n in range(1, len(ROWS) + 1)]


@pytest.mark.parametrize("feared", FEARED)
def test_no_hazard_that_is_feared_is_missing(feared):
    assert any(feared in title for title in ROWS)


def test_every_test_that_a_row_names_is_looked_up():
    assert len(NAMED) == TABLE.count("::")
