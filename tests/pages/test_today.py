"""Today: the next session first, what it says it will log, pain and walking in one press, and later hours ask."""

from datetime import timedelta

import pytest
from support.fields import cards, field, fields
from support.page_words import FIVE, NOON, button, five, words

from backcare.domain import DayEntry, Felt, Settings, Slot

TODAY = NOON.date()
MORNING = NOON.replace(hour=8)
EVENING = NOON.replace(hour=19)


def labels(app) -> list[str]:
    return [each.label.replace("\\", "") for each in app.button]


def improving(log, days: int = 3) -> None:
    """Comfortable days until yesterday, so that more is offered."""
    for ago in range(days, 0, -1):
        log.record_session(five(TODAY - timedelta(days=ago)))


def test_the_next_session_tells_its_length_and_what_will_be_logged(log, run):
    app = run(at=NOON)
    assert "Next: midday session" in words(app)
    assert "5 exercises · about 6 minutes" in words(app)
    assert "I did it: 5 · 5 · 5 · 5 · 5" in labels(app)
    assert button(app, "Start the guided session").proto.type == "primary"


def test_the_guided_session_is_the_only_main_button_on_the_first_day(log, run):
    app = run(at=NOON)
    assert [each.label for each in app.button if each.proto.type == "primary"] == ["Start the guided session"]


def test_a_session_takes_longer_with_more_repetitions(log, run):
    log.record_session(five(TODAY - timedelta(days=1), reps=12))
    for ago in (4, 3, 2):
        log.record_session(five(TODAY - timedelta(days=ago), reps=12))
    assert "about 6 minutes" not in words(run(at=NOON))


def test_the_offers_are_one_line_with_a_choice_each(log, run):
    improving(log)
    app = run(at=NOON)
    assert "**You may add 1 or 2 today**" in [each.label for each in app.expander]
    field(app, "Today's number for good posture").answer("7")
    assert "I did it: 5 · 5 · 7 · 5 · 5" in labels(app)
    assert cards(app)["Good posture"]["number"] == "7 repetitions"
    button(app, "I did it").click().run()
    sets = log.read_log().session(TODAY, Slot.MIDDAY).sets
    assert [each.reps for each in sets] == [5, 5, 7, 5, 5]


def test_only_what_is_offered_can_be_chosen(log, run):
    improving(log)
    log.record_settings(Settings(exercises=("good-posture",)))
    offered = [each.name for each in fields(run(at=NOON)) if each.name.startswith("Today's number")]
    assert offered == ["Today's number for good posture"]


@pytest.mark.parametrize(
    ("logged", "says"),
    [
        ((), "Next: midday session"),
        ((Slot.MIDDAY,), "Next: evening session"),
        ((Slot.MIDDAY, Slot.EVENING), "Not logged yet: morning session"),
        (tuple(Slot), "All three done today."),
    ],
)
def test_the_session_that_is_next_follows_what_is_logged(log, run, logged, says):
    for slot in logged:
        log.record_session(five(TODAY, slot))
    assert says in words(run(at=NOON))


def test_the_three_sessions_of_an_evening_take_three_presses(log, run):
    app = run(at=EVENING)
    for _ in range(3):
        button(app, "I did it").click().run()
    assert {session for session in Slot if log.read_log().session(TODAY, session)} == set(Slot)
    assert "All three done today." in words(app)
    assert [label for label in labels(app) if "✓" in label] == ["✓ Morning", "✓ Midday", "✓ Evening"]


def test_a_session_of_a_later_hour_asks_once(log, run):
    log.record_session(five(TODAY))
    app = run(at=MORNING)
    button(app, "I did it").click().run()
    assert log.read_log().session(TODAY, Slot.MIDDAY) is None
    assert "It is morning now. Did you do the midday session already?" in words(app)
    button(app, "No, not yet").click().run()
    assert "Next: midday session" in words(app)
    button(app, "I did it").click().run()
    button(app, "Yes, log it").click().run()
    assert log.read_log().session(TODAY, Slot.MIDDAY) is not None
    assert "Midday session saved." in words(app)


def test_pain_stays_in_its_place_and_can_be_changed(log, run):
    app = run(at=NOON)
    scale = field(app, "Average pain")
    assert (scale.value, scale.shown["folded"]) == (None, "Pain today")
    scale.answer("4")
    assert field(app, "Average pain").value == "4"
    field(app, "Average pain").answer("6")
    assert log.read_log().day_entry(TODAY).pain == 6
    button(app, "Undo").click().run()
    assert field(app, "Average pain").value == "4"


def test_ten_minutes_of_walking_are_added_with_each_press(log, run):
    log.record_day(DayEntry(TODAY, pain=3))
    app = run(at=NOON)
    for minutes in (10, 20):
        button(app, "+10 min walk").click().run()
        assert log.read_log().day_entry(TODAY) == DayEntry(TODAY, pain=3, walk_minutes=minutes)
        assert f"Walking today: {minutes} minutes" in words(app)


def test_walking_changed_in_another_tab_is_not_counted_on(log, run):
    app = run(at=NOON)
    log.record_day(DayEntry(TODAY, walk_minutes=45))
    button(app, "+10 min walk").click().run()
    assert "This was answered somewhere else: your walking." in words(app)
    assert log.read_log().day_entry(TODAY).walk_minutes == 45


def test_with_everything_stopped_there_is_no_next_session(log, run):
    log.record_session(five(TODAY, felt=Felt.NEW_PAIN))
    app = run(at=NOON)
    assert "**No session for now.**" in words(app)
    assert not [label for label in labels(app) if "I did it" in label or "guided" in label]


def test_a_row_of_the_list_says_how_it_is_done_and_why(log, run):
    row = cards(run(at=NOON))["Back bends"]
    assert row["number"] == "5 repetitions"
    assert row["why"]
    assert len(row["steps"]) > 1
    assert len(cards(run(at=NOON))) == len(FIVE)
