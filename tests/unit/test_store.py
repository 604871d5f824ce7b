"""The log in SQLite and PostgreSQL alike: recorded, corrected, undone, checked by the database, private on disk."""

import dataclasses
import hashlib
import re
import sqlite3
import stat
import sys
from contextlib import closing
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from support.entries import answer_signs
from support.logs import A, B, C, entry, on, sample_rows, session

from backcare.domain import Contact, DayEntry, ExerciseSet, Felt, Helpline, Resumption, Session, Settings, Slot, Whom
from backcare.errors import CannotUndo, ConfigurationError, EditConflict, InvalidValue, StoreError, UnusableLog
from backcare.files import version
from backcare.log.columns import TABLES
from backcare.log.daily_values import daily_values
from backcare.store import LogStore, migrate, open_store, tables

FULL_DAY = DayEntry(on(1), 4, 6, -1, 20, 3, "walked, “felt loose” <b>")
FULL_SESSION = Session(
    on(1), Slot.EVENING,
    (ExerciseSet(A, 5, Felt.COMFORTABLE), ExerciseSet(B, 200, Felt.NEW_PAIN)), 3, 5, "a\nnote, \"quoted\" =1+1",
)  # fmt: skip
MINE = Settings((B, A), 5, Helpline.YES, "0800 000", "Hills", True)


def state(store: LogStore) -> dict:
    """Everything in the log, so that two states can be compared."""
    log = store.read_log()
    return {name: getattr(log, name).to_dict("split") for name in TABLES} | {"settings": log.settings}


def morning(store: LogStore, number: int = 1) -> Session | None:
    return store.read_log().session(on(number), Slot.MORNING)


# Recording and reading


def test_an_empty_log_has_the_columns_and_dtypes_of_a_full_one(any_store):
    empty = any_store.read_log()
    assert empty.is_empty
    assert (empty.settings, any_store.version().number, any_store.history()) == (Settings(), 0, [])
    any_store.record_session(FULL_SESSION)
    any_store.record_day(FULL_DAY)
    any_store.record_resumption(Resumption(on(2), B))
    any_store.record_contact(Contact(on(2), Whom.GP))
    answer_signs(any_store)
    full = any_store.read_log()
    for name, table in TABLES.items():
        assert list(getattr(empty, name).columns) == list(table.columns)
        assert getattr(empty, name).dtypes.equals(getattr(full, name).dtypes)
        assert len(getattr(full, name)) == (2 if name == "sets" else 1)


def test_what_was_recorded_is_read_again_by_another_opening(any_store, opening):
    assert any_store.record_session(FULL_SESSION) == 1
    assert any_store.record_day(FULL_DAY) == 2
    assert any_store.record_resumption(Resumption(on(2), B)) == 3
    assert any_store.record_settings(MINE) == 4
    log = opening(any_store.engine.url).read_log()
    assert log.session(on(1), Slot.EVENING) == FULL_SESSION
    assert log.day_entry(on(1)) == FULL_DAY
    assert log.resumptions_on(on(2)) == [Resumption(on(2), B)]
    assert log.settings == MINE
    assert any_store.version().number == 4


def test_missing_answers_stay_missing(any_store):
    any_store.record_day(DayEntry(on(1)))
    any_store.record_session(session(1))
    log = any_store.read_log()
    assert log.day_entry(on(1)) == DayEntry(on(1))
    assert log.session(on(1), Slot.MORNING) == session(1)
    assert log.days["pain"].isna().all()


def test_saving_the_same_again_changes_nothing(any_store):
    any_store.record_session(FULL_SESSION)
    any_store.record_day(FULL_DAY)
    any_store.record_settings(MINE)
    any_store.record_resumption(Resumption(on(2), B))
    before = any_store.version().number
    assert any_store.record_session(FULL_SESSION) is None
    assert any_store.record_day(FULL_DAY) is None
    assert any_store.record_settings(MINE) is None
    assert any_store.record_resumption(Resumption(on(2), B)) is None
    assert any_store.version().number == before


