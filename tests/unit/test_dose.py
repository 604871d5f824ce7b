"""R2, the dose: golden sequences day by day, each threshold one below, at and one above, and every reason in words."""

from datetime import timedelta

import pytest
from support.logs import exercise_days, on

from backcare.domain import Action, Dose, ExerciseDay, Felt, Reason
from backcare.rules.dose import DoseState, ExerciseHistory, dose, state_before, states, target_on
from backcare.rules.stop import stops

WORSE = Reason("R2", "Your back is worse than when you started: add nothing for now.")


def history(what: str, few_days: int = 3, changes: dict[int, int] | None = None, resumed=(), today=500):
    """The history of one exercise; today is far ahead, so that nothing in it is."""
    days = exercise_days(what)
    answers = {on(n): change for n, change in (changes or {}).items()}
    return ExerciseHistory(days, stops(days, [on(n) for n in resumed], on(today)), answers, few_days)


def state_after(what: str, few_days: int = 3, **more) -> DoseState:
    return state_before(history(what, few_days, **more), on(len(what.split()) + 1))


def after(what: str, few_days: int = 3, worse: Reason | None = None, **more) -> Dose:
    """The dose on the day after these days."""
    return dose(history(what, few_days, **more), on(len(what.split()) + 1), worse)


def short(what: str, few_days: int = 3, **more) -> tuple:
    """Action, number, offers and wait after these days."""
    found = after(what, few_days, **more)
    return str(found.action), found.target, found.offers, found.wait


def steady(target: int, days: int = 3) -> str:
    """Enough comfortable days for a number and for the next offer: done whenever it was offered."""
    what, number = ["5c"] * 3, 5
    while number < target:
        number = min(number + 2, target)
        what += [f"{number}c"] * 3
    return " ".join([*what, *[f"{target}c"] * (days - 3)])


