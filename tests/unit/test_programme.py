"""programme.toml: what ships is whole, and every kind of mistake is reported with its place and what is allowed."""

import re

import pytest
from support.logs import EXERCISES

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
        assert exercise.repetition[0].islower()  # it follows "One repetition:"
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


TEXT, SENTENCES, SLUG = "some text", "a list of sentences", "small letters, digits and single hyphens"
OF_A_STEP, OF_TWO_STEPS = "the number of a step, from 1", "the number of a step, 1 to 2"
POSITION, KIND = '"lying" or "sitting" or "standing"', '"move" or "hold" or "return"'
SECONDS = 'more than 0, at most 60, or for a hold "comfortable"'
# What is replaced by what; the place and the value that are named; what is allowed.
MISTAKES = {
    "a title missing": ('title = "Good posture"\n', "", "exercise 3 (good-posture), title is missing", TEXT),
    "a title blank": ('title = "Good posture"', 'title = "  "', "exercise 3 (good-posture), title is '  '", TEXT),
    "a title a number": ('title = "Good posture"', "title = 7", "exercise 3 (good-posture), title is 7", TEXT),
    "a setup missing": ('setup = "Sit', 'sit = "Sit', "exercise 3 (good-posture), setup is missing", TEXT),
    "a position unknown": ('= "sitting"', '= "seated"', "exercise 3 (good-posture), position is 'seated'", POSITION),
    "an id missing": ('id = "good-posture"\n', "", "exercise 3, id is missing", SLUG),
    "an id a number": ('id = "good-posture"', "id = 3", "exercise 3 (3), id is 3", SLUG),
    "an id with a space": ('id = "good-', 'id = "good ', "exercise 3 (good posture), id is 'good posture'", SLUG),
    "an id with a capital": ('id = "good', 'id = "Good', "exercise 3 (Good-posture), id is 'Good-posture'", SLUG),
    "an id twice": (
        'id = "good-posture"',
        'id = "tilting-your-pelvis"',
        "exercise 3 (tilting-your-pelvis), id is 'tilting-your-pelvis'",
        "an id used once",
    ),
    "a source without publisher": ('publisher = "NHS inform"\n', "", "source, publisher is missing", TEXT),
    "advice that is a list": ('gp = "Speak', 'gp = ["x"] # "Speak', "referral, gp is ['x']", TEXT),
    "signs that are no list": ("gp_signs = [", "gp_signs = 3\nold = [", "urgent, gp_signs is 3", SENTENCES),
    "a blank sign": ('"You leak urine"', '" "', "urgent, sign 6 is ' '", TEXT),
}
# The same of one phase, the second of the second exercise.
MISTAKES_OF_A_PHASE = {
    "no cue": ('cue = "Hold", ', "", "cue is missing", TEXT),
    "no pose": ('"press"', '""', "pose is ''", TEXT),
    "an unknown kind": ('"hold"', '"wait"', "kind is 'wait'", KIND),
    "step true": ("step = 1", "step = true", "step is True", OF_A_STEP),
    "step 0": ("step = 1", "step = 0", "step is 0", OF_TWO_STEPS),
    "a step too many": ("step = 1", "step = 3", "step is 3", OF_TWO_STEPS),
    "no time": ("seconds = 2", "seconds = 0", "seconds is 0", SECONDS),
    "more than a minute": ("seconds = 2", "seconds = 60.1", "seconds is 60.1", SECONDS),
    "a time that is no number": ("seconds = 2", "seconds = nan", "seconds is nan", SECONDS),
    "a time in words": ("seconds = 2", 'seconds = "long"', "seconds is 'long'", SECONDS),
    "a move as long as comfortable": (
        'kind = "hold", seconds = 2',
        'kind = "move", seconds = "comfortable"',
        "seconds is 'comfortable'",
        SECONDS,
    ),
}


@pytest.mark.parametrize("name", list(MISTAKES))
def test_a_mistake_is_reported_with_its_place_and_what_is_allowed(file, name):
    old, new, said, allowed = MISTAKES[name]
    assert SHIPPED.count(old) >= 1
    assert mistakes(file, SHIPPED.replace(old, new, 1)) == [f"programme.toml: {said}; allowed: {allowed}."]


@pytest.mark.parametrize("name", list(MISTAKES_OF_A_PHASE))
def test_a_mistake_in_a_phase_is_reported_with_its_place(file, name):
    old, new, said, allowed = MISTAKES_OF_A_PHASE[name]
    assert old in PHASE
    reported = mistakes(file, SHIPPED.replace(PHASE, PHASE.replace(old, new), 1))
    place = "exercise 2 (tilting-your-pelvis), phase 2"
    assert reported == [f"programme.toml: {place}, {said}; allowed: {allowed}."]


