"""A press on a page that is older than the day, the person or the log: nothing that was not seen is saved."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from support.fields import field
from support.page_words import FIVE, NOON, button, five, words

from backcare.domain import DayEntry, ExerciseSet, Felt, Helpline, Resumption, Session, Settings, SignsAnswer, Slot
from backcare.exchange import export_log
from backcare.store import open_store, people

TODAY = NOON.date()
A, B, C, D, E = FIVE
FAR = ZoneInfo("Pacific/Kiritimati")
PAGES = ("today", "log", "records", "settings", "session", "progress", "help")
NAMES_ITS_DAY = ("log", "session")


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def one(on: date, exercise: str, felt: Felt = Felt.COMFORTABLE, slot: Slot = Slot.MORNING) -> Session:
    return Session(on, slot, (ExerciseSet(exercise, 5, felt),))


def sets_of(session: Session) -> set[ExerciseSet]:
    return set(session.sets)


def sets(log, on: date, slot: Slot) -> set[ExerciseSet]:
    return sets_of(log.read_log().session(on, slot))


@pytest.fixture
def everything(log):
    """A log in which every page draws every button that changes it."""
    for ago in range(16, 0, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), pain=5))
    log.record_session(one(day(3), D, Felt.NEW_PAIN, Slot.EVENING))  # stopped
    log.record_session(one(day(-1), E, Felt.WORSE))  # stopped ahead
    log.record_session(one(day(2), A, Felt.WORSE, Slot.EVENING))  # lifted since
    log.record_resumption(Resumption(TODAY, A))
    log.record_resumption(Resumption(day(-1), B))
    log.record_session(five(TODAY))
    log.record_day(DayEntry(TODAY, walk_minutes=20))
    log.backup_now()
    return log


QUERIES = {
    "today": [{}],
    "settings": [{}],
    "records": [{}],
    "session": [{}],
    "progress": [{}],
    "help": [{}],
    "log": [
        {"day": TODAY.isoformat(), "slot": "morning"},
        {"day": day(2).isoformat(), "slot": "evening"},
        {"day": day(-1).isoformat(), "slot": "morning"},
    ],
}


def changing(app, person: str = "me") -> list[str]:
    """The keys of the buttons that change the log, as ``ui.button`` gives them."""
    ends = (f"-{person}-{TODAY}", f"-{person}-None")
    return [b.key for b in app.button if b.key and b.key.endswith(ends) and not b.disabled]


def noon(name: str) -> datetime:
    """Noon where a page is drawn: Records tells hours, which AppTest can only read where the computer is."""
    return NOON.replace(tzinfo=FAR) if name == "records" else NOON


FINISHED = {"run": "0a1b", "day": TODAY.isoformat(), "slot": "midday", "early": True,
            "sets": [{"id": C, "target": 5, "reps": 5, "felt": "worse", "partial": False}]}  # fmt: skip
"""What the browser sends of a guided session that is over."""


def draw(run, name: str, query: dict[str, str]):
    app = run(name, at=noon(name), **query)
    if name == "session":
        app.session_state["guided-me-result"] = FINISHED
        app.run()
    if name == "records":
        next(t for t in app.text_input if t.label == "Confirm").set_value("erase everything").run()
    return app


def everything_of(log) -> tuple[list[str], int]:
    """The whole log with its history, and its last step. Whose it is may change by a look: the time zone is kept."""
    with closing(sqlite3.connect(log.file)) as file:
        return [line for line in file.iterdump() if not line.startswith('INSERT INTO "person"')], log.version().number


CASES = [(name, query) for name in PAGES for query in QUERIES[name]]


@pytest.mark.parametrize(("name", "query"), CASES)
def test_no_button_of_a_page_of_another_day_saves(everything, run, name, query):
    count = len(changing(draw(run, name, query)))
    assert count
    for n in range(count):
        app = draw(run, name, query)
        key = changing(app)[n]
        before = everything_of(everything)
        with time_machine.travel(noon(name) + timedelta(days=1), tick=False):
            app.button(key=key).click().run()
        if name in NAMES_ITS_DAY:
            assert "still that of another day" not in words(app), key
            if everything.version().number != before[1]:
                everything.undo(everything.version().number)
            continue
        assert everything_of(everything) == before, key
        assert "this page was for another day" in words(app), key


@pytest.mark.parametrize(("name", "query"), CASES)
def test_no_button_of_another_persons_page_saves(everything, run, name, query):
    other = people.add_person(everything.engine, "Other", "blue")
    people.change_person(everything.engine, people.Person("me", "Me", "green"))
    for n in range(len(changing(draw(run, name, query)))):
        app = draw(run, name, query)
        key = changing(app)[n]
        before = everything_of(everything)
        app.session_state["person"] = other.id
        app.button(key=key).click().run()
        assert everything_of(everything) == before, key
        assert "This page was for someone else" in words(app), key


def test_a_page_of_a_person_who_was_erased_brings_nobody_back(everything, run):
    people.change_person(everything.engine, people.Person("me", "Me", "green"))
    other = people.add_person(everything.engine, "Other", "blue")
    app = run(at=NOON)
    app.session_state["person"] = other.id
    app.run()
    assert "Welcome" in words(app)
    open_store(everything.file, other.id).erase()
    button(app, "None of these").click().run()
    assert [person.id for person in people.people(everything.engine)] == ["me"]
    assert "This page was for someone else" in words(app)


@pytest.mark.parametrize("asked", ["Average pain over 24 hours", "How is your back compared"])
@pytest.mark.parametrize("stale", ["day", "person"])
def test_no_answer_on_a_stale_page_is_saved(everything, run, asked, stale):
    other = people.add_person(everything.engine, "Other", "blue")
    people.change_person(everything.engine, people.Person("me", "Me", "green"))
    app = run(at=NOON)
    answer = field(app, asked)
    before = everything_of(everything)
    if stale == "person":
        app.session_state["person"] = other.id
    with time_machine.travel(NOON + timedelta(days=stale == "day"), tick=False):
        answer.answer(answer.words[3])
    assert everything_of(everything) == before
    assert "Nothing is saved yet" in words(app)


# Something changed in between


def test_advice_is_not_logged_as_done_after_a_stop_in_another_tab(log, run):
    app = run(at=NOON)
    log.record_session(one(TODAY, D, Felt.NEW_PAIN, Slot.EVENING))
    button(app, "I did it").click().run()
    assert "This has changed since you opened the page: back bends is now stopped." in words(app)
    assert log.read_log().session(TODAY, Slot.MIDDAY) is None
    button(app, "I did it").click().run()
    assert {s.exercise for s in log.read_log().session(TODAY, Slot.MIDDAY).sets} == {A, B, C, E}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (Settings(exercises=(A, B, C, E)), "back bends is no longer one of your exercises"),
        (Settings(few_days=7), "rolling your knees has a new number"),
    ],
)
def test_advice_is_not_logged_as_done_after_another_setting(log, run, changed, said):
    for ago in (3, 2, 1):
        log.record_session(five(day(ago)))
    app = run(at=NOON)
    log.record_settings(changed)
    button(app, "I did it").click().run()
    assert said in words(app)
    assert log.read_log().session(TODAY, Slot.MIDDAY) is None


def test_other_changes_in_another_tab_do_not_block_and_are_kept(log, run):
    app = run(at=NOON)
    log.record_day(DayEntry(TODAY, pain=4, note="kept"))
    log.record_session(five(TODAY, Slot.EVENING))
    log.record_settings(Settings(helpline=Helpline.YES))
    button(app, "I did it").click().run()
    assert "Midday session saved." in words(app)
    assert log.read_log().day_entry(TODAY) == DayEntry(TODAY, pain=4, note="kept")


def test_a_slot_that_was_logged_in_another_tab_is_not_replaced(log, run):
    app = run(at=NOON)
    log.record_session(one(TODAY, A, Felt.UNCOMFORTABLE, Slot.MIDDAY))
    button(app, "I did it").click().run()
    assert "10 March, midday, was changed somewhere else" in words(app)
    assert sets(log, TODAY, Slot.MIDDAY) == sets_of(one(TODAY, A, Felt.UNCOMFORTABLE))


def test_a_newer_answer_from_another_tab_is_not_replaced(log, run):
    app = run(at=NOON)
    log.record_day(DayEntry(TODAY, pain=7))
    field(app, "Average pain").answer("2")
    assert "This was answered somewhere else: your pain." in words(app)
    assert log.read_log().day_entry(TODAY).pain == 7


def test_an_answer_keeps_what_was_answered_in_another_tab(log, run):
    app = run(at=NOON)
    log.record_day(DayEntry(TODAY, walk_minutes=30, note="walked"))
    field(app, "Average pain").answer("2")
    assert log.read_log().day_entry(TODAY) == DayEntry(TODAY, pain=2, walk_minutes=30, note="walked")


def test_reading_the_urgent_signs_on_an_old_page_changes_nothing_else(log, run):
    log.erase()
    app = run(at=NOON)
    log.record_settings(Settings(exercises=(A, B), few_days=7))
    for label in ("I have read this", "None of these"):
        button(app, label).click().run()
    assert log.read_log().settings == Settings(exercises=(A, B), few_days=7, gp_signs_read=True)
    assert log.read_log().signs_on(TODAY).answer is SignsAnswer.NONE


def test_settings_save_only_what_was_changed_on_the_page(log, run):
    app = run("settings", at=NOON)
    log.record_settings(Settings(exercises=(A, B), few_days=5))
    field(app, "Does the MSK Helpline").answer("Yes")
    button(app, "Save the settings").click().run()
    saved = Settings(exercises=(A, B), few_days=5, helpline=Helpline.YES)
    assert log.read_log().settings == saved


def test_a_setting_that_was_changed_in_both_tabs_is_said_so_first(log, run):
    app = run("settings", at=NOON)
    few_days = field(app, "Comfortable days")
    few_days.answer("2")
    log.record_settings(Settings(few_days=7))
    button(app, "Save the settings").click().run()
    assert "This was changed somewhere else: the days before you can add more." in words(app)
    assert "Below is what you chose here" in words(app)
    assert log.read_log().settings.few_days == 7
    assert field(app, "Comfortable days").value == "2"
    button(app, "Save the settings").click().run()
    assert log.read_log().settings.few_days == 2


def test_an_exercise_that_was_marked_again_in_another_tab_is_not_resumed(log, run):
    log.record_session(one(day(3), D, Felt.WORSE))
    app = run(at=NOON)
    log.record_session(one(TODAY, D, Felt.NEW_PAIN, Slot.EVENING))
    button(app, "It has settled").click().run()
    assert "You marked it again on 10 March: new pain." in words(app)
    assert log.read_log().resumptions.empty


@pytest.mark.parametrize("press", ["Save the session", "Delete this session"])
def test_a_session_changed_in_another_tab_is_neither_replaced_nor_deleted(log, run, press):
    log.record_session(five(TODAY))
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(9)
    worse = five(TODAY, felt=Felt.WORSE)
    log.record_session(worse)
    button(app, press).click().run()
    assert "was changed somewhere else" in words(app)
    assert sets(log, TODAY, Slot.MORNING) == sets_of(worse)


def test_what_was_recorded_elsewhere_is_not_deleted_over_a_new_form(log, run):
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(9)
    field(app, "Average pain").answer("4")
    log.record_session(five(TODAY))
    log.record_day(DayEntry(TODAY, pain=8))
    app.run()
    for press, said in (
        ("Delete this session", "morning, was changed"),
        ("Delete this day's", "10 March, was changed"),
    ):
        button(app, press).click().run()
        assert said in words(app)
    assert sets(log, TODAY, Slot.MORNING) == sets_of(five(TODAY))
    assert log.read_log().day_entry(TODAY) == DayEntry(TODAY, pain=8)


def test_keeping_mine_never_softens_a_stop_that_the_form_did_not_show(log, run):
    app = run("log", at=NOON, slot="morning")
    field(app, "Back bends").answer(9)
    log.record_session(one(TODAY, D, Felt.NEW_PAIN))
    button(app, "Save the session").click().run()
    assert "Your log now says: 1 exercise (Back bends: new pain)." in words(app)
    button(app, "Keep mine").click().run()
    button(app, "Save the session").click().run()
    saved = {s.exercise: (s.reps, s.felt) for s in log.read_log().session(TODAY, Slot.MORNING).sets}
    assert saved[D] == (9, Felt.NEW_PAIN)
    assert saved[A] == (5, Felt.COMFORTABLE)


def test_a_form_filled_in_from_advice_is_not_saved_after_a_stop(log, run):
    app = run("log", at=NOON, slot="morning")
    log.record_session(one(TODAY, D, Felt.NEW_PAIN, Slot.EVENING))
    button(app, "Save the session").click().run()
    assert "back bends is now stopped" in words(app)
    assert log.read_log().session(TODAY, Slot.MORNING) is None


@pytest.mark.parametrize("press", ["Save the day", "Delete this day's answers"])
def test_answers_that_were_changed_in_another_tab_are_neither_replaced_nor_deleted(log, run, press):
    log.record_day(DayEntry(TODAY, pain=3))
    app = run("log", at=NOON)
    field(app, "Average pain").answer("4")
    log.record_day(DayEntry(TODAY, pain=8))
    button(app, press).click().run()
    assert "10 March, was changed somewhere else" in words(app)
    assert log.read_log().day_entry(TODAY) == DayEntry(TODAY, pain=8)


def test_an_import_that_would_do_something_else_than_its_preview_is_refused(log, run):
    log.record_session(five(TODAY))
    source = export_log(log.read_log())
    log.delete_session(TODAY, Slot.MORNING)
    app = run("records", at=NOON)
    app.file_uploader[0].upload("log.zip", source, "application/zip").run()
    assert "New: 6." in words(app)
    log.record_session(five(TODAY, felt=Felt.WORSE))
    button(app, "Import").click().run()
    assert "the import would now do something else" in words(app)
    assert sets(log, TODAY, Slot.MORNING) == sets_of(five(TODAY, felt=Felt.WORSE))
    assert "This lifts the stop of" in words(app)


def test_undo_never_takes_a_later_change_with_it(log, run):
    app = run(at=NOON)
    button(app, "I did it").click().run()
    later = five(TODAY, Slot.MIDDAY, Felt.NEW_PAIN)
    log.record_session(later)
    button(app, "Undo").click().run()
    assert "A later change touches the same entries" in words(app)
    assert sets(log, TODAY, Slot.MIDDAY) == sets_of(later)


# The day of a page


def at(hour: int, minute: int = 0) -> datetime:
    return NOON.replace(hour=hour, minute=minute)


def test_left_open_overnight_the_first_press_saves_nothing_and_turns_the_page(log, run):
    app = run(at=at(21))
    with time_machine.travel(at(8) + timedelta(days=1), tick=False):
        button(app, "I did it").click().run()
        assert "It is Wednesday 11 March 2026 now" in words(app)
        assert log.read_log().sets.empty
        button(app, "I did it").click().run()
    assert set(log.read_log().sets["day"].dt.date) == {day(-1)}


def test_log_keeps_its_day_over_midnight_and_names_it(log, run):
    app = run("log", at=at(23, 50), slot="evening")
    with time_machine.travel(at(8) + timedelta(days=1), tick=False):
        app.run()
        assert field(app, "Day").value == TODAY.isoformat()
        button(app, "Save the session").click().run()
        assert "Evening session of 10 March saved." in words(app)
        app.switch_page("../../pages/today.py").run()
        app.switch_page("../../pages/log.py").run()
        assert field(app, "Day").value == day(-1).isoformat()
    assert log.read_log().session(TODAY, Slot.EVENING) is not None


def test_a_day_picked_on_log_stays_picked_on_the_next_day(log, run):
    app = run("log", at=NOON)
    field(app, "Day").answer(day(5).isoformat())
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        app.switch_page("../../pages/help.py").run()
        app.switch_page("../../pages/log.py").run()
        assert field(app, "Day").value == day(5).isoformat()
        field(app, "Day").answer(day(-1).isoformat())
        assert field(app, "Day").value == day(-1).isoformat()


@pytest.mark.parametrize(("hour", "offered"), [(0, True), (3, True), (4, False), (12, False)])
def test_today_offers_yesterday_soon_after_midnight(log, run, hour, offered):
    app = run(at=at(hour, 30 if hour < 4 else 0))
    label = "Still up? Log for yesterday, Monday 9 March 2026"
    assert (label in [b.label for b in app.button]) is offered
    if offered:
        button(app, label).click().run()
        assert (field(app, "Day").value, field(app, "Time of day").value) == (day(1).isoformat(), "Evening")


def test_log_offers_yesterday_beside_today(log, run):
    app = run("log", at=at(0, 30))
    near = [[day(1).isoformat(), "Yesterday"], [TODAY.isoformat(), "Today"]]
    assert field(app, "Day").shown["near"] == near
    field(app, "Day").answer(day(1).isoformat())
    assert (field(app, "Day").value, field(app, "Time of day").value) == (day(1).isoformat(), "Evening")


def test_a_stop_said_after_midnight_is_not_resumed_before_the_next_day(log, run):
    """Said in a guided session that began on the evening before, so that it bears that evening's date (R3)."""
    with time_machine.travel(at(0, 20) + timedelta(days=1), tick=False):
        log.record_session(one(TODAY, D, Felt.WORSE, Slot.EVENING), kind="stop")
    app = run(at=at(21) + timedelta(days=1))
    assert "From tomorrow you can say so here" in words(app)
    assert [b for b in app.button if "It has settled" in b.label] == []
    app = run(at=at(8) + timedelta(days=2))
    button(app, "It has settled").click().run()
    assert log.read_log().resumptions["day"].dt.date.tolist() == [day(-2)]


