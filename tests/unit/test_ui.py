"""What ``backcare.ui`` offers: what pages use, once; and how far it is from a click to the disk."""

import ast
from pathlib import Path

import pytest
from streamlit import config

from backcare import ui

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (ROOT / "pages").glob("*.py") if path.stem != "gallery")


def used(path: Path) -> set[str]:
    """The names of ``ui`` that a page takes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "ui"}


def test_a_run_of_a_page_ends_before_the_next_begins():
    assert config.get_option("runner.fastReruns") is False


def test_the_ui_offers_thirty_names_and_the_pages_use_each():
    assert set().union(*map(used, PAGES)) == set(ui.__all__)
    assert len(ui.__all__) <= 30


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
def test_a_page_takes_from_the_ui_only_what_it_offers(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [module for module in imported if module.startswith("backcare.ui")]