def test_saving_a_slot_again_replaces_all_of_it_and_nothing_else(any_store):
    any_store.record_session(session(1, Slot.MORNING, "5c", "5c", "5c", pain_before=3))
    any_store.record_session(session(1, Slot.MIDDAY, "6c"))
    any_store.record_session(session(2, Slot.MORNING, "7c"))
    corrected = session(1, Slot.MORNING, "4u", note="typo")
    any_store.record_session(corrected)
    log = any_store.read_log()
    assert log.session(on(1), Slot.MORNING) == corrected
    assert log.session(on(1), Slot.MIDDAY) == session(1, Slot.MIDDAY, "6c")
    assert log.session(on(2), Slot.MORNING) == session(2, Slot.MORNING, "7c")


def test_the_rows_come_in_the_order_of_day_slot_and_exercise(any_store):
    for number, slot in ((2, Slot.MORNING), (1, Slot.EVENING), (1, Slot.MIDDAY), (1, Slot.MORNING)):
        any_store.record_session(session(number, slot, "5c", "5c"))
    log = any_store.read_log()
    assert list(log.rows["sessions"]) == [(on(1), "morning"), (on(1), "midday"), (on(1), "evening"), (on(2), "morning")]
    assert list(log.sets["exercise"])[:2] == sorted([A, B])


def test_a_part_of_the_log_can_be_read_both_ends_included(any_store):
    for n in range(1, 7):
        any_store.record_session(session(n))
        any_store.record_day(entry(n))
    log = any_store.read_log(since=on(2), until=on(4))
    assert log.recorded_days == [on(2), on(3), on(4)]
    assert list(daily_values(log).pain) == [on(2), on(3), on(4)]
    assert any_store.read_log(since=on(5)).recorded_days == [on(5), on(6)]
    assert any_store.read_log(until=on(1)).recorded_days == [on(1)]


def test_people_in_one_database_do_not_see_each_other(any_store, opening):
    other = opening(any_store.engine.url, person="other")
    any_store.record_session(session(1))
    assert other.read_log().is_empty
    other.record_session(session(1, Slot.MORNING, "9u"))
    other.record_settings(MINE)
    assert morning(any_store) == session(1)
    assert any_store.read_log().settings == Settings()
    other.undo(1)
    assert other.read_log().sets.empty
    assert morning(any_store) == session(1)


# Correcting and deleting


def test_a_session_or_day_can_be_deleted_and_only_that(any_store):
    any_store.record_session(session(1))
    any_store.record_session(session(1, Slot.EVENING))
    any_store.record_day(entry(1))
    assert any_store.delete_session(on(1), Slot.MORNING) == 4
    log = any_store.read_log()
    assert list(log.sessions["slot"]) == list(log.sets["slot"]) == ["evening"]
    assert any_store.delete_day(on(1)) == 5
    log = any_store.read_log()
    assert log.days.empty
    assert len(log.sessions) == 1


def test_deleting_what_is_not_there_changes_nothing(any_store):
    assert any_store.delete_session(on(1), Slot.MORNING) is None
    assert any_store.delete_day(on(1)) is None
    assert any_store.delete_resumption(Resumption(on(1), A)) is None
    assert any_store.version().number == 0


def test_a_resumption_can_be_taken_back(any_store):
    any_store.record_resumption(Resumption(on(1), A))
    any_store.record_resumption(Resumption(on(1), B))
    assert any_store.delete_resumption(Resumption(on(1), A)) == 3
    assert daily_values(any_store.read_log()).resumed == {B: [on(1)]}


def test_several_resumptions_are_taken_back_as_one_step(any_store):
    for n in (1, 2, 3):
        any_store.record_resumption(Resumption(on(n), A))
    gone = [Resumption(on(n), A) for n in (2, 3, 9)]
    assert any_store.delete_resumption(*gone) == 4
    assert daily_values(any_store.read_log()).resumed == {A: [on(1)]}
    any_store.undo(4)
    assert daily_values(any_store.read_log()).resumed == {A: [on(1), on(2), on(3)]}


def test_a_session_is_given_another_date_as_one_step(any_store):
    ahead = session(9, Slot.MORNING, "5n", "6c", pain_after=7, note="sore")
    any_store.record_session(ahead)
    assert any_store.move_session(ahead, on(1)) == 2
    assert any_store.read_log().session(on(9), Slot.MORNING) is None
    assert morning(any_store) == session(1, Slot.MORNING, "5n", "6c", pain_after=7, note="sore")
    any_store.undo(2)
    assert any_store.read_log().session(on(9), Slot.MORNING) == ahead
    assert morning(any_store) is None


