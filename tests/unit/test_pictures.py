"""The pictures of README are those that ``make pictures`` takes, under the captions of one list."""

import re

import pytest
from support.serving import ROOT

from tools.pictures import PICTURES, Picture, readme_table

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_pictures_as_the_list_has_them() -> None:
    assert readme_table() in README
    shown = re.findall(r"!\[[^]]*\]\(docs/pictures/([^)]+)\)", README)
    assert shown == [f"{picture.name}.png" for picture in PICTURES]


def test_no_picture_is_kept_that_nobody_takes() -> None:
    kept = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    assert kept == {f"{picture.name}.png" for picture in PICTURES}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_of_a_page_that_exists(picture: Picture) -> None:
    assert (ROOT / "pages" / f"{picture.path.strip('/') or 'today'}.py").is_file()
    assert picture.shows