# Ahead


def test_entries_ahead_are_told_opened_corrected_and_deleted(log, run):
    log.record_session(five(day(-1), Slot.EVENING))
    assert "1 entry is dated tomorrow, Wednesday 11 March 2026." in words(run(at=NOON))
    app = run("log", at=NOON, slot="morning")
    button(app, "Look at 11 March").click().run()
    assert field(app, "Time of day").value == "Evening"
    field(app, "Back bends").answer(3)
    button(app, "Save the session").click().run()
    assert "Evening session of 11 March saved." in words(app)
    button(app, "Delete this session").click().run()
    assert log.read_log().sets.empty
    assert "dated tomorrow" not in words(app)
    assert field(app, "Day").value == TODAY.isoformat()


def test_an_entry_ahead_can_be_given_todays_date(log, run):
    log.record_session(five(day(-1), Slot.EVENING))
    app = run("log", at=NOON, day=day(-1).isoformat(), slot="evening")
    button(app, "It was today: change the date").click().run()
    assert sets(log, TODAY, Slot.EVENING) == sets_of(five(TODAY, Slot.EVENING))
    assert len(log.read_log().sessions) == 1


def test_a_resumption_ahead_can_be_taken_back(log, run):
    log.record_resumption(Resumption(day(-2), A))
    app = run("log", at=NOON, day=day(-2).isoformat())
    assert "Rolling your knees: you said that it had settled." in words(app)
    button(app, "Take back: rolling your knees").click().run()
    assert log.read_log().resumptions.empty


