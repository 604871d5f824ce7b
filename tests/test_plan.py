"""The plan of a day: stop beats everything, each course by itself, what is carried over, and the advised numbers."""

from dataclasses import replace

import pytest
from logs import EXERCISES, A, B, C, D, did, done, log_of, on, rated

from backcare import frames
from backcare.model import Action, ExerciseDay, Felt, Helpline, Reason, Settings, Slot, Verdict
from backcare.plan import Advised, Opening, Plan, advised, carry, plan_day
from backcare.rules.adherence import Adherence
from backcare.rules.dose import DoseState
from backcare.rules.review import Course
from backcare.rules.stop import Stop


@pytest.fixture
def plan(programme):
    def of(sets=(), today=1, days=(), resumed=(), **settings) -> Plan:
        resumptions = [(on(n), e) for n, e in resumed]
        return plan_day(programme, log_of(sets, days, resumptions, Settings(**settings)), on(today))

    return of


def number(plan: Plan, exercise: str = A) -> tuple:
    dose = plan.doses[exercise]
    return str(dose.action), dose.target


def test_the_first_day_starts_every_exercise_at_5(plan):
    found = plan()
    assert list(found.doses) == list(EXERCISES)
    assert {number(found, e) for e in EXERCISES} == {("start", 5)}
    assert (found.today, found.course, found.day_number, found.stops, found.stopped) == (on(1), None, None, {}, ())
    assert found.review.verdict is Verdict.NOT_YET
    assert found.slots == {Slot.MORNING: (), Slot.MIDDAY: (), Slot.EVENING: ()}
    assert found.chosen == EXERCISES


# R2: the days that count


def test_the_worked_example_of_the_rules_day_by_day(plan):
    sets = done("5c 5c 5c 7c 7c 7u 7c 7c 7c")
    found = [number(plan(sets, n)) for n in range(1, 11)]
    offer, hold = (lambda n: ("offer", n)), (lambda n: ("hold", n))
    assert found == [("start", 5), hold(5), hold(5), offer(5), hold(7), hold(7), hold(7), hold(7), hold(7), offer(7)]
    assert plan(sets, 10).doses[A].offers == (8, 9)


def test_what_is_done_today_changes_no_number_of_today(plan):
    sets = done("5c 5c 5c")
    for today in ("7c", "1c", "7u", "200c"):
        assert number(plan([*sets, did(4, today)], 4)) == ("offer", 5)
    assert number(plan([*sets, did(4, "7c")], 5)) == ("hold", 7)


def test_each_exercise_has_its_own_number(plan):
    found = plan([*done("5c 5c 5c 7c", A), *done("5u 5u 5u 5u", B)], 5)
    assert [number(found, e) for e in (A, B, C)] == [("hold", 7), ("hold", 5), ("start", 5)]


def test_several_sets_a_day_come_to_the_most_repetitions_and_the_worst_felt(plan):
    first = done("5c 5c 5c")
    eager = [did(4, "3c"), did(4, "7c", slot="midday"), did(4, "5c", slot="evening")]
    assert number(plan(first + eager, 5)) == ("hold", 7)
    sore = [did(4, "7c"), did(4, "5u", slot="midday"), did(4, "5c", slot="evening")]
    assert number(plan(first + sore, 5)) == ("hold", 5)
    assert plan(first + sore, 5).doses[A].wait == 3


@pytest.mark.parametrize("few_days", [2, 3, 7])
def test_the_persons_own_pace_counts(plan, few_days):
    sets = done(" ".join(["5c"] * 8))
    assert [number(plan(sets, n, few_days=few_days))[0] for n in (few_days, few_days + 1)] == ["hold", "offer"]


@pytest.mark.parametrize(("gap", "action", "target"), [(13, "hold", 7), (14, "hold", 7), (15, "start", 5)])
def test_a_new_course_starts_at_5_again(plan, gap, action, target):
    sets = done("5c 5c 5c 7c")
    assert number(plan(sets, 4 + gap)) == (action, target)
    again = [*sets, did(4 + gap, "7c", B)]
    assert number(plan(again, 5 + gap)) == (action, target)
    assert plan(again, 5 + gap).day_number == (2 if gap == 15 else 5 + gap)


def test_another_exercise_keeps_the_course_running(plan):
    sets = [*done("5c 5c 5c 7c", A), did(12, "5c", B)]
    assert number(plan(sets, 20)) == ("hold", 7)


def test_the_days_of_an_earlier_course_do_not_count_in_the_next(plan):
    sets = [*done("5c 5c"), *done("5c 5c", first=30)]
    assert plan(sets, 32).doses[A].wait == 1
    assert plan(sets, 32).course == Course(on(30), on(31))
    assert len(plan(sets, 32).courses) == 2
    assert plan(sets, 32).courses[-1] == Course(on(30), on(31))


