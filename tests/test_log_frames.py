"""The log as frames: fixed columns and dtypes, also when empty, and the values that the rules take from them."""

from datetime import date

import pandas as pd
import pytest
from logs import A, B, C, did, log_of, on
from reference import Pained, Rated

from backcare.domain import DayEntry, ExerciseDay, ExerciseSet, Felt, Resumption, Session, Settings, Slot
from backcare.log import frames
from backcare.log.frames import Log

FULL = {
    "sets": [(on(1), "morning", A, 5, "comfortable")],
    "sessions": [(on(1), "morning", 3, None, "a note")],
    "days": [(on(1), 4, None, -1, 20, None, "")],
    "resumptions": [(on(1), A)],
}


@pytest.mark.parametrize("name", list(frames.TABLES))
def test_a_frame_has_the_same_columns_and_dtypes_with_and_without_rows(name):
    empty, full = frames.frame(frames.TABLES[name]), frames.frame(frames.TABLES[name], FULL[name])
    assert list(empty.columns) == list(full.columns) == list(frames.TABLES[name])
    assert empty.dtypes.equals(full.dtypes)
    assert (len(empty), len(full)) == (0, 1)


@pytest.mark.parametrize("name", list(frames.TABLES))
def test_the_keys_come_first_in_every_table(name):
    assert list(frames.TABLES[name])[: len(frames.KEYS[name])] == list(frames.KEYS[name])


def test_a_missing_number_and_an_empty_note_are_missing_and_never_zero():
    days = frames.frame(frames.DAYS, FULL["days"])
    assert days["pain_worst"].isna().all()
    assert days["note"].isna().all()
    assert days["pain"].tolist() == [4]
    assert frames.frame(frames.SESSIONS, FULL["sessions"])["note"].tolist() == ["a note"]


def test_days_carry_no_time_zone():
    assert str(frames.frame(frames.DAYS, FULL["days"])["day"].dtype) == "datetime64[s]"


def test_rows_of_the_wrong_width_are_refused():
    with pytest.raises(ValueError, match="zip"):
        frames.frame(frames.RESUMPTIONS, [(on(1), A, "more")])


def test_slots_and_felt_are_ordered_as_in_the_model():
    assert list(frames.SLOT.categories) == list(Slot)
    assert list(frames.FELT.categories) == list(Felt)
    assert frames.SLOT.ordered
    assert frames.FELT.ordered


@pytest.mark.parametrize("name", list(frames.TABLES))
def test_a_log_is_empty_only_when_every_table_is(name):
    assert Log().is_empty
    assert not Log(**{name: frames.frame(frames.TABLES[name], FULL[name])}).is_empty


@pytest.mark.parametrize(("value", "number", "words"), [(pd.NA, None, ""), (None, None, ""), (float("nan"), None, "")])
def test_a_missing_cell_is_none_or_no_text(value, number, words):
    assert frames.optional_int(value) is number
    assert frames.optional_text(value) == words


def test_a_cell_that_is_there_is_a_plain_number_or_text():
    assert type(frames.optional_int(frames.frame(frames.DAYS, FULL["days"])["pain"][0])) is int
    assert frames.optional_int(0) == 0
    assert frames.optional_text("None") == "None"


def test_days_with_sets_come_once_each_oldest_first():
    log = log_of([did(5, "5c"), did(1, "5c"), did(5, "5c", B), did(3, "5c", slot="evening")])
    assert frames.set_days(log) == [on(1), on(3), on(5)]
    assert all(type(day) is date for day in frames.set_days(log))
    assert frames.set_days(Log()) == []


def test_what_a_day_comes_to_is_the_most_repetitions_and_the_worst_felt_whatever_the_order():
    sets = [did(2, "5c"), did(1, "9c"), did(1, "5u", slot="midday"), did(1, "7c", slot="evening"), did(1, "3n", B)]
    wanted = {
        A: [ExerciseDay(on(1), 9, Felt.UNCOMFORTABLE), ExerciseDay(on(2), 5, Felt.COMFORTABLE)],
        B: [ExerciseDay(on(1), 3, Felt.NEW_PAIN)],
    }
    assert frames.exercise_days(log_of(sets)) == frames.exercise_days(log_of(sets[::-1])) == wanted
    assert frames.exercise_days(Log()) == {}


