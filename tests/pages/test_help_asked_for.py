"""The review card, whom the person asked, and the urgent signs, as the pages show and keep them."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from support.entries import answer_signs
from support.fields import cards, field, fields
from support.page_words import NOON, button, five, links, words

from backcare.domain import Contact, DayEntry, Helpline, Settings, SignsAnswer, SignsCheck, Whom
from backcare.store import open_store

TODAY = NOON.date()
THERE = NOON.replace(tzinfo=ZoneInfo("Pacific/Kiritimati"))
"""Noon where the tests take the computer to be: Records tells hours, which AppTest can only read there."""
HELD = {"Phone 111": "tel:111", "Phone 999": "tel:999"}
QUESTION = "How is your back compared with the start?"
AREA = "Does the MSK Helpline serve my area?"


def day(ago: int) -> date:
    return TODAY - timedelta(days=ago)


def not_improved(log, until: int = 0, change: int | None = None) -> None:
    """Two weeks and a day without improvement, the last so many days ago."""
    for ago in range(until + 14, until - 1, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 6, change=change if ago == until else None))


def lines(app) -> dict[str, bool]:
    """The page's expanders, and whether each stands open."""
    return {each.label.replace("\\", "").strip("*"): each.proto.expanded for each in app.expander}


def asked(app) -> list[str]:
    """The questions that are open; one that was answered stays as a line with its answer."""
    return [each.name for each in fields(app) if not each.shown.get("folded") or each.value is None]


# The card


def test_advice_is_one_line_on_today_and_stands_open_on_progress(log, run):
    not_improved(log, change=0)
    line = "No better: time to get help"
    assert lines(run(at=NOON))[line] is False
    assert lines(run("progress", at=NOON))[line] is True


def test_the_card_says_both_numbers_and_where_to_turn(log, run):
    not_improved(log, change=1)
    app = run(at=NOON)
    said = words(app)
    assert "You feel better, and that is good to hear. Your scores have moved little (6 then, 6 now)." in said
    assert "Phone the Musculoskeletal (MSK) Helpline" in said
    assert "Speak to your GP" in said
    assert links(app)["Phone 111 (NHS 24)"] == "tel:111"
    assert [each.label for each in app.get("download_button")] == ["Page to take along (PDF)"]


def test_whether_the_helpline_serves_the_area_is_asked_once(log, run):
    not_improved(log, change=0)
    app = run(at=NOON)
    field(app, AREA).answer("No")
    assert log.read_log().settings.helpline is Helpline.NO
    assert AREA not in asked(app)
    assert "Musculoskeletal" not in words(app)
    assert "Speak to your GP" in words(app)


def test_a_number_that_is_filled_in_can_be_dialled(log, run):
    not_improved(log, change=0)
    log.record_settings(Settings(helpline=Helpline.YES))
    app = run(at=NOON)
    assert list(links(app)) == ["Phone 111 (NHS 24)"]
    field(app, "The Helpline's number").answer("0141 000-0000")
    button(app, "Save the number").click().run()
    assert links(app)["Phone the MSK Helpline: 0141 000-0000"] == "tel:01410000000"
    assert log.read_log().settings == Settings(helpline=Helpline.YES, helpline_number="0141 000-0000")


def test_a_number_saved_on_an_old_page_changes_no_other_setting(log, run):
    not_improved(log, change=0)
    log.record_settings(Settings(helpline=Helpline.YES))
    app = run(at=NOON)
    log.record_settings(Settings(helpline=Helpline.YES, few_days=7))
    field(app, "The Helpline's number").answer("111 222")
    button(app, "Save the number").click().run()
    assert log.read_log().settings == Settings(helpline=Helpline.YES, helpline_number="111 222", few_days=7)


def ask_gp(app, note: str = "") -> None:
    field(app, "Who did you ask?").answer("GP")
    field(app, "What did they say? You can add this later").answer(note)
    next(b for b in app.button if b.label == "Save").click().run()


def test_after_help_was_asked_for_the_card_is_one_line(log, run):
    not_improved(log, change=0)
    app = run("progress", at=NOON)
    ask_gp(app)
    assert log.read_log().contacts_on(TODAY) == [Contact(TODAY, Whom.GP)]
    assert lines(app)["You asked your GP on 10 March."] is False
    assert "You asked your GP on 10 March." in lines(run(at=NOON))


def test_what_they_said_can_be_added_later(log, run):
    not_improved(log, change=0)
    log.record_contact(Contact(day(3), Whom.PHYSIOTHERAPIST))
    app = run(at=NOON)
    field(app, "What they said").answer("Go on as you are")
    button(app, "Save what they said").click().run()
    assert log.read_log().contacts_on(day(3)) == [Contact(day(3), Whom.PHYSIOTHERAPIST, "Go on as you are")]


