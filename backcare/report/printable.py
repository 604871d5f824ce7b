"""What the shipped fonts can print: a person's words as written, with nothing that could break or turn the page."""

import re
import unicodedata
from functools import cache
from typing import Any

from backcare.paths import data_folder

FONTS = data_folder() / "fonts"
UNPRINTABLE = "□"
"""In place of a character that no shipped font can draw."""
LONGEST_WORD = 40
"""A longer run without a space may break anywhere, so that it cannot leave the page (ours)."""
MARKS = 3
"""Combining marks on one letter, such as accents; more would climb over the lines above (ours)."""
JOINERS = "\u200c\u200d"
"""Zero width, but part of how words in Persian and combined emoji are written."""
BREAK_HERE = "\u200b"
# Without ink and without effect on one line, and often pasted along unseen.
_UNSEEN = {"\u200b", "\u200e", "\u200f", "\u061c", "\u00ad", "\u034f", "\u2060", "\ufeff"}
_FLAG_TAGS = range(0xE0020, 0xE0080)
"""Invisible letters that spell a flag emoji, such as Scotland's."""
_SKIN_TONES = range(0x1F3FB, 0x1F400)


@cache
def coverage() -> tuple[frozenset[int], ...]:
    """The code points that each of the shipped fonts can draw. Cached: asked for each letter, made in 30 ms."""
    # Loaded only when a page is printed: the dashboard starts without it.
    from fontTools.ttLib import TTFont

    return tuple(frozenset(TTFont(path).getBestCmap()) for path in sorted(FONTS.glob("*.ttf")))


def _fonts_with(letter: str) -> set[int]:
    return {number for number, points in enumerate(coverage()) if ord(letter) in points}


def plain(text: str, longest: int | None = None) -> str:
    """Text as it can be printed on one paragraph: composed, in one line, cut to ``longest`` characters.

    What has no shape but an effect (control characters, changes of direction) is named: seen, and without effect.

    >>> plain("bent\\ndown\\x07 \\u202eold"), plain("stiff all morning", longest=8)
    ('bent down‹U+0007› ‹U+202E›old', 'stiff a…')
    """
    words = " ".join(unicodedata.normalize("NFC", text).split())
    if longest is not None and len(words) > longest:
        words = words[: longest - 1].rstrip() + "…"
    return " ".join(_breakable(_shown(word)) for word in words.split(" "))


def _shown(word: str) -> str:
    shown: list[str] = []
    # A letter and what is joined to it are drawn as one by one font; those that still can are kept in ``able``.
    able: set[int] = set()
    marks = 0
    for letter in word:
        fonts = _fonts_with(letter)
        if letter in _UNSEEN:
            continue
        if _joins(letter):
            marks += unicodedata.combining(letter) > 0
            if able & fonts and marks <= MARKS:
                able = able & fonts
                shown.append(letter)
            continue
        marks = 0
        if unicodedata.category(letter) in ("Cc", "Cf"):
            letter, fonts = f"‹U+{ord(letter):04X}›", _fonts_with("›")
        elif not fonts:
            letter, fonts = UNPRINTABLE, _fonts_with(UNPRINTABLE)
        shown.append(letter)
        able = fonts
    return "".join(shown)


def _joins(letter: str) -> bool:
    """Whether it is drawn as a part of the letter before it."""
    if letter in JOINERS or ord(letter) in _FLAG_TAGS or ord(letter) in _SKIN_TONES:
        return True
    return unicodedata.category(letter) in ("Mn", "Me", "Mc")


def _breakable(word: str) -> str:
    # Lines may break after these signs anyway, and a web address stays whole for copying.
    return re.sub(rf"([^/-]{{{LONGEST_WORD}}})(?=[^/-])", rf"\1{BREAK_HERE}", word)


def all_plain(value: Any) -> Any:
    """The same for every text inside lists and dicts."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {key: all_plain(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [all_plain(inside) for inside in value]
    return value
