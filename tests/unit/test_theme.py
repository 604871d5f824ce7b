"""The theme's colours, as .streamlit/config.toml sets them: text, borders and buttons can be read in both themes."""

import tomllib
from pathlib import Path

import pytest

import backcare

ROOT = Path(backcare.__file__).parents[1]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
SCHEMES = ["light", "dark"]
TEXT, SHAPE = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11: the least contrast of text, and of what shows where something is."""
CAPTION = 0.6
"""How opaque Streamlit makes a caption's text."""
ON_MAIN_BUTTON = {"light": "#ffffff", "dark": "#06201d"}
KINDS = ("green", "orange", "yellow", "red", "blue")
NOTED = {"green": "primaryColor", "yellow": "orangeColor"}
"""Colours that mean the same: what is done has the brand's, and there is one amber."""


def channels(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def luminance(colour: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def between(scheme: str, one: str, other: str) -> float:
    colours = THEME[scheme]
    return contrast(channels(colours[one]), channels(colours[other]))


def test_black_on_white_has_the_highest_contrast():
    assert contrast(channels("#000000"), channels("#ffffff")) == pytest.approx(21)
    assert contrast(channels("#777777"), channels("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_can_be_read_on_both_grounds(scheme, ground):
    for name in ("textColor", "linkColor", "primaryColor", *(f"{kind}TextColor" for kind in KINDS)):
        assert between(scheme, name, ground) >= TEXT, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_caption_can_be_read(scheme):
    text, ground = (channels(THEME[scheme][name]) for name in ("textColor", "backgroundColor"))
    mixed = [CAPTION * ink + (1 - CAPTION) * paper for ink, paper in zip(text, ground, strict=True)]
    assert contrast(mixed, ground) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_words_of_a_main_button_can_be_read(scheme):
    assert contrast(channels(ON_MAIN_BUTTON[scheme]), channels(THEME[scheme]["primaryColor"])) >= TEXT
    style = (ROOT / "backcare" / "ui" / "page.css").read_text(encoding="utf-8")
    assert "color: light-dark(#fff, #06201d);" in style


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_message_can_be_read_on_its_own_ground(scheme, kind):
    assert between(scheme, f"{kind}TextColor", f"{kind}BackgroundColor") >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
def test_borders_and_marks_can_be_seen(scheme):
    for name in ("borderColor", "primaryColor", *(f"{kind}Color" for kind in KINDS)):
        assert between(scheme, name, "backgroundColor") >= SHAPE, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_each_colour_has_one_meaning(scheme):
    colours = THEME[scheme]
    for name, same in NOTED.items():
        assert colours[f"{name}Color"] == colours[same]
    assert len({colours[f"{kind}Color"] for kind in ("green", "orange", "red", "blue")}) == 4


def test_every_typeface_file_that_the_theme_names_ships():
    files = {face["url"].removeprefix("/fonts/") for face in THEME["fontFaces"]}
    shipped = {path.name for path in (ROOT / "data" / "fonts" / "screen").glob("*.woff2")}
    assert files == shipped
    assert {face["weight"] for face in THEME["fontFaces"]} == {"400", "600", "700"}
    assert (ROOT / "data" / "fonts" / "screen" / "OFL.txt").exists()


@pytest.mark.parametrize("letter", "Gàidhlig, Łódź, Żółć, Ŵ – “ł” · 0123456789")
def test_the_letters_of_gaelic_and_polish_are_covered(letter):
    ranges = [each.strip().removeprefix("U+").split("-") for face in THEME["fontFaces"]
              for each in face["unicodeRange"].split(",")]  # fmt: skip
    assert any(int(ends[0], 16) <= ord(letter) <= int(ends[-1], 16) for ends in ranges)


def test_red_is_for_a_stop_alone():
    """Everything else that asks for attention is amber: ``st.warning``."""
    red = [path.name for folder in ("backcare", "pages") for path in (ROOT / folder).rglob("*.py")
           if "st.error(" in path.read_text(encoding="utf-8")]  # fmt: skip
    assert sorted(red) == ["advice.py", "stopped.py"]