def test_a_session_moved_onto_another_softens_nothing_of_either(any_store):
    ahead = session(9, Slot.MORNING, "5n", "6c", pain_after=3)
    any_store.record_session(ahead)
    any_store.record_session(session(1, Slot.MORNING, "9c", "2w", "4c", pain_after=6))
    any_store.move_session(ahead, on(1))
    kept = morning(any_store)
    assert set(kept.sets) == set(session(1, Slot.MORNING, "9n", "6w", "4c").sets)
    assert kept.pain_after == 6


def test_a_session_that_was_changed_meanwhile_is_not_moved(any_store):
    any_store.record_session(session(9, Slot.MORNING, "5n"))
    with pytest.raises(EditConflict, match="10 March, morning, was changed somewhere else"):
        any_store.move_session(session(9, Slot.MORNING, "5c"), on(1))
    assert any_store.version().number == 1


def test_a_save_over_what_was_shown_is_taken(any_store):
    any_store.record_session(session(1), expected=None)
    any_store.record_session(session(1, Slot.MORNING, "6c"), expected=session(1))
    any_store.record_day(entry(1), expected=None)
    any_store.record_day(entry(1, 5), expected=entry(1))
    assert morning(any_store) == session(1, Slot.MORNING, "6c")
    assert any_store.read_log().day_entry(on(1)) == entry(1, 5)


def test_a_save_over_something_else_is_refused_and_changes_nothing(any_store):
    any_store.record_session(session(1, Slot.MORNING, "6c"))
    any_store.record_day(entry(1, 5))
    before = state(any_store)
    for shown in (None, session(1), session(1, Slot.MORNING, "6c", "6c"), session(1, Slot.MORNING, "6c", note="x")):
        with pytest.raises(EditConflict, match=r"^2 March, morning, was changed somewhere else"):
            any_store.record_session(session(1, Slot.MORNING, "7c"), expected=shown)
    for shown in (None, entry(1, 4)):
        with pytest.raises(EditConflict, match=r"^2 March was changed somewhere else|^2 March, was"):
            any_store.record_day(entry(1, 6), expected=shown)
    assert state(any_store) == before
    assert any_store.version().number == 2


def test_a_save_over_an_entry_deleted_meanwhile_is_refused(any_store):
    any_store.record_session(session(1))
    any_store.delete_session(on(1), Slot.MORNING)
    with pytest.raises(EditConflict):
        any_store.record_session(session(1, Slot.MORNING, "6c"), expected=session(1))


def test_a_second_click_finds_its_own_first_and_is_harmless(any_store):
    assert any_store.record_session(session(1), expected=None) == 1
    assert any_store.record_session(session(1), expected=None) is None
    assert len(any_store.read_log().sessions) == 1


def test_an_entry_nobody_was_shown_is_saved_over_what_is_there(any_store):
    any_store.record_session(session(1))
    assert any_store.record_session(session(1, Slot.MORNING, "6c")) == 2


# Many rows at once


def test_many_rows_are_one_step_and_the_same_rows_again_are_none(any_store):
    rows = sample_rows("flare")
    assert any_store.record_rows("import", rows) == 1
    assert any_store.compare(rows) == []
    assert any_store.record_rows("import", rows) is None
    step = any_store.history()[0]
    assert (step.kind, step.first_day, step.changes) == ("import", min(k[0] for t in rows.values() for k in t), ())
    assert step.entries >= sum(map(len, rows.values()))


def test_sets_without_their_session_bring_an_empty_one(any_store):
    rows = {"sets": {(on(1), "morning", A): (5, "comfortable")}}
    number = any_store.record_rows("import", rows)
    assert morning(any_store) == session(1)
    any_store.undo(number)
    assert any_store.read_log().is_empty


def test_rows_that_are_not_named_stay(any_store):
    any_store.record_session(session(1, Slot.MORNING, "5c", "5c"))
    any_store.record_rows("import", {"sets": {(on(1), "morning", C): (9, "uncomfortable")}})
    assert len(any_store.read_log().sets) == 3


