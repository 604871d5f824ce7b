"""The log as CSV, both ways: what comes out goes in again unchanged, once, whole, and can be undone."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.entries import answer_signs
from support.exchange_files import GOOD, OTHER, TODAY, days, packed, sets
from support.logs import A, B, log_of, on, sample_rows, session

from backcare.domain import (
    EARLIEST_DAY,
    EXERCISE_IDS,
    LATEST_DAY,
    NOTE_LENGTH,
    Felt,
    Programme,
    SignsAnswer,
    Slot,
    Whom,
)
from backcare.errors import EditConflict
from backcare.exchange import export_log, import_log
from backcare.exchange.cells import RISKY, bare, guarded
from backcare.exchange.exporting import to_csv
from backcare.log import Log
from backcare.log.changes import Change
from backcare.log.columns import TABLES, Rows
from backcare.log.frames import frame
from backcare.store import LogStore, open_store

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SESSIONS = b"day,slot,pain_before,pain_after,note\r\n"
KEY = (date(2026, 3, 2), "morning")


class MemoryStore:
    """A store in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, dict] = {name: {} for name in TABLES}

    def read_log(self, since: date | None = None, until: date | None = None) -> Log:
        first, last = since or date.min, until or date.max
        return Log({name: dict(sorted(rows.items())) for name, rows in self.rows.items()}).between(first, last)

    def compare(self, rows: Rows) -> list[Change]:
        return [
            Change(name, key, self.rows[name].get(key), row)
            for name, table in rows.items()
            for key, row in table.items()
            if self.rows[name].get(key) != row
        ]

    def import_rows(self, rows: Rows) -> tuple[int | None, list[Change]]:
        changes = self.compare(rows)
        for name, table in rows.items():
            self.rows[name].update(table)
        return 1, changes


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sample_files(name: str) -> dict[str, bytes]:
    """A sample's files; those written before there were contacts and answers about the signs have none of them."""
    return {
        path.name: path.read_bytes() for path in (SAMPLES / name / f"{table}.csv" for table in TABLES) if path.exists()
    }


EMPTY = unpacked(export_log(Log()))


# The samples

both = pytest.mark.parametrize("name", ["flare", "improving", "odd"])


@both
def test_a_sample_comes_in_whole_and_goes_out_to_the_byte(any_store: LogStore, name: str) -> None:
    result = import_log(any_store, packed(sample_files(name)), today=date(2026, 6, 1))
    assert result.problems == ()
    assert result.added == sum(len(rows) for rows in sample_rows(name).values())
    assert unpacked(export_log(any_store.read_log())) == EMPTY | sample_files(name)


@both
def test_a_sample_imported_file_by_file_is_the_same(store: LogStore, name: str) -> None:
    for file in sample_files(name):
        assert import_log(store, SAMPLES / name / file, today=date(2026, 6, 1)).problems == ()
    assert unpacked(export_log(store.read_log())) == EMPTY | sample_files(name)


def test_a_second_import_changes_nothing(store: LogStore) -> None:
    data = packed(sample_files("flare"))
    first, second = (import_log(store, data, today=date(2026, 6, 1)) for _ in range(2))
    assert (second.added, second.changed, second.unchanged) == (0, 0, first.added)
    assert second.step is None
    assert store.version().number == first.step


# Any log

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NOTES = st.one_of(
    st.just(""),
    ANY_TEXT,
    st.tuples(st.sampled_from([mark for mark in RISKY if mark != "\0"]), ANY_TEXT).map("".join),
    st.text(st.sampled_from("\r\n\",;'= \t\u202e\u200b\ufeff😀é"), max_size=12),
)
DAYS = st.dates(EARLIEST_DAY, LATEST_DAY) | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))
PAIN = st.none() | st.integers(0, 10)
WHOM, ANSWERS = [str(whom) for whom in Whom], [str(answer) for answer in SignsAnswer]
SET_KEYS = st.tuples(DAYS, st.sampled_from([str(s) for s in Slot]), st.sampled_from(EXERCISE_IDS))


