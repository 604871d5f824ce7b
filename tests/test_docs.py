"""What the README says is so: its commands exist, its links lead somewhere, its pictures are there."""

import re
from pathlib import Path

import pytest

from backcare.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)", README))))
def test_every_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.M)


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(((?!https?:)[^)]+)\)", README))))
def test_every_link_of_the_readme_leads_to_a_file(link):
    assert (ROOT / link).is_file()


def test_every_command_of_the_readme_exists(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    for command in ("backup", "restore", "export", "import", "history", "undo", "check", "where", "--private"):
        assert command in told
