"""Adherence: sessions out of three a day, with partial credit; a day on which all is stopped counts in full."""

import pytest
from support.logs import on

from backcare.rules.adherence import Adherence, adherence


@pytest.mark.parametrize(("slots", "sessions"), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3)])
def test_a_day_counts_the_slots_that_were_done_at_most_three(slots, sessions):
    assert adherence({on(1): slots}, [], on(1), on(1)) == Adherence(sessions, 3)


def test_a_day_without_any_session_counts_none_of_three():
    assert adherence({}, [], on(1), on(1)) == Adherence(0, 3)


def test_a_day_on_which_every_exercise_is_stopped_counts_in_full_once():
    assert adherence({on(1): 2}, [on(1)], on(1), on(2)) == Adherence(3, 6)


def test_both_ends_of_the_range_count_and_nothing_outside_does():
    slots = {on(n): 3 for n in range(0, 10)}
    assert adherence(slots, [on(0), on(9)], on(2), on(8)) == Adherence(21, 21)
    assert adherence({on(1): 3, on(7): 1}, [], on(2), on(8)) == Adherence(1, 21)
