"""Files that must not get in: each by name, with exactly what the person is told; nothing of any is written."""

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from support.exchange_files import (
    A_LOG,
    DAMAGED,
    DAY_RANGE,
    EXERCISES,
    FELT,
    GOOD,
    ISO,
    NAMES,
    OF_DAYS,
    OF_SETS,
    OTHER,
    PAIN,
    REPS,
    SLOTS,
    TABLES,
    TODAY,
    UTF8,
    Untouched,
    day,
    days,
    encrypted,
    flipped,
    packed,
    reps,
    sets,
    told,
    without_name,
    wrong_checksum,
)

from backcare.exchange import import_log


def case(name: str, source: bytes | str | Path, *sentences: str) -> Any:
    return pytest.param(source, list(sentences), id=name)


BAD = [
    case(
        "a-path-that-does-not-exist",
        "no-such-folder/log.zip",
        (f"log.zip: there is no such file; allowed: the path of a zip of {NAMES}, or one of these."),
    ),
    case(
        "a-folder",
        Path(__file__).parent,
        (f"unit: this is a folder; allowed: the path of a zip of {NAMES}, or one of these."),
    ),
    case(
        "a-path-that-is-no-path",
        "log\0.csv",
        (
            "log\\x00.csv: the file cannot be opened (this is not a path); "
            f"allowed: the path of a zip of {NAMES}, or one of these."
        ),
    ),
    case(
        "an-empty-file",
        b"",
        f"the file: the file is empty; allowed: {A_LOG}.",
    ),
    case(
        "only-a-byte-order-mark",
        b"\xef\xbb\xbf",
        f"the file: the file is empty; allowed: {A_LOG}.",
    ),
    case(
        "a-picture",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        f"the file: this is neither a zip nor a CSV in UTF-8; allowed: {A_LOG}.",
    ),
    case(
        "a-database",
        b"SQLite format 3\0\x10\0\1\1\0",
        f"the file: this is neither a zip nor a CSV in UTF-8; allowed: {A_LOG}.",
    ),
    case(
        "utf-16-with-a-mark",
        sets(GOOD).decode().encode("utf-16"),
        f"the file: the text is in UTF-16; allowed: {UTF8}.",
    ),
    case(
        "utf-16-without-a-mark",
        sets(GOOD).decode().encode("utf-16-be"),
        f"the file: the text is in UTF-16; allowed: {UTF8}.",
    ),
    case(
        "prose",
        b"My back has been better, thank you.\n",
        f"the file, line 1: the columns are “My back has been better,  thank you.”; allowed: {TABLES}.",
    ),
    case(
        "latin-1",
        days("2026-03-02,4,,,,,caf\u00e9").decode().encode("latin-1"),
        f"days.csv, line 2: the byte E9 (hexadecimal) after “03-02,4,,,,,caf” is not UTF-8; allowed: {UTF8}.",
    ),
    case(
        "windows-1252",
        days("2026-03-02,4,,,,,\u201cfine\u201d").decode().encode("cp1252"),
        f"days.csv, line 2: the byte 93 (hexadecimal) after “26-03-02,4,,,,,” is not UTF-8; allowed: {UTF8}.",
    ),
    case(
        "cut-in-the-middle-of-a-character",
        days("2026-03-02,4,,,,,caf\u00e9").removesuffix(b"\xa9\r\n"),
        f"days.csv, line 2: the byte C3 (hexadecimal) after “03-02,4,,,,,caf” is not UTF-8; allowed: {UTF8}.",
    ),
    case(
        "a-nul-in-a-note",
        days("2026-03-02,4,,,,,ab\0cd"),
        "days.csv, line 2, note: “ab\\x00cd” holds a NUL character; allowed: text without NUL characters.",
    ),
    case(
        "a-nul-in-a-number",
        days("2026-03-02,4\0,,,,,"),
        f"days.csv, line 2, pain: “4\\x00” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "line-ends-of-bare-cr",
        sets(GOOD).replace(b"\r\n", b"\r"),
        "the file, line 1: a line ends in a bare CR; allowed: lines that end in LF or CRLF.",
    ),
    case(
        "a-row-that-ends-in-bare-cr",
        sets(GOOD + "\r" + OTHER),
        "sets.csv, line 2: a line ends in a bare CR; allowed: lines that end in LF or CRLF.",
    ),
    case(
        "a-quotation-mark-that-is-never-closed",
        days('2026-03-02,4,,,,,"fine', "2026-03-03,4,,,,,"),
        'days.csv, line 2: a quote mark (") is opened here and never closed; allowed: two (") around a cell.',
    ),
    case(
        "a-quotation-mark-inside-a-quoted-cell",
        days("2026-03-02,4,,,,,", '2026-03-03,4,,,,,"felt "loose" again"'),
        (
            'days.csv, line 3: a quote mark (") stands alone inside a quoted cell; '
            'allowed: a comma after the closing ("), and ("") for one inside the cell.'
        ),
    ),
    case(
        "semicolons",
        sets(GOOD).replace(b",", b";"),
        "the file, line 1: the columns are split by semicolons; allowed: commas.",
    ),
    case(
        "semicolons-and-decimal-commas",
        days("2026-03-02,4,,,,,").replace(b",", b";").replace(b"4", b"2,5"),
        "the file, line 1: the columns are split by semicolons; allowed: commas.",
    ),
    case(
        "tabs",
        sets(GOOD).replace(b",", b"\t"),
        "the file, line 1: the columns are split by tabs; allowed: commas.",
    ),
    case(
        "a-missing-column",
        sets(GOOD).replace(b",felt", b""),
        f"sets.csv, line 1: “felt” is missing; allowed: {OF_SETS}.",
    ),
    case(
        "a-column-too-many",
        sets(GOOD + ",00123").replace(b"felt", b"felt,uid"),
        f"sets.csv, line 1: “uid” is not of this table; allowed: {OF_SETS}.",
    ),
    case(
        "a-column-twice",
        sets(GOOD).replace(b"reps", b"reps,reps"),
        f"sets.csv, line 1: “reps” is there more than once; allowed: {OF_SETS}.",
    ),
    case(
        "a-misspelt-column",
        b"day,slot,exercise,repetitions,felt\r\n" + GOOD.encode(),
        f"sets.csv, line 1: “reps” is missing; allowed: {OF_SETS}.",
        f"sets.csv, line 1: “repetitions” is not of this table; allowed: {OF_SETS}.",
    ),
    case(
        "columns-in-capitals",
        b"Day,Slot,Exercise,Reps,Felt\r\n" + GOOD.encode(),
        f"the file, line 1: the columns are “Day, Slot, Exercise, Reps, Felt”; allowed: {TABLES}.",
    ),
    case(
        "columns-with-blanks",
        b"day, slot, exercise, reps, felt\r\n" + GOOD.encode(),
        f"the file, line 1: the columns are “day,  slot,  exercise,  reps,  felt”; allowed: {TABLES}.",
    ),
    case(
        "no-header",
        GOOD.encode() + b"\r\n",
        f"the file, line 1: the columns are “2026-03-02, morning, back-bends, 5, comf…”; allowed: {TABLES}.",
    ),
    case(
        "ten-thousand-columns",
        b"day,slot," + b",".join(b"c%d" % n for n in range(9_998)),
        f"sets.csv, line 1: “exercise, reps, felt” are missing; allowed: {OF_SETS}.",
        (f"sets.csv, line 1: “c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, …” are not of this table; allowed: {OF_SETS}."),
    ),
    case(
        "a-cell-too-many",
        sets(GOOD, OTHER + ",more"),
        "sets.csv, line 3: there are 6 cells in this row; allowed: 5, as in the header.",
    ),
    case(
        "a-cell-too-few",
        sets("2026-03-02,morning,back-bends,5"),
        "sets.csv, line 2: there are 4 cells in this row; allowed: 5, as in the header.",
    ),
    case(
        "a-note-with-an-unquoted-comma",
        days("2026-03-02,4,,,,,stiff, but fine"),
        "days.csv, line 2: there are 8 cells in this row; allowed: 7, as in the header.",
    ),
    case(
        "a-row-of-nothing-but-commas",
        sets(",,,,"),
        f"sets.csv, line 2, day: the cell is empty; allowed: {ISO}.",
        f"sets.csv, line 2, slot: the cell is empty; allowed: {SLOTS}.",
        f"sets.csv, line 2, exercise: the cell is empty; allowed: {EXERCISES}.",
        f"sets.csv, line 2, reps: the cell is empty; allowed: {REPS}.",
        f"sets.csv, line 2, felt: the cell is empty; allowed: {FELT}.",
    ),
    case(
        "the-same-key-twice",
        sets(GOOD, OTHER, "2026-03-02,morning,back-bends,9,worse"),
        (
            "sets.csv, line 4, day, slot, exercise: “2026-03-02, morning, back-bends” is on line 2 already; "
            "allowed: each once in a file."
        ),
    ),
    case(
        "the-same-row-twice",
        days("2026-03-02,4,,,,,", "2026-03-03,4,,,,,", "2026-03-02,4,,,,,"),
        "days.csv, line 4, day: “2026-03-02” is on line 2 already; allowed: each once in a file.",
    ),
    case(
        "a-session-without-sets",
        b"day,slot,pain_before,pain_after,note\r\n2026-03-02,midday,3,4,\r\n",
        (
            "sessions.csv, line 2, day, slot: “2026-03-02, midday” has no sets, here or in the log; "
            "allowed: at least one set a session; add the sets to the zip, or import sets.csv first."
        ),
    ),
    case(
        "several-problems-at-once",
        sets("2026-13-01,noon,sit-ups,0,fine", GOOD, "2026-03-03,evening,back-bends,ten,worse"),
        "sets.csv, line 2, day: “2026-13-01” does not exist; allowed: a day that is in the calendar.",
        f"sets.csv, line 2, slot: “noon” is not allowed; allowed: {SLOTS}.",
        f"sets.csv, line 2, exercise: “sit-ups” is not allowed; allowed: {EXERCISES}.",
        f"sets.csv, line 2, reps: “0” is not allowed; allowed: {REPS}.",
        f"sets.csv, line 2, felt: “fine” is not allowed; allowed: {FELT}.",
        f"sets.csv, line 4, reps: “ten” is not allowed; allowed: {REPS}.",
    ),
    case(
        "an-unknown-exercise",
        sets("2026-03-02,morning,sit-ups,5,comfortable"),
        f"sets.csv, line 2, exercise: “sit-ups” is not allowed; allowed: {EXERCISES}.",
    ),
    case(
        "an-exercise-by-its-title",
        sets("2026-03-02,morning,Back bends,5,comfortable"),
        f"sets.csv, line 2, exercise: “Back bends” is not allowed; allowed: {EXERCISES}.",
    ),
    case(
        "an-unknown-slot",
        sets("2026-03-02,afternoon,back-bends,5,comfortable"),
        f"sets.csv, line 2, slot: “afternoon” is not allowed; allowed: {SLOTS}.",
    ),
    case(
        "an-unknown-felt",
        sets("2026-03-02,morning,back-bends,5,ok"),
        f"sets.csv, line 2, felt: “ok” is not allowed; allowed: {FELT}.",
    ),
    case(
        "felt-in-capitals",
        sets("2026-03-02,morning,back-bends,5,Worse"),
        f"sets.csv, line 2, felt: “Worse” is not allowed; allowed: {FELT}.",
    ),
    case(
        "no-felt",
        sets("2026-03-02,morning,back-bends,5,"),
        f"sets.csv, line 2, felt: the cell is empty; allowed: {FELT}.",
    ),
    case(
        "reps-empty",
        reps(""),
        f"sets.csv, line 2, reps: the cell is empty; allowed: {REPS}.",
    ),
    case(
        "reps-quoted-thousands",
        reps('"1,000"'),
        f"sets.csv, line 2, reps: “1,000” is not allowed; allowed: {REPS}.",
    ),
    case(
        "reps-right-to-left",
        reps("\u202e5"),
        f"sets.csv, line 2, reps: “\\u202e5” is not allowed; allowed: {REPS}.",
    ),
    case(
        "pain-11",
        days("2026-03-02,11,,,,,"),
        f"days.csv, line 2, pain: “11” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "pain-minus-1",
        days("2026-03-02,-1,,,,,"),
        f"days.csv, line 2, pain: “-1” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "pain-nan",
        days("2026-03-02,NaN,,,,,"),
        f"days.csv, line 2, pain: “NaN” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "pain-infinite",
        days("2026-03-02,inf,,,,,"),
        f"days.csv, line 2, pain: “inf” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "pain-decimal-comma",
        days('2026-03-02,"2,5",,,,,'),
        f"days.csv, line 2, pain: “2,5” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "worst-pain-11",
        days("2026-03-02,4,11,,,,"),
        f"days.csv, line 2, pain_worst: “11” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "change-4",
        days("2026-03-02,4,,4,,,"),
        (
            "days.csv, line 2, change: “4” is not allowed; "
            "allowed: a whole number from -3 to 3, in the digits 0 to 9, or nothing."
        ),
    ),
    case(
        "change-minus-4",
        days("2026-03-02,4,,-4,,,"),
        (
            "days.csv, line 2, change: “-4” is not allowed; "
            "allowed: a whole number from -3 to 3, in the digits 0 to 9, or nothing."
        ),
    ),
    case(
        "walking-for-more-than-a-day",
        days("2026-03-02,4,,,1441,,"),
        (
            "days.csv, line 2, walk_minutes: “1441” is not allowed; "
            "allowed: a whole number from 0 to 1440, in the digits 0 to 9, or nothing."
        ),
    ),
    case(
        "activity-in-words",
        days("2026-03-02,4,,,,hard,"),
        f"days.csv, line 2, activity: “hard” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "a-note-of-10,001-characters",
        days("2026-03-02,4,,,,," + "a" * 10_001),
        (
            "days.csv, line 2, note: “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…” has 10,001 characters; "
            "allowed: text of at most 10,000 characters."
        ),
    ),
    case(
        "day-30-february",
        day("2026-02-30"),
        "sets.csv, line 2, day: “2026-02-30” does not exist; allowed: a day that is in the calendar.",
    ),
    case(
        "day-29-february-of-a-common-year",
        day("2025-02-29"),
        "sets.csv, line 2, day: “2025-02-29” does not exist; allowed: a day that is in the calendar.",
    ),
    case(
        "day-in-the-british-way",
        day("03/04/2026"),
        f"sets.csv, line 2, day: “03/04/2026” is not allowed; allowed: {ISO}.",
    ),
    case(
        "day-as-a-spreadsheet-counts",
        day("46083"),
        f"sets.csv, line 2, day: “46083” is not allowed; allowed: {ISO}.",
    ),
    case(
        "day-with-an-hour",
        day("2026-03-02T22:32+02:00"),
        f"sets.csv, line 2, day: “2026-03-02T22:32+02:00” is not allowed; allowed: {ISO}.",
    ),
    case(
        "day-without-hyphens",
        day("20260302"),
        f"sets.csv, line 2, day: “20260302” is not allowed; allowed: {ISO}.",
    ),
    case(
        "day-by-the-week",
        day("2026-W10-1"),
        f"sets.csv, line 2, day: “2026-W10-1” is not allowed; allowed: {ISO}.",
    ),
    case(
        "day-year-1",
        day("0001-01-01"),
        f"sets.csv, line 2, day: “0001-01-01” is too long ago; allowed: {DAY_RANGE}.",
    ),
    case(
        "day-year-9999",
        day("9999-12-31"),
        f"sets.csv, line 2, day: “9999-12-31” is too far ahead; allowed: {DAY_RANGE}.",
    ),
    case(
        "day-year-2200",
        day("2200-01-01"),
        f"sets.csv, line 2, day: “2200-01-01” is too far ahead; allowed: {DAY_RANGE}.",
    ),
    case(
        "day-1999",
        day("1999-12-31"),
        f"sets.csv, line 2, day: “1999-12-31” is too long ago; allowed: {DAY_RANGE}.",
    ),
    case(
        "day-empty",
        day(""),
        f"sets.csv, line 2, day: the cell is empty; allowed: {ISO}.",
    ),
    case(
        "day-in-arabic-digits",
        day("٢٠٢٦-٠٣-٠٢"),
        f"sets.csv, line 2, day: “٢٠٢٦-٠٣-٠٢” is not allowed; allowed: {ISO}.",
    ),
    case(
        "a-resumption-of-an-unknown-exercise",
        b"day,exercise\r\n2026-03-02,sit-ups\r\n",
        f"resumptions.csv, line 2, exercise: “sit-ups” is not allowed; allowed: {EXERCISES}.",
    ),
    case(
        "a-resumption-too-far-ahead",
        b"day,exercise\r\n2200-01-01,back-bends\r\n",
        f"resumptions.csv, line 2, day: “2200-01-01” is too far ahead; allowed: {DAY_RANGE}.",
    ),
    case(
        "an-empty-zip",
        packed({}),
        f"the zip: there is no file in it; allowed: {NAMES}.",
    ),
    case(
        "a-zip-cut-off",
        packed({"sets.csv": sets(GOOD)})[:-30],
        f"the file: the zip is damaged or cut off; allowed: {DAMAGED}.",
    ),
    case(
        "a-zip-with-a-flipped-byte",
        flipped(packed({"sets.csv": sets(GOOD)}), 60),
        f"sets.csv: this part of the zip is damaged; allowed: {DAMAGED}.",
    ),
    case(
        "a-zip-with-a-wrong-checksum",
        wrong_checksum(packed({"sets.csv": sets(GOOD)})),
        f"sets.csv: this part of the zip is damaged; allowed: {DAMAGED}.",
    ),
    case(
        "an-encrypted-zip",
        encrypted(packed({"sets.csv": sets(GOOD)})),
        "the zip: “sets.csv” is encrypted; allowed: files without a password.",
    ),
    case(
        "a-zip-in-a-zip",
        packed({"log.zip": packed({"sets.csv": sets(GOOD)})}),
        f"the zip: “log.zip” is a zip inside the zip; allowed: {NAMES}.",
    ),
    case(
        "a-zip-called-sets.csv-in-a-zip",
        packed({"sets.csv": packed({"sets.csv": sets(GOOD)})}),
        f"sets.csv: this is neither a zip nor a CSV in UTF-8; allowed: {A_LOG}.",
    ),
    case(
        "a-name-with-dots",
        packed({"../sets.csv": sets(GOOD)}),
        f"the zip: “../sets.csv” is an unsafe name; allowed: {NAMES}.",
    ),
    case(
        "an-absolute-name",
        packed({"/etc/sets.csv": sets(GOOD)}),
        f"the zip: “/etc/sets.csv” is an unsafe name; allowed: {NAMES}.",
    ),
    case(
        "a-name-with-backslashes",
        packed({"..\\sets.csv": sets(GOOD)}),
        f"the zip: “..\\sets.csv” is an unsafe name; allowed: {NAMES}.",
    ),
    case(
        "a-name-with-a-drive",
        packed({"C:sets.csv": sets(GOOD)}),
        f"the zip: “C:sets.csv” is an unsafe name; allowed: {NAMES}.",
    ),
    case(
        "a-name-with-an-invisible-character",
        packed({"\u202esets.csv": sets(GOOD)}),
        f"the zip: “\\u202esets.csv” is an unsafe name; allowed: {NAMES}.",
    ),
    case(
        "a-link",
        packed({"sets.csv": b"/etc/passwd"}, mode=0o120777),
        "the zip: “sets.csv” is a link; allowed: plain files.",
    ),
    case(
        "a-name-twice",
        packed([("sets.csv", sets(GOOD)), ("sets.csv", sets(OTHER))]),
        "the zip: “sets.csv” is there a second time, after “sets.csv”; allowed: each once.",
    ),
    case(
        "the-same-file-in-two-folders",
        packed({"a/sets.csv": sets(GOOD), "b/sets.csv": sets(OTHER)}),
        "the zip: “b/sets.csv” is there a second time, after “a/sets.csv”; allowed: each once.",
    ),
    case(
        "a-file-without-a-name",
        without_name(packed({"sets.csv": sets(GOOD)})),
        f"the zip: “(no name)” does not belong to a log; allowed: {NAMES}, all of them in one folder or in none.",
    ),
    case(
        "a-file-two-folders-down",
        packed({"a/b/sets.csv": sets(GOOD)}),
        (f"the zip: “a/b/sets.csv” does not belong to a log; allowed: {NAMES}, all of them in one folder or in none."),
    ),
    case(
        "another-file-too",
        packed({"sets.csv": sets(GOOD), "readme.txt": b"hello"}),
        (f"the zip: “readme.txt” does not belong to a log; allowed: {NAMES}, all of them in one folder or in none."),
    ),
    case(
        "another-table-under-the-name",
        packed({"days.csv": sets(GOOD)}),
        f"days.csv, line 1: “pain, pain_worst, change, walk_minutes, …” are missing; allowed: {OF_DAYS}.",
        f"days.csv, line 1: “slot, exercise, reps, felt” are not of this table; allowed: {OF_DAYS}.",
    ),
    case(
        "one-bad-row-in-one-file-of-the-zip",
        packed({"sets.csv": sets(GOOD), "days.csv": days("2026-03-02,11,,,,,")}),
        f"days.csv, line 2, pain: “11” is not allowed; allowed: {PAIN}.",
    ),
    case(
        "an-unusual-packing",
        packed({"sets.csv": sets(GOOD)}, packing=zipfile.ZIP_LZMA),
        "the zip: “sets.csv” is packed in an unusual way; allowed: files that are stored or deflated.",
    ),
    case(
        "a-zip-of-a-thousand-files",
        packed({f"{n:080}.csv": b"" for n in range(1_000)}),
        f"the file: the zip holds far too many files; allowed: {NAMES}.",
    ),
]

