"""What the pages say of the rules: stops in one card, the way back, what is ahead, pauses, worse now, improved."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.fields import cards, field, fields
from support.page_words import FIVE, NOON, button, five, words

from backcare.domain import DayEntry, ExerciseSet, Felt, Resumption, Session, Slot
from backcare.programme import load_programme

TODAY = NOON.date()
A, B, C, D, E = FIVE
TITLES = {exercise.id: exercise.title for exercise in load_programme().exercises}


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def one(when: date, exercise: str, felt: Felt = Felt.COMFORTABLE, reps: int = 5, slot: Slot = Slot.MORNING) -> Session:
    return Session(when, slot, (ExerciseSet(exercise, reps, felt),))


def buttons(app) -> list[str]:
    return [found.label for found in app.button]


def done_today(log, slot: Slot = Slot.MORNING) -> dict[str, tuple[int, Felt]]:
    session = log.read_log().session(TODAY, slot)
    return {each.exercise: (each.reps, each.felt) for each in session.sets} if session else {}


# Stops


def test_several_stops_are_one_card_with_what_happened_to_each(log, run):
    log.record_session(Session(day(1), Slot.MORNING, (ExerciseSet(A, 5, Felt.WORSE), ExerciseSet(D, 6, Felt.NEW_PAIN))))
    app = run(at=NOON)
    said = words(app)
    assert "**Stopped: 2 exercises**" in said
    assert "**Rolling your knees**  \nStopped on 9 March: it made your symptoms worse." in said
    assert "**Back bends**  \nStopped on 9 March: it brought on a new pain." in said
    assert said.count("You can do the others.") == 1
    assert [label for label in buttons(app) if "Stop all" in label] == ["Stop all for now"]


def test_stop_all_marks_every_chosen_exercise_in_the_session_of_the_stop(log, run):
    log.record_session(five(day(1)))
    stopped = Session(
        TODAY, Slot.MORNING, (ExerciseSet(A, 9, Felt.NEW_PAIN), ExerciseSet(B, 7, Felt.COMFORTABLE)), 3, 6, "a note"
    )
    log.record_session(stopped)
    app = run(at=NOON)
    button(app, "Stop all for now").click().run()
    assert done_today(log) == {
        A: (9, Felt.NEW_PAIN), B: (7, Felt.WORSE), C: (1, Felt.WORSE), D: (1, Felt.WORSE), E: (1, Felt.WORSE),
    }  # fmt: skip
    session = log.read_log().session(TODAY, Slot.MORNING)
    assert (session.pain_before, session.pain_after, session.note) == (3, 6, "a note")
    assert not cards(app)
    assert "Stop all for now" not in buttons(app)
    assert "You can do the others" not in words(app)
    button(app, "Undo").click().run()
    assert log.read_log().session(TODAY, Slot.MORNING) == stopped


def test_stop_all_on_a_later_day_marks_the_present_slot(log, run):
    log.record_session(one(day(3), A, Felt.WORSE))
    app = run(at=NOON)
    button(app, "Stop all for now").click().run()
    assert done_today(log, Slot.MIDDAY) == dict.fromkeys((B, C, D, E), (1, Felt.WORSE))


def test_stop_all_pressed_where_all_was_stopped_meanwhile_says_so(log, run):
    log.record_session(one(TODAY, A, Felt.WORSE))
    app = run(at=NOON)
    log.record_session(five(TODAY, Slot.MIDDAY, Felt.WORSE))  # The other tab.
    steps = log.version().number
    button(app, "Stop all for now").click().run()
    assert not app.exception
    assert "All of your exercises have been stopped." in words(app)
    assert log.version().number == steps


def test_the_line_on_today_offers_to_stop_all(log, run):
    log.record_session(one(TODAY, A, Felt.WORSE))
    app = run(at=NOON)
    assert ". You can do the others." in words(app)
    button(app, "Stop all for now").click().run()
    assert set(done_today(log)) == set(FIVE)
    assert "You can do the others." not in words(app)


def save_back_bends(run, felt: str):
    """Log, right after a session was saved in which back bends felt like this."""
    app = run("log", at=NOON, slot="midday")
    field(app, "How did it feel?").answer(felt)
    field(app, "Which one?").answer(["Back bends"])
    return button(app, "Save the session").click().run()


def test_a_saved_stop_says_what_goes_on_until_it_is_read(log, run):
    app = save_back_bends(run, "New pain")
    assert button(app, "Undo")
    for page in ("progress", "help", "log"):
        app.switch_page(f"../../pages/{page}.py").run()
        assert not app.exception
        said = words(app)
        assert "**Stop back bends for now.**" in said
        assert (
            "You can still do rolling your knees, tilting your pelvis, good posture and back bend from lying." in said
        )
        assert "between your inner thighs" in said
    button(app, "I have read this").click().run()
    assert "**Stop back bends for now.**" not in words(app)


def test_a_stop_saved_before_the_signs_were_answered_is_told_on_today(log, run):
    log.erase()
    app = save_back_bends(run, "New pain").switch_page("../../pages/today.py").run()
    assert not app.exception
    assert "**Stop back bends for now.**" in words(app)
    assert "Do you have any of these?" in words(app)


def test_the_dialog_after_a_stop_can_stop_all(log, run):
    app = save_back_bends(run, "Made it worse")
    button(app, "Stop all for now").click().run()
    assert "**Stop all your exercises for now.**" in words(app)
    assert "Do no exercises for now." in words(app)
    assert set(done_today(log, Slot.MIDDAY)) == set(FIVE)


def test_a_stopped_exercise_is_tried_again_from_the_next_day_on(log, run):
    log.record_session(five(day(1), reps=3))
    log.record_session(five(day(2), reps=3))
    log.record_session(five(day(3), reps=3))
    log.record_session(one(TODAY, A, Felt.WORSE, reps=3))
    app = run(at=NOON)
    assert "From tomorrow you can say so here" in words(app)
    app = run(at=NOON + timedelta(days=1))
    button(app, "It has settled: try rolling your knees again").click().run()
    card = cards(app)["Rolling your knees"]
    assert (card["number"], card["why"]) == ("3 repetitions", "You stopped it on 10 March, so start again at 3.")


def test_a_stop_typed_in_late_can_be_made_to_hold(log, run):
    log.record_session(five(day(6)))
    log.record_resumption(Resumption(day(2), A))
    log.record_resumption(Resumption(day(1), A))
    app = run("log", at=NOON, day=day(4).isoformat(), slot="morning")
    field(app, "Tilting your pelvis").answer(0)
    field(app, "Good posture").answer(0)
    field(app, "Back bends").answer(0)
    field(app, "Back bend from lying").answer(0)
    field(app, "How did it feel?").answer("New pain")
    button(app, "Save the session").click().run()
    said = words(app)
    assert "Morning session of 6 March saved. Rolling your knees: you said later that it had settled." in said
    assert "Rolling your knees is not stopped. You said on 8 March that it had settled." in said
    assert "Stopped: Rolling your knees" not in said
    button(app, "Take that back: stop rolling your knees").click().run()
    assert "Rolling your knees is stopped again." in words(app)
    assert log.read_log().resumptions.empty
    button(app, "Undo").click().run()
    assert len(log.read_log().resumptions) == 2


def test_a_stop_of_a_past_day_that_holds_is_told(log, run):
    log.record_session(one(day(4), A, Felt.WORSE))
    app = run("log", at=NOON, day=day(4).isoformat(), slot="morning")
    assert "**Stopped: Rolling your knees.**" in words(app)


# Ahead


def test_a_stop_recorded_in_auckland_holds_in_los_angeles(log, run):
    moment = datetime(2026, 3, 10, 20, tzinfo=ZoneInfo("UTC"))
    app = run("log", at=moment.astimezone(ZoneInfo("Pacific/Auckland")), slot="morning")
    field(app, "How did it feel?").answer("New pain")
    button(app, "Save the session").click().run()
    assert set(log.read_log().sets["day"].dt.date) == {date(2026, 3, 11)}
    app = run(at=moment.astimezone(ZoneInfo("America/Los_Angeles")))
    said = words(app)
    assert "Tuesday 10 March 2026" in said
    assert "Stopped in an entry dated 11 March, which is ahead: it brought on a new pain." in said
    assert not cards(app)
    app.switch_page("../../pages/session.py").run()
    assert "All the exercises you chose are stopped" in words(app)


def test_the_date_of_a_stop_that_is_ahead_can_be_corrected(log, run):
    log.record_session(five(TODAY, Slot.MORNING, reps=6))
    log.record_session(Session(day(-365), Slot.MORNING, (ExerciseSet(A, 9, Felt.WORSE),), note="sore"))
    app = run(at=NOON)
    assert "dated 10 March 2027, which is ahead" in words(app)
    button(app, "It was today: change the date").click().run()
    assert "Stopped today: it made your symptoms worse." in words(app)
    assert done_today(log) == {A: (9, Felt.WORSE), **dict.fromkeys((B, C, D, E), (6, Felt.COMFORTABLE))}
    assert set(log.read_log().sets["day"].dt.date) == {TODAY}
    button(app, "Undo").click().run()
    assert "dated 10 March 2027, which is ahead" in words(app)


def test_a_date_that_was_corrected_meanwhile_is_said_so(log, run):
    ahead = one(day(-1), A, Felt.WORSE)
    log.record_session(ahead)
    app = run(at=NOON)
    log.move_session(ahead, TODAY)  # The other tab.
    button(app, "It was today: change the date").click().run()
    assert "was changed somewhere else after you opened it" in words(app)
    assert done_today(log) == {A: (5, Felt.WORSE)}


@pytest.mark.parametrize("name", ["today", "exercises", "log", "progress", "records", "settings", "help", "session"])
def test_no_page_breaks_over_entries_that_are_ahead(log, run, name):
    log.record_session(one(day(-1), A, Felt.NEW_PAIN))
    log.record_session(one(day(-365), B))
    log.record_day(DayEntry(day(-1), 9, change=-2))
    log.record_resumption(Resumption(day(-400), B))
    run(name, at=NOON)
    log.record_session(five(day(2)))
    run(name, at=NOON)


# The reasons under the numbers


def number_and_why(app, exercise: str = A) -> tuple[str, str]:
    card = cards(app)[TITLES[exercise]]
    return card["number"], card["why"]


def offers(app) -> list[str]:
    return [found.name for found in fields(app) if found.name.startswith("Today's number for")]


def test_an_exercise_left_alone_for_months_starts_again_and_says_since_when(log, run):
    for ago in range(100, 94, -1):
        log.record_session(five(day(ago), reps=5 if ago > 97 else 7))
    for ago in range(94, 0, -1):
        log.record_session(one(day(ago), C))
    app = run(at=NOON)
    assert number_and_why(app, D) == ("5 repetitions", "You last did it on 5 December 2025, so start again at 5.")
    assert offers(app) == ["Today's number for good posture"]


def test_coming_back_after_a_holiday_offers_no_more_at_first(log, run):
    for ago in range(14, 8, -1):
        log.record_session(five(day(ago), reps=5 if ago > 11 else 7))
    app = run(at=NOON)
    number, why = number_and_why(app)
    assert number == "7 repetitions"
    assert why.startswith("You last did it on 1 March. After this break, stay at 7 for now. After 3 more")
    assert offers(app) == []


def test_a_rise_in_pain_over_a_session_is_named_as_the_reason(log, run):
    for ago in (4, 3, 2):
        log.record_session(five(day(ago)))
    log.record_session(Session(day(1), Slot.MORNING, (ExerciseSet(A, 5, Felt.COMFORTABLE),), 2, 9))
    app = run(at=NOON)
    assert number_and_why(app)[1].startswith("Your pain rose by 2 or more on 9 March, so stay at 5 for now.")
    assert "Today's number for rolling your knees" not in offers(app)
    assert len(offers(app)) == 4


def test_while_worse_nothing_is_offered_beside_the_advice_to_get_help(log, run):
    for ago in range(14, 0, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 2 if ago > 7 else 9, change=-3 if ago == 1 else None))
    app = run(at=NOON)
    assert "Worse: time to get help" in words(app)
    assert offers(app) == []
    assert number_and_why(app)[1] == "Your back is worse than when you started: add nothing for now."


# The review


def improving(log) -> None:
    for ago in range(14, -1, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 7 if ago > 7 else 2, change=2 if ago == 0 else None))


def test_improved_beside_a_stop_is_said_without_keep_going(log, run):
    improving(log)
    assert "Keep going" in words(run(at=NOON))
    log.record_session(Session(TODAY, Slot.EVENING, (ExerciseSet(D, 5, Felt.WORSE),)))
    said = words(run(at=NOON))
    assert "You say that you are better. Stopped for now: Back bends." in said
    assert "Keep going" not in said


def test_the_question_about_the_change_comes_on_day_14(log, run):
    for ago in range(13, -1, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 5))
    assert "How is your back compared with the start?" not in [f.name for f in fields(run(at=NOON - timedelta(days=1)))]
    app = run(at=NOON)
    field(app, "How is your back").answer("A little better")
    assert field(app, "How is your back").value == "A little better"
    assert "One question: how is your back now?" not in words(app)
    assert log.read_log().days["change"].tolist()[-1] == 1


def test_whoever_obeys_a_stop_of_all_is_still_told_to_get_help(log, run):
    for ago in range(40, 31, -1):
        log.record_session(five(day(ago)))
    log.record_session(five(day(31), felt=Felt.NEW_PAIN))
    for ago in range(40, -1, -1):
        log.record_day(DayEntry(day(ago), 8, change=-3))
    said = words(run(at=NOON))
    assert "Worse: time to get help" in said
    assert "day 41" in said


def test_help_lists_the_choices_that_are_ours(log, run):
    said = words(run("help", at=NOON))
    for choice in ("more than 7 days", "more than 14 days: you start at 5", "worse than at the start", "dated ahead",
                   "Your pain goes up by 2", "All is stopped", "Stop all for now"):  # fmt: skip
        assert choice in said
