"""programme.toml: what ships is whole, and every kind of mistake is reported with line, key and what is allowed."""

import re

import pytest
from logs import EXERCISES

from backcare.domain import EXERCISE_IDS
from backcare.errors import ProgrammeError
from backcare.paths import data_folder
from backcare.programme import load_programme

SHIPPED = (data_folder() / "programme.toml").read_text(encoding="utf-8")
PHASE = '    { cue = "Hold", step = 1, pose = "press", kind = "hold", seconds = 2 },\n'


def mistakes(path, text: str) -> list[str]:
    """What is said of a file with this text."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeError) as caught:
        load_programme(path)
    return str(caught.value).split("\n")


def line_of(text: str, start: str, after: str = "") -> int:
    """The number of the first line that starts so, below the first that contains ``after``."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if after in line), 0)
    return next(n for n, line in enumerate(lines, start=1) if n > first + 1 and line.strip().startswith(start))


@pytest.fixture
def file(tmp_path):
    return tmp_path / "programme.toml"


def test_the_shipped_programme_has_the_five_exercises_of_the_page(programme):
    assert programme.ids == EXERCISE_IDS == EXERCISES
    assert [e.position for e in programme.exercises] == ["lying", "lying", "sitting", "standing", "lying"]


def test_every_shipped_exercise_is_complete(programme):
    for exercise in programme.exercises:
        assert exercise.title
        assert exercise.setup
        assert "one repetition" in exercise.repetition
        steps = [phase.step for phase in exercise.phases]
        assert steps == sorted(steps)
        assert steps[-1] == len(exercise.steps)
        assert any(phase.kind == "hold" for phase in exercise.phases)


def test_only_a_hold_may_be_as_long_as_comfortable(programme):
    for exercise in programme.exercises:
        for phase in exercise.phases:
            assert phase.seconds is not None or phase.kind == "hold"
            assert phase.seconds is None or 0 < phase.seconds <= 60


def test_the_source_and_the_advice_are_there(programme):
    assert programme.source["publisher"] == "NHS inform"
    assert programme.source["url"].startswith("https://www.nhsinform.scot/")
    assert {"dose.advice", "dose.walking", "stop.advice", "referral.advice", "referral.gp"} <= set(programme.advice)
    assert len(programme.urgent_signs) == 10
    assert len(programme.gp_signs) >= 4


def test_no_telephone_number_of_the_helpline_ships():
    assert not re.search(r"\d[\d ]{5,}", SHIPPED)