GOLDEN = [
    # The example of the rules, a day at a time.
    ("", "start", 5, (), 0),
    ("5c", "hold", 5, (), 2),
    ("5c 5c", "hold", 5, (), 1),
    ("3c", "hold", 5, (), 3),
    ("3u", "hold", 5, (), 3),
    ("5c 5c 5c", "offer", 5, (6, 7), 0),
    ("5c 5c 5c 7c", "hold", 7, (), 2),
    ("5c 5c 5c 7c 7c", "hold", 7, (), 1),
    ("5c 5c 5c 7c 7c 7u", "hold", 7, (), 3),
    ("5c 5c 5c 7c 7c 7u 7c", "hold", 7, (), 2),
    ("5c 5c 5c 7c 7c 7u 7c 7c", "hold", 7, (), 1),
    ("5c 5c 5c 7c 7c 7u 7c 7c 7c", "offer", 7, (8, 9), 0),
    # Too much too soon changes nothing, whenever it is done.
    ("12c", "hold", 5, (), 2),
    ("5c 12c", "hold", 5, (), 1),
    ("5c 12c 12c", "offer", 5, (6, 7), 0),
    # Doing more when it is offered takes at most two of it.
    ("5c 5c 5c 6c", "hold", 6, (), 2),
    ("5c 5c 5c 8c", "hold", 7, (), 2),
    ("5c 5c 5c 200c", "hold", 7, (), 2),
    # Staying is fine and the offer stays.
    ("5c 5c 5c 5c 5c 5c", "offer", 5, (6, 7), 0),
    ("5c 5c 5c 5c 7c", "hold", 7, (), 2),
    # Uncomfortable: the number stays, the count begins again.
    ("5u", "hold", 5, (), 3),
    ("5c 5c 5u", "hold", 5, (), 3),
    ("5c 5c 5c 7u", "hold", 5, (), 3),
    ("5c 5c 5c 7u 7c", "hold", 5, (), 2),
    # Days without a set neither count nor take away.
    ("5c . 5c . . 5c", "offer", 5, (6, 7), 0),
    # Too few: after three such days in a row, the most of them is the number.
    ("3c", "hold", 5, (), 3),
    ("4c 4c", "hold", 5, (), 3),
    ("2c 4c 3c", "hold", 4, (), 3),
    ("1c 1c 1c", "hold", 1, (), 3),
    ("2c 4c 3c 4c 4c 4c", "offer", 4, (5, 6), 0),
    ("3c 3c 5c 3c 3c", "hold", 5, (), 2),
    ("3c 3c 5u 3c 3c", "hold", 5, (), 3),
    ("3u 3u 3u", "hold", 3, (), 3),
    ("3c 3c 3c 2c 2c", "hold", 3, (), 3),
    ("3c 3c 3c 2c 2c 2c", "hold", 2, (), 3),
    # A short comfortable day leaves the count as it is; a short uncomfortable one does not.
    ("5c 5c 4c", "hold", 5, (), 1),
    ("5c 5c 4u", "hold", 5, (), 3),
    ("5c 5c 5c 4c", "offer", 5, (6, 7), 0),
    ("5c 5c 5c 4c 4c 7c", "hold", 7, (), 2),
    ("5c 5c 5c 4u", "hold", 5, (), 3),
    ("5c 5c 5c 4c 4c 4c", "hold", 4, (), 3),
    # Pain that rose over the session: at best uncomfortable.
    ("5r", "hold", 5, (), 3),
    ("5c 5c 5r", "hold", 5, (), 3),
    ("5c 5c 5c 7r", "hold", 5, (), 3),
    ("5c 5c 4r", "hold", 5, (), 3),
    ("5c 5c 5r 5c 5c 5c", "offer", 5, (6, 7), 0),
    # Up to 7 days between two days of it change nothing.
    ("5c 5c . . . . . . 5c", "offer", 5, (6, 7), 0),
    ("5c 5c . . . . . . . 5c", "hold", 5, (), 2),
    ("5c 5c 5c . . . . . . 7c", "hold", 7, (), 2),
    ("5c 5c 5c . . . . . . . 7c", "hold", 5, (), 2),
    ("3c 3c . . . . . . 3c", "hold", 3, (), 3),
    ("3c 3c . . . . . . . 3c", "hold", 5, (), 3),
    # After a stop and its resumption: 5, or less where the number was lower; the stop is on day 4, the way back day 6.
    ("5c 5c 5c 7w . 5c", "hold", 5, (), 2),
    ("2c 2c 2c 2w . 2c", "hold", 2, (), 2),
    ("2c 2c 2c 2w . 2c 2c 2c", "offer", 2, (3, 4), 0),
    ("5c 5c 5c 7w 7c 5c", "hold", 5, (), 2),
    ("5w . 5w . 5c 5c 5w 5c 5c", "start", 5, (), 0),
    # Exactly the number is neither short nor a rise.
    ("5c 5c 5c 7c 6c", "hold", 7, (), 2),
    ("5c 5c 5c 7c 7c", "hold", 7, (), 1),
]


@pytest.mark.parametrize(("days", "action", "target", "offers", "wait"), GOLDEN)
def test_a_golden_sequence_ends_where_the_rules_say(days, action, target, offers, wait):
    assert short(days, resumed=(6,)) == (action, target, offers, wait)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_offer_comes_after_few_days_comfortable_days_and_not_one_before(few_days):
    days = ["5c"] * few_days
    assert short(" ".join(days[1:]), few_days) == ("hold", 5, (), 1)
    assert short(" ".join(days), few_days) == ("offer", 5, (6, 7), 0)
    assert short(" ".join([*days, "5c"]), few_days) == ("offer", 5, (6, 7), 0)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_number_comes_down_after_few_short_days_not_before(few_days):
    days = ["3c"] * (few_days - 1)
    assert short(" ".join(days), few_days) == ("hold", 5, (), few_days)
    assert short(" ".join([*days, "4c"]), few_days) == ("hold", 4, (), few_days)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_next_rise_needs_few_comfortable_days_from_the_last_on(few_days):
    risen = ["5c"] * few_days + ["7c"] * (few_days - 1)
    assert short(" ".join([*risen, "9c"]), few_days) == ("offer", 7, (8, 9), 0)
    assert short(" ".join([*risen, "7c", "9c"]), few_days) == ("hold", 9, (), few_days - 1)


def test_a_steady_month_rises_by_two_every_third_day():
    days, targets = [], []
    for n in range(12):
        found = dose(ExerciseHistory(days, (), {}, 3), on(n + 1))
        targets.append(found.target)
        days.append(ExerciseDay(on(n + 1), max(found.offers, default=found.target), Felt.COMFORTABLE))
    assert targets == [5, 5, 5, 5, 7, 7, 7, 9, 9, 9, 11, 11]


