"""Files that are far too large, and files of anything at all: refused in little time and memory, never a traceback."""

import csv
import io
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exchange_files import (
    A_LOG,
    DAMAGED,
    EXERCISES,
    GOOD,
    OTHER,
    SLOTS,
    TODAY,
    Untouched,
    days,
    lied_about,
    packed,
    sets,
    told,
)

from backcare.exchange import import_log, source
from backcare.exchange.problems import MOST
from backcare.exchange.table import MOST_ROWS

# Time is the processor's, since other work on the computer must not fail a test.


def lines(count: int) -> bytes:
    return sets() + b"\r\n" * count


def every_set(count: int) -> bytes:
    slots, exercises = SLOTS.split(", "), EXERCISES.split(", ")
    rows = (
        f"{date(2000, 1, 1) + timedelta(days=n)},{slot},{exercise},5,comfortable"
        for n in range(count)
        for slot in slots
        for exercise in exercises
    )
    return sets(*islice(rows, count))


TOO_LONG = "the line has more than 131,072 bytes; allowed: notes of at most 10,000 characters."
TOO_MANY = "there are too many rows; no more were read; allowed: 200,000 rows."
TOO_MUCH = "there is too much in it; allowed: 64 MiB, unpacked."
NEVER = 'a cell is far too long, or a quote mark (") is never closed; allowed: notes of at most 10,000 characters.'
LARGE = [
    pytest.param(
        lambda: days("2026-03-02,4,,,,," + "a" * 10_000_000), f"days.csv, line 2: {TOO_LONG}", id="10-MB-cell"
    ),
    pytest.param(
        lambda: days('2026-03-02,4,,,,,"' + "a\n" * 5_000_000), f"days.csv, line 2: {NEVER}", id="10-MB-lines"
    ),
    pytest.param(
        lambda: days('2026-03-02,4,,,,,"') + b"2026-03-03,4,,,,,\r\n" * 1_000_000,
        f"days.csv, line 2: {NEVER}",
        id="a-quotation-mark-never-closed-in-a-million-rows",
    ),
    pytest.param(lambda: b"," * 30_000_000, f"the file, line 1: {TOO_LONG}", id="30-MB-of-commas"),
    pytest.param(
        lambda: b"\0" * 30_000_000,
        f"the file: this is neither a zip nor a CSV in UTF-8; allowed: {A_LOG}.",
        id="30-MB-of-zeros",
    ),
    pytest.param(lambda: lines(1_000_000), f"sets.csv, line 200002: {TOO_MANY}", id="a-million-empty-lines"),
    pytest.param(lambda: packed({"sets.csv": lines(40_000_000)}), f"the file: {TOO_MUCH}", id="a-zip-bomb"),
    pytest.param(
        lambda: lied_about(packed({"sets.csv": lines(40_000_000)}), 100),
        f"sets.csv: this part of the zip is damaged; allowed: {DAMAGED}.",
        id="a-zip-bomb-that-lies",
    ),
    pytest.param(
        lambda: packed({"sets.csv": lines(30_000_000), "days.csv": days() + b"\r\n" * 10_000_000}),
        f"the file: {TOO_MUCH}",
        id="a-zip-bomb-in-two-parts",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), LARGE)
def test_a_huge_file_is_refused_in_less_than_a_second(make: Callable[[], bytes], sentence: str) -> None:
    data = make()
    before = time.process_time()
    assert told(data) == [sentence]
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "row",
    [GOOD, "x,y,z,0,q", ",,,,", "x"],
    ids=["the-same-good-row", "five-bad-cells", "nothing-but-commas", "a-short-row"],
)
def test_a_million_bad_rows_are_counted_in_little_memory(row: str) -> None:
    data = sets(*[row] * 1_000_000)
    before = time.process_time()
    result = import_log(Untouched(), data, today=TODAY)
    assert time.process_time() - before < 2
    assert len(result.problems) == MOST
    assert result.more_problems >= 200_000 - MOST - 1


def test_the_row_after_the_last_allowed_one_is_a_problem() -> None:
    # Without the limit this would be refused as a repetition only.
    data = sets(*[GOOD] * MOST_ROWS)
    assert import_log(Untouched(), data, today=TODAY).more_problems == MOST_ROWS - 1 - MOST
    assert import_log(Untouched(), data + OTHER.encode(), today=TODAY).more_problems == MOST_ROWS - MOST


def test_what_is_read_is_counted_whatever_a_file_says_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    data = every_set(100)
    monkeypatch.setattr(source, "LARGEST", len(data))
    assert import_log(Untouched(), data, today=TODAY, preview=True).added == 100
    monkeypatch.setattr(source, "LARGEST", len(data) - 1)
    assert told(data) == ["the file: there is too much in it; allowed: 0 MiB, unpacked."]


def test_ten_years_take_little_memory() -> None:
    data = every_set(54_750)
    tracemalloc.start()
    try:
        result = import_log(Untouched(), data, today=TODAY, preview=True)
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
    assert result.added == 54_750


@pytest.mark.parametrize("name", ["10-MB-cell", "10-MB-lines", "a-zip-bomb", "a-zip-bomb-that-lies"])
def test_a_huge_file_that_is_refused_takes_almost_no_memory(name: str) -> None:
    data = next(case.values[0] for case in LARGE if case.id == name)()
    tracemalloc.start()
    try:
        told(data)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


# Whatever comes

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from([*GOOD.split(","), ""])

WHOLE = packed({"sets.csv": sets(GOOD), "sessions.csv": b"day,slot,pain_before,pain_after,note\r\n"})


@given(st.binary(max_size=300))
def test_any_bytes_are_imported_or_refused_but_never_raise(data: bytes) -> None:
    assert told(data) != []


@given(at=st.integers(0, len(WHOLE) - 1), byte=st.integers(0, 255), cut=st.integers(1, len(WHOLE)))
def test_any_damage_to_a_zip_is_refused_or_harmless_but_never_raises(at: int, byte: int, cut: int) -> None:
    data = (WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :])[:cut]
    result = import_log(Untouched(), data, today=TODAY, preview=True)
    assert result.problems or result.added in (0, 1)


@given(st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=5))
def test_any_cells_are_imported_or_refused_but_never_raise(rows: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    csv.writer(target).writerows(rows)
    result = import_log(Untouched(), sets() + target.getvalue().encode(), today=TODAY, preview=True)
    assert [str(problem) for problem in result.problems] or result.added <= len(rows)
