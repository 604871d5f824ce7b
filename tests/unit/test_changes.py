"""The history: what differs between two states, taking it back, keeping it as JSON, and telling it in words."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.logs import A, B, on

from backcare.log.changes import Change, diff, first_day, from_json, to_json
from backcare.log.descriptions import KINDS, describe_change

MORNING = (on(1), "morning")
SET = Change("sets", (*MORNING, A), (5, "comfortable"), (6, "new_pain"))
NEW_DAY = Change("days", (on(3),), None, (4, None, -1, None, None, "ü"))
GONE = Change("resumptions", (on(2), B), (), None)
MINE = Change("settings", (), None, ([A], 3, "yes", "", "", False))


def test_the_difference_is_what_was_added_removed_or_changed_and_nothing_else():
    before = {"days": {(on(1),): (1,), (on(2),): (2,), (on(3),): (3,)}}
    after = {"days": {(on(1),): (1,), (on(2),): (9,), (on(4),): (4,)}, "sets": {(*MORNING, A): (5, "worse")}}
    assert diff(before, after) == [
        Change("days", (on(2),), (2,), (9,)),
        Change("days", (on(3),), (3,), None),
        Change("days", (on(4),), None, (4,)),
        Change("sets", (*MORNING, A), None, (5, "worse")),
    ]
    assert diff(after, after) == diff({}, {"days": {}}) == []


def test_an_empty_entry_differs_from_one_that_is_not_there():
    assert diff({"resumptions": {(on(1), A): ()}}, {}) == [Change("resumptions", (on(1), A), (), None)]


STATES = st.dictionaries(
    st.sampled_from(["days", "sets"]),
    st.dictionaries(st.tuples(st.integers(1, 5).map(on)), st.tuples(st.integers(0, 3)), max_size=4),
)


@given(STATES, STATES)
def test_a_difference_leads_to_the_other_state_and_its_inverse_back(before, after):
    def applied(state, changes):
        flat = {(t, k): row for t, rows in state.items() for k, row in rows.items()}
        for c in changes:
            assert flat.pop((c.table, c.key), None) == c.before
            if c.after is not None:
                flat[c.table, c.key] = c.after
        return flat

    changes = diff(before, after)
    assert applied(before, changes) == applied(after, [])
    assert applied(after, [c.inverse() for c in changes]) == applied(before, [])


def test_the_inverse_of_the_inverse_is_the_change():
    assert SET.inverse() == Change("sets", SET.key, SET.after, SET.before)
    assert SET.inverse().inverse() == SET


def test_the_first_day_is_the_earliest_that_is_touched():
    assert first_day([NEW_DAY, SET, GONE]) == on(1)
    assert first_day([]) is None


def test_a_change_without_a_day_touches_every_day():
    assert first_day([SET, MINE]) is None
    assert first_day([MINE]) is None


def test_changes_come_back_from_json_as_they_were():
    changes = (SET, NEW_DAY, GONE, MINE)
    assert from_json(json.loads(json.dumps(to_json(changes)))) == changes


TITLES = {A: "Rolling your knees", B: "Tilting your pelvis"}
WORDS = [
    (SET, "2 March, morning, Rolling your knees: 5 repetitions, comfortable → 6 repetitions, new pain"),
    (NEW_DAY, "4 March: added pain 4, change -1, note “ü”"),
    (NEW_DAY.inverse(), "4 March: removed pain 4, change -1, note “ü”"),
    (GONE, "3 March, Tilting your pelvis: removed"),
    (GONE.inverse(), "3 March, Tilting your pelvis: added"),
    (Change("days", (on(1),), (0, 0, 0, 0, 0, "snake_case"), (None, None, None, None, None, "")),
     "2 March: pain 0, worst pain 0, change 0, walked 0 minutes, activity 0, note “snake_case” → nothing filled in"),
    (Change("sessions", MORNING, None, (3, 5, "x")), "2 March, morning: added pain before 3, pain after 5, note “x”"),
    (Change("sets", (*MORNING, "gone"), None, (5, "worse")), "2 March, morning, gone: added 5 repetitions, worse"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), WORDS)
def test_a_change_reads_as_one_line(change, words):
    assert describe_change(change, TITLES) == words


def test_changed_settings_are_told_without_a_day():
    said = describe_change(Change("settings", (), ([A], 3, "yes", "", "", False), ([], 5, "no", "1", "", True)), TITLES)
    assert said == (
        "exercises: Rolling your knees, 3 days before you can add more, Helpline in my area: yes → "
        "5 days before you can add more, Helpline in my area: no, Helpline number 1, "
        "signs to tell a GP about: read"
    )


def test_only_what_differs_is_told():
    said = describe_change(
        Change("settings", (), ([A, B], 3, "yes", "", "", True), ([], 3, "yes", "", "", True)), TITLES
    )
    assert said == "exercises: Rolling your knees and Tilting your pelvis → all exercises"
    said = describe_change(Change("sessions", MORNING, (3, 5, ""), (3, 4, "")), TITLES)
    assert said == "2 March, morning: pain after 5 → pain after 4"


def test_every_kind_of_step_has_words():
    assert {"session", "day", "resumption", "settings", "import", "undo", "delete"} <= set(KINDS)
