"""The page for the call: what it says, that it is one page whatever the log, and that words stay words."""

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import pdf
from support.logs import EXERCISES, A, B, did, done, entry, log_of, on, rated
from support.reference import Pained
from support.strategies import rows_and_today

from backcare.domain import (
    NOTE_LENGTH,
    DayEntry,
    Exercise,
    Felt,
    Helpline,
    Programme,
    Settings,
    SignsAnswer,
    Slot,
    Whom,
)
from backcare.errors import InvalidValue
from backcare.log import Log
from backcare.log.daily_values import daily_values
from backcare.log.records import day_rows
from backcare.plan import plan_day
from backcare.report import pain, period, report_pdf
from backcare.report.printable import UNPRINTABLE, coverage, plain

LARGEST = 300_000
SLOWEST = 2.0
HEADINGS = ["Pain", "What was done", "What was stopped", "Help and urgent signs", "Where to get help"]


def days_log(*entries: DayEntry, log: Log | None = None) -> Log:
    """A log with these day entries."""
    log = log or Log()
    return Log(
        {**log.rows, "days": {key: row for e in entries for key, row in day_rows(e)["days"].items()}}, log.settings
    )


def with_notes(*notes: str) -> Log:
    """A log with these notes, one a day, newest last."""
    log = log_of(done("5c " * len(notes)))
    return days_log(*(DayEntry(on(n), note=note) for n, note in enumerate(notes, start=1)), log=log)


def stops(programme: Programme, log: Log, first: date, last: date) -> list[str]:
    """What the report says was stopped."""
    return period.stop_lines(programme, daily_values(log), period.Period(first, last))


def ten_years(last: date) -> Log:
    """Every exercise three times a day for ten years, every question answered, notes, a stop every 9 days."""
    days = [last - timedelta(days=n) for n in range(3653)][::-1]
    felt = [Felt.NEW_PAIN if n % 9 == 8 else Felt.COMFORTABLE for n in range(len(days))]
    slots = list(map(str, Slot))
    rows = {
        "sets": {
            (d, s, e): (5 + d.day, str(f)) for d, f in zip(days, felt, strict=True) for s in slots for e in EXERCISES
        },
        "sessions": {(d, s): (3, 4, "a note") for d in days for s in slots},
        "days": {(d,): (d.day % 11, 10, 1, 30, 5, "a longer note " * 9) for d in days},
        "resumptions": {(d, e): () for d in days[9::9] for e in EXERCISES},
        "contacts": {(d, str(whom)): ("what they said " * 600,) for d in days[::30] for whom in Whom},
        "signs": {(d,): (str(answer),) for d, answer in zip(days, list(SignsAnswer) * 1300, strict=False)},
    }
    return Log(rows, Settings(activity_name="w" * 100, helpline_number="0" * 100))


def test_the_flare_is_told_in_the_order_in_which_it_is_read(programme: Programme, sample: Callable[[str], Log]) -> None:
    said = pdf.text(report_pdf(programme, sample("flare"), date(2026, 3, 31)))
    places = [said.index(words) for words in ["3 March to 31 March 2026", "Not improved", *HEADINGS, "NHS 24: 111"]]
    assert places == sorted(places)
    assert "5.7 at the start (5, 6, 6)" in said
    assert "“no change” since the start, on 30 Mar." in said
    assert "down by at least 1 point and 30%" in said
    assert "start: average 5.7" in said
    assert "Back bends: stopped on 11 Mar (up to 7 repetitions): a new pain appeared; tried again from 14 Mar." in said
    assert "Emergencies: 999" in said
    assert "backcare is not part of the NHS. It does not diagnose or treat." in said


def test_sessions_and_repetitions_are_those_of_the_log(programme: Programme) -> None:
    log = log_of([*done("5c 5c 5c 7c 6u"), did(1, "5c", slot="evening"), did(1, "5c", B)])
    said = pdf.text(report_pdf(programme, log, on(5)))
    assert "Sessions: 6 of 15 (40%), on 5 of 5 days." in said
    assert "Rolling your knees 6 5 → 6 (max 7) 5 1 – –" in said
    assert "Tilting your pelvis 1 5 → 5 1 – – –" in said
    assert "Good posture 0 not done" in said