SENTENCES = "a list of sentences"
# What is replaced by what; the start of the line that is named, behind which line; key, value and what is allowed.
MISTAKES = {
    "a title missing": (
        'title = "Good posture"\n',
        "",
        "[[exercise]]",
        'id = "tilting',
        "exercise.title is missing",
        "some text",
    ),
    "a title blank": (
        'title = "Good posture"',
        'title = "  "',
        'title = "  "',
        "",
        "exercise.title is '  '",
        "some text",
    ),
    "a title that is a number": (
        'title = "Good posture"',
        "title = 7",
        "title = 7",
        "",
        "exercise.title is 7",
        "some text",
    ),
    "a setup missing": (
        'setup = "Sit on a chair with your knees bent and your feet on the floor."\n',
        "",
        "[[exercise]]",
        'id = "tilting',
        "exercise.setup is missing",
        "some text",
    ),
    "a position unknown": (
        'position = "sitting"',
        'position = "seated"',
        'position = "seated"',
        "",
        "exercise.position is 'seated'",
        '"lying" or "sitting" or "standing"',
    ),
    "an id with a space": (
        'id = "good-posture"',
        'id = "good posture"',
        'id = "good posture"',
        "",
        "exercise.id is 'good posture'",
        "small letters, digits and single hyphens",
    ),
    "an id with a capital": (
        'id = "good-posture"',
        'id = "Good-posture"',
        'id = "Good',
        "",
        "exercise.id is 'Good-posture'",
        "small letters, digits and single hyphens",
    ),
    "an id twice": (
        'id = "good-posture"',
        'id = "tilting-your-pelvis"',
        'id = "tilting',
        'id = "tilting',
        "exercise.id is 'tilting-your-pelvis'",
        "an id used once",
    ),
    "a start of 6": ("start = 5", "start = 6", "start = 6", "", "dose.start is 6", "5, as the page says"),
    "four sessions a day": (
        "sessions_a_day = 3",
        "sessions_a_day = 4",
        "sessions_a_day",
        "",
        "dose.sessions_a_day is 4",
        "3, as the page says",
    ),
    "a rise of 5": ("rise = [1, 2]", "rise = [1, 5]", "rise", "", "dose.rise is [1, 5]", "[1, 2], as the page says"),
    "no rise": ("rise = [1, 2]\n", "", "[dose]", "", "dose.rise is missing", "[1, 2], as the page says"),
    "four weeks": (
        "after_days = 14",
        "after_days = 28",
        "after_days",
        "",
        "referral.after_days is 28",
        "14, as the page says",
    ),
    "a source without address": (
        'publisher = "NHS inform"\n',
        "",
        "[source]",
        "",
        "source.publisher is missing",
        "some text",
    ),
    "advice that is a list": (
        'gp = "Speak',
        'gp = ["x"] # "Speak',
        "gp =",
        "[referral]",
        "referral.gp is ['x']",
        "some text",
    ),
    "a phase without a cue": (
        PHASE,
        PHASE.replace('cue = "Hold", ', ""),
        "{ step = 1",
        "",
        "phases.cue is missing",
        "some text",
    ),
    "a phase without a pose": (
        PHASE,
        PHASE.replace('"press"', '""'),
        '{ cue = "Hold", step = 1, pose = ""',
        "",
        "phases.pose is ''",
        "some text",
    ),
    "a phase of an unknown kind": (
        PHASE,
        PHASE.replace('"hold"', '"wait"'),
        '{ cue = "Hold", step = 1, pose = "press", kind = "w',
        "",
        "phases.kind is 'wait'",
        '"move" or "hold" or "return"',
    ),
    "a phase of step 0": (
        PHASE,
        PHASE.replace("step = 1", "step = 0"),
        '{ cue = "Hold", step = 0',
        "",
        "phases.step is 0",
        "the number of a step, 1 to 2",
    ),
    "a phase of a step too many": (
        PHASE,
        PHASE.replace("step = 1", "step = 3"),
        '{ cue = "Hold", step = 3, pose = "press"',
        "",
        "phases.step is 3",
        "the number of a step, 1 to 2",
    ),
    "a phase of step true": (
        PHASE,
        PHASE.replace("step = 1", "step = true"),
        '{ cue = "Hold", step = true',
        "",
        "phases.step is True",
        "the number of a step, 1 to 2",
    ),
    "a phase of no time": (
        PHASE,
        PHASE.replace("seconds = 2", "seconds = 0"),
        PHASE.strip()[:60].replace("2 }", "0 }"),
        "[[exercise]]",
        "phases.seconds is 0",
        'more than 0, at most 60, or for a hold "comfortable"',
    ),
    "a phase of more than a minute": (
        PHASE,
        PHASE.replace("seconds = 2", "seconds = 61"),
        '{ cue = "Hold", step = 1, pose = "press"',
        "",
        "phases.seconds is 61",
        'more than 0, at most 60, or for a hold "comfortable"',
    ),
    "a move as long as comfortable": (
        'kind = "move", seconds = 2 },\n' + PHASE,
        'kind = "move", seconds = "comfortable" },\n' + PHASE,
        '{ cue = "Press',
        "",
        "phases.seconds is 'comfortable'",
        'more than 0, at most 60, or for a hold "comfortable"',
    ),
    "signs that are no list": (
        "gp_signs = [",
        "gp_signs = 3\nold = [",
        "gp_signs",
        "",
        "urgent.gp_signs is 3",
        SENTENCES,
    ),
    "a blank sign": ('"You leak urine"', '" "', "signs = [", "[urgent]", "urgent.signs is [", SENTENCES),
}