@st.composite
def any_rows(draw: st.DrawFn) -> dict[str, dict]:
    """Rows of every table; each session has a set and each set a session."""
    done = draw(
        st.dictionaries(
            SET_KEYS, st.tuples(st.integers(1, 200), st.sampled_from([str(felt) for felt in Felt])), max_size=8
        )
    )
    number = st.none() | st.integers(-3, 3)
    return {
        "sets": done,
        "sessions": {key[:2]: (draw(PAIN), draw(PAIN), draw(NOTES)) for key in done},
        "days": draw(
            st.dictionaries(
                st.tuples(DAYS),
                st.tuples(PAIN, PAIN, number, st.none() | st.integers(0, 1440), PAIN, NOTES),
                max_size=4,
            )
        ),
        "resumptions": draw(st.dictionaries(st.tuples(DAYS, st.sampled_from(EXERCISE_IDS)), st.just(()), max_size=3)),
        "contacts": draw(st.dictionaries(st.tuples(DAYS, st.sampled_from(WHOM)), st.tuples(NOTES), max_size=3)),
        "signs": draw(st.dictionaries(st.tuples(DAYS), st.tuples(st.sampled_from(ANSWERS)), max_size=3)),
    }


def one_note(note: str) -> dict[str, dict]:
    day = (date(2026, 3, 2), None, None, None, None, None)
    contact = {(day[0], "gp"): (note,)}
    return {name: {} for name in TABLES} | {"days": {day[:1]: (*day[1:], note)}, "contacts": contact}


def stored(rows: dict[str, dict]) -> MemoryStore:
    memory = MemoryStore()
    memory.rows = rows
    return memory