def test_an_exercise_that_was_neither_chosen_nor_done_is_left_out(programme: Programme) -> None:
    log = log_of(done("5c"), settings=Settings(exercises=(B,)))
    said = pdf.text(report_pdf(programme, log, on(1)))
    assert "Rolling your knees" in said
    assert "Tilting your pelvis 0 not done" in said
    assert "Good posture" not in said


def test_walking_activity_and_worst_pain_are_summed_up(programme: Programme) -> None:
    log = days_log(
        DayEntry(on(1), 6, 8, walk_minutes=10, activity=7),
        DayEntry(on(2), 6, 9, walk_minutes=0),
        DayEntry(on(3), walk_minutes=30, activity=4),
        log=log_of(done("5c 5c 5c"), settings=Settings(activity_name="digging")),
    )
    said = pdf.text(report_pdf(programme, log, on(3)))
    assert "Walking: on 2 days; 20 minutes on a typical one, 30 at most." in said
    assert "Own activity: digging (how hard, 0–10): from 7 out of 10 on 2 Mar to 4 on 4 Mar (2 answers)." in said
    assert "worst moment 9, on 3 Mar" in said


def test_who_was_asked_and_what_was_said_of_the_signs_is_told(programme: Programme) -> None:
    log = log_of(
        done("5c 5c 5c"),
        contacts=[(on(2), "gp"), (on(3), "other")],
        signs=[(on(1), "none"), (on(2), "applies"), (on(3), "cleared")],
    )
    rows = {**log.rows, "contacts": dict.fromkeys(log.rows["contacts"], ("Come in",))}
    said = pdf.text(report_pdf(programme, Log(rows), on(3)))
    assert "Help asked for: 3 Mar, GP; 4 Mar, Someone else." in said
    answers = "spoken to NHS 24 or a doctor on 4 Mar, one or more applies on 3 Mar and none of these on 2 Mar."
    assert f"Urgent signs, as answered: {answers}" in said
    with_notes = pdf.text(report_pdf(programme, Log(rows), on(3), notes=True))
    assert "Help asked for: 3 Mar, GP: Come in; 4 Mar, Someone else: Come in." in with_notes


def test_without_contacts_and_answers_it_says_so(programme: Programme) -> None:
    said = pdf.text(report_pdf(programme, log_of(done("5c")), on(1)))
    assert "Help asked for: nobody in these days." in said
    assert "Urgent signs, as answered: not answered in these days." in said
    assert "Before and after sessions: not recorded." in said


def test_pain_before_and_after_sessions_is_summed_up(programme: Programme) -> None:
    pains = [Pained(on(1), "morning", 3, 5), Pained(on(2), "morning", 4, 3), Pained(on(3), "morning", 4, None)]
    said = pdf.text(report_pdf(programme, log_of(done("5c 5c 5c"), pains=pains), on(3)))
    words = "on average 3.5 before and 4.0 after, in 2 sessions scored both times; higher by 2 or more after 1 of them."
    assert f"Before and after sessions: {words}" in said


def test_the_chart_marks_when_help_was_asked_for(programme: Programme) -> None:
    log = log_of(done("5c 5c 5c"), rated("5 5 5"), contacts=[(on(2), "gp"), (on(2), "nhs24")])
    drawn = pain.chart(log, period.Period(on(1), on(3)), plan_day(programme, log, on(3)))
    assert drawn["contacts"] == [0.5]
    assert "dashed line: help asked for" in drawn["caption"]


def test_answers_about_the_signs_alone_make_an_empty_report(programme: Programme) -> None:
    said = pdf.text(report_pdf(programme, log_of(signs=[(on(1), "none")]), on(3)))
    assert "Nothing is recorded in these days." in said


@pytest.mark.parametrize(
    ("scores", "change", "title"),
    [
        ("7 6 6 . . . . . . . . . 5 4 4", 1, "Improved"),
        ("7 6 6 . . . . . . . . . 5 4 4", None, "One answer is missing"),
        ("7 6 6 . . . . . . . . . 5 5 4", 1, "Not improved: time to get help"),
        ("7 6 6 . . . . . . . . . 5 4 4", -1, "Worse: time to get help"),
        ("7 6 . . . . . . . . . . 5 4 4", 1, "Too few pain scores to say"),
    ],
)
def test_the_verdict_is_that_of_the_review(programme: Programme, scores: str, change: int | None, title: str) -> None:
    days = [day._replace(change=change if day.day == on(15) else None) for day in rated(scores)]
    said = pdf.text(report_pdf(programme, log_of(done("5c " * 15), days), on(15)))
    assert f"{title} Day 15; the first day was" in said


