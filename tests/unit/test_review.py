"""R4 the two-week review, R5 where to turn: every threshold, every cell of the table, every sentence."""

from datetime import timedelta

import pytest
from support.logs import on, rated

from backcare.domain import Answer, Helpline, Numbers, Reason, Verdict
from backcare.rules.course import Course
from backcare.rules.referral import route
from backcare.rules.review import Review, change_due, review, worse_now

COURSE = Course(on(1), on(20))


def days(*numbers: int):
    return [on(n) for n in numbers]


def reviewed(start="7 6 6", end="5 4 4", change=None, today=15, course=COURSE) -> Review:
    """The review with these first scores of the course and these last scores up to today."""
    last = end.split()
    rows = rated(start) + rated(end, today - len(last) + 1)
    return review(course, {r.day: r.pain for r in rows}, {} if change is None else {on(today): change}, on(today))


def test_without_a_course_there_is_no_review():
    assert review(None, {}, {}, on(30)) == Review(
        Verdict.NOT_YET, reasons=(Reason("R4", "The two weeks begin with your next session."),)
    )


@pytest.mark.parametrize(
    ("today", "verdict"), [(1, "not_yet"), (13, "not_yet"), (14, "not_yet"), (15, "ask"), (16, "ask")]
)
def test_the_review_comes_on_day_15_and_not_before(today, verdict):
    pain = {on(n): 7 for n in range(1, 8)} | {on(n): 3 for n in range(8, 31)}
    found = review(COURSE, pain, {}, on(today))
    assert found.verdict == verdict
    assert (found.numbers is None) == (found.person is None) == (verdict == "not_yet")


def test_before_day_15_the_reason_says_when_the_review_comes():
    found = review(COURSE, {on(1): 3}, {on(1): 3}, on(9))
    text = "Day 9. The two-week review comes on day 15, 16 March."
    assert found == Review(Verdict.NOT_YET, None, None, (Reason("R4", text, (on(1),)),), (), ())


NUMBERS = [
    # The examples of the rules.
    ("7 6 6", "5 4 4", Numbers.BETTER),
    ("7 6 6", "5 5 4", Numbers.SAME),
    # Low: below 2 from the start.
    ("2 2 1", "1 1 1", Numbers.LOW),
    ("2 2 2", "1 1 1", Numbers.BETTER),
    ("3 2 2", "1 2 1", Numbers.BETTER),
    ("0 0 0", "0 0 0", Numbers.LOW),
    ("0 0 0", "0 1 1", Numbers.LOW),
    # Worse by at least 1 point on average, also from a low start.
    ("0 0 0", "1 1 1", Numbers.WORSE),
    ("5 5 5", "6 6 5", Numbers.SAME),
    ("5 5 5", "6 6 6", Numbers.WORSE),
    ("5 5 5", "7 6 6", Numbers.WORSE),
    # Better by at least 1 point on average ...
    ("3 2 2", "2 2 1", Numbers.SAME),
    ("2 2 2", "2 1 1", Numbers.SAME),
    # ... and by at least 30 %.
    ("4 3 3", "3 2 2", Numbers.BETTER),
    ("4 4 3", "3 3 2", Numbers.SAME),
    ("4 4 3", "3 2 2", Numbers.BETTER),
    ("10 10 10", "7 7 8", Numbers.SAME),
    ("10 10 10", "7 7 7", Numbers.BETTER),
    ("10 10 10", "7 7 6", Numbers.BETTER),
    ("5 5 5", "5 5 5", Numbers.SAME),
    # Too few.
    ("7 6", "5 4 4", Numbers.UNKNOWN),
    ("7 6 6", "5 4", Numbers.UNKNOWN),
    ("", "", Numbers.UNKNOWN),
]


@pytest.mark.parametrize(("start", "end", "numbers"), NUMBERS)
def test_the_numbers_compare_three_days_with_three_days(start, end, numbers):
    assert reviewed(start, end).numbers is numbers


def test_the_start_window_is_the_first_three_rated_of_seven_days():
    found = reviewed(". 7 . . 6 . 5 1 1 1")
    assert found.start == ((on(2), 7), (on(5), 6), (on(7), 5))
    assert reviewed(". 7 . . 6 . . 5").numbers is Numbers.UNKNOWN
    assert reviewed("9 8 7 1 1 1 1").start == ((on(1), 9), (on(2), 8), (on(3), 7))


