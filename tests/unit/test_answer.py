"""The person's own answer: for how many days it counts, and what one that is ahead does."""

import pytest
from support.logs import on

from backcare.rules.answer import answer_on, newest_answer


@pytest.mark.parametrize(("ago", "counts"), [(0, True), (1, True), (6, True), (7, False), (300, False), (-1, False)])
def test_an_answer_counts_for_the_seven_days_that_begin_with_its_own(ago, counts):
    changes = {on(50 - ago): -2}
    assert newest_answer(changes, on(50)) == ((on(50 - ago), -2) if counts else None)


def test_the_newest_answer_counts_whatever_their_order():
    changes = {on(16): 3, on(19): -1, on(18): 2}
    assert newest_answer(changes, on(20)) == (on(19), -1)
    assert newest_answer({}, on(20)) is None


@pytest.mark.parametrize("ahead", [1, 8, 365])
def test_a_worse_answer_ahead_counts_as_todays(ahead):
    changes = {on(20): 2, on(20 + ahead): -1}
    assert answer_on(changes, on(20)) == (on(20 + ahead), -1)


@pytest.mark.parametrize("ahead", [1, 8, 365])
@pytest.mark.parametrize("change", [0, 1, 3])
def test_an_answer_of_0_or_more_ahead_counts_for_nothing(ahead, change):
    assert answer_on({on(20 + ahead): change}, on(20)) is None
    assert answer_on({on(18): 2, on(20 + ahead): change}, on(20)) == (on(18), 2)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        # Ahead, 0 or more takes a worse one back only when it is dated later.
        ({21: -1, 22: 0}, None),
        ({21: -1, 22: 1}, None),
        ({21: 1, 22: -1}, 22),
        ({21: -1, 22: 1, 23: -2}, 23),
        ({21: -1, 22: -2, 23: 1}, None),
        ({19: 2, 21: -1, 22: 1}, 19),
        ({20: -1, 21: 1}, None),
        ({15: 2, 19: -1, 21: 1}, 15),
        ({15: 0, 19: -1, 21: 1}, 15),
        ({19: -1, 20: 2, 21: -1}, 21),
        # Not ahead, the newest counts.
        ({19: -1, 20: 0}, 20),
        ({19: 0, 20: -1}, 20),
    ],
)
def test_an_answer_ahead_takes_back_only_a_worse_one_dated_before_it(changes, counts):
    found = answer_on({on(n): change for n, change in changes.items()}, on(20))
    assert found == (None if counts is None else (on(counts), changes[counts]))