def test_before_day_15_the_page_says_when_the_review_comes(programme: Programme) -> None:
    said = pdf.text(report_pdf(programme, log_of(done("5c " * 14)), on(14)))
    assert "Too early to say" in said
    assert "The two-week review comes on day 15, 16 March 2026." in said


def test_a_fall_just_short_of_30_percent_is_not_printed_as_30(programme: Programme) -> None:
    days = rated("9 9 9 . . . . . . . . . 7 6 6")
    said = pdf.text(report_pdf(programme, log_of(done("5c " * 15), days), on(15)))
    assert "2.7 points lower, 29%" in said
    assert "Not improved" in said


@pytest.mark.parametrize(
    ("helpline", "has", "lacks"),
    [
        (Helpline.YES, ["MSK) Helpline", "noted by the person: 01234 567890"], ["Speak to your GP"]),
        (Helpline.NO, ["Speak to your GP"], ["MSK) Helpline", "01234 567890"]),
        (Helpline.UNSURE, ["MSK) Helpline", "Speak to your GP", "Not sure if the Helpline serves"], []),
    ],
)
def test_where_to_turn_follows_the_setting(
    programme: Programme, helpline: Helpline, has: list[str], lacks: list[str]
) -> None:
    log = log_of(done("5c"), settings=Settings(helpline=helpline, helpline_number="01234 567890"))
    said = pdf.text(report_pdf(programme, log, on(1)))
    assert [words for words in has if words not in said] == []
    assert [words for words in lacks if words in said] == []


def test_no_telephone_number_of_the_helpline_ships(programme: Programme, sample: Callable[[str], Log]) -> None:
    said = pdf.text(report_pdf(programme, sample("flare"), date(2026, 3, 31)))
    assert "noted by the person" not in said
    assert "0800" not in said


def test_notes_are_printed_only_when_ticked_newest_first(programme: Programme) -> None:
    log = with_notes("first note", "second note")
    assert "note" not in pdf.text(report_pdf(programme, log, on(2)))
    said = pdf.text(report_pdf(programme, log, on(2), notes=True))
    assert said.index("3 Mar: second note") < said.index("2 Mar: first note")


def test_notes_that_do_not_fit_are_counted(programme: Programme) -> None:
    made = report_pdf(programme, with_notes(*(f"note {n} " + "word " * 50 for n in range(30))), on(30), notes=True)
    said = pdf.text(made)
    shown = said.count(": note ")
    assert 1 <= shown < 30
    assert f"… and {30 - shown} more notes." in said
    assert len(pdf.read(made).pages) == 1


# Which days


@pytest.mark.parametrize(
    ("today", "first", "last", "expected"),
    [
        (10, None, None, (1, 10)),  # The running course, up to today
        (60, None, None, (1, 5)),  # Over: that of the newest course
        (60, 40, None, (40, 60)),
        (60, None, 3, (1, 3)),
        (10, 3, 99, (3, 10)),  # Never after today
    ],
)
def test_the_days_are_the_current_course_unless_asked(
    programme: Programme, today: int, first: int | None, last: int | None, expected: tuple[int, int]
) -> None:
    courses = plan_day(programme, log_of(done("5c " * 5)), on(today)).courses
    chosen = period.choose_period(courses, on(1), on(today), first and on(first), last and on(last))
    assert (chosen.first, chosen.last) == (on(expected[0]), on(expected[1]))


def test_a_report_on_past_days_gives_the_review_of_their_last(programme: Programme) -> None:
    log = log_of(done("5c " * 30), rated("7 6 6 . . . . . . . . . 7 7 7 . . . . . . . . . . . . 2 2 2"))
    assert "Not improved" in pdf.text(report_pdf(programme, log, on(30), last=on(15)))
    assert "One answer is missing" in pdf.text(report_pdf(programme, log, on(30)))


def test_scores_without_a_course_are_reported_from_the_first_of_them() -> None:
    chosen = period.choose_period((), on(2), on(9), None, None)
    assert (chosen.first, chosen.last) == (on(2), on(9))


def test_a_range_that_ends_before_it_begins_is_refused(programme: Programme) -> None:
    with pytest.raises(InvalidValue, match="allowed: a day up to 2026-03-03"):
        report_pdf(programme, Log(), on(9), first=on(3), last=on(2))


