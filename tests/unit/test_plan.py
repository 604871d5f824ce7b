"""The plan of a day: stop beats everything, each exercise by itself, what is ahead, and the numbers of many days."""

from dataclasses import replace

import pytest
from support.logs import EXERCISES, A, B, C, D, did, done, log_of, on, rated
from support.reference import Pained, Rated

from backcare.domain import Action, Felt, Helpline, Numbers, Reason, Settings, Slot, Verdict
from backcare.log.daily_values import daily_values
from backcare.plan import Plan, plan_day, targets_by_day
from backcare.rules.adherence import Adherence
from backcare.rules.course import Course


@pytest.fixture
def plan(programme):
    def of(sets=(), today=1, days=(), resumed=(), pains=(), **settings) -> Plan:
        resumptions = [(on(n), e) for n, e in resumed]
        return plan_day(programme, log_of(sets, days, resumptions, Settings(**settings), pains), on(today))

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


def test_sets_of_a_day_come_to_most_repetitions_and_worst_felt(plan):
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


@pytest.mark.parametrize(
    ("gap", "action", "target"), [(7, "hold", 7), (8, "hold", 7), (14, "hold", 7), (15, "start", 5)]
)
def test_an_exercise_left_alone_starts_again_whatever_the_others_did(plan, gap, action, target):
    sets = done("5c 5c 5c 7c")
    assert number(plan(sets, 4 + gap)) == (action, target)
    others = [did(n, "5c", B) for n in range(1, 5 + gap)]
    found = plan([*sets, *others], 4 + gap)
    assert number(found) == (action, target)
    assert found.course == Course(on(1), on(4 + gap))
    assert found.doses[B].action is Action.OFFER


def test_an_exercise_last_done_90_days_ago_starts_again_at_5(plan):
    sets = [*done(" ".join(f"{n}c" for low in range(5, 30, 2) for n in (low, low, low)), D)]
    assert number(plan(sets, len(sets) + 1), D) == ("offer", 29)
    posture = [did(n, "5c", C) for n in range(1, len(sets) + 91)]
    found = plan([*sets, *posture], len(sets) + 90)
    assert number(found, D) == ("start", 5)
    assert found.doses[D].reasons[0].text == "You last did it on 9 April, so start again at 5."


def test_pain_that_rose_over_a_session_makes_its_sets_uncomfortable(plan):
    sets = [*done("5c 5c 5c", A), *done("5c 5c 5c", B), did(3, "5c", C, "evening")]
    pains = [Pained(on(3), "morning", 2, 4), Pained(on(3), "evening", 2, 3)]
    found = plan(sets, 4, pains=pains)
    assert [number(found, e)[0] for e in (A, B, C)] == ["hold", "hold", "hold"]
    assert [found.doses[e].wait for e in (A, B, C)] == [3, 3, 2]
    assert found.doses[A].reasons[0].text == "Your pain rose by 2 or more on 4 March, so stay at 5 for now."
    assert number(plan(sets, 4, pains=[Pained(on(3), "morning", 2, 3)]))[0] == "offer"
    assert number(plan(sets, 4, pains=[Pained(on(3), "morning", None, 9)]))[0] == "offer"


def test_four_days_of_risen_pain_felt_comfortable_offer_no_more(plan):
    pains = [Pained(on(n), "morning", 2, 9) for n in (1, 2, 3, 4)]
    assert number(plan(done("5c 5c 5c 5c"), 5, pains=pains)) == ("hold", 5)


def test_every_course_up_to_today_is_told_the_oldest_first(plan):
    sets = [*done("5c 5c"), *done("5c 5c", first=30)]
    assert plan(sets, 32).courses == (Course(on(1), on(2)), Course(on(30), on(31)))
    assert plan(sets, 32).course == Course(on(30), on(31))
    assert plan(sets, 46).course is None
    assert len(plan(sets, 46).courses) == 2


# Worse now


@pytest.mark.parametrize(("answered", "action"), [(4, "hold"), (-2, "hold"), (-3, "offer")])
def test_a_worse_answer_of_the_last_seven_days_withdraws_every_offer(plan, answered, action):
    found = plan(done("5c 5c 5c"), 4, [Rated(on(answered), None, -1)])
    assert number(found) == (action, 5)
    said = "Your back is worse than when you started: add nothing for now."
    assert (found.doses[A].reasons[0].text == said) == (action == "hold")


@pytest.mark.parametrize("today", [3, 14, 15])
def test_a_worse_answer_counts_on_any_day_also_when_it_is_ahead(plan, today):
    sets = [did(n, "5c") for n in range(-3, today)]
    assert number(plan(sets, today)) == ("offer", 5)
    for answered in (today, today + 1, today + 365):
        assert number(plan(sets, today, [Rated(on(answered), None, -3)])) == ("hold", 5)
        assert number(plan(sets, today, [Rated(on(answered), None, 1)])) == ("offer", 5)


