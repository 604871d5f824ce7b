"""R2, the dose: golden sequences day by day, each threshold one below, at and one above, and every reason in words."""

import pytest
from logs import exercise_days, on

from backcare.model import Action, Dose, ExerciseDay, Felt, Reason
from backcare.rules.dose import DoseState, advance, dose, fold


def state_after(what: str, few_days: int = 3) -> DoseState:
    return fold(exercise_days(what), few_days=few_days)


def after(what: str, few_days: int = 3) -> Dose:
    return dose(state_after(what, few_days), few_days)


def short(what: str, few_days: int = 3) -> tuple:
    """Action, number, offers and wait after these days."""
    found = after(what, few_days)
    return str(found.action), found.target, found.offers, found.wait


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
    # Exactly the number is neither short nor a rise.
    ("5c 5c 5c 7c 6c", "hold", 7, (), 2),
    ("5c 5c 5c 7c 7c", "hold", 7, (), 1),
]


@pytest.mark.parametrize(("days", "action", "target", "offers", "wait"), GOLDEN)
def test_a_golden_sequence_ends_where_the_rules_say(days, action, target, offers, wait):
    assert short(days) == (action, target, offers, wait)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_offer_comes_after_few_days_comfortable_days_and_not_one_before(few_days):
    days = ["5c"] * few_days
    assert short(" ".join(days[1:]), few_days) == ("hold", 5, (), 1)
    assert short(" ".join(days), few_days) == ("offer", 5, (6, 7), 0)
    assert short(" ".join([*days, "5c"]), few_days) == ("offer", 5, (6, 7), 0)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_number_comes_down_after_few_days_short_days_and_not_one_before(few_days):
    days = ["3c"] * (few_days - 1)
    assert short(" ".join(days), few_days) == ("hold", 5, (), few_days)
    assert short(" ".join([*days, "4c"]), few_days) == ("hold", 4, (), few_days)


@pytest.mark.parametrize("few_days", range(2, 8))
def test_the_next_rise_needs_few_days_comfortable_days_the_day_of_the_last_rise_among_them(few_days):
    risen = ["5c"] * few_days + ["7c"] * (few_days - 1)
    assert short(" ".join([*risen, "9c"]), few_days) == ("offer", 7, (8, 9), 0)
    assert short(" ".join([*risen, "7c", "9c"]), few_days) == ("hold", 9, (), few_days - 1)


def test_a_steady_month_rises_by_two_every_third_day():
    days, targets = [], []
    for n in range(12):
        found = dose(fold(days, few_days=3), 3)
        targets.append(found.target)
        days.append(ExerciseDay(on(n + 1), max(found.offers, default=found.target), Felt.COMFORTABLE))
    assert targets == [5, 5, 5, 5, 7, 7, 7, 9, 9, 9, 11, 11]


@pytest.mark.parametrize(
    ("target", "action", "offers"),
    [(197, "offer", (198, 199)), (198, "offer", (199, 200)), (199, "offer", (200,)), (200, "hold", ())],
)
def test_no_offer_goes_beyond_what_can_be_logged(target, action, offers):
    found = dose(DoseState(target, good=3, counted=True, good_days=(on(1),)), 3)
    assert (found.action, found.target, found.offers, found.wait) == (Action(action), target, offers, 0)


def test_at_the_most_that_can_be_logged_the_reason_says_so():
    found = dose(DoseState(200, good=4, counted=True, good_days=(on(1), on(2))), 3)
    assert found.reasons == (Reason("R2", "200 is the most that can be logged.", (on(1), on(2))),)


def test_a_shorter_pace_chosen_later_counts_the_short_days_that_are_there():
    state = fold(exercise_days("3c 2c 2c"), few_days=5)
    assert advance(state, ExerciseDay(on(4), 1, Felt.COMFORTABLE), 2).target == 3


def test_the_state_after_each_day_holds_what_the_rules_name():
    state = state_after("5c 4c 3u")
    assert (state.target, state.good, state.short, state.counted) == (5, 0, (4, 3), True)
    state = state_after("5c 5c 5c 7c")
    assert (state.target, state.good, state.short, state.counted) == (7, 1, (), True)
    assert DoseState() == DoseState(5, 0, (), False, (), None, None, 5)