@pytest.mark.parametrize("name", list(MISTAKES))
def test_a_mistake_is_reported_with_its_line_its_key_and_what_is_allowed(file, name):
    old, new, start, after, said, allowed = MISTAKES[name]
    text = SHIPPED.replace(old, new, 1)
    assert text != SHIPPED
    found = mistakes(file, text)
    assert len(found) == 1, found
    assert found[0].startswith(f"programme.toml, line {line_of(text, start, after)}: {said}")
    assert found[0].endswith(f"; allowed: {allowed}.")


def without(table: str) -> str:
    """The shipped text without this table."""
    return re.sub(rf"\n\[{table}\].*?(?=\n\[)", "\n", SHIPPED, count=1, flags=re.S)


@pytest.mark.parametrize("table", ["source", "dose", "stop", "referral", "urgent"])
def test_a_missing_table_is_reported(file, table):
    found = mistakes(file, without(table))
    assert f"programme.toml, line 1: {table} is missing; allowed: a table [{table}]." in found


def test_no_exercise_at_all_is_reported(file):
    found = mistakes(file, SHIPPED[: SHIPPED.index("[[exercise]]")])
    assert found == ["programme.toml, line 1: exercise is missing; allowed: at least one table [[exercise]]."]


@pytest.mark.parametrize("key", ["steps", "phases"])
@pytest.mark.parametrize("value", ["[]", "3", '"x"', '[" "]', "[7]"])
def test_steps_and_phases_that_are_no_lists_are_reported(file, key, value):
    text = _small(key, value)
    found = mistakes(file, text)
    assert any(f"line {line_of(text, key + ' =')}: exercise.{key} is " in one for one in found)


def _small(key: str, value: str) -> str:
    good = {"steps": '["a"]', "phases": '[{ cue = "c", step = 1, pose = "p", kind = "hold", seconds = 2 }]'}
    head = SHIPPED[: SHIPPED.index("[[exercise]]")]
    texts = ('id = "x"', 'title = "X"', 'position = "lying"', 'setup = "s"', 'repetition = "r"')
    lists = (f"{name} = {value if name == key else right}" for name, right in good.items())
    return head + "\n".join(["[[exercise]]", *texts, *lists, ""])


def test_every_mistake_is_reported_at_once(file):
    text = SHIPPED.replace("start = 5", "start = 6").replace('position = "sitting"', 'position = "seated"')
    text = text.replace('kind = "hold"', 'kind = "wait"')
    found = mistakes(file, text)
    as_long_as_comfortable = text.count('"wait", seconds = "comfortable"')
    assert len(found) == 2 + text.count('kind = "wait"') + as_long_as_comfortable


def test_the_line_is_that_of_the_right_exercise_and_the_right_phase(file):
    where = SHIPPED.rindex('kind = "return"')
    text = SHIPPED[:where] + SHIPPED[where:].replace('kind = "return"', 'kind = "back"', 1)
    line = text[: text.index('kind = "back"')].count("\n") + 1
    assert mistakes(file, text)[0].startswith(f"programme.toml, line {line}: phases.kind is 'back'")


def test_what_is_not_toml_is_reported_with_its_line(file):
    text = SHIPPED.replace("start = 5", "start = = 5")
    said = mistakes(file, text)[0]
    assert said.startswith("programme.toml is not valid TOML: ")
    assert f"line {line_of(text, 'start')}" in said


def test_a_key_twice_is_reported(file):
    assert "not valid TOML" in mistakes(file, SHIPPED.replace("start = 5", "start = 5\nstart = 5"))[0]


def test_what_is_not_utf_8_is_reported(file):
    file.write_bytes(SHIPPED.encode("utf-16"))
    with pytest.raises(ProgrammeError, match="not UTF-8 text"):
        load_programme(file)


def test_a_file_that_is_not_there_is_reported(file):
    with pytest.raises(ProgrammeError, match=r"programme\.toml cannot be read: No such file"):
        load_programme(file)