BAD_NUMBERS = [
    pytest.param("0", id="0"),
    pytest.param("-1", id="minus-1"),
    pytest.param("201", id="201"),
    pytest.param("5.5", id="5.5"),
    pytest.param("5.0", id="5.0"),
    pytest.param("1e3", id="1e3"),
    pytest.param("1_000", id="1_000"),
    pytest.param("0x10", id="0x10"),
    pytest.param(" 5 ", id="between-blanks"),
    pytest.param("５", id="full-width"),
    pytest.param("٥", id="arabic"),
    pytest.param("1111111111111111111111", id="22-digits"),
    pytest.param("005", id="with-zeros-in-front"),
    pytest.param("+5", id="plus-5"),
    pytest.param("=5", id="formula"),
]


@pytest.mark.parametrize(("source", "sentences"), BAD)
def test_a_bad_file_is_refused_in_exactly_these_words(source: bytes | str | Path, sentences: list[str]) -> None:
    assert told(source) == sentences


@pytest.mark.parametrize("cell", BAD_NUMBERS)
def test_repetitions_are_plain_whole_numbers_and_nothing_else(cell: str) -> None:
    assert told(reps(cell)) == [f"sets.csv, line 2, reps: “{cell}” is not allowed; allowed: {REPS}."]


def test_at_least_forty_bad_files_are_named() -> None:
    assert len({case.id for case in BAD}) == len(BAD) >= 40


