"""The vocabulary refuses nonsense: every limit one below, at and one above, with the message that a person sees."""

from datetime import UTC, date, datetime

import pytest
from support.logs import on

from backcare.domain import (
    DayEntry,
    Exercise,
    ExerciseSet,
    Felt,
    Helpline,
    Programme,
    Resumption,
    Session,
    Settings,
    Slot,
)
from backcare.errors import BackcareError, InvalidValue
from backcare.labels import format_day, format_days, join_words

DAY = on(1)
SET = ExerciseSet("back-bends", 5, Felt.COMFORTABLE)
GOOD_TEXT = "x" * 10_000
AN_HOUR = datetime(2026, 3, 2, 12, tzinfo=UTC)


def exercise_set(**given):
    return ExerciseSet(**{"exercise": "back-bends", "reps": 5, "felt": Felt.COMFORTABLE} | given)


def session(**given):
    return Session(**{"day": DAY, "slot": Slot.MORNING, "sets": (SET,)} | given)


def day_entry(**given):
    return DayEntry(**{"day": DAY} | given)


def resumption(**given):
    return Resumption(**{"day": DAY, "exercise": "back-bends"} | given)


PAIN = "a whole number from 0 to 10"
CALENDAR = "a calendar day from 2000-01-01 to 2199-12-31"
LONG = "text of at most 10,000 characters"
NAME = "text of at most 100 characters"
BROKEN = "text with no broken characters"
ID = "the id of an exercise"

ACCEPTED = [
    (exercise_set, "reps", [1, 2, 199, 200]),
    (exercise_set, "felt", list(Felt)),
    (exercise_set, "exercise", ["a", "a" * 64, "back-bends", "x1"]),
    (session, "slot", list(Slot)),
    (session, "pain_before", [None, 0, 10]),
    (session, "pain_after", [None, 0, 10]),
    (session, "note", ["", GOOD_TEXT, "naïve 🙂 <b>", "\ue000"]),
    (session, "day", [date(2000, 1, 1), date(2026, 2, 28), date(2199, 12, 31)]),
    (day_entry, "pain", [None, 0, 10]),
    (day_entry, "pain_worst", [None, 0, 10]),
    (day_entry, "change", [None, -3, 0, 3]),
    (day_entry, "walk_minutes", [None, 0, 1440]),
    (day_entry, "activity", [None, 0, 10]),
    (day_entry, "note", [GOOD_TEXT]),
    (Settings, "few_days", [2, 3, 7]),
    (Settings, "helpline", list(Helpline)),
    (Settings, "exercises", [(), ("back-bends", "good-posture")]),
    (Settings, "helpline_number", ["x" * 100]),
    (Settings, "activity_name", ["x" * 100]),
    (Settings, "gp_signs_read", [True, False]),
]
REFUSED = [
    (exercise_set, "reps", [0, -1, 201, 5.0, 5.5, "5", True, None], "a whole number from 1 to 200"),
    (exercise_set, "felt", ["comfortable", None, 0, Slot.MORNING], "comfortable, uncomfortable, worse, new_pain"),
    (exercise_set, "exercise", ["", "a" * 65, "back bends", "a/b", "=1", None, 3], ID),
    (session, "slot", ["morning", None, Felt.WORSE], "morning, midday, evening"),
    (session, "sets", [(), ("back-bends",), (SET, None)], "at least one exercise"),
    (session, "pain_before", [-1, 11, 3.0, True], PAIN),
    (session, "pain_after", [-1, 11, "3", False], PAIN),
    (session, "note", [GOOD_TEXT + "x", None, 3], LONG),
    (session, "note", ["a\x00b", "\ud800", "\udfff"], BROKEN),
    (session, "day", [date(1999, 12, 31), date(2200, 1, 1), date.max, AN_HOUR, "2026-03-02", None], CALENDAR),
    (day_entry, "day", [date(1999, 12, 31), date(2200, 1, 1), AN_HOUR], CALENDAR),
    (day_entry, "pain", [-1, 11, 4.5, True], PAIN),
    (day_entry, "pain_worst", [-1, 11], PAIN),
    (day_entry, "change", [-4, 4], "a whole number from -3 to 3"),
    (day_entry, "walk_minutes", [-1, 1441], "a whole number from 0 to 1440"),
    (day_entry, "activity", [-1, 11], PAIN),
    (day_entry, "note", [GOOD_TEXT + "x"], LONG),
    (resumption, "day", [date(1999, 12, 31), date(2200, 1, 1)], CALENDAR),
    (resumption, "exercise", ["", "a b"], ID),
    (Settings, "few_days", [1, 8, None, True], "a whole number from 2 to 7"),
    (Settings, "helpline", ["yes", None], "yes, no, unsure"),
    (Settings, "helpline_number", ["x" * 101, None], NAME),
    (Settings, "helpline_number", ["a\x00"], BROKEN),
    (Settings, "activity_name", ["x" * 101, None], NAME),
    (Settings, "gp_signs_read", [1, 0, None, "yes"], "true or false"),
]


