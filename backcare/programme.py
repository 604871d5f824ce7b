"""data/programme.toml → Programme, with every mistake in it named by its place, its value and what is allowed."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from backcare.domain import Exercise, Phase, Programme
from backcare.errors import ProgrammeError
from backcare.paths import data_folder

Schema = dict[str, Any]
"""A JSON Schema; its ``description`` is what is allowed, as a person reads it."""
Mistake = tuple[tuple[str | int, ...], object, str]
"""Where: keys and positions from the top of the file; what is there, ``None`` for nothing; what is allowed."""
ADVICE = ("dose", "stop", "referral", "urgent")


def _object(**keys: Schema) -> Schema:
    allowed = f"a table with {', '.join(keys)}"
    return {"type": "object", "required": list(keys), "properties": keys, "description": allowed}


def _list(item: Schema, allowed: str) -> Schema:
    return {"type": "array", "minItems": 1, "items": item, "description": allowed}


def _enum(*words: str) -> Schema:
    return {"enum": words, "description": " or ".join(f'"{word}"' for word in words)}


TEXT = {"type": "string", "pattern": r"\S", "description": "some text"}
ID = {"pattern": r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", "description": "small letters, digits and single hyphens"}
SENTENCES = _list(TEXT, "a list of sentences")
STEP = {"type": "integer", "description": "the number of a step, from 1"}
LENGTH = {"description": 'more than 0, at most 60, or for a hold "comfortable"'}
# Not "maximum": 60, which TOML's nan would pass, as every comparison with it is false.
SECONDS = {"type": "number", "exclusiveMinimum": 0, "not": {"exclusiveMinimum": 60}, **LENGTH}
PHASE = {
    **_object(cue=TEXT, step=STEP, pose=TEXT, kind=_enum("move", "hold", "return"), seconds=LENGTH),
    "if": {"properties": {"kind": {"const": "hold"}}},
    "then": {"properties": {"seconds": {"anyOf": [SECONDS, {"const": "comfortable"}], **LENGTH}}},
    "else": {"properties": {"seconds": SECONDS}},
}
EXERCISE = _object(
    id={**TEXT, **ID},
    title=TEXT,
    position=_enum("lying", "sitting", "standing"),
    setup=TEXT,
    repetition=TEXT,
    steps=SENTENCES,
    phases=_list(PHASE, "a list of { cue, step, … }"),
)
PROGRAMME = _object(
    source=_object(title=TEXT, publisher=TEXT, url=TEXT),
    dose=_object(advice=TEXT, walking=TEXT),
    stop=_object(advice=TEXT),
    referral=_object(advice=TEXT, helpline=TEXT, gp=TEXT),
    urgent=_object(url=TEXT, phone=TEXT, signs=SENTENCES, emergency=TEXT, gp=TEXT, gp_signs=SENTENCES),
    exercise=_list(EXERCISE, "at least one table [[exercise]]"),
)


# Kept, since each run of a page asks for it, and reading and checking it takes 5 ms.
@cache
def load_programme(path: Path | None = None) -> Programme:
    """The programme. Raises ``ProgrammeError`` listing every mistake in the file."""
    path = path or data_folder() / "programme.toml"
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProgrammeError(f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ProgrammeError(f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeError(f"{path.name} is not valid TOML: {error}.") from error
    # Each message once: two keywords of the schema may refuse the same value.
    messages = dict.fromkeys(_message(raw, *mistake) for mistake in (*_against_schema(raw), *_beyond_schema(raw)))
    if messages:
        raise ProgrammeError("\n".join(f"{path.name}: {message}" for message in messages))
    source = {key: raw["source"][key] for key in ("title", "publisher", "url")}
    advice = {f"{table}.{key}": text for table in ADVICE for key, text in raw[table].items() if isinstance(text, str)}
    signs, gp_signs = (tuple(raw["urgent"][key]) for key in ("signs", "gp_signs"))
    return Programme(tuple(map(_exercise, raw["exercise"])), source, advice, signs, gp_signs)


def _against_schema(raw: dict[str, Any]) -> Iterator[Mistake]:
    for error in Draft202012Validator(PROGRAMME).iter_errors(raw):
        place, schema = tuple(error.absolute_path), error.schema
        if error.validator == "required":
            missing = [key for key in schema["required"] if key not in error.instance]
            yield from (((*place, key), None, schema["properties"][key]["description"]) for key in missing)
        else:
            yield place, error.instance, schema["description"]


def _beyond_schema(raw: dict[str, Any]) -> Iterator[Mistake]:
    """What a schema cannot say, of each exercise that fits it: an id is used once, and a phase has a step there is."""
    listed, ids = raw.get("exercise"), set()
    for number, exercise in enumerate(listed if isinstance(listed, list) else []):
        if not Draft202012Validator(EXERCISE).is_valid(exercise):
            continue
        if exercise["id"] in ids:
            yield ("exercise", number, "id"), exercise["id"], "an id used once"
        ids.add(exercise["id"])
        last = len(exercise["steps"])
        for nth, phase in enumerate(exercise["phases"]):
            if not 1 <= phase["step"] <= last:
                yield ("exercise", number, "phases", nth, "step"), phase["step"], f"the number of a step, 1 to {last}"


def _message(raw: dict[str, Any], place: tuple[str | int, ...], value: object, allowed: str) -> str:
    """One mistake in words, such as "exercise 2 (tilting-your-pelvis), phase 3, kind is 'wait'; allowed: …"."""
    words: list[str] = []
    node: Any = raw
    for part in place:
        if isinstance(part, str):
            node = node.get(part)
            words.append(part)
        else:
            node = node[part]
            words[-1] = f"{words[-1].removesuffix('s')} {part + 1}"
        if isinstance(node, dict) and "id" in node:
            words[-1] += f" ({node['id']})"
    return f"{', '.join(words)} is {'missing' if value is None else repr(value)}; allowed: {allowed}."


def _exercise(raw: dict[str, Any]) -> Exercise:
    phases = tuple(
        Phase(p["cue"], int(p["step"]), p["pose"], p["kind"], None if p["seconds"] == "comfortable" else p["seconds"])
        for p in raw["phases"]
    )
    values = {key: raw[key] for key in EXERCISE["properties"]}
    return Exercise(**{**values, "steps": tuple(raw["steps"]), "phases": phases})