# R3: stop


def test_a_stop_acts_at_once_and_shows_no_number(plan):
    found = plan([*done("5c 5c 5c"), did(4, "7n")], 4)
    assert found.doses[A].action is Action.STOP
    assert (found.doses[A].target, found.doses[A].offers, found.doses[A].wait) == (None, (), 0)
    assert found.doses[A].reasons == (Reason("R3", "Stopped: today it brought on a new pain.", (on(4),)),)
    assert found.stops == {A: Stop(on(4), Felt.NEW_PAIN)}
    assert found.stopped == (A,)


def test_the_other_exercises_go_on(plan):
    found = plan([*done("5c 5w", A), *done("5c 5c", B)], 3)
    assert [number(found, e) for e in (A, B)] == [("stop", None), ("hold", 5)]
    assert found.stopped == (A,)


def test_the_stopped_exercises_come_in_the_order_of_the_programme(plan):
    found = plan([did(1, "5w", D), did(1, "5n", A), did(1, "5w", B)], 1)
    assert found.stopped == (A, B, D)


def test_after_a_resumption_it_starts_at_5_and_says_why(plan):
    sets = done("5c 5c 5c 7c 7w")
    found = plan(sets, 7, resumed=[(7, A)])
    assert number(found) == ("start", 5)
    assert found.doses[A].reasons == (Reason("R3", "You stopped it on 6 March; it starts again at 5.", (on(5),)),)
    assert found.stopped == ()
    assert found.stops[A].lifted == on(7)


def test_a_resumption_on_the_day_of_the_stop_lifts_nothing(plan):
    assert number(plan(done("5w"), 2, resumed=[(1, A)])) == ("stop", None)


def test_a_resumption_of_another_exercise_lifts_nothing(plan):
    assert number(plan(done("5w"), 3, resumed=[(2, B)])) == ("stop", None)


def test_days_while_stopped_count_for_nothing_and_the_day_of_the_resumption_counts(plan):
    sets = done("5c 5w 5c 5c 5c 5c 5c")
    assert plan(sets, 8, resumed=[(6, A)]).doses[A].wait == 1
    assert plan(sets, 8, resumed=[(5, A)]).doses[A].action is Action.OFFER


def test_once_a_day_counted_after_the_resumption_the_reason_is_that_of_the_dose(plan):
    found = plan(done("5w . 5c"), 4, resumed=[(3, A)])
    assert [r.rule for r in found.doses[A].reasons] == ["R2"]


def test_a_second_resumption_changes_nothing(plan):
    sets = done("5w . 5c 5c 5c")
    assert number(plan(sets, 6, resumed=[(3, A)])) == number(plan(sets, 6, resumed=[(3, A), (5, A)])) == ("offer", 5)


def test_a_resumption_after_today_does_not_lift_the_stop_yet(plan):
    assert number(plan(done("5w"), 3, resumed=[(4, A)])) == ("stop", None)


def test_a_new_course_does_not_lift_a_stop(plan):
    sets = [*done("5w", A), *done("5c 5c", B, first=40)]
    assert number(plan(sets, 42)) == ("stop", None)
    assert number(plan(sets, 300)) == ("stop", None)
    assert number(plan(sets, 300, resumed=[(41, A)])) == ("start", 5)


def test_a_resumption_in_an_earlier_course_leaves_the_new_course_whole(plan):
    sets = [*done("5w . 5c 5c"), *done("5c 5c 5c", first=40)]
    assert number(plan(sets, 43, resumed=[(3, A)])) == ("offer", 5)
    assert plan(sets, 42, resumed=[(3, A)]).doses[A].wait == 1


def test_a_stop_of_an_earlier_course_resumed_inside_this_one_counts_from_there(plan):
    sets = [*done("5w"), *done("5c 5c 5c 5c", first=40)]
    assert plan(sets, 44, resumed=[(42, A)]).doses[A].wait == 1


def test_correcting_the_entry_takes_the_stop_away(plan):
    sets = done("5c 5c 5c")
    assert number(plan([*sets, did(4, "7w")], 5)) == ("stop", None)
    assert number(plan([*sets, did(4, "7c")], 5)) == ("hold", 7)


# What surrounds the numbers


def test_days_after_today_are_ignored(plan):
    later = [did(5, "9w"), did(6, "9w", B)]
    assert plan([*done("5c 5c"), *later], 3, rated("5 5 5 5 5 5")) == plan(done("5c 5c"), 3, rated("5 5 5"))


