"""R3, stop: from which moment an exercise is stopped, what lifts it, and what is asked after a rise in pain."""

import pytest
from support.logs import exercise_days, on

from backcare.domain import Felt, Reason
from backcare.rules.stop import Stop, pain_rose, stops


def all_of(what: str, resumed: tuple[int, ...] = (), today: int = 20) -> tuple[Stop, ...]:
    return stops(exercise_days(what), [on(n) for n in resumed], on(today))


def last(what: str, resumed: tuple[int, ...] = (), today: int = 20) -> Stop | None:
    return next(reversed(all_of(what, resumed, today)), None)


def in_short(found: tuple[Stop, ...]) -> list[tuple]:
    """Each stop by its marked days, the day from which it holds, and the day that lifted it."""
    return [([day.day for day in stop.marked], stop.since, stop.lifted) for stop in found]


@pytest.mark.parametrize(("felt", "stopped"), [("c", False), ("r", False), ("u", False), ("w", True), ("n", True)])
def test_only_worse_and_new_pain_stop(felt, stopped):
    assert bool(all_of(f"5{felt}")) == stopped


@pytest.mark.parametrize(("resumed", "lifted"), [(2, None), (3, None), (4, 4), (9, 9)])
def test_only_a_resumption_later_than_the_stop_lifts_it(resumed, lifted):
    stop = last("5c 5c 5w", (resumed,))
    assert stop.in_force == (lifted is None)
    assert stop.lifted == (lifted and on(lifted))


def test_the_first_of_several_resumptions_lifts_the_stop_whatever_their_order():
    assert last("5w", (9, 4, 1, 7)).lifted == on(4)


def test_a_further_bad_day_moves_the_stop_past_an_earlier_resumption():
    assert not last("5w . . 5c", (3,)).in_force
    stop = last("5w . . 5n", (3,))
    assert (stop.day, stop.felt, stop.in_force) == (on(4), Felt.NEW_PAIN, True)
    assert last("5w . . 5n", (4,)).in_force
    assert not last("5w . . 5n", (5,)).in_force


def test_bad_days_with_no_resumption_between_them_are_one_stop():
    assert in_short(all_of("5w . 5n . 5w", (4, 6))) == [
        ([on(1), on(3)], on(1), on(4)),
        ([on(5)], on(5), on(6)),
    ]


def test_a_bad_day_on_the_day_of_its_resumption_stops_again():
    assert in_short(all_of("5w . 5n", (3,))) == [([on(1)], on(1), on(3)), ([on(3)], on(3), None)]


def test_a_comfortable_day_does_not_lift_a_stop_however_long_it_takes():
    assert last("5w " + "5c " * 60, today=400).in_force


def test_a_resumption_where_nothing_is_stopped_changes_nothing():
    assert all_of("5c 5u", (2,)) == ()
    assert stops([], [on(1)], on(2)) == ()


def test_a_stop_holds_from_its_day_to_the_eve_of_its_resumption():
    found = all_of("5c 5w . 5c . 5w", (4,))
    assert [any(stop.holds_on(on(n)) for stop in found) for n in range(1, 8)] == [
        False,
        True,
        True,
        False,
        False,
        True,
        True,
    ]


# Ahead


@pytest.mark.parametrize("today", [1, 2, 3])
def test_a_stop_that_is_ahead_holds_from_today_with_its_own_date(today):
    stop = last("5c 5c 5c 5n", today=today)
    assert (stop.in_force, stop.since, stop.day) == (True, on(today), on(4))
    assert stop.holds_on(on(today))
    assert not stop.holds_on(on(today - 1))


def test_a_resumption_that_is_ahead_lifts_a_stop_dated_before_today():
    assert last("5w", (9,), today=2).lifted == on(2)
    assert last("5w", (9,), today=1).in_force


def test_a_resumption_that_is_ahead_lifts_no_stop_that_is_ahead():
    assert last(". . . . 5w", (9,), today=2).in_force
    assert last(". . . . 5w", (1, 2), today=2).in_force


def test_a_stop_ahead_after_a_lifted_one_is_another():
    assert in_short(all_of("5w . . . 5n", (3,), today=4)) == [([on(1)], on(1), on(3)), ([on(5)], on(4), None)]


def test_a_stop_ahead_goes_on_with_one_that_was_never_lifted():
    assert in_short(all_of("5w . . . 5n", today=3)) == [([on(1), on(5)], on(1), None)]


# In words


@pytest.mark.parametrize(
    ("felt", "today", "text"),
    [
        ("w", 3, "Stopped today: it made your symptoms worse."),
        ("n", 3, "Stopped today: it brought on a new pain."),
        ("n", 4, "Stopped on 4 March: it brought on a new pain."),
        ("w", 300, "Stopped on 4 March: it made your symptoms worse."),
        ("w", 400, "Stopped on 4 March 2026: it made your symptoms worse."),
        ("n", 2, "Stopped in an entry dated 4 March, which is ahead: it brought on a new pain."),
        ("n", -90, "Stopped in an entry dated 4 March 2026, which is ahead: it brought on a new pain."),
    ],
)
def test_the_reason_names_the_day_and_what_happened(felt, today, text):
    assert last(f". . 5{felt}", today=today).reason(on(today)) == Reason("R3", text, (on(3),))


def test_the_earliest_resumption_is_at_least_one_night_later():
    assert last("5c 5c 5w").earliest_resumption() == on(4)
    assert last("5w", (2,), today=3).lifted == on(2)


@pytest.mark.parametrize(
    ("before", "after", "rose"),
    [
        (3, 4, False), (3, 5, True), (3, 6, True), (0, 2, True), (8, 10, True), (5, 3, False),
        (None, 9, False), (0, None, False), (None, None, False),
    ],
)  # fmt: skip
def test_a_rise_of_two_points_is_more_than_the_scales_error(before, after, rose):
    assert pain_rose(before, after) is rose