def test_an_exercise_day_says_whether_pain_rose_over_its_session():
    sets = [did(1, "5c"), did(1, "5c", A, "evening"), did(1, "5c", B, "evening"), did(2, "5c"), did(3, "5c")]
    pains = [Pained(on(1), "morning", 2, 4), Pained(on(1), "evening", 2, 3), Pained(on(2), "morning", None, 9)]
    found = frames.exercise_days(log_of(sets, pains=pains))
    assert [day.pain_rose for day in found[A]] == [True, False, False]
    assert [day.pain_rose for day in found[B]] == [False]


def test_resumptions_are_listed_by_exercise_oldest_first():
    log = log_of((), (), [(on(9), A), (on(2), A), (on(5), B)])
    assert frames.resumption_days(log) == {A: [on(2), on(9)], B: [on(5)]}


def test_answers_are_those_days_only_on_which_there_is_one_a_zero_among_them():
    log = log_of((), [Rated(on(1), 0, None), Rated(on(2), None, -3), Rated(on(3), 7, 0)])
    assert frames.answers(log, "pain") == {on(1): 0, on(3): 7}
    assert frames.answers(log, "change") == {on(2): -3, on(3): 0}
    assert frames.answers(Log(), "pain") == {}


def test_a_slot_counts_once_however_many_exercises_were_done_in_it():
    log = log_of([did(1, "5c"), did(1, "5c", B), did(1, "5c", C, "evening"), did(2, "5c")])
    assert frames.slots_done(log) == {on(1): 2, on(2): 1}
    assert frames.slots_done(Log()) == {}


def test_an_entry_is_found_as_the_models_value_or_not_at_all():
    log = Log(**{name: frames.frame(frames.TABLES[name], FULL[name]) for name in frames.TABLES})
    done = (ExerciseSet(A, 5, Felt.COMFORTABLE),)
    assert frames.session_of(log, on(1), Slot.MORNING) == Session(on(1), Slot.MORNING, done, 3, None, "a note")
    assert frames.session_of(log, on(1), Slot.EVENING) is None
    assert frames.session_of(log, on(2), Slot.MORNING) is None
    assert frames.day_of(log, on(1)) == DayEntry(on(1), 4, None, -1, 20)
    assert frames.day_of(log, on(2)) is None
    assert frames.resumptions_on(log, on(1)) == [Resumption(on(1), A)]
    assert frames.resumptions_on(log, on(2)) == []


def test_sets_without_a_session_row_are_still_a_session():
    log = Log(sets=frames.frame(frames.SETS, FULL["sets"]))
    assert frames.session_of(log, on(1), Slot.MORNING) == Session(
        on(1), Slot.MORNING, (ExerciseSet(A, 5, Felt.COMFORTABLE),)
    )


def test_cutting_a_log_keeps_both_ends_of_every_table_and_the_settings():
    mine = Settings(few_days=5)
    days = [Rated(on(n), n, None) for n in range(1, 6)]
    log = log_of([did(n, "5c") for n in range(1, 6)], days, [(on(n), A) for n in range(1, 6)], mine)
    cut = frames.days_between(log, on(2), on(4))
    for name in frames.TABLES:
        table = getattr(cut, name)
        assert frames.as_dates(table["day"]) == [on(2), on(3), on(4)]
        assert list(table.index) == [0, 1, 2]
        assert table.dtypes.equals(getattr(log, name).dtypes)
    assert cut.settings == mine


@pytest.mark.parametrize("name", list(frames.TABLES))
def test_the_oldest_and_newest_day_are_found_in_any_table(name):
    columns = frames.TABLES[name]
    early, late = ((day, *FULL[name][0][1:]) for day in (on(3), on(8)))
    log = Log(**{name: frames.frame(columns, [late, early])})
    assert (frames.oldest_day(log), frames.newest_day(log)) == (on(3), on(8))


def test_an_empty_log_has_neither_an_oldest_nor_a_newest_day():
    assert (frames.oldest_day(Log()), frames.newest_day(Log())) == (None, None)
