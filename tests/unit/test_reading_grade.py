"""Every text that a person can see is plain English: no sentence asks for more than six years of school."""

from functools import cache
from pathlib import Path

import pytest
from support import shown_texts
from support.reading_grade import EXCEPTIONS, HIGHEST, grade, sentences, syllables
from support.shown_texts import html_texts, python_texts, script_texts, toml_texts, typst_texts

ROOT = Path(__file__).parents[2]
OPERATORS = {
    "pages/gallery.py", "backcare/cli.py", "backcare/environment.py", "backcare/programme.py",
    "backcare/clinic/row_level_security.py", "backcare/server/developer_mode.py",
    "backcare/server/network_exposure.py", "backcare/server/request_guard.py",
}  # fmt: skip
"""What is read by developers, by whoever edits the programme or runs a server, and in a shell."""


@cache
def shown() -> dict[str, str]:
    """Every sentence that a person can see, with the file that it is in."""
    files = [*ROOT.glob("pages/*.py"), ROOT / "data" / "programme.toml"]
    files += [path for path in (ROOT / "backcare").rglob("*") if path.suffix in shown_texts.COLLECT]
    texts = {}
    for path in files:
        name = path.relative_to(ROOT).as_posix()
        if name not in OPERATORS and "migrations" not in name:
            texts |= {sentence: name for text in shown_texts.texts_of(path) for sentence in sentences(text)}
    return texts


def test_no_sentence_asks_for_more_than_six_years_of_school():
    hard = {sentence: where for sentence, where in shown().items() if grade(sentence) > HIGHEST}
    assert [f"{where}: {text}" for text, where in hard.items() if text not in EXCEPTIONS] == []


def test_each_exception_is_still_needed():
    assert [text for text in EXCEPTIONS if text not in shown() or grade(text) <= HIGHEST] == []


def test_each_file_that_is_left_out_is_still_there():
    assert [name for name in OPERATORS if not (ROOT / name).exists()] == []


def test_pages_components_rules_files_and_prints_are_read():
    parts = ("pages/session", "pages/settings", "backcare/actions", "backcare/rules", "backcare/files", "data/",
             "backcare/exchange/calendar", "backcare/report/templates", "backcare/ui/review_card",
             "guided_session.html", "guided_session/words.js", "page_watch/__init__")  # fmt: skip
    assert [part for part in parts if not any(part in name for name in shown().values())] == []


@pytest.mark.parametrize(
    ("collect", "source"),
    [
        (python_texts, '"""No text."""\nst.error(f"Your pain rose from {before} " + more + " to that.")'),
        (python_texts, 'raise ConfigurationError("No text."); x = "Your pain rose from {} {} to that."'),
        (html_texts, '<p class="no">Your <b>pain</b> rose from {} {} to that.<kbd>P</kbd></p><style>no text</style>'),
        (html_texts, '<svg aria-label="Your pain rose from {} {} to that."></svg>'),
        (script_texts, "// no text\nsay(`Your pain rose from ${a ? `b` : {c: 1}.c} ${d} to that.`)"),
        (script_texts, "const x = { 'Your pain rose from {} {} to that.': /* \"no text\" */ 1 };"),
        (toml_texts, 'a = { b = ["Your pain rose from {} {} to that."] } # no text'),
        (typst_texts, "#if a { par(muted[Your *pain* rose from #a #b.at(0) to that.]) } // [no text]"),
    ],
)
def test_texts_are_taken_from_each_kind_of_source(collect, source):
    texts = [" ".join(text.split()) for text in collect(source)]
    assert "Your pain rose from {} {} to that." in texts
    assert "no text" not in " ".join(texts).lower()


def test_long_words_and_long_sentences_raise_the_grade():
    assert grade("Press your back down, then let it go.") < 2
    assert grade("Utilise appropriate equipment whenever exercising independently.") > 12
    assert grade("Press your back down, then let it go, " * 6) > 12


def test_syllables_are_those_of_the_dictionary():
    words = {"comfortable": 4, "GP": 2, "MSK": 3, "two-week": 2, "A&E": 2, "12": 1, "12:30": 2, "{}": 1, "you've": 1}
    assert {word: syllables(word) for word in words} == words