@pytest.mark.parametrize(
    ("target", "action", "offers"),
    [(197, "offer", (198, 199)), (198, "offer", (199, 200)), (199, "offer", (200,)), (200, "hold", ())],
)
def test_no_offer_goes_beyond_what_can_be_logged(target, action, offers):
    found = after(steady(target))
    assert (found.action, found.target, found.offers, found.wait) == (Action(action), target, offers, 0)


def test_at_the_most_that_can_be_logged_the_reason_says_so():
    assert after(steady(200, days=6)).reasons[-1] == Reason("R2", "200 is the most that you can log.")


# Pauses of this exercise, whatever the others do


@pytest.mark.parametrize(
    ("days", "pause", "wanted"),
    [
        ("5c 5c 5c", 7, ("offer", 5, (6, 7), 0)),
        ("5c 5c 5c", 8, ("hold", 5, (), 3)),
        ("5c 5c 5c", 14, ("hold", 5, (), 3)),
        ("5c 5c 5c", 15, ("start", 5, (), 0)),
        ("5c 5c 5c 7c 7c 7c", 7, ("offer", 7, (8, 9), 0)),
        ("5c 5c 5c 7c 7c 7c", 8, ("hold", 7, (), 3)),
        ("5c 5c 5c 7c 7c 7c", 14, ("hold", 7, (), 3)),
        ("5c 5c 5c 7c 7c 7c", 15, ("start", 5, (), 0)),
        ("5c 5c 5c 7c 7c 7c", 400, ("start", 5, (), 0)),
        # A number below 5 never rises by being left alone.
        ("2c 2c 2c 2c 2c 2c", 8, ("hold", 2, (), 3)),
        ("2c 2c 2c 2c 2c 2c", 14, ("hold", 2, (), 3)),
        ("2c 2c 2c 2c 2c 2c", 15, ("start", 2, (), 0)),
        ("2c 2c 2c 2c 2c 2c", 400, ("start", 2, (), 0)),
        # A short day counts as a day here.
        ("5c 5c 5c 3c", 7, ("offer", 5, (6, 7), 0)),
        ("5c 5c 5c 3c", 15, ("start", 5, (), 0)),
    ],
)
def test_what_a_pause_of_the_exercise_comes_to(days, pause, wanted):
    found = dose(history(days), on(len(days.split()) + pause))
    assert (str(found.action), found.target, found.offers, found.wait) == wanted


@pytest.mark.parametrize(
    ("pause", "back", "wanted"),
    [
        (7, "7c", ("offer", 7, (8, 9), 0)),
        (8, "7c", ("hold", 7, (), 2)),
        (14, "7c", ("hold", 7, (), 2)),
        (15, "7c", ("hold", 5, (), 2)),
        (15, "7c 7c 7c", ("offer", 5, (6, 7), 0)),
        (15, "5c 5c 5c 7c", ("hold", 7, (), 2)),
        (14, "7c 7c 7c", ("offer", 7, (8, 9), 0)),
        (15, "3c 3c 3c", ("hold", 3, (), 3)),
    ],
)
def test_what_coming_back_from_a_pause_comes_to(pause, back, wanted):
    assert short("5c 5c 5c 7c 7c 7c " + ". " * (pause - 1) + back) == wanted


def test_a_pause_counts_from_the_last_day_that_counted():
    what = "5c 5c 5c 5w 5c 5c " + ". " * 20 + "5c"
    assert short(what, resumed=(20,)) == ("hold", 5, (), 2)
    assert short("5c 5c 5c 5w 5c 5c " + ". " * 20, resumed=(20,)) == ("start", 5, (), 0)


def test_the_number_stays_for_14_days_and_then_starts_again():
    targets = [target_on(state, day) for day, state in states(history("5c 5c 5c 7c"), on(4), on(20))]
    assert targets == [5] + [7] * 14 + [5] * 2


# Worse now