def test_scores_that_got_worse_withdraw_the_offer_from_day_15_on(plan):
    sets = [did(n, "5c") for n in range(1, 15)]
    days = rated("2 2 2 . . . . . . . 9 9 9 9 9")
    assert number(plan(sets, 14, days)) == ("offer", 5)
    found = plan(sets, 15, days)
    assert (found.review.numbers, number(found)) == (Numbers.WORSE, ("hold", 5))
    assert found.review.refer


# R3: stop


def test_a_stop_acts_at_once_and_shows_no_number(plan):
    found = plan([*done("5c 5c 5c"), did(4, "7n")], 4)
    assert found.doses[A].action is Action.STOP
    assert (found.doses[A].target, found.doses[A].offers, found.doses[A].wait) == (None, (), 0)
    assert found.doses[A].reasons == (Reason("R3", "Stopped today: it brought on a new pain.", (on(4),)),)
    assert [(e, stop.day, stop.felt, stop.in_force) for e, stop in found.stops.items()] == [
        (A, on(4), Felt.NEW_PAIN, True)
    ]
    assert (found.stopped, found.active) == ((A,), EXERCISES[1:])


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
    assert found.doses[A].reasons == (Reason("R3", "You stopped it on 6 March, so start again at 5.", (on(5),)),)
    assert found.stopped == ()
    assert found.stops[A].lifted == on(7)


def test_a_resumption_on_the_day_of_the_stop_lifts_nothing(plan):
    assert number(plan(done("5w"), 2, resumed=[(1, A)])) == ("stop", None)


def test_a_resumption_of_another_exercise_lifts_nothing(plan):
    assert number(plan(done("5w"), 3, resumed=[(2, B)])) == ("stop", None)


def test_stopped_days_count_for_nothing_and_the_resumption_day_counts(plan):
    sets = done("5c 5w 5c 5c 5c 5c 5c")
    assert plan(sets, 8, resumed=[(6, A)]).doses[A].wait == 1
    assert plan(sets, 8, resumed=[(5, A)]).doses[A].action is Action.OFFER


def test_after_the_resumption_the_reason_is_that_of_the_dose(plan):
    found = plan(done("5w . 5c"), 4, resumed=[(3, A)])
    assert [r.rule for r in found.doses[A].reasons] == ["R2"]


def test_a_second_resumption_changes_nothing(plan):
    sets = done("5w . 5c 5c 5c")
    assert number(plan(sets, 6, resumed=[(3, A)])) == number(plan(sets, 6, resumed=[(3, A), (5, A)])) == ("offer", 5)


def test_a_new_course_does_not_lift_a_stop(plan):
    sets = [*done("5w", A), *done("5c 5c", B, first=40)]
    assert number(plan(sets, 42)) == ("stop", None)
    assert number(plan(sets, 300)) == ("stop", None)
    assert number(plan(sets, 300, resumed=[(41, A)])) == ("start", 5)


def test_a_number_below_5_is_kept_by_a_stop_and_a_pause(plan):
    sets = done("2c 2c 2c 2w")
    assert number(plan(sets, 6, resumed=[(6, A)])) == ("start", 2)
    assert number(plan(sets, 90, resumed=[(6, A)])) == ("start", 2)
    assert plan(sets, 6, resumed=[(6, A)]).doses[A].reasons[0].text == "You stopped it on 5 March, so start again at 2."


def test_correcting_the_entry_takes_the_stop_away(plan):
    sets = done("5c 5c 5c")
    assert number(plan([*sets, did(4, "7w")], 5)) == ("stop", None)
    assert number(plan([*sets, did(4, "7c")], 5)) == ("hold", 7)


# Ahead


@pytest.mark.parametrize("ahead", [1, 365])
def test_a_stop_ahead_holds_today_and_says_its_date(plan, ahead):
    found = plan([*done("5c 5c 5c"), did(3 + ahead, "5n")], 3)
    assert number(found) == ("stop", None)
    assert "which is ahead" in found.doses[A].reasons[0].text
    assert found.stops[A].day == on(3 + ahead)


@pytest.mark.parametrize("ahead", [1, 365])
def test_a_resumption_ahead_lifts_only_a_stop_dated_before_today(plan, ahead):
    assert number(plan(done("5w"), 3, resumed=[(3 + ahead, A)])) == ("start", 5)
    assert number(plan(done("5c 5c 5w"), 3, resumed=[(3 + ahead, A)])) == ("stop", None)
    assert number(plan([did(3 + ahead, "5w")], 3, resumed=[(3 + ahead + 1, A)])) == ("stop", None)


@pytest.mark.parametrize("ahead", [1, 365])
def test_everything_else_that_is_ahead_is_ignored(plan, ahead):
    later = [did(3 + ahead, "9c"), did(3 + ahead, "9c", B, "evening")]
    days = [*rated("5 5 5"), Rated(on(3 + ahead), 9, 2)]
    pains = [Pained(on(3 + ahead), "morning", 0, 9)]
    sets = done("5c 5c 5c")
    assert plan([*sets, *later], 3, days, pains=pains) == plan(sets, 3, rated("5 5 5"))


