"""What each kind of field takes, and why what stands in it cannot be saved."""

from datetime import date

import pytest

from backcare.ui.components.fields import Choice, Day, Field, Number, Text

REPS = Number("reps", "Back bends", range(201))
NOTE = Text("note", "Note", 10)
FELT = Choice("felt", "Felt", {1: "Comfortable", 2: "New pain"}, required=True)
WHICH = Choice("which", "Which", {"a": "A", "b": "B"}, several=True)
DAY = Day("day", "Day", date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 4))


def is_refused(field: Field, sent: object) -> bool:
    """Whether what a browser sends is no answer to a field."""
    try:
        field.read(sent)
    except (KeyError, TypeError, ValueError):
        return True
    return False


@pytest.mark.parametrize("value", [None, 0, 5, 200])
def test_a_number_within_its_range_can_be_saved(value):
    assert REPS.problem(value) == ""


@pytest.mark.parametrize("value", [-1, 201, "8-", "5,5", "5-6", "12 reps"])
def test_a_number_outside_its_range_or_a_slip_cannot_be_saved(value):
    assert REPS.problem(value) == f"Back bends: “{value}” is not a whole number from 0 to 200."


def test_a_long_slip_is_shortened_in_its_message():
    assert len(REPS.problem("9" * 500)) < 110


@pytest.mark.parametrize("sent", [True, 5.5, [5], {"is": 5}])
def test_a_number_takes_nothing_else_from_a_browser(sent):
    assert is_refused(REPS, sent)


def test_a_text_that_is_too_long_stands_and_can_be_shortened():
    assert NOTE.takes("a" * 11)
    assert NOTE.shown("a" * 11)["value"] == "a" * 11
    assert NOTE.problem("a" * 11) == "Note: 11 characters are too long; at most 10 fit."
    assert NOTE.problem("a" * 10) == ""


def test_a_required_choice_is_not_taken_back():
    assert FELT.read("New pain") == 2
    assert is_refused(FELT, None)


def test_several_choices_are_kept_in_their_order():
    assert WHICH.read(["B", "A"]) == ["a", "b"]
    assert WHICH.read([]) == []
    assert WHICH.shown(["b"])["value"] == ["B"]
    assert WHICH.shown(None)["value"] == []


@pytest.mark.parametrize("sent", ["2025-12-31", "2027-01-01", "2026-02-30", "tomorrow", None])
def test_a_day_outside_its_range_is_not_taken(sent):
    assert is_refused(DAY, sent)