def test_the_end_window_is_the_last_three_rated_of_seven_days():
    found = reviewed(end="9 3 . . 2 . . 1 ")
    assert found.end == ((on(9), 3), (on(12), 2), (on(15), 1))
    assert reviewed(end="3 . . 2 . . . 1").numbers is Numbers.UNKNOWN
    assert reviewed(end="9 9 9 9 1 2 3").end == ((on(13), 1), (on(14), 2), (on(15), 3))


def test_scores_after_today_and_before_the_course_do_not_count():
    pain = {on(n): 5 for n in (1, 2, 3, 13, 14, 15)} | {on(0): 9, on(-3): 9, on(16): 0, on(17): 0}
    found = review(COURSE, pain, {on(16): 3}, on(15))
    assert [day for day, _ in (*found.start, *found.end)] == days(1, 2, 3, 13, 14, 15)
    assert found.person is Answer.UNASKED


def test_the_order_of_the_scores_does_not_matter():
    pain = {on(n): n % 11 for n in (15, 3, 1, 14, 13, 2)}
    assert review(COURSE, pain, {}, on(15)).start == ((on(1), 1), (on(2), 2), (on(3), 3))


@pytest.mark.parametrize(
    ("change", "person"), [(-3, "worse"), (-1, "worse"), (0, "same"), (1, "better"), (3, "better")]
)
def test_the_persons_answer_is_better_same_or_worse(change, person):
    assert reviewed(change=change).person == person


@pytest.mark.parametrize(("ago", "person"), [(0, "better"), (6, "better"), (7, "unasked"), (-1, "unasked")])
def test_an_answer_counts_for_the_seven_days_ending_today(ago, person):
    found = review(COURSE, {}, {on(20 - ago): 1}, on(20))
    assert found.person == person
    said = found.reasons[1]
    assert said.days == (() if person == "unasked" else (on(20 - ago),))


def test_the_newest_answer_counts():
    changes = {on(16): 3, on(19): -1, on(18): 2}
    assert review(COURSE, {}, changes, on(20)).person is Answer.WORSE


SCORES = {
    "better": ("7 6 6", "5 4 4"), "low": ("1 1 1", "1 1 1"), "same": ("5 5 5", "5 5 5"),
    "worse": ("5 5 5", "7 7 7"), "unknown": ("5 5", "5 5 5"),
}  # fmt: skip
TABLE = """
better   improved      not_improved  worse  ask
low      improved      not_improved  worse  ask
same     not_improved  not_improved  worse  not_improved
worse    not_improved  worse         worse  worse
unknown  not_enough    not_improved  worse  not_enough
"""
CELLS = [
    (numbers, person, change, verdict)
    for numbers, *verdicts in map(str.split, TABLE.strip().splitlines())
    for person, change, verdict in zip(("better", "same", "worse", "unasked"), (1, 0, -1, None), verdicts, strict=True)
]


@pytest.mark.parametrize(("numbers", "person", "change", "verdict"), CELLS)
def test_every_cell_of_the_table(numbers, person, change, verdict):
    found = reviewed(*SCORES[numbers], change)
    assert (found.numbers, found.person, found.verdict) == (numbers, person, verdict)
    assert found.refer is (verdict in ("not_improved", "worse"))


SUMS = {
    "better": "Your first three pain scores were 7, 6, 6. Your last three are 5, 4, 4. "
    "They went down by at least 1 point and 30%, which counts as better.",
    "low": "Your first three pain scores were 1, 1, 1. Your last three are 1, 1, 1. "
    "They were low from the start: below 2 on average.",
    "same": "Your first three pain scores were 5, 5, 5. Your last three are 5, 5, 5. "
    "They need to go down by 1 point and 30% to count as better.",
    "worse": "Your first three pain scores were 5, 5, 5. Your last three are 7, 7, 7. "
    "They went up by at least 1 point, which counts as worse.",
    "unknown": "There are fewer than 3 pain scores in the first 7 days, too few to compare.",
}
SAID = {
    "better": "You say that you are better than when you started.",
    "same": "You say that nothing has changed since you started.",
    "worse": "You say that you are worse than when you started.",
    "unasked": "You have not said in the last 7 days how your back is.",
}
DISAGREE = {
    "better same": "Your scores are lower. You say that nothing has changed, and how it feels counts.",
    "better worse": "Your scores are lower, but your back feels worse to you. How it feels counts.",
    "low worse": "Your scores were low from the start, but your back feels worse to you. How it feels counts.",
    "same better": "You feel better, and that is good to hear. Your scores have moved little.",
    "same worse": "Your scores have moved little, but your back feels worse to you. How it feels counts.",
    "worse better": "You feel better, and that is good to hear. Your scores have gone up.",
    "worse same": "You say that nothing has changed, but your scores have gone up.",
}


