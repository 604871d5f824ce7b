"""The log as frames: fixed columns and dtypes, also when empty, and the values that the rules take from them."""

from datetime import date

import pandas as pd
import pytest
from support.logs import A, B, C, did, log_of, on
from support.reference import Pained, Rated

from backcare.domain import (
    Contact,
    DayEntry,
    ExerciseDay,
    ExerciseSet,
    Felt,
    Resumption,
    Session,
    Settings,
    SignsAnswer,
    SignsCheck,
    Slot,
    Whom,
)
from backcare.log import Log, frames
from backcare.log.columns import SETTINGS, TABLES
from backcare.log.daily_values import daily_values

FULL = {
    "sets": {(on(1), "morning", A): (5, "comfortable")},
    "sessions": {(on(1), "morning"): (3, None, "a note")},
    "days": {(on(1),): (4, None, -1, 20, None, "")},
    "resumptions": {(on(1), A): ()},
    "contacts": {(on(1), "gp"): ("call back",)},
    "signs": {(on(1),): ("none",)},
}
EACH = pytest.mark.parametrize("name", list(TABLES))


@EACH
def test_a_frame_has_the_same_columns_and_dtypes_with_and_without_rows(name):
    empty, full = (getattr(Log(rows), name) for rows in ({}, FULL))
    assert list(empty.columns) == list(full.columns) == list(TABLES[name].columns)
    assert empty.dtypes.equals(full.dtypes)
    assert (len(empty), len(full)) == (0, 1)


@EACH
def test_the_keys_come_first_in_every_table(name):
    assert list(TABLES[name].columns)[: len(TABLES[name].key)] == list(TABLES[name].key)


@EACH
def test_every_value_that_is_shown_has_words_for_the_history(name):
    assert all("{}" in column.history for column in TABLES[name].values.values())


def test_every_question_of_the_day_has_its_question():
    assert all(column.question for name, column in TABLES["days"].values.items() if name != "note")


def test_a_missing_number_and_an_empty_note_are_missing_and_never_zero():
    days = Log(FULL).days
    assert days["pain_worst"].isna().all()
    assert days["note"].isna().all()
    assert days["pain"].tolist() == [4]
    assert Log(FULL).sessions["note"].tolist() == ["a note"]


def test_a_zero_is_not_missing():
    assert Log({"days": {(on(1),): (0, 0, 0, 0, 0, "")}}).days["pain"].tolist() == [0]


def test_days_carry_no_time_zone():
    assert str(Log(FULL).days["day"].dtype) == "datetime64[s]"


def test_rows_of_the_wrong_width_are_refused():
    with pytest.raises(ValueError, match="zip"):
        _ = Log({"resumptions": {(on(1), A, "more"): ()}}).resumptions


def test_slots_and_felt_are_ordered_as_in_the_domain():
    for name, words in (("slot", Slot), ("felt", Felt)):
        dtype = Log().sets[name].dtype
        assert list(dtype.categories) == list(words)
        assert dtype.ordered


@EACH
def test_a_log_is_empty_only_when_every_table_is(name):
    assert Log().is_empty
    assert not Log({name: FULL[name]}).is_empty


@EACH
def test_a_row_by_column_comes_back_in_the_order_of_the_columns(name):
    table = TABLES[name]
    row = next(iter(FULL[name].values()))
    assert table.in_order(table.by_name(row)) == row
    assert None not in table.by_name(row).values()


def test_a_row_of_the_history_that_lacks_a_later_column_is_read():
    assert TABLES["days"].in_order({"pain": 3}) == (3, None, None, None, None, "")
    assert SETTINGS.in_order({"few_days": 4, "helpline": "no"}) == ([], 4, "no", "", "", False)


def test_recorded_days_come_once_each_oldest_first():
    log = log_of([did(5, "5c"), did(1, "5c"), did(5, "5c", B)], [Rated(on(3), 4, None)], [(on(9), A)])
    assert log.recorded_days == [on(1), on(3), on(5), on(9)]
    assert all(type(day) is date for day in log.recorded_days)
    assert Log().recorded_days == []