def test_folding_goes_on_from_a_state_and_leaves_it_untouched():
    days = exercise_days("5c 5c 5c 7c 7c 7u 7c 5c 5c 5c 5c")
    for cut in range(len(days) + 1):
        first = fold(days[:cut], few_days=3)
        kept = repr(first)
        assert fold(days[cut:], few_days=3, state=first) == fold(days, few_days=3)
        assert repr(first) == kept


def test_the_days_named_as_comfortable_are_the_newest_seven_at_most():
    state = state_after(" ".join(["5c"] * 10))
    assert state.good == 10
    assert state.good_days == tuple(on(n) for n in range(4, 11))
    assert state_after(" ".join(["5c"] * 7)).good_days == tuple(on(n) for n in range(1, 8))


REASONS = [
    ("", [("R0", "The programme starts at 5 repetitions.", ())]),
    ("5c", [("R2", "2 more comfortable days before 1 or 2 more are offered.", (1,))]),
    ("5c 5c", [("R2", "1 more comfortable day before 1 or 2 more are offered.", (1, 2))]),
    ("5c 5c 5c", [("R2", "Comfortable on 2 March, 3 March and 4 March: add 1 or 2 if you like, or stay.", (1, 2, 3))]),
    (
        "5c 5c 5c 5c",
        [("R2", "Comfortable on 3 March, 4 March and 5 March: add 1 or 2 if you like, or stay.", (1, 2, 3, 4))],
    ),
    (
        "5u",
        [
            ("R2", "It was uncomfortable on 2 March, so the number stays.", (1,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
    ("5u 5c", [("R2", "2 more comfortable days before 1 or 2 more are offered.", (2,))]),
    (
        "5c 5c 5c 7c",
        [
            ("R2", "You went from 5 to 7 on 5 March.", (4,)),
            ("R2", "2 more comfortable days before 1 or 2 more are offered.", (4,)),
        ],
    ),
    (
        "5c 5c 5c 7c 7u",
        [
            ("R2", "It was uncomfortable on 6 March, so the number stays.", (5,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
    (
        "5c 5c 5c 7c 7c 7c 9c",
        [
            ("R2", "You went from 7 to 9 on 8 March.", (7,)),
            ("R2", "2 more comfortable days before 1 or 2 more are offered.", (7,)),
        ],
    ),
    ("5c 5c 5c 7c 7u 7c", [("R2", "2 more comfortable days before 1 or 2 more are offered.", (6,))]),
    (
        "5u 5c 5c 5c 7c",
        [
            ("R2", "You went from 5 to 7 on 6 March.", (5,)),
            ("R2", "2 more comfortable days before 1 or 2 more are offered.", (5,)),
        ],
    ),
    (
        "3c 4u 2c",
        [
            ("R2", "You did fewer than 5 for a few days up to 4 March, so your number is now 4.", (3,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
    (
        "3c 4u",
        [
            ("R2", "It was uncomfortable on 3 March, so the number stays.", (2,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
    ("5c 4u 5c", [("R2", "2 more comfortable days before 1 or 2 more are offered.", (3,))]),
    (
        "5c 5c 4c 4c 4c",
        [
            ("R2", "You did fewer than 5 for a few days up to 6 March, so your number is now 4.", (5,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
    (
        "5c 5c 5c 7c 6c 5c 6c",
        [
            ("R2", "You did fewer than 7 for a few days up to 8 March, so your number is now 6.", (7,)),
            ("R2", "3 more comfortable days before 1 or 2 more are offered.", ()),
        ],
    ),
]


@pytest.mark.parametrize(("days", "reasons"), REASONS)
def test_the_reasons_name_the_rule_what_happened_and_on_which_days(days, reasons):
    found = [(r.rule, r.text, r.days) for r in after(days).reasons]
    assert found == [(rule, text, tuple(on(n) for n in numbers)) for rule, text, numbers in reasons]
