"""data/programme.toml → Programme, with every mistake in it named by line, key and what is allowed."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from backcare.domain import Exercise, Phase, Programme
from backcare.errors import ProgrammeError
from backcare.paths import data_folder

POSITIONS = ("lying", "sitting", "standing")
KINDS = ("move", "hold", "return")
SOURCE_KEYS = ("title", "publisher", "url")
ADVICE = {
    "dose": ("advice", "walking", "every"),
    "stop": ("advice",),
    "referral": ("advice", "helpline", "gp"),
    "urgent": ("title", "url", "phone", "emergency", "gp"),
}
EXERCISE_TEXTS = ("id", "title", "position", "setup", "repetition")
LONGEST_PHASE = 60


def load_programme(path: Path | None = None) -> Programme:
    """The programme. Raises ``ProgrammeError`` listing every mistake in the file."""
    return _load(path or data_folder() / "programme.toml")


@cache
def _load(path: Path) -> Programme:
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except OSError as error:
        raise ProgrammeError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ProgrammeError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeError(f"{path.name} is not valid TOML: {error}.") from error
    check = _Check(path.name, text)
    programme = _programme(check, raw)
    if check.problems:
        raise ProgrammeError("\n".join(check.problems))
    return programme


class _Check:
    """Collects the mistakes, each with the line it stands on."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.problems: list[str] = []

    def line(self, table: str, nth: int, key: str, nth_phase: int | None = None) -> int:
        """The line of a key in the nth table of a name; the table's own line when the key is missing; else 1."""
        found, seen = 1, -1
        phases = -1
        for number, line in enumerate(self.lines, start=1):
            header = re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]?\]", line)
            if header:
                seen += header.group(1) == table
                inside = header.group(1) == table and seen == nth
                found = number if inside else found
                continue
            if seen != nth or not inside:
                continue
            if nth_phase is not None:
                phases += len(re.findall(r"\{", line))
                if phases >= nth_phase:
                    return number
            elif re.match(rf"\s*{re.escape(key)}\s*=", line):
                return number
        return found

    def problem(self, line: int, key: str, value: object, allowed: str) -> None:
        said = "is missing" if value is None else f"is {value!r}"
        self.problems.append(f"{self.name}, line {line}: {key} {said}; allowed: {allowed}.")

    def text(self, raw: Mapping[str, Any], table: str, nth: int, key: str, among: tuple[str, ...] = ()) -> str:
        value = raw.get(key)
        if not isinstance(value, str) or not value.strip() or (among and value not in among):
            allowed = " or ".join(f'"{a}"' for a in among) if among else "some text"
            self.problem(self.line(table, nth, key), f"{table}.{key}", value, allowed)
            return ""
        return value


def _table(check: _Check, raw: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = raw.get(name)
    if isinstance(value, dict):
        return value
    check.problem(check.line(name, 0, ""), name, value, f"a table [{name}]")
    return {}


def _programme(check: _Check, raw: Mapping[str, Any]) -> Programme:
    source = {key: check.text(_table(check, raw, "source"), "source", 0, key) for key in SOURCE_KEYS}
    advice = {
        f"{table}.{key}": check.text(_table(check, raw, table), table, 0, key)
        for table, keys in ADVICE.items()
        for key in keys
    }
    signs, gp_signs = (_sentences(check, _table(check, raw, "urgent"), "urgent", 0, k) for k in ("signs", "gp_signs"))
    _fixed(check, raw)
    listed = raw.get("exercise")
    if not isinstance(listed, list) or not listed or not all(isinstance(e, dict) for e in listed):
        check.problem(check.line("exercise", 0, ""), "exercise", listed, "at least one table [[exercise]]")
        listed = []
    exercises = tuple(_exercise(check, nth, entry) for nth, entry in enumerate(listed))
    ids = [e.id for e in exercises]
    for nth, exercise in enumerate(exercises):
        if exercise.id and exercise.id in ids[:nth]:
            check.problem(check.line("exercise", nth, "id"), "exercise.id", exercise.id, "an id used once")
    return Programme(exercises, source, advice, signs, gp_signs)


def _sentences(check: _Check, raw: Mapping[str, Any], table: str, nth: int, key: str) -> tuple[str, ...]:
    value = raw.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(s, str) and s.strip() for s in value):
        check.problem(check.line(table, nth, key), f"{table}.{key}", value, "a list of sentences")
        return ()
    return tuple(value)


def _fixed(check: _Check, raw: Mapping[str, Any]) -> None:
    """The numbers of the page are part of the rules: the file states them for the reader and may not change them."""
    expected: dict[str, dict[str, Any]] = {
        "dose": {"start": 5, "sessions_a_day": 3, "rise": [1, 2]},
        "referral": {"after_days": 14},
    }
    for table, keys in expected.items():
        for key, value in keys.items():
            found = _table(check, raw, table).get(key)
            if found != value:
                check.problem(check.line(table, 0, key), f"{table}.{key}", found, f"{value}, as the page says")


def _exercise(check: _Check, nth: int, raw: Mapping[str, Any]) -> Exercise:
    among = {"position": POSITIONS}
    texts = {key: check.text(raw, "exercise", nth, key, among.get(key, ())) for key in EXERCISE_TEXTS}
    if texts["id"] and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", texts["id"]):
        allowed = "small letters, digits and single hyphens"
        check.problem(check.line("exercise", nth, "id"), "exercise.id", texts["id"], allowed)
    steps = _sentences(check, raw, "exercise", nth, "steps")
    phases = raw.get("phases")
    if not isinstance(phases, list) or not phases or not all(isinstance(p, dict) for p in phases):
        check.problem(check.line("exercise", nth, "phases"), "exercise.phases", phases, "a list of { cue, step, … }")
        phases = []
    counted = tuple(_phase(check, nth, n, phase, len(steps)) for n, phase in enumerate(phases))
    return Exercise(steps=steps, phases=counted, **texts)


def _phase(check: _Check, nth: int, n: int, raw: Mapping[str, Any], steps: int) -> Phase:
    line = check.line("exercise", nth, "phases", n)
    for key in ("cue", "pose"):
        if not isinstance(raw.get(key), str) or not raw[key].strip():
            check.problem(line, f"phases.{key}", raw.get(key), "some text")
    if raw.get("kind") not in KINDS:
        check.problem(line, "phases.kind", raw.get("kind"), " or ".join(f'"{k}"' for k in KINDS))
    step = raw.get("step")
    if type(step) is not int or not 1 <= step <= steps:
        check.problem(line, "phases.step", step, f"the number of a step, 1 to {steps}")
    seconds = raw.get("seconds")
    comfortable = seconds == "comfortable" and raw.get("kind") == "hold"
    length = float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else None
    if not comfortable and (length is None or not 0 < length <= LONGEST_PHASE):
        check.problem(
            line, "phases.seconds", seconds, f'more than 0, at most {LONGEST_PHASE}, or for a hold "comfortable"'
        )
    return Phase(
        str(raw.get("cue")), step if type(step) is int else 0, str(raw.get("pose")), str(raw.get("kind")), length
    )
