"""figures.toml read and checked: what may be drawn is said here, and a mistake is reported with where it is."""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backcare.errors import ProgrammeError
from backcare.figures.body import Body, Point, Pose, Stroke, hollow, side_strokes
from backcare.figures.feet import feet_strokes

LABELS = ("start", "hold", "return")
BADGES = ("", "2 s", "as long as comfortable")
PROPS = ("floor", "mat", "chair", "inset")
VIEWS = ("side", "feet")
STROKES = ("trunk", "chest", "lumbar", "head", "arm", "arms", "leg", "legs")
SIDE_KEYS = {"spine": 3, "neck": 1, "face": 1, "foot": 2, "toe": 1, "reach": 1}
FEET_KEYS = {"roll": 1, "turn": 1}
FIGURE_KEYS = ("exercise", "view", "height", "front", "elbow", "knee", "props", "moving", "poses", "frames")
FRAME_KEYS = ("pose", "label", "badge", "note", "arrows")
BODY_KEYS = {"spine": 3, "neck": 1, "head": 1, "thigh": 1, "shin": 1, "foot": 1, "upper_arm": 1, "forearm": 1}


@dataclass(frozen=True, slots=True)
class Frame:
    """One numbered picture. ``came_from`` is the pose before it; ``badge`` is empty where nothing is held.

    ``note`` says, in lines of a few words, what this view cannot show.
    """

    number: int
    pose: str
    label: str
    badge: str
    arrows: tuple[tuple[Point, Point, Point], ...]
    came_from: str
    note: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One exercise: its poses, its pictures and what stays fixed around them."""

    exercise: str
    view: str
    height: float
    bends: tuple[float, float, float]
    props: tuple[str, ...]
    moving: Mapping[str, tuple[str, ...]]
    poses: Mapping[str, Pose]
    frames: tuple[Frame, ...]
    body: Body

    def strokes(self, pose: Pose) -> tuple[Stroke, ...]:
        """The figure in a pose; the same strokes in the same order for every pose."""
        drawn = side_strokes(self.body, pose, *self.bends) if self.view == "side" else feet_strokes(self.body, pose)
        enlarged = (hollow(pose["gap"][0]),) if "inset" in self.props else ()
        return tuple(s for s in drawn if s.name not in ("lumbar", "chest") or s.name in self.marked) + enlarged

    @property
    def marked(self) -> frozenset[str]:
        """The strokes that move."""
        return frozenset(stroke for strokes in self.moving.values() for stroke in strokes)


Figures = Mapping[str, Figure]


def wrong(where: str, what: str, allowed: str) -> ProgrammeError:
    """The complaint about figures.toml: what is wrong, where, and what is allowed."""
    return ProgrammeError(f"figures.toml, {where}: {what}. Allowed: {allowed}.")


def read_figures(path: Path) -> Figures:
    """Read and check figures.toml."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as fault:
        raise wrong(str(path), f"it cannot be read ({fault})", "a UTF-8 text file") from fault
    except tomllib.TOMLDecodeError as fault:
        raise wrong(str(path), f"it is not TOML ({fault})", "TOML, see the head of the file") from fault
    body = _numbers(_table(document.get("body"), "body"), BODY_KEYS, "body")
    figures: dict[str, Figure] = {}
    entries = document.get("figure")
    for number, entry in enumerate(entries if isinstance(entries, list) else [], 1):
        figure = _figure(_table(entry, f"figure {number}"), body, number)
        if figure.exercise in figures:
            raise wrong(f"figure {number}", f'"{figure.exercise}" is there twice', "one figure for each exercise")
        figures[figure.exercise] = figure
    if not figures:
        raise wrong("[[figure]]", "there is none", "one for each exercise")
    return figures


def _figure(entry: dict[str, Any], body: Body, number: int) -> Figure:
    _known(entry, FIGURE_KEYS, f"figure {number}")
    exercise = entry.get("exercise")
    if not isinstance(exercise, str) or not exercise:
        raise wrong(f"figure {number}", "it names no exercise", "an id from programme.toml")
    where = f'figure "{exercise}"'
    view = _one_of(entry.get("view"), VIEWS, f"{where}, view")
    sides = ("front", "elbow", "knee") if view == "side" else ()
    numbers = _numbers(entry, {"height": 1, **dict.fromkeys(sides, 1)}, where)
    poses = {
        name: _pose(_table(pose, f"{where}, pose {name}"), view, f"{where}, pose {name}")
        for name, pose in _table(entry.get("poses"), f"{where}, poses").items()
    }
    if len({frozenset(pose) for pose in poses.values()}) != 1 or "start" not in poses:
        raise wrong(f"{where}, poses", f"found {sorted(poses)}", 'a pose "start", and the same keys in every pose')
    bends = tuple(numbers[side][0] for side in sides) or (1.0, 1.0, 1.0)
    figure = Figure(
        exercise=exercise,
        view=view,
        height=numbers["height"][0],
        bends=(bends[0], bends[1], bends[2]),
        props=tuple(_one_of(prop, PROPS, f"{where}, props") for prop in _list(entry.get("props"), f"{where}, props")),
        moving=_moving(entry, where),
        poses=poses,
        frames=_frames(entry, poses, where),
        body=body,
    )
    _reach(figure, where)
    return figure


