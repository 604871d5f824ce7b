"""The form after a guided session: one press when all was comfortable, and a rise in pain that can be denied."""

import pytest
from support.fields import field
from support.page_words import NOON, button, words

from backcare.domain import ExerciseSet, Felt, Slot

TODAY = NOON.date()
SETS = [
    {"id": "good-posture", "target": 5, "reps": 5, "felt": None, "partial": False},
    {"id": "back-bends", "target": 5, "reps": 4, "felt": None, "partial": False},
]


@pytest.fixture
def app(log, run):
    """The guided session, with a session that is over."""
    app = run("session", at=NOON)
    sent = {"run": "0a1b", "day": TODAY.isoformat(), "slot": "midday", "early": False, "sets": SETS}
    app.session_state["guided-me-result"] = sent
    return app.run()


def test_all_comfortable_is_saved_with_one_press(log, app):
    button(app, "All comfortable: save").click().run()
    done = {ExerciseSet("good-posture", 5, Felt.COMFORTABLE), ExerciseSet("back-bends", 4, Felt.COMFORTABLE)}
    assert set(log.read_log().session(TODAY, Slot.MIDDAY).sets) == done
    assert "Midday session saved." in words(app)


def test_something_else_said_of_one_takes_the_short_way_off(log, app):
    field(app, "How did good posture feel?").answer("Uncomfortable")
    assert not [each for each in app.button if "comfortable: save" in each.label]
    button(app, "Save the session").click().run()
    assert "How did back bends feel?" in words(app)
    assert log.read_log().session(TODAY, Slot.MIDDAY) is None


def test_a_rise_in_pain_is_answered_with_yes_or_no(log, app):
    field(app, "Pain before the session").answer("2")
    field(app, "Pain now").answer("5")
    assert "Your pain rose from 2 to 5." in words(app)
    button(app, "No").click().run()
    assert "Your pain rose" not in words(app)
    field(app, "Pain now").answer("6")
    assert "Your pain rose from 2 to 6." in words(app)


def test_a_stop_saved_after_the_session_is_told_in_the_dialog(log, app):
    field(app, "How did good posture feel?").answer("Comfortable")
    field(app, "How did back bends feel?").answer("New pain")
    button(app, "Save the session").click().run()
    assert "**Stop back bends for now.**" in words(app)