def test_after_a_flight_west_a_number_is_that_of_the_date(plan):
    sets = done("5c 5c 5c 7c 7c 7c 9c")
    assert [number(plan(sets, today)) for today in (8, 7, 4, 1)] == [
        ("hold", 9), ("offer", 7), ("offer", 5), ("start", 5),
    ]  # fmt: skip
    assert plan(sets, 4) == plan(sets[:4], 4)


def test_a_log_cut_at_a_day_gives_that_day_as_it_stood(programme):
    log = log_of(done("5c 5c 5c 7c 7w"), rated("5 5 5 5 5"), [(on(9), A)], Settings(few_days=2))
    cut = log.until(on(4))
    assert [len(table) for table in (cut.sets, cut.sessions, cut.days, cut.resumptions)] == [4, 4, 4, 0]
    assert cut.settings == log.settings
    assert number(plan_day(programme, cut, on(4))) == ("offer", 5)
    assert number(plan_day(programme, log, on(4))) == ("stop", None)


# What surrounds the numbers


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


def test_a_day_on_which_all_is_stopped_follows_the_programme(plan):
    sets = done("5c 5w", A)
    assert plan(sets, 4).adherence == Adherence(10, 12)
    assert plan([*sets, did(1, "5c", B)], 4).adherence == Adherence(2, 12)
    assert plan(sets, 4, resumed=[(4, A)]).adherence == Adherence(7, 12)


def test_whoever_obeys_a_stop_of_all_stays_in_the_review(plan):
    sets = [did(n, "5c", e) for n in range(1, 10) for e in EXERCISES] + [did(10, "5n", e) for e in EXERCISES]
    days = [Rated(on(n), 8, -3) for n in range(1, 60)]
    for today in (15, 24, 25, 40, 59):
        found = plan(sets, today, days)
        assert (found.day_number, found.review.verdict, found.review.refer) == (today, Verdict.WORSE, True)
        assert found.active == ()
    silent = [row for row in days if row.day <= on(12)]
    assert [plan(sets, today, silent).day_number for today in (39, 40)] == [39, None]


def test_the_question_about_the_change_is_due_weekly_from_day_14(plan):
    sets = [did(n, "5c") for n in range(1, 40)]
    answered = [Rated(on(14), None, 1)]
    assert [plan(sets, n).change_due for n in (13, 14)] == [False, True]
    assert [plan(sets, n, answered).change_due for n in (14, 20, 21)] == [False, False, True]


# The numbers of many days


@pytest.fixture
def numbers(programme):
    """The numbers of the first exercise at the dawn of each day of a range."""

    def of(log, first: int, last: int) -> list[int | None]:
        return targets_by_day(programme, daily_values(log), on(first), on(last))[A]

    return of


def test_the_numbers_come_for_every_exercise_and_day(programme):
    found = targets_by_day(programme, daily_values(log_of(done("5c 5c", B))), on(2), on(4))
    assert found == {exercise: [5, 5, 5] for exercise in EXERCISES}


def test_the_numbers_are_those_at_the_dawn_of_each_day(numbers):
    log = log_of(done("5c 5c 5c 7c 7w 7c . 5c 5c 5c 7c"), (), [(on(8), A)])
    assert numbers(log, 1, 12) == [5, 5, 5, 5, 7, None, None, 5, 5, 5, 5, 7]


def test_the_numbers_start_anew_after_more_than_14_days(numbers):
    log = log_of([*done("5c 5c 5c 7c"), *done("5c 5c", first=19)])
    assert numbers(log, 4, 21) == [5] + [7] * 14 + [5] * 3
    assert numbers(log_of(done("5c 5c 5c 7c")), 17, 20) == [7, 7, 5, 5]


def test_the_numbers_keep_a_stop_for_as_long_as_it_takes(numbers):
    assert numbers(log_of([*done("5w"), *done("5c 5c", first=40)]), 39, 42) == [None] * 4


def test_a_resumption_where_nothing_is_stopped_leaves_the_numbers(numbers):
    log = log_of(done("5c 5c 5c 7c"), (), [(on(5), A), (on(1), A)])
    assert numbers(log, 4, 6) == [5, 7, 7]


def test_a_further_bad_day_stops_again_also_on_a_resumption(numbers):
    log = log_of(done("5w 5w . 5n 5c"), (), [(on(4), A), (on(2), A)])
    assert numbers(log, 1, 6) == [5, 5, None, 5, None, None]


def test_the_numbers_before_the_first_set_are_5(numbers):
    assert numbers(log_of(done("5c", first=5)), 1, 6) == [5] * 6
    assert numbers(log_of(), 1, 2) == [5, 5]


def test_a_plan_cannot_be_changed(plan):
    found = plan()
    with pytest.raises(AttributeError):
        found.today = on(2)
    assert replace(found, today=on(2)).today == on(2)