def _reach(figure: Figure, where: str) -> None:
    """A limb that cannot reach what it rests on is found now, not while someone is exercising."""
    for name, pose in figure.poses.items():
        try:
            figure.strokes(pose)
        except ValueError as fault:
            raise wrong(f"{where}, pose {name}", str(fault), "a hand or foot within reach") from fault


def _pose(entry: dict[str, Any], view: str, where: str) -> Pose:
    keys: dict[str, int] = dict(FEET_KEYS)
    if view == "side":
        hip = {"lean": 1} if "lean" in entry else {"pelvis": 2}
        hand = {"hand_on_back": 2} if "hand_on_back" in entry else {"hand": 2}
        keys = {**hip, **SIDE_KEYS, **hand, **({"gap": 1} if "gap" in entry else {})}
    _known(entry, keys, where)
    return _numbers(entry, keys, where)


def _moving(entry: dict[str, Any], where: str) -> dict[str, tuple[str, ...]]:
    moving = {}
    for item in _list(entry.get("moving"), f"{where}, moving"):
        part = _table(item, f"{where}, moving")
        _known(part, ("name", "strokes"), f"{where}, moving")
        strokes = _list(part.get("strokes"), f"{where}, moving")
        moving[str(part.get("name"))] = tuple(_one_of(s, STROKES, f"{where}, moving") for s in strokes)
    if not moving:
        raise wrong(f"{where}, moving", "nothing moves", "at least one part")
    return moving


def _frames(entry: dict[str, Any], poses: Mapping[str, Pose], where: str) -> tuple[Frame, ...]:
    frames: list[Frame] = []
    for number, item in enumerate(_list(entry.get("frames"), f"{where}, frames"), 1):
        at = f"{where}, frame {number}"
        table = _table(item, at)
        _known(table, FRAME_KEYS, at)
        label = _one_of(table.get("label"), LABELS, f"{at}, label")
        badge = _one_of(table.get("badge", ""), BADGES, f"{at}, badge")
        if bool(badge) != (label == "hold"):
            raise wrong(at, f'label "{label}" with badge "{badge}"', "a badge on every hold and on nothing else")
        pose = _one_of(table.get("pose"), tuple(poses), f"{at}, pose")
        arrows = tuple(_arrow(arrow, at) for arrow in _list(table.get("arrows", []), at))
        note = tuple(str(line) for line in _list(table.get("note", []), f"{at}, note"))
        frames.append(Frame(number, pose, label, badge, arrows, frames[-1].pose if frames else pose, note))
    if not frames or frames[0].label != "start":
        raise wrong(f"{where}, frames", "they do not begin with a start", "start, then hold and return")
    return tuple(frames)


def _arrow(value: object, where: str) -> tuple[Point, Point, Point]:
    points = [_floats(point, 2, f"{where}, arrows") for point in _list(value, f"{where}, arrows")]
    if len(points) != 3:
        raise wrong(f"{where}, arrows", f"{len(points)} points", "start, bend and end, each [x, y]")
    start, bend, end = ((point[0], point[1]) for point in points)
    return start, bend, end


def _numbers(entry: dict[str, Any], keys: Mapping[str, int], where: str) -> dict[str, tuple[float, ...]]:
    return {key: _floats(entry.get(key), count, f"{where}, {key}") for key, count in keys.items()}


def _floats(value: object, count: int, where: str) -> tuple[float, ...]:
    values: list[Any] = value if isinstance(value, list) else [value]
    if len(values) != count or not all(type(v) in (int, float) and math.isfinite(v) for v in values):
        raise wrong(where, f"{value!r}", "a number" if count == 1 else f"{count} numbers")
    return tuple(float(v) for v in values)


def _known(entry: dict[str, Any], allowed: Iterable[str], where: str) -> None:
    """A misspelt key would otherwise be left out without a word."""
    for key in entry.keys() - set(allowed):
        raise wrong(where, f'unknown key "{key}"', ", ".join(allowed))


def _table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise wrong(where, "it is missing or not a table", "a table of keys, see the head of the file")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(where, "it is missing or not a list", "a list, see the head of the file")
    return value


def _one_of(value: object, allowed: tuple[str, ...], where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise wrong(where, f"{value!r}", ", ".join(f'"{a}"' for a in allowed))
    return value