def without(table: str) -> str:
    """The shipped text without this table."""
    return re.sub(rf"\n\[{table}\].*?(?=\n\[)", "\n", SHIPPED, count=1, flags=re.S)


@pytest.mark.parametrize(
    ("table", "keys"), [("source", "title, publisher, url"), ("dose", "advice, walking"), ("stop", "advice")]
)
def test_a_missing_table_is_reported(file, table, keys):
    assert mistakes(file, without(table)) == [f"programme.toml: {table} is missing; allowed: a table with {keys}."]


def test_no_exercise_at_all_is_reported(file):
    reported = mistakes(file, SHIPPED[: SHIPPED.index("[[exercise]]")])
    assert reported == ["programme.toml: exercise is missing; allowed: at least one table [[exercise]]."]


@pytest.mark.parametrize("value", ["3", "[]", "[7]"])
def test_exercises_that_are_no_tables_are_reported(file, value):
    (reported,) = mistakes(file, f"exercise = {value}\n{SHIPPED[: SHIPPED.index('[[exercise]]')]}")
    place = "exercise 1 is 7" if value == "[7]" else f"exercise is {value}"
    assert reported.startswith(f"programme.toml: {place}; allowed: ")


@pytest.mark.parametrize("key", ["steps", "phases"])
@pytest.mark.parametrize("value", ["[]", "3", "'x'", "[' ']", "[7]"])
def test_steps_and_phases_that_are_no_lists_are_reported(file, key, value):
    (reported,) = mistakes(file, _small(key, value))
    within = value.startswith("[") and value != "[]"
    place = f"{key[:-1]} 1 is {value[1:-1]}" if within else f"{key} is {value}"
    assert reported.startswith(f"programme.toml: exercise 1 (x), {place}; allowed: ")


def _small(key: str, value: str) -> str:
    good = {"steps": '["a"]', "phases": '[{ cue = "c", step = 1, pose = "p", kind = "hold", seconds = 2 }]'}
    head = SHIPPED[: SHIPPED.index("[[exercise]]")]
    texts = ('id = "x"', 'title = "X"', 'position = "lying"', 'setup = "s"', 'repetition = "r"')
    lists = (f"{name} = {value if name == key else right}" for name, right in good.items())
    return head + "\n".join(["[[exercise]]", *texts, *lists, ""])


def test_every_mistake_is_reported_at_once(file):
    text = SHIPPED.replace('publisher = "NHS inform"\n', "").replace('position = "sitting"', 'position = "seated"')
    text = text.replace("step = 4", "step = 9").replace('kind = "hold"', 'kind = "wait"')
    reported = mistakes(file, text)
    as_long_as_comfortable = text.count('"wait", seconds = "comfortable"')
    assert len(reported) == 2 + text.count('kind = "wait"') + as_long_as_comfortable


def test_a_step_that_is_not_there_is_reported_beside_other_mistakes(file):
    text = SHIPPED.replace("step = 4", "step = 9").replace('position = "sitting"', 'position = "seated"')
    assert len(mistakes(file, text)) == 1 + text.count("step = 9")


def test_what_is_not_toml_is_reported_with_its_line(file):
    text = SHIPPED.replace("publisher =", "publisher = =")
    said = mistakes(file, text)[0]
    assert said.startswith("programme.toml is not valid TOML: ")
    assert f"line {text[: text.index('= =')].count(chr(10)) + 1}" in said


def test_a_key_twice_is_reported(file):
    assert "not valid TOML" in mistakes(file, SHIPPED.replace("[dose]", "[dose]\nadvice = 'x'"))[0]


def test_what_is_not_utf_8_is_reported(file):
    file.write_bytes(SHIPPED.encode("utf-16"))
    with pytest.raises(ProgrammeError, match="not UTF-8 text"):
        load_programme(file)


def test_a_file_that_is_not_there_is_reported(file):
    with pytest.raises(ProgrammeError, match=r"programme\.toml cannot be read: No such file"):
        load_programme(file)


def test_the_length_of_a_session_counts_phases_holds_and_changes(programme):
    """Rolling your knees is 12 seconds a repetition; good posture 4, and its hold, which is taken to be 4."""
    assert programme.exercise("rolling-your-knees").seconds(5) == 20 + 5 * 12
    assert programme.exercise("good-posture").seconds(1) == 20 + 8
    assert programme.minutes(dict.fromkeys(programme.ids, 5)) == 6
    assert programme.minutes({"good-posture": 1}) == 1