@given(any_rows())
@example(one_note("a" * NOTE_LENGTH))
@example(one_note('"' * NOTE_LENGTH))
@example(one_note("😀" * NOTE_LENGTH))
@example(one_note("\r\n" * (NOTE_LENGTH // 2)))
@example(one_note("one\rtwo\nthree\r\nfour"))
@example(one_note("'=cmd|' /C calc'!A0"))
@example(one_note("NA"))
@example(one_note("None"))
def test_any_log_goes_out_and_in_and_out_again_to_the_byte(rows: dict[str, dict]) -> None:
    memory, data = MemoryStore(), export_log(stored(rows).read_log())
    result = import_log(memory, data, today=TODAY)
    assert [str(problem) for problem in result.problems] == []
    assert memory.rows == rows
    assert export_log(memory.read_log()) == data


@given(any_rows())
@settings(max_examples=min(15, settings.default.max_examples // 4))
def test_any_log_survives_a_real_store_too(tmp_path_factory: pytest.TempPathFactory, rows: dict[str, dict]) -> None:
    store = open_store(tmp_path_factory.getbasetemp() / "any.db", person=str(hash(str(rows))))
    try:
        data = export_log(stored(rows).read_log())
        assert import_log(store, data, today=TODAY).problems == ()
        assert export_log(store.read_log()) == data
    finally:
        store.engine.dispose()


@given(any_rows())
def test_no_exported_note_can_run_as_a_formula(rows: dict[str, dict]) -> None:
    files = unpacked(export_log(stored(rows).read_log()))
    for name in ("days.csv", "sessions.csv", "contacts.csv"):
        for row in csv.DictReader(io.StringIO(files[name].decode(), newline="")):
            assert not row["note"].startswith(tuple(mark for mark in RISKY if mark != "'"))


@given(st.text())
def test_the_guard_is_taken_off_exactly(text: str) -> None:
    assert bare(guarded(text)) == text


@pytest.mark.parametrize("mark", RISKY)
def test_each_risky_beginning_is_guarded(mark: str) -> None:
    assert guarded(f"{mark}1") == f"'{mark}1"


@given(any_rows(), st.randoms())
def test_the_order_of_rows_in_the_log_does_not_change_the_bytes(rows: dict[str, dict], random: object) -> None:
    log = stored(rows).read_log()
    mixed = {name: dict(random.sample(list(table.items()), len(table))) for name, table in log.rows.items()}
    assert export_log(Log(mixed)) == export_log(log)


# What is written


def test_the_zip_does_not_say_when_where_or_by_whom() -> None:
    with zipfile.ZipFile(io.BytesIO(export_log(Log()))) as archive:
        assert [info.filename for info in archive.infolist()] == [
            "sets.csv", "sessions.csv", "days.csv", "resumptions.csv", "contacts.csv", "signs.csv"
        ]  # fmt: skip
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.external_attr for info in archive.infolist()} == {0o100600 << 16}
        assert {info.create_system for info in archive.infolist()} == {3}


def test_an_empty_log_is_a_header_for_each_table() -> None:
    assert unpacked(export_log(Log())) == {
        "sets.csv": b"day,slot,exercise,reps,felt\r\n",
        "sessions.csv": SESSIONS,
        "days.csv": b"day,pain,pain_worst,change,walk_minutes,activity,note\r\n",
        "resumptions.csv": b"day,exercise\r\n",
        "contacts.csv": b"day,whom,note\r\n",
        "signs.csv": b"day,answer\r\n",
    }
    assert import_log(MemoryStore(), export_log(Log()), today=TODAY).problems == ()


def test_those_asked_on_one_day_are_in_the_order_of_the_choices() -> None:
    log = log_of(contacts=[(on(1), "other"), (on(1), "gp"), (on(1), "helpline")])
    lines = to_csv("contacts", log.contacts).decode().splitlines()
    assert [line.split(",")[1] for line in lines] == ["whom", "helpline", "gp", "other"]


def test_an_exercise_that_the_programme_does_not_know_comes_last_and_harmless() -> None:
    log = log_of(resumptions=[(on(1), "-zumba"), (on(1), "aqua"), (on(1), B), (on(1), A)])
    lines = to_csv("resumptions", log.resumptions).decode().splitlines()
    assert [line.partition(",")[2] for line in lines] == ["exercise", A, B, "'-zumba", "aqua"]


def test_the_ids_of_the_exchange_format_are_those_of_the_programme(programme: Programme) -> None:
    assert programme.ids == EXERCISE_IDS


# What is read

TWO = {"sets.csv": sets(GOOD, OTHER), "days.csv": days("2026-03-02,4,5,-1,30,6,fine")}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(sets(GOOD, OTHER), id="CRLF"),
        pytest.param(sets(GOOD, OTHER).replace(b"\r\n", b"\n"), id="LF"),
        pytest.param(b"\xef\xbb\xbf" + sets(GOOD, OTHER), id="byte-order-mark"),
        pytest.param(sets(GOOD, OTHER).strip(), id="no-line-end-at-the-end"),
        pytest.param(sets(GOOD, "", OTHER, "", ""), id="empty-lines"),
        pytest.param(
            b'"' + sets(GOOD, OTHER).strip().replace(b",", b'","').replace(b"\r\n", b'"\n"') + b'"', id="quoted"
        ),
        pytest.param(packed({"sets.csv": sets(GOOD, OTHER)}), id="zip-of-one"),
        pytest.param(packed({"sets.csv": sets(GOOD, OTHER)}, packing=zipfile.ZIP_STORED), id="stored-zip"),
        pytest.param(
            packed(
                {"log/": b"", "log/sets.csv": sets(GOOD, OTHER), "__MACOSX/log/._sets.csv": b"\0", "log/.DS_Store": b""}
            ),
            id="compressed-folder",
        ),
    ],
)
def test_every_decent_way_to_write_the_same_rows_is_read(data: bytes) -> None:
    memory = MemoryStore()
    assert import_log(memory, data, today=TODAY).added == 2
    assert memory.rows["sets"] == {
        (*KEY, "back-bends"): (5, "comfortable"),
        (KEY[0], "evening", "back-bends"): (5, "comfortable"),
    }


def test_columns_may_come_in_any_order() -> None:
    memory = MemoryStore()
    import_log(memory, b"felt,reps,exercise,slot,day\nworse,7,back-bends,morning,2026-03-02\n", today=TODAY)
    assert memory.rows["sets"] == {(*KEY, "back-bends"): (7, "worse")}


@pytest.mark.parametrize("kind", [str, Path, lambda path: path.read_bytes()], ids=["text", "path", "bytes"])
def test_a_source_is_a_path_or_bytes(tmp_path: Path, kind: Callable[[Path], str | Path | bytes]) -> None:
    (tmp_path / "mine.csv").write_bytes(sets(GOOD))
    assert import_log(MemoryStore(), kind(tmp_path / "mine.csv"), today=TODAY).added == 1


def test_a_path_gives_its_name_to_the_problems(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_bytes(sets(GOOD.replace(",5,", ",0,")))
    assert import_log(MemoryStore(), tmp_path / "mine.csv", today=TODAY).problems[0].file == "mine.csv"


def test_an_apostrophe_written_by_hand_is_taken_for_the_guard() -> None:
    memory = MemoryStore()
    import_log(memory, days("2026-03-02,,,,,,'twas fine", "2026-03-03,,,,,,''twas fine"), today=TODAY)
    assert [row[-1] for row in memory.rows["days"].values()] == ["twas fine", "'twas fine"]


@pytest.mark.parametrize(("today", "ahead"), [(date(2026, 3, 2), 0), (date(2026, 3, 1), 1)])
def test_today_is_the_computers_date_unless_it_is_given(today: date, ahead: int) -> None:
    with time_machine.travel(today):
        assert import_log(MemoryStore(), sets(GOOD)).ahead == ahead
        assert import_log(MemoryStore(), sets(GOOD), today=date(2026, 3, 2)).ahead == 0


AHEAD = {
    "sets.csv": sets("2026-03-31,morning,back-bends,5,comfortable", "2026-04-01,morning,back-bends,5,comfortable"),
    "sessions.csv": SESSIONS + b"2026-04-01,morning,3,4,\r\n",
    "days.csv": days("2026-03-31,4,,,,,", "2199-12-31,4,,,,,"),
    "resumptions.csv": b"day,exercise\r\n2026-04-02,back-bends\r\n",
}


def test_rows_dated_after_today_are_read_and_counted(any_store: LogStore) -> None:
    preview = import_log(any_store, packed(AHEAD), today=TODAY, preview=True)
    first, again = (import_log(any_store, packed(AHEAD), today=TODAY) for _ in range(2))
    assert [(result.problems, result.ahead) for result in (preview, first, again)] == [((), 4)] * 3
    assert unpacked(export_log(any_store.read_log()))["days.csv"] == AHEAD["days.csv"]


def test_with_a_problem_no_row_counts_as_ahead() -> None:
    result = import_log(MemoryStore(), packed(AHEAD | {"days.csv": days("2200-01-01,4,,,,,")}), today=TODAY)
    assert len(result.problems) == 1
    assert result.ahead == 0


# What is written into the store


def test_the_counts_are_of_the_rows_in_the_files(any_store: LogStore) -> None:
    import_log(any_store, packed(TWO), today=TODAY)
    again = {
        "sets.csv": sets(GOOD, OTHER.replace(",5,", ",9,"), OTHER.replace("evening", "midday")),
        "days.csv": days(),
    }
    result = import_log(any_store, packed(again), today=TODAY)
    assert (result.added, result.changed, result.unchanged) == (1, 1, 1)
    assert result.changes == (
        Change("sets", (KEY[0], "evening", "back-bends"), (5, "comfortable"), (9, "comfortable")),
        Change("sets", (KEY[0], "midday", "back-bends"), None, (5, "comfortable")),
    )


def test_a_preview_tells_the_same_and_writes_nothing(any_store: LogStore) -> None:
    before = import_log(any_store, packed(TWO), today=TODAY, preview=True)
    assert any_store.read_log().is_empty
    assert any_store.version().number == 0
    after = import_log(any_store, packed(TWO), today=TODAY)
    assert (before.added, before.changes) == (after.added, after.changes)
    assert (before.step, after.step) == (None, 1)


LIFTED = [
    ("a set that is no longer worse", {"sets": {(on(2), "morning", A): (5, "comfortable")}}, (A,)),
    ("a resumption after the stop", {"resumptions": {(on(3), A): ()}}, (A,)),
    ("both, of two exercises", {"sets": {(on(2), "evening", B): (5, "uncomfortable")},
                                "resumptions": {(on(4), A): ()}}, (A, B)),
    ("a resumption of the day of the stop", {"resumptions": {(on(2), A): ()}}, ()),
    ("another exercise's resumption", {"resumptions": {(on(3), EXERCISE_IDS[2]): ()}}, ()),
    ("a set that is new pain instead", {"sets": {(on(2), "morning", A): (5, "new_pain")}}, ()),
    ("a resumption and a later stop", {"sets": {(on(5), "morning", A): (5, "worse")},
                                       "resumptions": {(on(3), A): ()}}, ()),
    ("sets that are new", {"sets": {(on(3), "morning", A): (5, "comfortable")}}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "lifts"), [case[1:] for case in LIFTED], ids=[case[0] for case in LIFTED])
def test_an_import_names_each_exercise_whose_stop_it_lifts(store: LogStore, rows: Rows, lifts: tuple[str, ...]) -> None:
    store.record_session(session(2, Slot.MORNING, "5w"))
    store.record_session(session(2, Slot.EVENING, "5c", "5n"))
    tables = {name: frame(TABLES[name], [(*k, *v) for k, v in of.items()]) for name, of in rows.items()}
    files = packed({f"{name}.csv": to_csv(name, table) for name, table in tables.items()})
    preview = import_log(store, files, today=on(9), preview=True)
    assert (preview.problems, preview.lifts) == ((), lifts)
    assert import_log(store, files, today=on(9)).lifts == lifts
    assert import_log(store, files, today=on(9)).lifts == ()


@pytest.mark.parametrize(
    ("held", "rows", "ends"),
    [
        (True, {on(3): "cleared"}, True),
        (True, {on(2): "none"}, True),
        (True, {on(1): "none"}, False),
        (True, {on(10): "cleared"}, False),
        (False, {on(3): "cleared"}, False),
    ],
)
def test_an_import_says_when_it_ends_a_hold(store: LogStore, held: bool, rows: dict[date, str], ends: bool) -> None:
    answer_signs(store, SignsAnswer.APPLIES if held else SignsAnswer.NONE, on(2))
    data = ("day,answer\n" + "".join(f"{day},{answer}\n" for day, answer in rows.items())).encode()
    assert import_log(store, data, today=on(9), preview=True).ends_hold is ends
    assert import_log(store, data, today=on(9)).ends_hold is ends
    assert import_log(store, data, today=on(9)).ends_hold is False


def test_an_import_is_one_step_that_can_be_undone_and_done_again(any_store: LogStore) -> None:
    any_store.record_session(session(1, Slot.MORNING, "7c"))
    before = export_log(any_store.read_log())
    result = import_log(
        any_store, packed(TWO | {"resumptions.csv": b"day,exercise\n2026-03-03,back-bends\n"}), today=TODAY
    )
    after = export_log(any_store.read_log())
    undone = any_store.undo(result.step)
    assert export_log(any_store.read_log()) == before
    any_store.undo(undone)
    assert export_log(any_store.read_log()) == after
    assert [step.kind for step in any_store.history()] == ["undo", "undo", "import", "session"]


def test_sets_that_come_alone_bring_an_empty_session_that_goes_with_them(any_store: LogStore) -> None:
    result = import_log(any_store, sets(GOOD), today=TODAY)
    assert (result.added, len(any_store.read_log().sessions)) == (1, 1)
    any_store.undo(result.step)
    assert any_store.read_log().is_empty


def test_rows_that_no_file_names_stay(store: LogStore) -> None:
    store.record_session(session(5, Slot.EVENING, "7c"))
    import_log(store, packed(TWO), today=TODAY)
    assert store.read_log().session(on(5), Slot.EVENING) == session(5, Slot.EVENING, "7c")


def test_a_session_may_come_without_sets_when_the_log_has_them(store: LogStore) -> None:
    import_log(store, sets(GOOD), today=TODAY)
    result = import_log(store, SESSIONS + b"2026-03-02,morning,3,4,fine\r\n", today=TODAY)
    assert (result.changed, result.problems) == (1, ())
    refused = import_log(store, SESSIONS + b"2026-03-02,midday,3,4,fine\r\n", today=TODAY)
    assert "has no sets" in str(refused.problems[0])


def test_one_bad_row_among_many_good_ones_keeps_all_of_them_out(any_store: LogStore) -> None:
    result = import_log(any_store, packed(TWO | {"days.csv": days("2026-03-02,11,,,,,")}), today=TODAY)
    assert len(result.problems) == 1
    assert (result.added, result.step, any_store.version().number) == (0, None, 0)
    assert any_store.read_log().is_empty


def test_a_session_whose_sets_are_deleted_meanwhile_is_not_left_alone(any_store: LogStore) -> None:
    with pytest.raises(EditConflict, match="without a set"):
        any_store.import_rows({"sessions": {KEY: (3, 4, "")}})
    assert any_store.read_log().is_empty