@pytest.mark.parametrize(("make", "field", "values"), ACCEPTED)
def test_a_value_within_the_limits_is_kept_as_it_is(make, field, values):
    for value in values:
        assert getattr(make(**{field: value}), field) == value


@pytest.mark.parametrize(("make", "field", "values", "allowed"), REFUSED)
def test_a_value_outside_the_limits_is_refused_with_what_is_allowed(make, field, values, allowed):
    for value in values:
        with pytest.raises(InvalidValue) as caught:
            make(**{field: value})
        assert (caught.value.field, caught.value.value, caught.value.allowed) == (field, value, allowed)
        assert str(caught.value).startswith(f"{field} is ")
        assert str(caught.value).endswith(f"; allowed: {allowed}.")


def test_a_session_holds_each_exercise_once():
    other = ExerciseSet("good-posture", 5, Felt.COMFORTABLE)
    assert len(session(sets=(SET, other)).sets) == 2
    with pytest.raises(InvalidValue) as caught:
        session(sets=(SET, other, SET))
    assert caught.value.field == "sets"
    assert caught.value.value == ["back-bends", "good-posture", "back-bends"]
    assert caught.value.allowed == "each exercise once in a session"


def test_the_chosen_exercises_are_ids_each_of_them():
    with pytest.raises(InvalidValue) as caught:
        Settings(exercises=("back-bends", "a b"))
    assert (caught.value.field, caught.value.value, caught.value.allowed) == ("exercises", "a b", ID)


def test_a_long_value_is_shortened_in_the_message():
    at, over = "x" * 58, "x" * 59
    assert str(InvalidValue("note", at, "less")) == f"note is '{at}'; allowed: less."
    assert str(InvalidValue("note", over, "less")) == f"note is '{'x' * 56}...; allowed: less."


def test_an_invalid_value_is_also_a_value_error():
    assert issubclass(InvalidValue, BackcareError)
    assert issubclass(InvalidValue, ValueError)


def test_felt_is_ordered_by_concern_and_only_worse_and_new_pain_stop():
    assert [(f.concern, f.stops) for f in Felt] == [(0, False), (1, False), (2, True), (3, True)]


def test_a_day_entry_is_empty_only_when_nothing_was_answered():
    assert DayEntry(DAY).is_empty
    zeros = dict.fromkeys(("pain", "pain_worst", "change", "walk_minutes", "activity"), 0)
    for field, value in (zeros | {"note": "x"}).items():
        assert not day_entry(**{field: value}).is_empty


def test_settings_begin_with_every_exercise_three_days_and_an_unsure_helpline():
    assert Settings() == Settings((), 3, Helpline.UNSURE, "", "", False)


def test_values_cannot_be_changed():
    with pytest.raises(AttributeError):
        SET.reps = 6


def test_an_unknown_exercise_is_refused_with_the_ids_there_are():
    first, second = (Exercise(i, i.title(), "lying", "s", "r", ("x",), ()) for i in ("one", "two"))
    programme = Programme((first, second), {}, {}, (), ())
    assert programme.ids == ("one", "two")
    assert programme.exercise("two") is second
    with pytest.raises(InvalidValue, match=r"^exercise is 'three'; allowed: one, two\.$") as caught:
        programme.exercise("three")
    assert caught.value.value == "three"


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 1, 1), "1 January"), (date(2026, 10, 30), "30 October"), (date(2028, 2, 29), "29 February")],
)
def test_a_day_reads_without_a_leading_zero(day, words):
    assert format_day(day) == words