def test_while_the_back_is_worse_no_more_is_offered():
    assert short("5c 5c 5c", worse=WORSE) == ("hold", 5, (), 0)
    assert short("5c 5c", worse=WORSE) == ("hold", 5, (), 1)
    assert short("", worse=WORSE) == ("start", 5, (), 0)


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({}, 7), ({4: -1}, 5), ({3: -2}, 5), ({-2: -1}, 5), ({-3: -1}, 7), ({4: 0}, 7), ({3: -1, 4: 1}, 7),
        ({3: 1, 4: -1}, 5), ({5: -1}, 7),
    ],
)  # fmt: skip
def test_doing_more_within_a_week_of_a_worse_answer_raises_nothing(changes, target):
    assert after("5c 5c 5c 7c", changes=changes).target == target


def test_a_day_that_does_not_raise_the_number_still_counts_as_comfortable():
    assert state_after("5c 5c 5c 7c", changes={4: -1}).good == 4
    assert short("5c 5c 5c 7c 7c", changes={-2: -1}) == ("hold", 7, (), 2)


def test_the_state_after_each_day_holds_what_the_rules_name():
    state = state_after("5c 4c 3u")
    assert (state.target, state.good, state.short, state.last) == (5, 0, [4, 3], on(3))
    state = state_after("5c 5c 5c 7c")
    assert (state.target, state.good, state.short, state.last) == (7, 1, [], on(4))
    state = state_after("5c 5c 5c 7w")
    assert (state.target, state.good, state.short, state.last) == (5, 0, [], None)


def test_the_states_of_a_range_are_those_before_each_of_its_days():
    told = history("5c 5c 5c 7c 7c 7u 7c 9w 5c . 5c 5c", resumed=(11,))
    for first in (-3, 1, 5, 9):
        walked = [(day, target_on(state, day), state.good) for day, state in states(told, on(first), on(16))]
        alone = [(on(n), state_before(told, on(n))) for n in range(first, 17)]
        assert walked == [(day, target_on(state, day), state.good) for day, state in alone]


def test_another_pace_reads_all_the_days_anew():
    what = "5c 5c 7c 7c 9c 9c 11c"
    assert [after(what, few).target for few in (2, 3, 4, 7)] == [11, 9, 7, 5]
    assert after("3c 4c 2c 2c", 2).target == 2


