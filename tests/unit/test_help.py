"""R4 and R5: advice to get help that is followed, or stands while nothing is logged; R6: urgent signs that apply."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import reference
from support.logs import A, B, did, done, log_of, on, rated
from support.reference import Rated

from backcare.domain import Help, SignsAnswer, Verdict
from backcare.plan import Plan, plan_day
from backcare.programme import load_programme
from backcare.rules import referral, review, signs
from backcare.rules.course import Course, course_on, courses

PROGRAMME = load_programme()
TWO_WEEKS = "5c " * 15
SAME = rated("6 " * 15)


def plan_of(today: int, sets=(), days=(), contacts=(), resumed=(), answers=()) -> Plan:
    """The plan on a day; ``contacts`` and ``answers``: a day's number and what was said, each."""
    asked = [(on(number), whom) for number, whom in contacts]
    said = [(on(number), answer) for number, answer in answers]
    return plan_day(PROGRAMME, log_of(sets, days, resumed, contacts=asked, signs=said), on(today))


def stands(plan: Plan) -> tuple[date, str] | None:
    return plan.standing and (plan.standing[0], str(plan.standing[1].verdict))


# Help that is advised today


@pytest.mark.parametrize("today", [1, 14, 15, 16])
def test_help_is_due_from_day_15_on_when_nothing_has_improved(today):
    plan = plan_of(today, done(TWO_WEEKS + "5c"), rated("6 " * 16))
    assert plan.help is (Help.DUE if today >= 15 else None)


@pytest.mark.parametrize(("today", "expected"), [(15, "asked"), (28, "asked"), (29, "due"), (45, "due"), (120, "due")])
def test_whoever_was_asked_counts_for_14_days(today, expected):
    plan = plan_of(today, done("5c " * 120), rated("6 " * 120), [(15, "gp")])
    assert (plan.help, plan.last_contact) == (expected, (on(15), ("gp",)))


@pytest.mark.parametrize(("today", "expected"), [(20, "asked"), (26, "asked"), (27, "due")])
def test_for_whoever_is_worse_it_counts_for_7_days(today, expected):
    plan = plan_of(today, done("5c " * 40), rated("3 3 3 " + "7 " * 37), [(20, "helpline")])
    assert (plan.review.verdict, plan.help) == ("worse", expected)


def test_asking_before_the_review_counts_as_well():
    assert plan_of(15, done(TWO_WEEKS), SAME, [(10, "gp")]).help is Help.ASKED
    assert plan_of(15, done(TWO_WEEKS), SAME, [(1, "gp")]).help is Help.DUE


def test_a_contact_that_is_ahead_waits_for_its_day():
    plan = plan_of(15, done(TWO_WEEKS), SAME, [(16, "gp")])
    assert (plan.help, plan.last_contact) == (Help.DUE, None)


def test_all_who_were_asked_on_the_newest_day_are_named():
    plan = plan_of(15, done(TWO_WEEKS), SAME, [(14, "other"), (15, "helpline"), (15, "gp")])
    assert plan.last_contact == (on(15), ("gp", "helpline"))


def test_no_help_is_due_while_none_is_advised():
    assert plan_of(9, done("5c " * 9), rated("6 " * 9), [(3, "gp")]).help is None
    assert referral.help_on(None, {on(1): ["gp"]}, on(1)) is None


# Help that was advised, and nothing decided since


def test_advice_stands_when_nothing_is_logged_any_more():
    plans = {today: plan_of(today, done(TWO_WEEKS), SAME) for today in (16, 19, 20, 29, 30, 45)}
    given = {today: stands(plan) for today, plan in plans.items()}
    # Up to day 19 three of the last seven days are rated, so that today's own review advises it.
    assert (plans[19].review.verdict, given[16], given[19]) == (Verdict.NOT_IMPROVED, None, None)
    assert plans[20].review.verdict is Verdict.NOT_ENOUGH
    assert {today: given[today] for today in (20, 29, 30, 45)} == dict.fromkeys(
        (20, 29, 30, 45), (on(19), "not_improved")
    )
    assert {plan.help for plan in plans.values()} == {Help.DUE}