def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sets.csv")
    assert told(tmp_path / "sets.csv") == [f"sets.csv: this is not a plain file; allowed: the path of {A_LOG}."]


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sets.csv").write_bytes(sets(GOOD))

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    sentence = f"sets.csv: the file cannot be opened (Permission denied); allowed: the path of {A_LOG}."
    assert told(tmp_path / "sets.csv") == [sentence]


def test_a_problem_holds_the_place_the_value_and_what_is_allowed() -> None:
    (problem,) = import_log(Untouched(), reps("5.5"), today=TODAY).problems
    assert (problem.file, problem.line, problem.column, problem.value) == ("sets.csv", 2, "reps", "5.5")
    assert problem.allowed == REPS


def test_a_problem_below_a_long_note_names_the_line_of_the_file() -> None:
    found = told(days('2026-03-02,4,,,,,"one\ntwo\r\nthree"', "", "2026-03-03,11,,,,,"))
    assert found == [f"days.csv, line 6, pain: “11” is not allowed; allowed: {PAIN}."]


def test_the_problems_of_every_file_of_a_zip_are_told_at_once() -> None:
    files = {"days.csv": days("2026-03-02,11,,,,,"), "sets.csv": reps("0"), "expected.csv": b""}
    assert [sentence.partition(",")[0].partition(":")[0] for sentence in told(packed(files))] == [
        "the zip",
        "days.csv",
        "sets.csv",
    ]
