"""R1, the course: which days are alive, when a course begins and ends, and what keeps it alive while all is stopped."""

import pytest
from support.logs import A, B, exercise_days, on

from backcare.rules.course import Course, all_stopped, courses, current_course
from backcare.rules.stop import stops


def days(*numbers: int):
    return [on(n) for n in numbers]


def found(sets, today, answered=(), marked=(), resumed=()):
    """The courses of sets by exercise: the days of ``marked`` are those on which A was made worse."""
    done = {exercise: days(*sorted(numbers)) for exercise, numbers in sets.items()}
    worse = [day for day in exercise_days(" ".join(["5w"] * 60)) if day.day in days(*marked)]
    stopped = {A: stops(worse, days(*resumed), on(today))}
    return [(c.first, c.last) for c in courses(done, stopped, days(*answered), on(today))]


def spans(*pairs):
    return [(on(first), on(last)) for first, last in pairs]


@pytest.mark.parametrize(("gap", "how_many"), [(1, 1), (13, 1), (14, 1), (15, 2), (16, 2), (400, 2)])
def test_more_than_14_days_without_a_set_begin_a_new_course(gap, how_many):
    assert len(found({A: (1, 1 + gap)}, 500)) == how_many


@pytest.mark.parametrize(("later", "running"), [(0, True), (13, True), (14, True), (15, False)])
def test_no_course_runs_14_days_after_its_last_alive_day(later, running):
    assert (current_course((Course(on(1), on(3)),), on(3 + later)) is not None) == running


def test_each_course_has_its_first_and_last_day_whatever_the_exercise():
    assert found({A: (1, 15, 40), B: (15, 30)}, 50) == spans((1, 15), (30, 40))
    assert current_course((Course(on(1), on(15)), Course(on(30), on(40))), on(50)) == Course(on(30), on(40))


def test_sets_after_today_begin_no_course_and_one_of_today_does():
    assert found({A: (5, 6)}, 4) == []
    assert found({A: (5, 6)}, 5) == spans((5, 5))
    assert found({}, 5) == []
    assert current_course((), on(5)) is None


def test_the_first_day_of_a_course_is_day_1():
    assert [Course(on(1), on(20)).number(on(n)) for n in (1, 2, 15)] == [1, 2, 15]


# While all is stopped


def test_days_while_all_is_stopped_are_alive_14_days_after_an_entry():
    assert found({A: (1, 2)}, 10, marked=[2]) == spans((1, 10))
    assert found({A: (1, 2)}, 60, marked=[2]) == spans((1, 15))
    assert found({A: (1, 2)}, 60) == spans((1, 2))


@pytest.mark.parametrize(("answered", "last"), [([], 15), ([3], 16), ([3, 10], 23), ([15, 16], 29), ([28], 41)])
def test_each_answer_keeps_a_course_of_stopped_exercises_alive_for_14_days(answered, last):
    assert found({A: (1, 2)}, 60, answered, marked=[2]) == spans((1, last))


@pytest.mark.parametrize(("answer", "last"), [(28, 41), (29, 42), (30, 15)])
def test_an_answer_15_days_after_the_last_alive_day_is_too_late(answer, last):
    assert found({A: (1, 2)}, 60, [answer], marked=[2]) == spans((1, last))


def test_a_set_after_a_longer_silence_begins_a_new_course():
    assert found({A: (1, 2, 40)}, 60, [35], marked=[2]) == spans((1, 15), (40, 53))
    assert found({A: (1, 2, 29)}, 60, marked=[2]) == spans((1, 42))
    assert found({A: (1, 2, 30)}, 60, marked=[2]) == spans((1, 15), (30, 43))


def test_an_answer_keeps_nothing_alive_while_something_is_not_stopped():
    assert found({A: (1, 2), B: (1,)}, 60, [3, 10, 16], marked=[2]) == spans((1, 2))


def test_an_exercise_of_an_earlier_course_alone_does_not_count():
    assert found({B: (1,), A: (30, 31)}, 60, [40], marked=[31]) == spans((1, 1), (30, 53))


def test_an_exercise_of_this_course_counts_after_one_of_an_earlier():
    assert found({B: (1,), A: (30, 31)}, 60, [40]) == spans((1, 1), (30, 31))


@pytest.mark.parametrize("gap", [14, 15, 27])
def test_days_while_all_is_stopped_bridge_a_longer_gap_between_two_sets(gap):
    assert found({A: (1, 2, 2 + gap)}, 2 + gap, marked=[2]) == spans((1, 2 + gap))


def test_a_resumption_ends_the_days_on_which_all_is_stopped():
    assert found({A: (1, 2)}, 60, [20], marked=[2], resumed=[9]) == spans((1, 8))
    assert found({A: (1, 2)}, 60, [20], marked=[2], resumed=[3]) == spans((1, 2))
    assert found({A: (1, 2)}, 8, marked=[2], resumed=[9]) == spans((1, 7))  # Ahead: it counts as made today.


def test_the_first_of_two_resumptions_ends_them():
    done = {A: days(1, 2), B: days(1, 2)}
    worse = exercise_days("5c 5w")
    stopped = {A: stops(worse, days(9), on(60)), B: stops(worse, days(6), on(60))}
    assert courses(done, stopped, [], on(60)) == (Course(on(1), on(5)),)


def test_all_is_what_was_done_up_to_the_day():
    done = {A: days(1, 2), B: days(5)}
    stopped = {A: stops(exercise_days("5c 5w"), [], on(60))}
    asked = [all_stopped(on(1), on(n), done, stopped) for n in (1, 2, 4, 5, 6)]
    assert asked == [False, True, True, False, False]
    assert all_stopped(on(2), on(4), done, stopped)
