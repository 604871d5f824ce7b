"""What the README and docs/develop.md say is so: commands and make targets exist, links lead somewhere."""

import re
from pathlib import Path

import pytest

from backcare.cli import main

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEVELOP = (ROOT / "docs" / "develop.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LINK = r"\]\(((?!https?:)[^)]+)\)"
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.M))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)", README + DEVELOP))))
def test_every_make_target_that_is_named_exists(target):
    assert target in TARGETS


def test_every_make_target_is_in_the_table():
    assert set(re.findall(r"^\| `make ([a-z]+)` \|", DEVELOP, flags=re.M)) == TARGETS


@pytest.mark.parametrize(
    "path",
    sorted({*re.findall(LINK, README), *(f"docs/{link}" for link in re.findall(LINK, DEVELOP))}),
)
def test_every_link_leads_to_a_file(path):
    assert (ROOT / path).is_file()


def test_every_file_that_the_developers_page_names_exists():
    named = [name for name in re.findall(r"`([\w./-]+)`", DEVELOP) if re.search(r"\w\.(py|toml|txt|json)$", name)]
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_test_that_the_developers_page_names_exists():
    for path, name in re.findall(r"(tests/\w+\.py)::(\w+)", DEVELOP):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_command_of_the_readme_exists(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for command in ("backup", "restore", "export", "import", "history", "undo", "check", "where", "--private"):
        assert command in told
