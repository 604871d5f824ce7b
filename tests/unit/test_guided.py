"""The Python face of the guided session: what may come back from the browser, and what goes there."""

import re
from datetime import date
from typing import Any

import pytest

from backcare.domain import Action, Dose, Felt, Programme, Slot
from backcare.errors import BackcareError
from backcare.ui.components import FOLDER
from backcare.ui.components.guided_session import SCRIPTS, GuidedSet, guided_exercise, in_order, read_result

OWN = "guided_session/guided_session.js"
TODAY = date(2026, 3, 4)
FIVE = Dose(Action.HOLD, 5)


def sent(**changes: Any) -> dict[str, Any]:
    """What the browser sends at the end, with something changed."""
    one = {"id": "back-bends", "target": 5, "reps": 3, "felt": "new_pain"}
    return {"run": "0a1b2c", "day": "2026-03-04", "slot": "midday", "sets": [one], **changes}


def sent_set(**changes: Any) -> dict[str, Any]:
    return sent(sets=[{**sent()["sets"][0], **changes}])


def test_a_session_comes_back_as_it_was_done(programme: Programme) -> None:
    result = read_result(sent(), programme, TODAY)

    assert result.sets == (GuidedSet("back-bends", 3, Felt.NEW_PAIN),)
    assert (result.run, result.day, result.slot) == ("0a1b2c", TODAY, Slot.MIDDAY)
    assert result.marked == ("back-bends",)


def test_an_exercise_that_was_not_done_is_not_recorded(programme: Programme) -> None:
    assert read_result(sent_set(reps=0, felt=None), programme, TODAY).done == ()


def test_a_stop_in_the_first_repetition_is_kept(programme: Programme) -> None:
    (only,) = read_result(sent_set(reps=0, felt="worse"), programme, TODAY).done
    assert only.recorded == 1


@pytest.mark.parametrize("reps", [0, 1, 200, 7.0])
def test_repetitions_within_the_bounds_are_taken(programme: Programme, reps: float) -> None:
    assert read_result(sent_set(reps=reps), programme, TODAY).sets[0].reps == reps


@pytest.mark.parametrize("reps", [-1, 201, 2.5, "5", None, True, float("inf"), float("nan"), [5]])
def test_repetitions_that_cannot_be_are_refused(programme: Programme, reps: object) -> None:
    with pytest.raises(BackcareError, match="nothing was saved"):
        read_result(sent_set(reps=reps), programme, TODAY)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "done",
        [],
        {},
        sent(run="../x"),
        sent(run="a" * 65),
        sent(run=7),
        sent(day="2026-03-06"),
        sent(day="yesterday"),
        sent(day=20260304),
        sent(slot="night"),
        sent(sets=None),
        sent(sets={"id": 1}),
        sent(sets=[None]),
        sent(sets=[*sent()["sets"], *sent()["sets"]]),
        sent_set(id="push-ups"),
        sent_set(id=["back-bends"]),
        sent_set(felt="comfortable"),
        sent_set(felt="great"),
    ],
)
def test_what_no_session_sends_is_refused_in_words(programme: Programme, raw: object) -> None:
    with pytest.raises(BackcareError, match="enter it on Log"):
        read_result(raw, programme, TODAY)


def test_one_gets_down_to_the_floor_once_on_the_back_first(programme: Programme) -> None:
    steps = [guided_exercise(exercise, FIVE) for exercise in reversed(programme.exercises)]

    order = [step["id"] for step in in_order(steps)]

    assert set(order[:2]) == {"good-posture", "back-bends"}
    assert set(order[2:4]) == {"rolling-your-knees", "tilting-your-pelvis"}
    assert order[4] == "back-bend-from-lying"


def test_a_stopped_exercise_is_not_played(programme: Programme) -> None:
    with pytest.raises(BackcareError, match="is stopped"):
        guided_exercise(programme.exercises[0], Dose(Action.STOP, None))


@pytest.mark.parametrize(("chosen", "played"), [(6, 6), (7, 7), (9, 5), (None, 5)])
def test_a_number_that_is_not_on_offer_is_not_played(programme: Programme, chosen: int | None, played: int) -> None:
    offer = Dose(Action.OFFER, 5, (6, 7))
    assert guided_exercise(programme.exercises[0], offer, chosen)["chosen"] == played


def test_every_pose_of_a_phase_is_one_that_the_figure_can_show(programme: Programme) -> None:
    for exercise in programme.exercises:
        step = guided_exercise(exercise, FIVE)
        assert {phase["pose"] for phase in step["phases"]} <= set(step["motion"]["poses"])


def test_no_script_in_front_exports_and_none_writes_markup_from_data() -> None:
    texts = {name: (FOLDER / name).read_text(encoding="utf-8") for name in (*SCRIPTS, OWN)}
    assert [name for name, text in texts.items() if "export default" in text] == [OWN]
    markup = [name for name, text in texts.items() if re.search("innerHTML|insertAdjacentHTML", text)]
    assert markup == ["animated_figure/figure.js"]
