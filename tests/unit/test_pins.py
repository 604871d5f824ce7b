"""The pinned versions: one for each package in all files, and nothing of the clinic in what the dashboard installs."""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ("requirements.txt", "requirements-clinic.txt", "requirements-dev.txt")


def pins(file: str) -> dict[str, set[str]]:
    """Package → its lines; there are several where the version depends on Python's."""
    lines = defaultdict(set)
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        lines[re.match(r"[\w.-]+", line)[0]].add(line)
    return dict(lines)


def test_every_line_is_one_exact_version_and_no_address():
    for line in "".join((ROOT / file).read_text(encoding="utf-8") for file in FILES).splitlines():
        assert re.fullmatch(r"[\w.-]+==[\w.]+( ; [^:@]+)?", line), line


def test_a_package_has_the_same_version_wherever_it_is_pinned():
    dashboard, clinic, development = map(pins, FILES)
    assert clinic | dashboard == clinic
    assert {name: development[name] for name in clinic.keys() & development} == {
        name: clinic[name] for name in clinic.keys() & development
    }


def test_the_dashboard_installs_nothing_of_the_clinic():
    assert pins(FILES[1]).keys() - pins(FILES[0]) >= {"psycopg", "psycopg-binary", "authlib"}