def test_the_slots_show_what_was_done_today_only(plan):
    sets = [did(2, "5c", A, "midday"), did(2, "5c", B, "midday"), did(1, "5c", C), did(3, "5c", D, "evening")]
    assert plan(sets, 2).slots == {Slot.MORNING: (), Slot.MIDDAY: (A, B), Slot.EVENING: ()}


def test_the_review_reads_the_pain_and_the_answers_of_the_log(plan):
    days = rated("7 6 6 . . . . . . . . . 5 4 4")
    days[-1] = days[-1]._replace(change=1)
    found = plan([did(1, "5c"), did(14, "5c")], 15, days)
    assert (found.day_number, found.review.verdict) == (15, Verdict.IMPROVED)
    assert found.review.end == ((on(13), 5), (on(14), 4), (on(15), 4))


def test_where_to_turn_is_that_of_the_settings(plan):
    assert plan(helpline=Helpline.NO).route == ("gp",)
    assert plan().route == ("helpline", "gp")


def test_the_chosen_exercises_come_in_the_order_of_the_programme(plan):
    assert plan(exercises=(D, A)).chosen == (A, D)
    assert list(plan(exercises=(D, A)).doses) == list(EXERCISES)


def test_a_choice_that_the_programme_no_longer_has_means_all_of_it(plan):
    found = plan(done("5c"), 2, exercises=("no-longer-there",))
    assert found.chosen == EXERCISES
    assert found.adherence == Adherence(1, 6)


def test_the_share_is_that_of_the_seven_days_ending_today(plan):
    sets = [did(n, "5c", slot=str(slot)) for n in range(1, 21) for slot in Slot]
    assert plan(sets, 20).adherence == Adherence(21, 21)
    assert plan([row for row in sets if row.day != on(14)], 20).adherence == Adherence(18, 21)
    assert plan([row for row in sets if row.day != on(13)], 20).adherence == Adherence(21, 21)


def test_the_share_begins_with_the_course(plan):
    sets = [did(10, "5c"), did(10, "5c", B), did(11, "5c", slot="evening"), did(12, "5c")]
    assert plan(sets, 12).adherence == Adherence(3, 9)
    assert plan(sets, 16).adherence == Adherence(3, 21)
    assert plan(sets, 17).adherence == Adherence(2, 21)
    assert plan(sets, 40).adherence == Adherence(0, 3)


def test_a_day_on_which_every_chosen_exercise_is_stopped_counts_as_following_the_programme(plan):
    sets = [*done("5c 5w", A), did(1, "5c", B)]
    assert plan(sets, 4, exercises=(A,)).adherence == Adherence(10, 12)
    assert plan(sets, 4, exercises=(A, B)).adherence == Adherence(2, 12)
    assert plan(sets, 4, exercises=(A,), resumed=[(4, A)]).adherence == Adherence(7, 12)


# Carrying over


@pytest.fixture
def long_log():
    sets = [
        *done("5c 5c 5c 7c 7c 7c 9c", A), *done("5c 5w . 5c 5c", B), *done("5c 6c 5n", C), *done("5u", D, first=9),
        *done("5c 5c 5c", A, first=40), *done("7c 7c 7c 9c", A, first=45), *done("5c 5c 5c 6c", B, first=40),
    ]  # fmt: skip
    return log_of(sets, rated("7 6 5 4 3 2 1 0 9 8 7", 38), [(on(4), B), (on(60), C)])


def test_carrying_over_keeps_the_course_the_stops_the_states_and_the_first_week(programme, long_log):
    opening = carry(programme, long_log, on(49))
    assert (opening.before, opening.course) == (on(49), Course(on(40), on(48)))
    assert opening.marked == {
        B: (ExerciseDay(on(2), 1, Felt.WORSE), on(4)),
        C: (ExerciseDay(on(3), 1, Felt.NEW_PAIN), None),
    }
    assert {e: (since, s.target, s.good) for e, (since, s) in opening.states.items()} == {
        A: (on(40), 9, 1), B: (on(40), 6, 1), D: (on(40), 5, 0), EXERCISES[4]: (on(40), 5, 0),
    }  # fmt: skip
    assert opening.states[D][1] == DoseState()
    assert opening.pain == {on(40): 5, on(41): 4, on(42): 3, on(43): 2, on(44): 1, on(45): 0, on(46): 9}


def test_carrying_over_an_empty_log_carries_nothing(programme):
    found = carry(programme, log_of(), on(9))
    assert (found.before, found.course, found.marked, found.pain) == (on(9), None, {}, {})
    assert {state for _, state in found.states.values()} == {DoseState()}


def test_the_scores_of_the_day_carried_to_and_later_are_not_carried(programme):
    log = log_of(done("5c 5c 5c"), rated("7 6 5 4"))
    assert carry(programme, log, on(3)).pain == {on(1): 7, on(2): 6}