def test_many_rows_are_taken_all_or_none(any_store):
    any_store.record_day(entry(1))
    before = state(any_store)
    bad = {"days": {(on(2),): (5, None, None, None, None, ""), (on(3),): (11, None, None, None, None, "")}}
    with pytest.raises(DBAPIError):
        any_store.record_rows("import", bad)
    assert state(any_store) == before
    assert any_store.version().number == 1


# Undoing


STEPS = [
    ("a first session", lambda s: s.record_session(FULL_SESSION)),
    ("a corrected session", lambda s: s.record_session(session(5, Slot.MORNING, "4u", note="typo"))),
    ("a session with fewer exercises", lambda s: s.record_session(session(6, Slot.MORNING, "5c"))),
    ("a deleted session", lambda s: s.delete_session(on(5), Slot.MORNING)),
    ("a day", lambda s: s.record_day(FULL_DAY)),
    ("a corrected day", lambda s: s.record_day(entry(5, 9, note="typo"))),
    ("a deleted day", lambda s: s.delete_day(on(5))),
    ("a resumption", lambda s: s.record_resumption(Resumption(on(5), A))),
    ("a resumption taken back", lambda s: s.delete_resumption(Resumption(on(6), B))),
    ("settings", lambda s: s.record_settings(Settings(few_days=7))),
    ("an import", lambda s: s.record_rows("import", sample_rows("improving"))),
]


@pytest.fixture
def begun(any_store):
    """A log with something of each kind in it."""
    any_store.record_session(session(5, Slot.MORNING, "5c", "6c", pain_before=3, note="before"))
    any_store.record_session(session(6, Slot.MORNING, "5c", "5u", "5c"))
    any_store.record_day(entry(5, 4, change=1))
    any_store.record_resumption(Resumption(on(6), B))
    any_store.record_settings(MINE)
    return any_store


@pytest.mark.parametrize("do", [do for _, do in STEPS], ids=[name for name, _ in STEPS])
def test_every_step_can_be_undone_and_done_again(begun, do):
    before = state(begun)
    number = do(begun)
    after = state(begun)
    assert after != before
    undone = begun.undo(number)
    assert state(begun) == before
    begun.undo(undone)
    assert state(begun) == after
    assert begun.undo(number) is not None
    assert state(begun) == before
    newest = begun.history(1)[0]
    assert (newest.kind, newest.undoes) == ("undo", number)


def test_an_older_step_can_be_undone_when_later_ones_touch_other_entries(any_store):
    first = any_store.record_session(session(1))
    any_store.record_session(session(2))
    any_store.record_day(entry(1))
    any_store.undo(first)
    assert [day for day, _ in any_store.read_log().rows["sessions"]] == [on(2)]


def test_a_step_whose_entries_changed_later_cannot_be_undone(any_store):
    first = any_store.record_session(session(1))
    second = any_store.record_session(session(1, Slot.MORNING, "6c"))
    before = state(any_store)
    with pytest.raises(CannotUndo, match="later change"):
        any_store.undo(first)
    assert state(any_store) == before
    any_store.undo(second)
    any_store.undo(first)
    assert any_store.read_log().is_empty


def test_undoing_never_leaves_a_session_without_sets_nor_sets_without_their_session(any_store):
    first = any_store.record_session(session(1))
    any_store.record_rows("import", {"sets": {(on(1), "morning", C): (9, "comfortable")}})
    before = state(any_store)
    with pytest.raises(CannotUndo):
        any_store.undo(first)
    assert state(any_store) == before


def test_a_step_is_undone_once_and_must_exist(any_store):
    number = any_store.record_session(session(1))
    any_store.undo(number)
    with pytest.raises(CannotUndo, match="already undone"):
        any_store.undo(number)
    with pytest.raises(CannotUndo, match="no change number 99"):
        any_store.undo(99)


def test_the_history_tells_each_step_newest_first_and_which_were_undone(any_store):
    any_store.record_session(session(3))
    any_store.record_settings(MINE)
    any_store.undo(1)
    found = any_store.history()
    assert [(s.id, s.kind, s.undoes, s.undone_by, s.first_day) for s in found] == [
        (3, "undo", 1, None, on(3)), (2, "settings", None, None, None), (1, "session", None, 3, on(3)),
    ]  # fmt: skip
    assert [s.entries for s in found] == [2, 1, 2]
    assert {c.table for c in found[2].changes} == {"sessions", "sets"}
    assert [c.inverse() for c in found[0].changes] == list(found[2].changes)
    any_store.undo(3)
    assert [s.undone_by for s in any_store.history()] == [None, 4, None, None]


