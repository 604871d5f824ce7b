"""The pages' logic: what each draws when empty, the samples' advice day by day, and the person's day at odd hours."""

import csv
import traceback
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event
from support.fields import answer as answer_fields
from support.fields import cards, field, fields
from support.logs import sample_rows
from support.page_words import FIVE, LONDON, NOON, button, five, links, words

from backcare.domain import DayEntry, Felt, Settings, SignsAnswer, SignsCheck, Slot
from backcare.plan import plan_day
from backcare.programme import load_programme

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "data" / "samples"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("today", "Next: midday session"),
        ("exercises", "knees to the right, then to the left."),
        ("log", "How many did you do?"),
        ("progress", "Nothing is logged yet."),
        ("records", "After your first session, you can make a page here"),
        ("settings", "more “every few days”"),
        ("help", "Phone NHS 24 on 111"),
        ("session", "Guided session"),
    ],
)
def test_each_page_draws_its_empty_state(log, run, name, says):
    assert says in words(run(name, at=NOON))


def test_the_first_day_shows_the_urgent_signs_before_anything_else(log, run):
    log.erase()
    app = run(at=NOON)
    assert "between your inner thighs" in words(app)
    assert not cards(app)
    button(app, "None of these").click().run()
    assert log.read_log().signs_on(NOON.date()) == SignsCheck(NOON.date(), SignsAnswer.NONE)
    assert len(cards(app)) == 5


@pytest.mark.parametrize("name", ["improving", "flare", "odd"])
def test_today_shows_the_expected_advice_of_every_sample_day(log, run, name):
    rows = sample_rows(name)
    with (SAMPLES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    for day in sorted({row["today"] for row in expected}):
        log.record_rows(
            "import", {table: {k: v for k, v in of.items() if str(k[0]) <= day} for table, of in rows.items()}
        )
        today = date.fromisoformat(day)
        evening = log.read_log().session(today, Slot.EVENING)
        if evening and not any(each.felt.stops for each in evening.sets):
            log.delete_session(today, Slot.EVENING, expected=evening)  # With all three done nothing is offered.
        app = run(at=datetime.combine(today, datetime.min.time(), LONDON).replace(hour=12))
        said, shown = words(app), cards(app)
        for row in (row for row in expected if row["today"] == day):
            title = row["exercise"].replace("-", " ").capitalize()
            if row["action"] == "stop":
                assert f"**{title}**  \nStopped" in said
                assert title not in shown
            else:
                assert shown[title]["number"] == f"{row['target']} repetitions"
            offered = [f.words for f in fields(app) if f.name == f"Today's number for {title.lower()}"]
            assert offered == ([[row["target"], *row["offers"].split()]] if row["offers"] else [])
        stands = plan_day(load_programme(), log.read_log(), today).standing is not None
        assert ("time to get help" in said) == (row["refer"] == "True" or stands), day


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2026, 3, 10, 11, 30, tzinfo=ZoneInfo("UTC")), "Pacific/Auckland", date(2026, 3, 11)),
        (datetime(2026, 3, 10, 7, 30, tzinfo=ZoneInfo("UTC")), "America/Los_Angeles", date(2026, 3, 10)),
        (datetime(2026, 3, 10, 6, 59, tzinfo=ZoneInfo("UTC")), "America/Los_Angeles", date(2026, 3, 9)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("UTC")), "Europe/London", date(2026, 3, 29)),
        (datetime(2026, 3, 28, 23, 59, 59, tzinfo=ZoneInfo("UTC")), "Europe/London", date(2026, 3, 28)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC")), "Europe/London", date(2026, 10, 25)),
        (datetime(2026, 10, 24, 22, 59, 59, tzinfo=ZoneInfo("UTC")), "Europe/London", date(2026, 10, 24)),
        (datetime(2028, 2, 29, 12, tzinfo=ZoneInfo("UTC")), "Europe/London", date(2028, 2, 29)),
    ],
)
def test_a_session_is_saved_on_the_persons_own_day(log, run, moment, zone, day):
    app = run(at=moment.astimezone(ZoneInfo(zone)))
    button(app, "I did it").click().run()
    assert set(log.read_log().sets["day"].dt.date) == {day}


def test_the_offer_that_was_picked_is_logged_and_prefilled(log, run):
    for n in range(3):
        log.record_session(five(date(2026, 3, 7) + timedelta(days=n)))
    app = run(at=NOON)
    offer = field(app, "Today's number for back bends")
    assert (offer.words, offer.value) == (["5", "6", "7"], "5")
    offer.answer("7")
    button(app, "I did it").click().run()
    sets = log.read_log().session(date(2026, 3, 10), Slot.MIDDAY).sets
    assert {s.exercise: s.reps for s in sets} == {**dict.fromkeys(FIVE, 5), "back-bends": 7}
    app.switch_page("../../pages/log.py").run()
    assert field(app, "Back bends").value == 7