def test_asking_the_same_again_keeps_what_was_noted(log, run):
    not_improved(log, change=0)
    log.record_contact(Contact(TODAY, Whom.GP, "Call back"))
    app = run(at=NOON)
    ask_gp(app, "Come in on Friday")
    assert log.read_log().contacts_on(TODAY) == [Contact(TODAY, Whom.GP, "Call back\nCome in on Friday")]


def test_nothing_is_saved_without_saying_whom(log, run):
    not_improved(log, change=0)
    app = run(at=NOON)
    next(b for b in app.button if b.label == "Save").click().run()
    assert "Nothing is saved yet. Who did you ask?" in words(app)
    assert log.read_log().contacts.empty


def test_after_two_weeks_the_advice_comes_back(log, run):
    not_improved(log, change=0)
    log.record_contact(Contact(day(14), Whom.GP))
    line = "You asked your GP on 24 February. Get back to them"
    assert lines(run("progress", at=NOON))[line] is True


@pytest.mark.parametrize(
    ("whom", "said"),
    [
        ((Whom.GP, Whom.NHS24), "You asked your GP and NHS 24 on 9 March."),
        ((Whom.OTHER,), "You asked for help on 9 March."),
        ((Whom.OTHER, Whom.HELPLINE), "You asked the MSK Helpline on 9 March."),
    ],
)
def test_all_who_were_asked_that_day_are_named(log, run, whom, said):
    not_improved(log, change=0)
    for each in whom:
        log.record_contact(Contact(day(1), each))
    assert said in lines(run(at=NOON))


def test_advice_that_stands_is_a_quiet_line(log, run):
    not_improved(log, until=30)
    line = "Still no better? Time to get help"
    assert lines(run(at=NOON))[line] is False
    app = run("progress", at=NOON)
    assert lines(app)[line] is False
    assert "Speak to your GP" in words(app)


def test_it_has_improved_opens_the_question_and_records_nothing(log, run):
    not_improved(log, until=30)
    app = run(at=NOON)
    assert QUESTION not in asked(app)
    before = log.version()
    button(app, "It has improved").click().run()
    assert log.version() == before
    assert "your back had not improved" in words(app)
    field(app, QUESTION).answer("Better")
    assert log.read_log().day_entry(TODAY).change == 2
    assert "your back had not improved" not in words(app)
    assert QUESTION not in asked(app)


def test_improved_says_so_and_offers_no_call(log, run):
    for ago in range(14, -1, -1):
        log.record_session(five(day(ago)))
        log.record_day(DayEntry(day(ago), 7 if ago > 7 else 2, change=2 if ago == 0 else None))
    app = run("progress", at=NOON)
    assert lines(app)["Review: you have improved"] is False
    assert "Phone 111 (NHS 24)" not in links(app)
    assert "Back pain often gets better by itself" in words(app)


def test_before_the_review_there_is_no_card(log, run):
    log.record_session(five(TODAY))
    for name in ("today", "progress"):
        app = run(name, at=NOON)
        assert not [line for line in lines(app) if "review" in line]
    assert "Day 1. The two-week review comes on day 15, 24 March." in words(app)


def test_the_pain_chart_says_when_help_was_asked_for(log, run):
    not_improved(log, change=0)
    assert "☎" not in words(run("progress", at=NOON))
    log.record_contact(Contact(day(2), Whom.GP))
    said = words(run("progress", at=NOON))
    assert "You asked for help on 8 March." in said
    assert "☎: help asked for." in said


# On Log and in the history


def test_log_shows_a_days_contacts_and_deletes_them(log, run):
    log.record_contact(Contact(day(2), Whom.NHS24, "Take it easy"))
    app = run("log", at=NOON, day=day(2).isoformat())
    assert "You asked NHS 24 on 8 March." in words(app)
    button(app, "Delete").click().run()
    assert log.read_log().contacts.empty
    button(app, "Undo").click().run()
    assert log.read_log().contacts_on(day(2)) == [Contact(day(2), Whom.NHS24, "Take it easy")]


def test_a_contact_of_a_past_day_is_saved_on_that_day(log, run):
    app = run("log", at=NOON, day=day(5).isoformat())
    ask_gp(app, "Come in")
    assert log.read_log().contacts_on(day(5)) == [Contact(day(5), Whom.GP, "Come in")]


def test_the_history_tells_contacts_and_answers_in_words(log, run):
    log.record_contact(Contact(day(2), Whom.GP, "Come in"))
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    said = words(run("records", at=THERE))
    assert "8 March, GP: added note “Come in”" in said
    assert "10 March: added one or more applies" in said


def test_a_contact_changed_in_another_tab_is_not_overwritten(log, run):
    log.record_contact(Contact(TODAY, Whom.GP, "Call back"))
    app = run("log", at=NOON)
    field(app, "What they said").answer("mine")
    log.record_contact(Contact(TODAY, Whom.GP, "theirs"))
    button(app, "Save what they said").click().run()
    assert "was changed somewhere else" in words(app)
    assert log.read_log().contacts_on(TODAY) == [Contact(TODAY, Whom.GP, "theirs")]