def test_the_newest_steps_of_the_history_come_first(any_store):
    for n in range(1, 6):
        any_store.record_day(entry(n))
    assert [s.id for s in any_store.history(2)] == [5, 4]


# The database refuses what the model refuses


def insert(connection: Connection, table: str, **values: object) -> None:
    columns = ", ".join(values)
    bound = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({bound})"), values)


ROWS = {
    "session": {"day": date(2026, 3, 3), "slot": "midday", "pain_before": 3, "pain_after": 4, "note": ""},
    "exercise_set": {"day": on(1), "slot": "morning", "exercise": C, "reps": 5, "felt": "comfortable"},
    "day_entry": {"day": on(1), "pain": 4, "pain_worst": 5, "change": 0, "walk_minutes": 9, "activity": 3, "note": ""},
    "resumption": {"day": on(1), "exercise": A},
    "settings": {
        "exercises": "[]", "few_days": 3, "helpline": "yes", "helpline_number": "", "activity_name": "",
        "gp_signs_read": False,
    },
    "contact": {"day": on(1), "whom": "gp", "note": ""},
    "signs_check": {"day": on(1), "answer": "none"},
}  # fmt: skip
WITHIN = [
    ("session", "day", date(2000, 1, 1)), ("session", "slot", "evening"), ("session", "pain_before", 0),
    ("session", "pain_before", 10), ("session", "pain_before", None), ("session", "pain_after", 10),
    ("session", "note", "x" * 10_000), ("exercise_set", "reps", 1), ("exercise_set", "reps", 200),
    ("exercise_set", "felt", "new_pain"), ("day_entry", "day", date(2000, 1, 1)), ("day_entry", "pain", 0),
    ("day_entry", "pain", 10), ("day_entry", "pain", None), ("day_entry", "pain_worst", 10),
    ("day_entry", "change", -3), ("day_entry", "change", 3), ("day_entry", "walk_minutes", 1440),
    ("day_entry", "activity", 10), ("day_entry", "note", "x" * 10_000), ("resumption", "day", date(2000, 1, 1)),
    ("settings", "few_days", 2), ("settings", "few_days", 7), ("settings", "helpline", "unsure"),
    ("contact", "whom", "nhs24"), ("contact", "note", "x" * 10_000), ("signs_check", "answer", "applies"),
]  # fmt: skip
OUTSIDE = [
    ("session", "day", date(1999, 12, 31)), ("session", "day", None), ("session", "slot", "night"),
    ("session", "slot", None), ("session", "pain_before", -1), ("session", "pain_before", 11),
    ("session", "pain_after", -1), ("session", "pain_after", 11), ("session", "note", None),
    ("session", "note", "x" * 10_001), ("exercise_set", "reps", 0), ("exercise_set", "reps", 201),
    ("exercise_set", "reps", -1), ("exercise_set", "reps", None), ("exercise_set", "felt", "fine"),
    ("exercise_set", "felt", None), ("exercise_set", "slot", "evening"), ("exercise_set", "day", on(2)),
    ("day_entry", "day", date(1999, 12, 31)), ("day_entry", "pain", -1), ("day_entry", "pain", 11),
    ("day_entry", "pain_worst", -1), ("day_entry", "pain_worst", 11), ("day_entry", "change", -4),
    ("day_entry", "change", 4), ("day_entry", "walk_minutes", -1), ("day_entry", "walk_minutes", 1441),
    ("day_entry", "activity", -1), ("day_entry", "activity", 11), ("day_entry", "note", "x" * 10_001),
    ("day_entry", "note", None), ("resumption", "day", date(1999, 12, 31)), ("settings", "few_days", 1),
    ("settings", "few_days", 8), ("settings", "few_days", None), ("settings", "helpline", "perhaps"),
    ("contact", "whom", "nobody"), ("contact", "note", "x" * 10_001), ("contact", "day", date(1999, 12, 31)),
    ("contact", "whom", None), ("signs_check", "answer", "perhaps"), ("signs_check", "day", date(1999, 12, 31)),
]  # fmt: skip