def test_when_unsure_which_exercise_it_was_all_of_the_session_are_stopped(log, run):
    app = run("log", at=NOON, slot="morning")
    field(app, "How did it feel?").answer("New pain")
    button(app, "Save the session").click().run()
    assert {s.felt for s in log.read_log().session(NOON.date(), Slot.MORNING).sets} == {Felt.NEW_PAIN}
    assert "Stop all your exercises for now." in words(app)
    app.switch_page("../../pages/today.py").run()
    assert not cards(app)
    assert not [b for b in app.button if "I did it" in b.label]


def test_a_day_that_has_changed_in_another_tab_is_not_overwritten(log, run):
    app = run("log", at=NOON, slot="morning")
    field(app, "Rolling your knees").answer(9)
    log.record_session(five(NOON.date(), reps=6))  # The other tab.
    button(app, "Save the session").click().run()
    assert "changed somewhere else" in words(app)
    assert {s.reps for s in log.read_log().session(NOON.date(), Slot.MORNING).sets} == {6}
    button(app, "Keep mine").click().run()
    button(app, "Save the session").click().run()
    sets = log.read_log().session(NOON.date(), Slot.MORNING).sets
    assert {s.exercise: s.reps for s in sets} == {**dict.fromkeys(FIVE, 5), "rolling-your-knees": 9}


def test_a_past_day_can_be_filled_in_corrected_and_deleted(log, run):
    past = date(2026, 1, 5)
    app = run("log", at=NOON, day=past.isoformat(), slot="evening")
    button(app, "Save the session").click().run()
    assert log.read_log().session(past, Slot.EVENING) is not None
    button(app, "Delete this session").click().run()
    assert log.read_log().sets.empty
    button(app, "Undo").click().run()
    assert log.read_log().session(past, Slot.EVENING) is not None


def test_the_future_cannot_be_logged(log, run):
    app = run("log", at=NOON, day="2026-03-11")
    assert field(app, "Day").value == NOON.date().isoformat()
    for asked in ("2026-03-11", "2026-02-30", "tomorrow", "", 5, None):
        field(app, "Day").answer(asked)
        assert field(app, "Day").value == NOON.date().isoformat()
        assert "Morning session saved." not in words(app)


def test_the_day_is_saved_with_only_what_was_answered(log, run):
    app = run("log", at=NOON)
    field(app, "Average pain").answer("0")
    field(app, "Walking, minutes").answer(25)
    button(app, "Save the day").click().run()
    assert log.read_log().day_entry(NOON.date()) == DayEntry(NOON.date(), pain=0, walk_minutes=25)


@pytest.mark.parametrize("typed", [201, -1, "5.5", "5,5", "8-", "5-6", "12 reps"])
def test_an_impossible_number_is_refused_when_saved_and_stays_as_typed(log, run, typed):
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(typed)
    button(app, "Save the session").click().run()
    assert f"Nothing is saved yet. Back bends: “{typed}” is not a whole number from 0 to 200." in words(app)
    assert log.read_log().sets.empty
    assert field(app, "Back bends").value == typed


def test_an_exercise_whose_number_was_emptied_is_left_out(log, run):
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(None)
    button(app, "Save the session").click().run()
    done = log.read_log().session(NOON.date(), Slot.MORNING).sets
    assert {s.exercise for s in done} == {*FIVE} - {"back-bends"}


@pytest.mark.parametrize("sent", ["Comfortably", 3, True, ["New pain"], {"is": "New pain"}, None])
def test_what_is_no_answer_to_a_question_is_not_taken(log, run, sent):
    app = run("log", at=NOON, slot="morning")
    field(app, "How did it feel?").answer(sent)
    assert field(app, "How did it feel?").value == "Comfortable"


@pytest.mark.parametrize("sent", [5.5, True, [7], {"is": 7}])
def test_what_is_no_number_is_not_taken(log, run, sent):
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(sent)
    assert field(app, "Back bends").value == 5


def test_an_answer_whose_run_was_stopped_half_way_is_taken_next(log, run):
    app = run("log", at=NOON, slot="morning")
    one = field(app, "Back bends")
    one.answer(7)
    app.session_state[one.shown["name"]] = 5
    app.session_state[f"{one.shown['name']}-turn"] = 0
    app.run()
    assert field(app, "Back bends").value == 7
    button(app, "Save the session").click().run()
    assert {s.exercise: s.reps for s in log.read_log().session(NOON.date(), Slot.MORNING).sets}["back-bends"] == 7


def test_an_empty_day_is_not_saved(log, run):
    app = run("log", at=NOON)
    button(app, "Save the day").click().run()
    assert "Nothing is filled in yet." in words(app)
    assert log.read_log().days.empty


def test_the_answer_that_the_review_misses_is_asked_and_completes_it(log, run):
    first = NOON.date() - timedelta(days=14)
    for n in range(15):
        log.record_session(five(first + timedelta(days=n)))
        log.record_day(DayEntry(first + timedelta(days=n), pain=7 if n < 7 else 3))
    app = run(at=NOON)
    assert "one answer is missing" in words(app)
    field(app, "How is your back").answer("A little better")
    assert "you have improved" in words(app)
    assert log.read_log().day_entry(NOON.date()).pain == 3