def test_days_outside_the_range_do_not_show(programme: Programme) -> None:
    log = days_log(entry(1, 3, note="too early"), entry(5, 4, note="inside"), entry(9, 9, note="too late"))
    said = pdf.text(report_pdf(programme, log, on(9), first=on(4), last=on(8), notes=True))
    assert "inside" in said
    assert "too early" not in said
    assert "too late" not in said
    assert "1 of 5 days have a score" in said


# Stops


@given(rows_and_today())
def test_what_is_still_stopped_agrees_with_the_plan(programme: Programme, made: tuple) -> None:
    rows, today = made
    found = stops(programme, rows.log, today - timedelta(days=9000), today)
    still = {words.split(":")[0] for words in found if "still stopped" in words}
    plan = plan_day(programme, rows.log, today)
    assert still == {programme.exercise(exercise).title for exercise in plan.stopped}


def test_a_second_mark_on_the_resumption_day_is_a_new_stop(programme: Programme) -> None:
    log = log_of([did(1, "5w"), did(2, "5n"), did(4, "6w")], resumptions=[(on(4), A)])
    first, second = stops(programme, log, on(1), on(9))
    assert "on 2 Mar (up to 5 repetitions): it made the symptoms worse, and again on 3 Mar" in first
    assert "tried again from 5 Mar" in first
    assert "stopped on 5 Mar" in second
    assert "still stopped on 10 Mar" in second


def test_only_stops_in_force_within_the_range_are_listed(programme: Programme) -> None:
    log = log_of([did(1, "5w"), did(1, "5w", B)], resumptions=[(on(3), A)])
    (left,) = stops(programme, log, on(5), on(9))
    assert left.startswith("Tilting your pelvis: stopped on 2 Mar")


# Hostile words

HOSTILE = [
    '*bold* _it_ #import "x.typ": * $x^2$ <label> @ref [a] \\u{41} `raw` // no',
    "<script>alert(1)</script> & &amp; %PDF-1.7 ) Tj ET endstream",
    '#read("/etc/passwd") #sys.inputs "}], {"title": "x"}',
    "= heading - list + enum / term: x ~ -- --- ...",
]


@pytest.mark.parametrize("note", HOSTILE)
def test_markup_in_a_note_is_printed_as_it_was_written(programme: Programme, note: str) -> None:
    said = pdf.text(report_pdf(programme, with_notes(note), on(1), notes=True))
    assert said.count(note[:60]) == 1


def test_control_characters_and_changes_of_direction_are_named(programme: Programme) -> None:
    log = with_notes("a\x07b\x1b[31m \u202eevil\u202c \u200bzero\u200bwidth")
    said = pdf.text(report_pdf(programme, log, on(1), notes=True))
    assert "a‹U+0007›b‹U+001B›[31m ‹U+202E›evil‹U+202C› zerowidth" in said


def test_what_people_write_is_printed(programme: Programme) -> None:
    words = "Tha e goirt: àèìòùÀÈÌÒÙ. Zażółć gęślą jaźń. Ελληνικά Кириллица ½ ° → ✓ 🌱 👍"
    assert words in pdf.text(report_pdf(programme, with_notes(words), on(1), notes=True))


def test_a_letter_that_no_font_has_is_a_box(programme: Programme) -> None:
    said = pdf.text(report_pdf(programme, with_notes("sore 漢字 back"), on(1), notes=True))
    assert f"sore {UNPRINTABLE}{UNPRINTABLE} back" in said


# Next to Arabic letters each font is tried on the whole run: a mark from one font on a letter of another then fails.
@pytest.mark.parametrize("joined", ["\u08ea📪\u0346", "\u0609≫\u1dd7", "q\u200d🌱\u0a3f", "a\U0001f3fd", "\u0301"])
def test_a_mark_that_the_letters_own_font_lacks_is_left_off(programme: Programme, joined: str) -> None:
    said = pdf.text(report_pdf(programme, with_notes(f"so {joined} sore"), on(1), notes=True))
    assert re.search("so .*sore", said)


@given(st.lists(st.text(max_size=60).filter(lambda t: "\x00" not in t), min_size=1, max_size=12))
@settings(max_examples=min(40, settings.default.max_examples))
def test_any_text_makes_one_page(programme: Programme, notes: list[str]) -> None:
    made = report_pdf(programme, with_notes(*notes), on(len(notes)), notes=True)
    assert len(pdf.read(made).pages) == 1