@pytest.fixture
def raw(any_store):
    """A transaction on a log with one session, past the store and the model; rolled back at the end."""
    any_store.record_session(session(1))
    with any_store.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def test_the_database_takes_what_the_model_takes(raw):
    for table, column, value in WITHIN:
        with raw.begin_nested() as attempt:
            insert(raw, table, person="me", **ROWS[table] | {column: value})
            attempt.rollback()


def test_the_database_refuses_what_the_model_refuses(raw):
    for table, column, value in OUTSIDE:
        with pytest.raises(DBAPIError), raw.begin_nested():
            insert(raw, table, person="me", **ROWS[table] | {column: value})


def test_the_database_refuses_an_unknown_person_and_a_repeated_key(raw):
    for table in ("session", "day_entry", "resumption", "settings", "contact", "signs_check"):
        with pytest.raises(DBAPIError), raw.begin_nested():
            insert(raw, table, person="nobody", **ROWS[table])
        with raw.begin_nested():
            insert(raw, table, person="me", **ROWS[table])
        with pytest.raises(DBAPIError), raw.begin_nested():
            insert(raw, table, person="me", **ROWS[table])


def test_the_database_keeps_a_session_that_still_has_sets(raw):
    with pytest.raises(DBAPIError), raw.begin_nested():
        raw.execute(text("DELETE FROM session"))


# The time zone


def test_a_zone_is_unknown_until_it_is_remembered(any_store, opening, any_url):
    assert any_store.zone() == ""
    any_store.remember_zone("Pacific/Auckland")
    any_store.remember_zone("Europe/London")
    assert opening(any_url).zone() == "Europe/London"
    assert opening(any_url, "you").zone() == ""


def test_remembering_a_zone_is_no_step_of_the_history(any_store):
    any_store.record_day(entry(1))
    before = any_store.version()
    any_store.remember_zone("Europe/London")
    assert any_store.version() == before
    assert any_store.undo(1) == 2
    assert any_store.zone() == "Europe/London"
    assert any_store.check() == []


def test_a_zone_that_is_remembered_already_is_not_written_again(any_store, monkeypatch):
    any_store.remember_zone("Europe/London")
    with monkeypatch.context() as patch:
        patch.delattr("backcare.store.engine.writing")
        any_store.remember_zone("Europe/London")
    assert any_store.zone() == "Europe/London"


@pytest.mark.parametrize(
    "name", ["", "GMT+25", "europe london", "../../etc/passwd", "America", "Europe/London\0", "x" * 999]
)
def test_what_is_no_zone_is_refused_and_the_one_before_stays(any_store, name):
    any_store.remember_zone("Europe/London")
    with pytest.raises(InvalidValue, match="Europe/London"):
        any_store.remember_zone(name)
    assert any_store.zone() == "Europe/London"


def test_a_zone_that_cannot_be_written_just_now_is_no_fault(store, monkeypatch):
    def full(engine):
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr("backcare.store.engine.writing", full)
        store.remember_zone("Europe/London")
    assert store.zone() == ""
    store.remember_zone("Europe/London")
    assert store.zone() == "Europe/London"


def test_a_zone_is_backed_up_and_restored_with_the_log(store):
    store.remember_zone("Europe/London")
    kept = store.backup_now().path
    store.remember_zone("Pacific/Auckland")
    store.restore(kept)
    assert store.zone() == "Europe/London"


def test_an_erased_person_is_not_called_back_by_their_zone(any_store):
    any_store.remember_zone("Europe/London")
    any_store.erase()
    any_store.remember_zone("Europe/London")
    with any_store.engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM person")).all() == []


# The schema


def test_the_migrations_come_to_the_tables_and_checks_that_the_program_expects(any_store):
    with any_store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        inspector = inspect(connection)
        for table in tables.metadata.sorted_tables:
            wanted = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
            assert {c["name"] for c in inspector.get_check_constraints(table.name)} == wanted, table.name


def plain_check(sql: str) -> str:
    """A check without what does not matter: white space, and a lowest length of 0."""
    return re.sub(r"BETWEEN 0 AND (?=10000$)", "<= ", " ".join(sql.split()))