@pytest.mark.parametrize(("days", "expected"), [(90, (on(19), "not_improved")), (91, None)])
def test_advice_stands_for_90_days(days, expected):
    plan = plan_of(19 + days, done(TWO_WEEKS), SAME)
    assert stands(plan) == expected
    assert plan.help is (Help.DUE if expected else None)


@pytest.mark.parametrize(("contact", "expected"), [(18, "due"), (19, None), (25, None), (46, "due")])
def test_a_contact_since_then_ends_the_advice(contact, expected):
    plan = plan_of(45, done(TWO_WEEKS), SAME, [(contact, "physiotherapist")])
    assert plan.help == expected
    assert (plan.standing is None) is (expected is None)


@pytest.mark.parametrize(("answered", "change", "ends"), [(30, 1, True), (30, 0, False), (46, 3, False)])
def test_only_a_better_answer_since_then_ends_the_advice(answered, change, ends):
    plan = plan_of(45, done(TWO_WEEKS), [*SAME, Rated(on(answered), None, change)])
    assert (plan.standing is None) is ends


def test_a_better_answer_on_the_same_day_does_not_end_the_advice():
    days = [*rated("6 " * 14), Rated(on(15), 6, 1)]
    plan = plan_of(30, done(TWO_WEEKS), days)
    assert stands(plan) == (on(19), "not_improved")


def test_an_improved_review_leaves_nothing_standing():
    days = [*rated("8 8 8 8 8 8 8 8 8 8 8 8 2 2"), Rated(on(15), 2, 2)]
    assert plan_of(15, done(TWO_WEEKS), days).review.verdict is Verdict.IMPROVED
    plan = plan_of(40, done(TWO_WEEKS), days)
    assert (plan.standing, plan.help) == (None, None)


def test_advice_of_the_course_before_stands_in_a_new_one():
    sets = [*done(TWO_WEEKS), *done("5c 5c", first=40)]
    plan = plan_of(41, sets, SAME)
    assert (plan.day_number, plan.review.verdict, stands(plan)) == (2, "not_yet", (on(19), "not_improved"))


def test_it_stands_as_each_day_was_seen_on_it():
    """Scores of later days, too few to decide anything, do not change the review of an earlier day."""
    days = [*SAME, *rated("1 1 1", first=38)]
    plan = plan_of(40, [*done(TWO_WEEKS), did(38, "5c")], days)
    assert stands(plan) == (on(19), "not_improved")


def test_worse_advice_that_stands_counts_a_contact_for_7_days():
    days = [*rated("3 3 3 3 3 3 3 3 3 3 3 3 7 7 7")]
    assert stands(plan_of(25, done(TWO_WEEKS), days)) == (on(19), "worse")
    # A contact from before the advice, which does not end it.
    assert plan_of(24, done(TWO_WEEKS), days, [(18, "gp")]).help is Help.ASKED
    assert plan_of(25, done(TWO_WEEKS), days, [(18, "gp")]).help is Help.DUE


def test_advice_given_while_all_was_stopped_stands():
    sets = [*done("5c " * 9), did(10, "5w")]
    days = rated("6 6 6 6 6 6 6 6 6 8 8 8 8 8 8 8 8 8 8 8")
    assert plan_of(20, sets, days).review.verdict is Verdict.WORSE
    assert stands(plan_of(60, sets, days)) == (on(24), "worse")


@given(
    st.lists(st.sampled_from(["5c", "5c", "5c", ".", "5w"]), min_size=15, max_size=30),
    st.lists(st.sampled_from(["6", "6", "2", "9", "."]), min_size=15, max_size=45),
    st.dictionaries(st.integers(1, 60), st.integers(-2, 2), max_size=3),
    st.lists(st.integers(1, 130), max_size=3, unique=True),
    st.integers(15, 130),
)
def test_help_is_what_a_naive_reading_of_the_rules_says(what, scores, changes, contacts, today):
    sets = done(" ".join(what))
    days = rated(" ".join(scores))
    days = [row for row in days if (row.day - on(1)).days + 1 not in changes]
    days += [Rated(on(number), None, change) for number, change in changes.items()]
    resumptions = [(on(14), A)]
    plan = plan_of(today, sets, days, [(number, "gp") for number in contacts], resumptions)
    rows = sets, resumptions, days, [on(number) for number in contacts], on(today)
    assert stands(plan) == reference.standing(*rows)
    assert plan.help == reference.help_advised(*rows)