def test_only_my_exercises_are_shown_and_logged(log, run):
    log.record_settings(Settings(exercises=("good-posture",)))
    app = run(at=NOON)
    assert list(cards(app)) == ["Good posture"]
    button(app, "I did it").click().run()
    assert len(log.read_log().sets) == 1


def test_the_helpline_number_is_shown_only_when_filled_in(log, run):
    assert list(links(run("help", at=NOON))) == [
        "Phone 111",
        "Phone 999",
        "Read more on back problems at NHS inform",
        "Read the page on NHS inform",
    ]
    log.record_settings(Settings(helpline_number="01234 567890"))
    assert links(run("help", at=NOON))["Phone the MSK Helpline: 01234 567890"] == "tel:01234567890"


def test_everything_is_erased_only_after_the_words_are_typed(log, run):
    log.record_session(five(NOON.date()))
    app = run("records", at=NOON)
    assert button(app, "Erase").disabled
    next(t for t in app.text_input if t.label == "Confirm").set_value("erase everything").run()
    button(app, "Erase").click().run()
    assert log.read_log().is_empty
    assert log.history() == []


def test_an_earlier_course_is_listed_with_numbers_outcome_and_charts(log, run):
    for n in range(4):
        log.record_session(five(date(2026, 1, 5) + timedelta(days=n), reps=5 if n < 3 else 7))
    log.record_session(five(NOON.date()))
    app = run("progress", at=NOON)
    app.segmented_control[0].set_value("earlier").run()
    assert app.selectbox[0].options == ["5 January to 8 January 2026"]
    said = words(app)
    assert "On the last day: **Too early to say**" in said
    assert "Repetitions by then: Rolling your knees 7" in said
    assert "Rolling your knees: 5 repetitions on 5 January, 7 on 8 January." in said


def test_a_log_without_earlier_courses_offers_none(log, run):
    log.record_session(five(NOON.date()))
    app = run("progress", at=NOON)
    assert [str(option) for option in app.segmented_control[0].options] == [
        "Two weeks",
        "Since the start",
        "Everything",
    ]


def test_a_second_click_offers_to_undo_its_own_step(log, run):
    app = run("log", at=NOON, slot="morning")
    button(app, "Save the session").click().run()
    assert button(app, "Undo")
    button(app, "Save the session").click().run()
    assert button(app, "Undo")  # Nothing has changed: what the first click did can still be undone.
    log.record_session(five(NOON.date() - timedelta(days=1)))
    field(app, "Day").answer((NOON.date() - timedelta(days=1)).isoformat())
    button(app, "Save the session").click().run()
    assert "Morning session of 9 March saved." in words(app)
    assert [b for b in app.button if b.label == "Undo"] == []


@pytest.mark.parametrize(
    ("asked", "answer", "save"),
    [
        ("Day", (NOON.date() - timedelta(days=1)).isoformat(), "Save the session"),
        ("Day", (NOON.date() - timedelta(days=1)).isoformat(), "Save the day"),
        ("Time of day", "Evening", "Save the session"),
    ],
)
def test_a_press_that_overtakes_a_change_of_day_saves_neither_form(log, run, asked, answer, save):
    app = run("log", at=NOON, slot="morning")
    note = [one for one in fields(app) if one.name == "Note"][-1]
    button(app, save).click()
    answer_fields(app, [(note, "typed for today"), (field(app, asked), answer)])
    assert "You have just changed to another form. Nothing is saved yet" in words(app)
    assert log.read_log().recorded_days == []
    button(app, save).click().run()
    assert save == "Save the day" or log.read_log().recorded_days


def test_a_rise_in_pain_does_not_ask_when_one_is_marked(log, run):
    app = run("log", at=NOON, slot="morning")
    name = f"me-session-{NOON.date()}-morning"
    app.session_state[f"{name}-pain_before"], app.session_state[f"{name}-pain_after"] = 2, 5
    field(app, "How it felt").answer(["Rate each exercise on its own"])
    assert button(app, "Yes, it made it worse")
    field(app, "How rolling your knees felt").answer("Made it worse")
    assert [b for b in app.button if "made it worse" in b.label] == []


@pytest.mark.parametrize(("page", "label"), [("log", "Save the session"), ("today", "I did it")])
def test_a_save_passes_through_at_most_ten_modules(log, run, page, label):
    app = run(page, at=NOON)
    ways: list[set[str]] = []

    def note(connection, cursor, statement, *more):
        if statement.lstrip().upper().startswith("INSERT"):
            callers = [frame.filename for frame in traceback.extract_stack()]
            ways.append({name for name in callers if name.startswith((f"{ROOT}/backcare/", f"{ROOT}/pages/"))})

    event.listen(Engine, "before_cursor_execute", note)
    button(app, label).click().run()
    event.remove(Engine, "before_cursor_execute", note)
    assert ways
    assert max(map(len, ways)) <= 10