@given(st.text(st.sampled_from([chr(c) for points in coverage() for c in points if c not in (0, 13)]), max_size=300))
@settings(max_examples=min(40, settings.default.max_examples))
def test_any_mixture_of_printable_letters_and_marks_makes_one_page(programme: Programme, note: str) -> None:
    assert len(pdf.read(report_pdf(programme, with_notes(note), on(1), notes=True)).pages) == 1


@given(st.text(max_size=200))
def test_making_plain_twice_is_making_plain_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("part", ["a", "word ", "\n", "e\u0301\u0302\u0303\u0304\u0305", "👩‍🦽", "ש", "-"])
def test_a_note_of_ten_thousand_characters_is_cut_to_the_page(programme: Programme, part: str) -> None:
    note = part * (NOTE_LENGTH // len(part))
    made = report_pdf(programme, with_notes(note, "the next"), on(2), notes=True)
    assert len(pdf.read(made).pages) == 1
    assert "3 Mar: the next" in pdf.text(made)


def test_accents_beyond_three_on_a_letter_are_left_off() -> None:
    assert plain("x\u0323\u0301\u0302\u0303\u0304y") == "x\u0323\u0301\u0302y"


# The file


@pytest.mark.parametrize("name", ["flare", "improving", "odd"])
@pytest.mark.parametrize("notes", [False, True])
def test_the_file_is_one_tagged_grey_page_with_its_fonts(
    programme: Programme, sample: Callable[[str], Log], name: str, notes: bool
) -> None:
    made = report_pdf(programme, sample(name), date(2026, 3, 31), notes=notes)
    file = pdf.read(made)
    root = file.trailer["/Root"]
    assert len(file.pages) == 1
    assert [round(float(side)) for side in file.pages[0].mediabox[2:]] == [595, 842]
    assert len(made) < LARGEST
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Back pain" in file.metadata.title
    # The day it is about, and no clock: the same page is the same file.
    assert file.metadata.creation_date == datetime(2026, 3, 31, tzinfo=UTC)
    assert pdf.fonts(made)
    assert [font for font, carried in pdf.fonts(made) if not carried or "Noto" not in font] == []
    assert pdf.colours(file.pages[0]) == {1}
    # The chart is drawn, not a photograph.
    assert list(file.pages[0].images) == []


def test_the_chart_is_told_to_those_who_do_not_see_it(programme: Programme, sample: Callable[[str], Log]) -> None:
    kinds = pdf.tags(report_pdf(programme, sample("flare"), date(2026, 3, 31)))
    (told,) = [alt for kind, alt in kinds if kind == "/Figure"]
    assert told.startswith("Pain chart, 0 to 10, one dot a day. 24 of 29 days have a score: 5 on 3 March 2026")
    assert [kind for kind, _ in kinds].count("/H2") == 6
    assert {"/TH", "/P", "/L"} <= {kind for kind, _ in kinds}


def test_the_same_input_gives_the_same_bytes(programme: Programme, sample: Callable[[str], Log]) -> None:
    first, second = (report_pdf(programme, sample("flare"), date(2026, 3, 31), notes=True) for _ in range(2))
    assert first == second


def test_an_empty_log_makes_a_page_that_says_where_to_turn(programme: Programme) -> None:
    said = pdf.text(report_pdf(programme, Log(), on(1), notes=True))
    assert "Nothing is recorded in these days." in said
    assert "NHS 24: 111" in said
    assert "0 of" not in said


@pytest.mark.parametrize("notes", [False, True])
def test_ten_years_and_a_longer_programme_stay_on_one_page(programme: Programme, notes: bool) -> None:
    more = [replace(programme.exercises[0], id=f"more-{n}", title=f"One more exercise {n}") for n in range(6)]
    longer: tuple[Exercise, ...] = (*programme.exercises, *more)
    log = ten_years(date(2026, 3, 31))
    began = time.process_time()
    made = report_pdf(replace(programme, exercises=longer), log, date(2026, 3, 31), notes=notes)
    took = time.process_time() - began
    assert len(pdf.read(made).pages) == 1
    assert len(made) < LARGEST
    assert took < SLOWEST
    said = pdf.text(made)
    assert "… and 3 more exercises." in said
    assert "earlier, not listed." in said
    # The end of the page is there: nothing was pushed off it.
    assert "diagnose or treat. backcare" in said