def test_an_answer_about_the_signs_alone_is_no_recorded_day():
    log = log_of(contacts=[(on(2), "gp")], signs=[(on(1), "none")])
    assert log.recorded_days == [on(2)]
    assert log.signs_on(on(1)) == SignsCheck(on(1), SignsAnswer.NONE)
    assert (log.contacts_on(on(2)), log.contacts_on(on(1))) == ([Contact(on(2), Whom.GP)], [])
    assert log.signs_on(on(2)) is None


def test_a_day_comes_to_most_and_worst_in_any_order():
    sets = [did(2, "5c"), did(1, "9c"), did(1, "5u", slot="midday"), did(1, "7c", slot="evening"), did(1, "3n", B)]
    wanted = {
        A: [ExerciseDay(on(1), 9, Felt.UNCOMFORTABLE), ExerciseDay(on(2), 5, Felt.COMFORTABLE)],
        B: [ExerciseDay(on(1), 3, Felt.NEW_PAIN)],
    }
    assert daily_values(log_of(sets)).done == daily_values(log_of(sets[::-1])).done == wanted
    assert daily_values(Log()).done == {}


def test_an_exercise_day_says_whether_pain_rose_over_its_session():
    sets = [did(1, "5c"), did(1, "5c", A, "evening"), did(1, "5c", B, "evening"), did(2, "5c"), did(3, "5c")]
    pains = [Pained(on(1), "morning", 2, 4), Pained(on(1), "evening", 2, 3), Pained(on(2), "morning", None, 9)]
    done = daily_values(log_of(sets, pains=pains)).done
    assert [day.pain_rose for day in done[A]] == [True, False, False]
    assert [day.pain_rose for day in done[B]] == [False]


def test_resumptions_are_listed_by_exercise_oldest_first():
    log = log_of((), (), [(on(9), A), (on(2), A), (on(5), B)])
    assert daily_values(log).resumed == {A: [on(2), on(9)], B: [on(5)]}


def test_answers_are_of_the_answered_days_and_zero_is_one():
    log = log_of((), [Rated(on(1), 0, None), Rated(on(2), None, -3), Rated(on(3), 7, 0)])
    values = daily_values(log)
    assert values.pain == {on(1): 0, on(3): 7}
    assert values.changes == {on(2): -3, on(3): 0}
    assert frames.answers(log, "pain").to_dict() == {pd.Timestamp(on(1)): 0, pd.Timestamp(on(3)): 7}
    assert frames.answers(Log(), "pain").empty


def test_a_slot_counts_once_however_many_exercises_were_done_in_it():
    log = log_of([did(1, "5c"), did(1, "5c", B), did(1, "5c", C, "evening"), did(2, "5c")])
    assert daily_values(log).slots == {on(1): 2, on(2): 1}
    assert daily_values(Log()).slots == {}


def test_an_entry_is_found_as_the_models_value_or_not_at_all():
    log = Log(FULL)
    done = (ExerciseSet(A, 5, Felt.COMFORTABLE),)
    assert log.session(on(1), Slot.MORNING) == Session(on(1), Slot.MORNING, done, 3, None, "a note")
    assert log.session(on(1), Slot.EVENING) is None
    assert log.session(on(2), Slot.MORNING) is None
    assert log.day_entry(on(1)) == DayEntry(on(1), 4, None, -1, 20)
    assert log.day_entry(on(2)) is None
    assert log.resumptions_on(on(1)) == [Resumption(on(1), A)]
    assert log.resumptions_on(on(2)) == []


def test_sets_without_a_session_row_are_still_a_session():
    log = Log({"sets": FULL["sets"]})
    assert log.session(on(1), Slot.MORNING) == Session(on(1), Slot.MORNING, (ExerciseSet(A, 5, Felt.COMFORTABLE),))


def test_cutting_a_log_keeps_both_ends_of_every_table_and_the_settings():
    mine = Settings(few_days=5)
    days = [Rated(on(n), n, None) for n in range(1, 6)]
    each_day = [on(n) for n in range(1, 6)]
    log = log_of(
        [did(n, "5c") for n in range(1, 6)],
        days,
        [(day, A) for day in each_day],
        mine,
        contacts=[(day, "gp") for day in each_day],
        signs=[(day, "none") for day in each_day],
    )
    cut = log.between(on(2), on(4))
    assert all(list(getattr(cut, name)["day"].dt.date) == [on(2), on(3), on(4)] for name in TABLES)
    assert log.until(on(2)).recorded_days == [on(1), on(2)]
    assert cut.settings == mine