def test_a_contact_ahead_is_told_and_can_be_deleted(log, run):
    log.record_contact(Contact(day(-1), Whom.GP))
    assert "1 entry is dated tomorrow" in words(run(at=NOON))
    app = run("log", at=NOON, day=day(-1).isoformat())
    assert "Who did you ask?" not in asked(app)
    button(app, "Delete").click().run()
    assert log.read_log().contacts.empty


def test_one_persons_contacts_and_signs_are_nobody_elses(log, run):
    not_improved(log, change=0)
    other = open_store(log.file, "other")
    other.record_contact(Contact(TODAY, Whom.GP))
    answer_signs(other, SignsAnswer.APPLIES, TODAY)
    app = run(at=NOON)
    assert "No better: time to get help" in lines(app)
    assert cards(app)


# Urgent signs


@pytest.mark.parametrize("name", ["help", "log"])
def test_an_urgent_sign_closes_everything_but_the_phone(log, run, name):
    log.record_session(five(day(1)))
    app = run(name, at=NOON, slot="morning")
    if name == "log":  # As the dialog about a stop asks it.
        field(app, "How did it feel?").answer("Made it worse")
        button(app, "Save the session").click().run()
    button(app, "One or more applies").click().run()
    assert log.read_log().signs_on(TODAY) == SignsCheck(TODAY, SignsAnswer.APPLIES)
    assert app.title[0].value == "Today"
    assert links(app) == HELD
    assert (cards(app), fields(app), list(app.expander)) == ({}, [], [])
    pressable = [b.label for b in app.button]
    assert pressable == ["I have spoken to NHS 24 or a doctor and may exercise", "Undo"]


def test_whoever_has_spoken_to_a_doctor_goes_on(log, run):
    answer_signs(log, SignsAnswer.APPLIES, day(2))
    app = run(at=NOON)
    assert links(app) == HELD
    button(app, "I have spoken to NHS 24 or a doctor and may exercise").click().run()
    assert log.read_log().signs_on(TODAY) == SignsCheck(TODAY, SignsAnswer.CLEARED)
    assert len(cards(app)) == 5


def test_the_guided_session_is_closed_while_a_sign_applies(log, run):
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    app = run("session", at=NOON)
    assert links(app) == HELD
    assert {part.key for part in app.get("bidi_component")} == {"watch-page", "page-row"}


@pytest.mark.parametrize("name", ["log", "progress", "records", "help", "settings", "exercises"])
def test_the_other_pages_stay_open_and_say_so(log, run, name):
    log.record_session(five(day(1)))
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    app = run(name, at=NOON)
    assert app.title[0].value == name.capitalize()
    assert "An urgent sign applies. Do not exercise for now." in words(app)
    assert links(app)["Phone 111"] == "tel:111"


def test_the_two_questions_are_answered_apart(log, run):
    log.erase()
    app = run(at=NOON)
    button(app, "I have read this").click().run()
    assert log.read_log().settings == Settings(gp_signs_read=True)
    assert "Do you have any of these?" in words(app)
    button(app, "None of these").click().run()
    assert len(cards(app)) == 5


def test_none_on_an_old_page_does_not_cover_a_sign_that_applies(log, run):
    app = run("help", at=NOON)
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    button(app, "None of these").click().run()
    assert "The urgent signs were answered somewhere else." in words(app)
    assert log.read_log().signs_on(TODAY).answer is SignsAnswer.APPLIES


def test_a_sign_that_applies_is_never_refused(log, run):
    answer_signs(log, SignsAnswer.APPLIES, day(1))
    app = run("help", at=NOON)
    answer_signs(log, SignsAnswer.CLEARED, TODAY)
    button(app, "One or more applies").click().run()
    assert log.read_log().signs_on(TODAY).answer is SignsAnswer.APPLIES


def test_a_sign_ahead_holds_today_and_is_answered_with_it(log, run):
    answer_signs(log, SignsAnswer.APPLIES, day(-1))
    app = run(at=NOON)
    assert links(app) == HELD
    button(app, "I have spoken").click().run()
    assert len(cards(app)) == 5
    assert log.read_log().signs_on(day(-1)).answer is SignsAnswer.CLEARED


def test_an_answer_can_be_deleted_on_log(log, run):
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    app = run("log", at=NOON)
    assert "Urgent signs: one or more applies." in words(app)
    button(app, "Delete this answer").click().run()
    assert log.read_log().signs_on(TODAY) is None
    button(app, "Undo").click().run()
    assert log.read_log().signs_on(TODAY).answer is SignsAnswer.APPLIES


def test_an_import_that_ends_a_hold_says_so(log, run):
    answer_signs(log, SignsAnswer.APPLIES, TODAY)
    app = run("records", at=THERE)
    app.file_uploader[0].upload("signs.csv", f"day,answer\n{TODAY},cleared\n".encode(), "text/csv").run()
    assert "You said that an urgent sign applies. This takes that back." in words(app)