@pytest.mark.parametrize(("numbers", "person", "change", "verdict"), CELLS)
def test_the_reasons_show_the_sums_the_answer_and_whether_they_disagree(numbers, person, change, verdict):
    start = days(1, 2) if numbers == "unknown" else days(1, 2, 3)
    wanted = [
        Reason("R4", SUMS[numbers], (*start, *days(13, 14, 15))),
        Reason("R4", SAID[person], () if change is None else (on(15),)),
    ]
    if f"{numbers} {person}" in DISAGREE:
        wanted.append(Reason("R4", DISAGREE[f"{numbers} {person}"]))
    assert list(reviewed(*SCORES[numbers], change).reasons) == wanted


def test_too_few_scores_are_told_for_the_window_that_misses_them():
    assert "in the last 7 days" in reviewed("7 6 6", "5 4").reasons[0].text
    assert "in the first 7 days" in reviewed("7 6", "5 4").reasons[0].text


def test_a_review_of_a_later_course_starts_from_its_own_first_days():
    later = Course(on(101), on(115))
    pain = {on(n): 9 for n in range(1, 101)} | {on(n): 5 for n in range(101, 116)}
    found = review(later, pain, {}, on(115))
    assert found.start == tuple((on(n), 5) for n in (101, 102, 103))
    assert found.verdict is Verdict.NOT_IMPROVED
    assert review(later, pain, {}, on(115) - timedelta(days=1)).verdict is Verdict.NOT_YET


def test_of_the_answers_ahead_only_a_worse_one_changes_the_verdict():
    pain = {on(n): 7 for n in range(1, 8)} | {on(n): 3 for n in range(8, 16)}
    assert review(COURSE, pain, {on(16): -1}, on(15)).verdict is Verdict.WORSE
    assert review(COURSE, pain, {on(16): 1}, on(15)).verdict is Verdict.ASK


# Worse now


WORSE = "Your back is worse than when you started: add nothing for now."


@pytest.mark.parametrize("today", [3, 14, 15, 40])
@pytest.mark.parametrize(("ago", "worse"), [(0, True), (6, True), (7, False), (-1, True), (-365, True)])
def test_a_worse_answer_withholds_more_for_seven_days_on_any_day(today, ago, worse):
    changes = {on(today - ago): -1}
    reason = worse_now(review(COURSE, {}, changes, on(today)), changes, on(today))
    assert reason == (Reason("R2", WORSE, (on(today - ago),)) if worse else None)


@pytest.mark.parametrize("change", [0, 1, 3])
def test_an_answer_of_0_or_more_withholds_nothing(change):
    changes = {on(20): change, on(19): -2}
    assert worse_now(review(COURSE, {}, changes, on(20)), changes, on(20)) is None


@pytest.mark.parametrize(("start", "end", "worse"), [("5 5 5", "6 6 5", False), ("5 5 5", "6 6 6", True)])
def test_scores_that_got_worse_withhold_more_from_day_15_on(start, end, worse):
    found = reviewed(start, end)
    wanted = Reason("R2", WORSE, tuple(day for day, _ in (*found.start, *found.end)))
    assert worse_now(found, {}, on(15)) == (wanted if worse else None)
    assert worse_now(reviewed(start, end, today=14), {}, on(14)) is None


def test_scores_that_got_worse_withhold_more_whatever_the_person_says():
    changes = {on(15): 3}
    assert worse_now(reviewed("5 5 5", "8 8 8", change=3), changes, on(15)) is not None


# The question


@pytest.mark.parametrize(("today", "due"), [(13, False), (14, True), (15, True), (100, True)])
def test_the_question_about_the_change_is_due_from_day_14_on(today, due):
    assert change_due(COURSE, {}, on(today)) is due
    assert change_due(None, {}, on(today)) is False


@pytest.mark.parametrize(("ago", "due"), [(0, False), (6, False), (7, True)])
def test_the_question_is_due_again_after_a_week(ago, due):
    assert change_due(COURSE, {on(30 - ago): 1}, on(30)) is due


@pytest.mark.parametrize(
    ("helpline", "ways"), [("yes", ("helpline",)), ("no", ("gp",)), ("unsure", ("helpline", "gp"))]
)
def test_where_to_turn_follows_whether_the_helpline_serves_the_area(helpline, ways):
    assert route(Helpline(helpline)) == ways