REASONS = [
    ("", [("R0", "You start with 5.", ())]),
    ("5c", [("R2", "After 2 more comfortable days you can add 1 or 2.", (1,))]),
    ("5c 5c", [("R2", "After 1 more comfortable day you can add 1 or 2.", (1, 2))]),
    ("5c 5c 5c", [("R2", "Comfortable on 2 March, 3 March and 4 March. You can add 1 or 2, or stay at 5.", (1, 2, 3))]),
    (
        "5c 5c 5c 5c",
        [("R2", "Comfortable on 3 March, 4 March and 5 March. You can add 1 or 2, or stay at 5.", (2, 3, 4))],
    ),
    (
        "5u",
        [
            ("R2", "2 March was uncomfortable, so stay at 5 for now.", (1,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    ("5u 5c", [("R2", "After 2 more comfortable days you can add 1 or 2.", (2,))]),
    (
        "5c 5c 5c 7c",
        [
            ("R2", "You went from 5 to 7 on 5 March.", (4,)),
            ("R2", "After 2 more comfortable days you can add 1 or 2.", (4,)),
        ],
    ),
    (
        "5c 5c 5c 7c 7u",
        [
            ("R2", "6 March was uncomfortable, so stay at 7 for now.", (5,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    (
        "5c 5c 5c 7c 7c 7c 9c",
        [
            ("R2", "You went from 7 to 9 on 8 March.", (7,)),
            ("R2", "After 2 more comfortable days you can add 1 or 2.", (7,)),
        ],
    ),
    ("5c 5c 5c 7c 7u 7c", [("R2", "After 2 more comfortable days you can add 1 or 2.", (6,))]),
    (
        "5u 5c 5c 5c 7c",
        [
            ("R2", "You went from 5 to 7 on 6 March.", (5,)),
            ("R2", "After 2 more comfortable days you can add 1 or 2.", (5,)),
        ],
    ),
    (
        "3c 4u 2c",
        [
            ("R2", "You did fewer than 5 for a few days, the last on 4 March. So your number is now 4.", (3,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    (
        "3c 4u",
        [
            ("R2", "3 March was uncomfortable, so stay at 5 for now.", (2,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    ("5c 4u 5c", [("R2", "After 2 more comfortable days you can add 1 or 2.", (3,))]),
    (
        "5c 5c 4c 4c 4c",
        [
            ("R2", "You did fewer than 5 for a few days, the last on 6 March. So your number is now 4.", (5,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    (
        "5c 5c 5c 7c 6c 5c 6c",
        [
            ("R2", "You did fewer than 7 for a few days, the last on 8 March. So your number is now 6.", (7,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
]


REASONS += [
    (
        "5c 5u" + " ." * 6,
        [
            ("R2", "3 March was uncomfortable, so stay at 5 for now.", (2,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    (
        "5c 5c 5r",
        [
            ("R2", "Your pain rose by 2 or more on 4 March, so stay at 5 for now.", (3,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    ("5c 5c 5c 7c" + " ." * 14, [("R2", "You last did it on 5 March, so start again at 5.", (4,))]),
    ("5c 5c 5c 7c" + " ." * 400, [("R2", "You last did it on 5 March 2026, so start again at 5.", (4,))]),
    ("3c 3c 3c" + " ." * 15, [("R2", "You last did it on 4 March, so start again at 3.", (3,))]),
    (
        "5c 5c 5c 7c" + " ." * 7,
        [
            ("R2", "You last did it on 5 March. After this break, stay at 7 for now.", (4,)),
            ("R2", "After 3 more comfortable days you can add 1 or 2.", ()),
        ],
    ),
    (
        "5c 5c 5c 7c" + " ." * 14 + " 5c",
        [
            ("R2", "You started it again on 20 March, after more than two weeks.", (19,)),
            ("R2", "After 2 more comfortable days you can add 1 or 2.", (19,)),
        ],
    ),
    ("5c 5c 7w .", [("R3", "You stopped it on 4 March, so start again at 5.", (3,))]),
    ("2c 2c 2c 2w .", [("R3", "You stopped it on 5 March, so start again at 2.", (4,))]),
    (
        "5c 5c 7w . 5c",
        [("R2", "After 2 more comfortable days you can add 1 or 2.", (5,))],
    ),
]


@pytest.mark.parametrize(("days", "reasons"), REASONS)
def test_the_reasons_name_the_rule_what_happened_and_on_which_days(days, reasons):
    found = [(r.rule, r.text, r.days) for r in after(days, resumed=(5,)).reasons]
    assert found == [(rule, text, tuple(on(n) for n in numbers)) for rule, text, numbers in reasons]


def test_while_worse_the_reason_replaces_the_days_to_wait():
    assert after("5c 5c 5c", worse=WORSE).reasons == (WORSE,)
    assert after("5c 5u", worse=WORSE).reasons == (
        Reason("R2", "3 March was uncomfortable, so stay at 5 for now.", (on(2),)),
        WORSE,
    )


@pytest.mark.parametrize(
    ("days", "pause", "text"),
    [
        ("5c 5c 5c 5u", 1, "31 December 2026 was uncomfortable, so stay at 5 for now."),
        ("5c 5c 5c 7c", 1, "You went from 5 to 7 on 31 December 2026."),
        ("5c 5c 5c 7c", 8, "You last did it on 31 December 2026. After this break, stay at 7 for now."),
        ("5c 5c 5c 7c", 15, "You last did it on 31 December 2026, so start again at 5."),
        ("5c 5c 5c 7w", 2, "You stopped it on 31 December 2026, so start again at 5."),
    ],
)
def test_a_reason_from_another_year_says_the_year(days, pause, text):
    later = [day._replace(day=day.day + timedelta(days=301)) for day in exercise_days(days)]
    today = on(305 + pause)
    told = ExerciseHistory(later, stops(later, [today], today), {}, 3)
    assert dose(told, today).reasons[0].text == text


def test_an_exercise_started_again_in_another_year_says_the_year():
    later = [ExerciseDay(on(n), 5, Felt.COMFORTABLE) for n in (280, 305)]
    text = "You started it again on 31 December 2026, after more than two weeks."
    assert dose(ExerciseHistory(later, (), {}, 3), on(306)).reasons[0].text == text