def test_the_checks_of_the_migrations_say_what_those_of_the_program_say(tmp_path, store):
    engine = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    tables.metadata.create_all(engine)
    for table in tables.metadata.sorted_tables:
        fresh, migrated = (
            sorted((c["name"], plain_check(c["sqltext"])) for c in inspect(e).get_check_constraints(table.name))
            for e in (engine, store.engine)
        )
        assert migrated == fresh, table.name
    engine.dispose()


def test_the_newest_migration_is_the_one_the_program_names(any_store):
    assert ScriptDirectory("backcare/store/migrations").get_heads() == [version.NEWEST]
    with any_store.engine.connect() as connection:
        assert migrate.version_of(connection) == version.NEWEST


def test_a_log_that_has_no_tables_yet_has_no_version(any_url):
    engine = create_engine(any_url)
    with engine.connect() as connection:
        assert migrate.version_of(connection) is None
    engine.dispose()


def test_an_up_to_date_log_opens_without_loading_the_migrations(tmp_path, monkeypatch):
    open_store(tmp_path / "backcare.db").engine.dispose()
    monkeypatch.delitem(sys.modules, "alembic.command", raising=False)
    open_store(tmp_path / "backcare.db").engine.dispose()
    assert "alembic.command" not in sys.modules


# The file


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_log_is_private_and_in_a_folder_of_its_own(tmp_path):
    path = tmp_path / "data" / "deep" / "backcare.db"
    store = open_store(path)
    store.record_session(session(1))
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    store.engine.dispose()


def test_making_a_log_leaves_nothing_else_beside_it(tmp_path):
    store = open_store(tmp_path / "backcare.db")
    store.record_session(session(1))
    store.engine.dispose()
    left = {path.name for path in tmp_path.iterdir() if path.stat().st_size}
    assert left == {"backcare.db"}


def test_a_log_that_could_not_be_made_whole_is_not_there(tmp_path, monkeypatch):
    def fail(*_args):
        raise RuntimeError("in the middle of it")

    monkeypatch.setattr(migrate, "migrate", fail)
    with pytest.raises(RuntimeError):
        open_store(tmp_path / "backcare.db")
    assert list(tmp_path.iterdir()) == []


def test_every_pooled_connection_is_durable(store):
    wanted = {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 15_000,
    }
    connections = [store.engine.connect() for _ in range(5)]
    assert len({id(c.connection.driver_connection) for c in connections}) == 5
    for connection in connections:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted}
        assert found == wanted
        connection.close()


def digest(path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def foreign(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.commit()


def empty(path):
    path.touch()


def picture(path):
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)


def truncated(path):
    open_store(path).engine.dispose()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribbled(path):
    store = open_store(path)
    for n in range(1, 60):
        store.record_day(entry(n, note="x" * 500))
    store.engine.dispose()
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\xa5" * 4096
    path.write_bytes(content)


def newer(path):
    open_store(path).engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()


@pytest.mark.parametrize("spoil", [empty, picture, foreign, truncated, scribbled, newer])
def test_an_unsound_file_is_refused_and_left_as_it_is(tmp_path, spoil):
    path = tmp_path / "backcare.db"
    spoil(path)
    before = digest(path)
    with pytest.raises(UnusableLog, match=r"\.$"):
        open_store(path)
    assert digest(path) == before


def test_a_log_from_a_newer_version_says_so(tmp_path):
    newer(tmp_path / "backcare.db")
    with pytest.raises(UnusableLog, match="newer version"):
        open_store(tmp_path / "backcare.db")


@pytest.mark.parametrize("url", ["mysql://me@here/x", "not an address", "sqlite://", "sqlite:///:memory:"])
def test_an_unusable_address_is_refused_with_what_is_allowed(url):
    with pytest.raises(ConfigurationError, match="address"):
        open_store(url)


def test_a_plain_postgresql_address_is_understood(postgresql):
    store = open_store(postgresql().set(drivername="postgresql"))
    assert store.record_day(entry(1)) == 1
    store.engine.dispose()


def test_a_value_is_kept_to_the_letter_in_notes(any_store):
    note = "=1+1\t“ß”\u202e\u200b🙂\r\n![x](http://x)"
    any_store.record_day(dataclasses.replace(FULL_DAY, note=note))
    assert any_store.read_log().day_entry(on(1)).note == note