def test_nothing_is_filled_in_beforehand_on_a_day_that_is_ahead(log, run):
    log.record_session(five(day(-1), Slot.EVENING))
    app = run("log", at=NOON, day=day(-1).isoformat(), slot="morning")
    assert "Nothing is saved for this session." in words(app)
    assert "Nothing is saved for this day." in words(app)
    assert not [b for b in app.button if b.label in ("Save the session", "Save the day")]


def test_many_days_ahead_are_told_in_few_lines(log, run):
    for n in range(1, 9):
        log.record_day(DayEntry(day(-n), pain=3))
    said = words(run(at=NOON))
    assert said.count("1 entry is dated") == 3
    assert "And 5 days more after that." in said


@pytest.mark.parametrize("name", [*PAGES, "exercises"])
def test_no_page_breaks_where_everything_is_ahead(log, run, name):
    log.record_session(five(day(-1)))
    log.record_day(DayEntry(day(-1), pain=3))
    run(name, at=NOON)


def test_an_export_made_in_the_east_is_imported_in_the_west(log, run):
    log.record_session(five(day(-1)))
    source = export_log(log.read_log())
    log.delete_session(day(-1), Slot.MORNING)
    app = run("records", at=NOON)
    app.file_uploader[0].upload("log.zip", source, "application/zip").run()
    assert "6 entries are dated after today" in words(app)
    button(app, "Import").click().run()
    assert sets(log, day(-1), Slot.MORNING) == sets_of(five(day(-1)))
