"""R3, stop: from which moment an exercise is stopped, what lifts it, and what is asked after a rise in pain."""

import pytest
from logs import exercise_days, on

from backcare.model import Felt, Reason
from backcare.rules.stop import Stop, asks_about_worse, last_stop


def stopped(what: str, resumed: tuple[int, ...] = (), today: int = 20) -> Stop | None:
    return last_stop(exercise_days(what), [on(n) for n in resumed], on(today))


@pytest.mark.parametrize(("felt", "stops"), [("c", False), ("u", False), ("w", True), ("n", True)])
def test_only_worse_and_new_pain_stop(felt, stops):
    assert (stopped(f"5{felt}") is not None) == stops


def test_a_stop_holds_from_its_own_day_on_and_not_before():
    assert stopped("5c 5c 5n", today=2) is None
    assert stopped("5c 5c 5n", today=3) == Stop(on(3), Felt.NEW_PAIN)
    assert stopped("5c 5c 5n", today=4).in_force


@pytest.mark.parametrize(("resumed", "lifted"), [(2, None), (3, None), (4, 4), (9, 9)])
def test_only_a_resumption_later_than_the_stop_lifts_it(resumed, lifted):
    found = stopped("5c 5c 5w", (resumed,))
    assert found.in_force == (lifted is None)
    assert found.lifted == (lifted and on(lifted))


@pytest.mark.parametrize(("today", "in_force"), [(4, True), (5, False), (6, False)])
def test_a_resumption_lifts_the_stop_on_its_own_day_and_not_before(today, in_force):
    assert stopped("5c 5c 5w", (5,), today).in_force == in_force


def test_the_first_of_several_resumptions_lifts_the_stop_whatever_their_order():
    assert stopped("5w", (9, 4, 1, 7)).lifted == on(4)


def test_a_further_bad_day_moves_the_stop_so_that_an_earlier_resumption_lifts_it_no_more():
    assert not stopped("5w . . 5c", (3,)).in_force
    assert stopped("5w . . 5n", (3,)) == Stop(on(4), Felt.NEW_PAIN)
    assert stopped("5w . . 5n", (4,)).in_force
    assert not stopped("5w . . 5n", (5,)).in_force


def test_a_comfortable_day_does_not_lift_a_stop_however_long_it_takes():
    assert stopped("5w " + "5c " * 60, today=400).in_force


def test_the_newest_bad_day_counts_whatever_the_order_of_the_days():
    days = exercise_days("5w 5n")
    assert last_stop(days[::-1], [], on(9)) == Stop(on(2), Felt.NEW_PAIN)


def test_a_resumption_where_nothing_is_stopped_changes_nothing():
    assert stopped("5c 5u", (2,)) is None
    assert last_stop([], [on(1)], on(2)) is None


@pytest.mark.parametrize(
    ("felt", "today", "text"),
    [
        (Felt.WORSE, 3, "Stopped: today it made your symptoms worse."),
        (Felt.NEW_PAIN, 3, "Stopped: today it brought on a new pain."),
        (Felt.NEW_PAIN, 4, "Stopped: on 4 March it brought on a new pain."),
        (Felt.WORSE, 300, "Stopped: on 4 March it made your symptoms worse."),
    ],
)
def test_the_reason_names_the_day_and_what_happened(felt, today, text):
    assert Stop(on(3), felt).reason(on(today)) == Reason("R3", text, (on(3),))


def test_the_earliest_resumption_is_at_least_one_night_later():
    assert Stop(on(3), Felt.WORSE).earliest_resumption() == on(4)
    assert not stopped("5w", (2,), today=2).in_force


@pytest.mark.parametrize(
    ("before", "after", "asks"),
    [
        (3, 4, False), (3, 5, True), (3, 6, True), (0, 2, True), (8, 10, True), (5, 3, False),
        (None, 9, False), (0, None, False), (None, None, False),
    ],
)  # fmt: skip
def test_a_rise_of_two_or_more_points_over_a_session_asks(before, after, asks):
    assert asks_about_worse(before, after) is asks