def test_the_course_of_a_past_day_needs_no_later_entries():
    done_on = {A: [on(n) for n in (1, 2, 15, 40)], B: [on(3)]}
    every = courses(done_on, {}, [], on(60))
    for day in range(1, 61):
        cut = {exercise: [each for each in days if each <= on(day)] for exercise, days in done_on.items()}
        begun = courses(cut, {}, [], on(day))
        running = begun[-1] if begun and (on(day) - begun[-1].last).days <= 14 else None
        assert course_on(on(day), every, done_on, {}, []) == running
    assert course_on(on(1) - timedelta(days=1), every, done_on, {}, []) is None


# Urgent signs


@pytest.mark.parametrize(
    ("answers", "stands_now", "held"),
    [
        ([], None, False),
        ([(1, "none")], "none", False),
        ([(1, "applies")], "applies", True),
        ([(1, "applies"), (2, "none")], "none", False),
        ([(1, "applies"), (2, "cleared")], "cleared", False),
        ([(1, "cleared"), (3, "applies")], "applies", True),
        # Ahead: only a warning counts, and nothing that is ahead takes it back.
        ([(4, "applies")], "applies", True),
        ([(3, "cleared"), (4, "applies")], "applies", True),
        ([(3, "applies"), (4, "cleared")], "applies", True),
        ([(4, "applies"), (5, "cleared")], "applies", True),
        ([(4, "none")], None, False),
    ],
)
def test_the_newest_answer_about_the_signs_stands(answers, stands_now, held):
    plan = plan_of(3, answers=answers)
    assert (plan.signs, plan.held) == (stands_now, held)


def test_urgent_signs_change_no_number():
    sets = done("5c 5c 5c")
    assert plan_of(4, sets, answers=[(4, "applies")]).doses == plan_of(4, sets, answers=[(1, "none")]).doses


def test_signs_that_apply_hold_until_they_are_answered_again():
    assert plan_of(200, answers=[(1, "applies")]).held
    assert signs.standing_answer({}, on(1)) is None
    assert signs.standing_answer({on(1): SignsAnswer.NONE}, on(1)) is SignsAnswer.NONE


# What the review says in one or two sentences


def test_no_summary_before_the_review():
    assert review.summary(review.review(Course(on(1), on(14)), {}, {}, on(14))) == ""


SENTENCES = {
    ("8 8 8", "2 2 2", 2): "Your pain is lower than when you started (8 then, 2 now). You say that you are better.",
    (
        "8 8 8",
        "2 2 2",
        None,
    ): "Your pain is lower than when you started (8 then, 2 now). How is your back compared with the start?",
    ("7 6 6", "6 6 6", None): "Your pain is about the same as when you started (6.3 then, 6 now). Two weeks are over, "
    "so NHS inform's advice is to get help now.",
    (
        "7 6 6",
        "6 6 6",
        1,
    ): "You feel better, and that is good to hear. Your scores have moved little (6.3 then, 6 now). "
    "Two weeks are over, so NHS inform's advice is to get help now.",
    (
        "3 3 3",
        "5 5 5",
        -2,
    ): "Your pain is higher than when you started (3 then, 5 now). You say that you are worse. Two "
    "weeks are over, so NHS inform's advice is to get help now.",
    ("3 3 3", ". . .", None): "There are too few pain scores to compare. Score your pain each day, so that we can "
    "compare.",
}


@pytest.mark.parametrize(("began", "ended", "change"), SENTENCES)
def test_the_summary_gives_both_numbers_and_the_advice(began, ended, change):
    days = [*rated(began), *rated(ended, first=13)]
    if change is not None:
        days = [row._replace(change=change) if row.day == on(15) else row for row in days]
    plan = plan_of(15, done(TWO_WEEKS), days)
    assert review.summary(plan.review) == SENTENCES[began, ended, change]