def test_days_are_listed_with_commas_and_one_and():
    assert format_days((on(1),)) == "2 March"
    assert format_days((on(1), on(2))) == "2 March and 3 March"
    assert format_days((on(1), on(2), on(3), on(4))) == "2 March, 3 March, 4 March and 5 March"


# A session added to one that is recorded


def several(what: dict[str, tuple[int, Felt]], **given) -> Session:
    return session(sets=tuple(ExerciseSet(exercise, *done) for exercise, done in what.items()), **given)


C, U, W, N = Felt


@pytest.mark.parametrize("first", list(Felt))
@pytest.mark.parametrize("later", list(Felt))
def test_the_worst_felt_and_the_highest_repetitions_of_two_sessions_stay(first, later):
    worst = max(first, later, key=list(Felt).index)
    for reps, more in ((7, 1), (1, 7), (5, 5)):
        both = several({"x": (reps, first)}).with_added(several({"x": (more, later)}))
        assert both == several({"x": (max(reps, more), worst)})


def test_what_only_one_of_two_sessions_has_stays_as_it_is():
    both = several({"x": (7, W), "y": (2, U)}).with_added(several({"y": (5, C), "z": (4, N)}))
    assert both == several({"x": (7, W), "y": (5, U), "z": (4, N)})


@pytest.mark.parametrize(
    ("first", "later", "wanted"),
    [
        ((2, 6), (5, 3), (2, 6)), ((2, 3), (5, 6), (2, 6)), ((None, None), (5, 6), (5, 6)), ((0, 0), (5, None), (0, 0)),
        ((2, 6), (None, None), (2, 6)), ((None, None), (None, None), (None, None)), ((0, 0), (0, 1), (0, 1)),
    ],
)  # fmt: skip
def test_the_first_pain_before_and_the_highest_pain_after_stay(first, later, wanted):
    both = session(pain_before=first[0], pain_after=first[1])
    both = both.with_added(session(pain_before=later[0], pain_after=later[1]))
    assert (both.pain_before, both.pain_after) == wanted


@pytest.mark.parametrize(
    ("first", "later", "wanted"), [("a", "", "a"), ("", "b", "b"), ("a", "b", "a\nb"), ("a", "a", "a"), ("", "", "")]
)
def test_of_two_sessions_both_notes_stay(first, later, wanted):
    assert session(note=first).with_added(session(note=later)).note == wanted


def test_a_list_of_names_reads_as_a_sentence():
    assert [join_words(list(names)) for names in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]


def test_a_day_of_another_year_is_told_with_its_year():
    assert format_day(on(1), on(9)) == "2 March"
    assert format_day(on(1), on(400)) == "2 March 2026"


@pytest.mark.parametrize(
    ("hour", "logged", "expected"),
    [
        (0, "", "morning"), (11, "", "morning"), (12, "", "midday"), (16, "", "midday"), (17, "", "evening"),
        (23, "", "evening"), (8, "morning", "midday"), (8, "morning midday", "evening"), (13, "midday", "evening"),
        (13, "midday evening", "morning"), (20, "evening", "morning"), (20, "morning evening", "midday"),
        (20, "morning midday evening", None),
    ],
)  # fmt: skip
def test_the_next_session_is_the_hours_or_the_next_not_logged(hour, logged, expected):
    assert Slot.next(hour, [Slot(name) for name in logged.split()]) == expected


def test_a_session_is_later_until_its_hour_has_come():
    later = {hour: [slot for slot in Slot if slot.is_later(hour)] for hour in (0, 11, 12, 16, 17, 23)}
    both, one, none = [Slot.MIDDAY, Slot.EVENING], [Slot.EVENING], []
    assert later == {0: both, 11: both, 12: one, 16: one, 17: none, 23: none}