@pytest.mark.parametrize("until", [1, 2, 3, 4, 5, 9, 10, 24, 25, 26, 39, 40, 41, 46, 49])
def test_the_plan_of_the_days_since_equals_that_of_the_whole_log(programme, long_log, until):
    opening = carry(programme, frames.days_between(long_log, on(-5), on(until - 1)), on(until))
    rest = frames.days_between(long_log, on(until), on(99))
    for today in (until + 15, 54, 59, 60, 61, 63, 80):
        if today >= until + 15:
            whole = plan_day(programme, long_log, on(today))
            assert plan_day(programme, rest, on(today), opening) == whole
            assert plan_day(programme, long_log, on(today), opening) == whole


def test_a_course_that_is_carried_goes_on_or_ends_by_its_own_last_day(programme):
    log = log_of([*done("5c 5c 5c 7c"), did(18, "7c")])
    assert plan_day(programme, log, on(19), carry(programme, log, on(10))).day_number == 19
    later = log_of([*done("5c 5c 5c 7c"), did(19, "7c")])
    assert plan_day(programme, later, on(20), carry(programme, later, on(10))).day_number == 2


@pytest.mark.parametrize(("first", "second"), [(2, 4), (4, 9), (10, 24), (40, 41), (41, 49), (5, 49), (49, 49)])
def test_carrying_over_in_two_parts_equals_carrying_over_at_once(programme, long_log, first, second):
    earlier = carry(programme, long_log, on(first))
    since = frames.days_between(long_log, on(first), on(99))
    assert carry(programme, since, on(second), earlier) == carry(programme, long_log, on(second))


def test_without_an_opening_everything_counts(programme, long_log):
    assert plan_day(programme, long_log, on(50), Opening(on(-99))) == plan_day(programme, long_log, on(50))


# The advised numbers


def numbers(found: list[Advised], exercise: str = A) -> list[int | None]:
    return [one.target for one in found if one.exercise == exercise]


def test_the_advised_numbers_come_for_every_exercise_and_day_in_order(programme, long_log):
    found = advised(programme, long_log, on(2), on(4))
    assert [(one.exercise, one.day) for one in found] == [(e, on(n)) for e in EXERCISES for n in (2, 3, 4)]


def test_the_advised_numbers_are_those_at_the_dawn_of_each_day(programme):
    log = log_of(done("5c 5c 5c 7c 7w 7c . 5c 5c 5c 7c"), (), [(on(8), A)])
    assert numbers(advised(programme, log, on(1), on(12))) == [5, 5, 5, 5, 7, None, None, 5, 5, 5, 5, 7]


def test_the_advised_numbers_start_anew_with_each_course(programme):
    log = log_of([*done("5c 5c 5c 7c"), *done("5c 5c", first=19)])
    assert numbers(advised(programme, log, on(4), on(21))) == [5] + [7] * 14 + [5] * 3
    ended = log_of(done("5c 5c 5c 7c"))
    assert numbers(advised(programme, ended, on(17), on(20))) == [7, 7, 5, 5]


def test_the_advised_numbers_keep_a_stop_over_a_new_course(programme):
    log = log_of([*done("5w"), *done("5c 5c", first=40)])
    assert numbers(advised(programme, log, on(39), on(42))) == [None] * 4


def test_a_resumption_where_nothing_is_stopped_leaves_the_advised_numbers(programme):
    log = log_of(done("5c 5c 5c 7c"), (), [(on(5), A), (on(1), A)])
    assert numbers(advised(programme, log, on(4), on(6))) == [5, 7, 7]


def test_a_further_bad_day_while_stopped_and_on_the_day_of_a_resumption_stops_again(programme):
    log = log_of(done("5w 5w . 5n 5c"), (), [(on(4), A), (on(2), A)])
    assert numbers(advised(programme, log, on(1), on(6))) == [5, 5, None, 5, None, None]


@pytest.mark.parametrize("until", [3, 10, 25, 41, 46])
def test_the_advised_numbers_from_what_was_carried_equal_those_of_the_whole_log(programme, long_log, until):
    opening = carry(programme, long_log, on(until))
    rest = frames.days_between(long_log, on(until), on(99))
    whole = advised(programme, long_log, on(until), on(70))
    assert advised(programme, rest, on(until), on(70), opening) == whole


def test_the_advised_numbers_before_the_first_set_are_5(programme):
    assert numbers(advised(programme, log_of(done("5c", first=5)), on(1), on(6))) == [5] * 6
    assert numbers(advised(programme, log_of(), on(1), on(2))) == [5, 5]


def test_a_plan_cannot_be_changed(plan):
    found = plan()
    with pytest.raises(AttributeError):
        found.today = on(2)
    assert replace(found, today=on(2)).today == on(2)
