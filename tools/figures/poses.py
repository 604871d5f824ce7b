"""poses.toml → each exercise's figure: its poses, what moves, and its numbered drawings."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tools.figures.feet import feet_strokes
from tools.figures.side import Array, Pose, Stroke, side_strokes

POSES = Path(__file__).with_name("poses.toml")


@dataclass(frozen=True, slots=True)
class FigureDrawing:
    """One numbered drawing. ``came_from`` is the pose before it; ``badge`` is empty where nothing is held."""

    number: int
    pose: str
    came_from: str
    label: str
    badge: str = ""
    note: str = ""
    """What this view cannot show."""
    arrows: tuple[Array, ...] = ()
    """Start, bend and end of curves, each of shape (3, 2)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One exercise: its poses, its drawings and what stays fixed around them. The keys are told in poses.toml."""

    view: str
    height: float
    moving: frozenset[str]
    poses: Mapping[str, Pose]
    drawings: tuple[FigureDrawing, ...]
    front: int = 1
    chair: bool = False

    def strokes(self, pose: Pose) -> list[Stroke]:
        """The figure in a pose; the same strokes for every pose."""
        strokes = feet_strokes(pose) if self.view == "feet" else side_strokes(pose, self.front)
        return [s for s in strokes if s.name not in ("lumbar", "chest") or s.name in self.moving]

    def role(self, stroke: Stroke) -> str:
        """How a stroke is drawn: "moving", "fixed", or, inside the head, "ink" on a light one, "eye" on a dark one."""
        if stroke.part == "ink":
            return "eye" if "head" in self.moving else "ink"
        return "moving" if (stroke.part or stroke.name) in self.moving else "fixed"


def read_figures(path: Path = POSES) -> dict[str, Figure]:
    """The figures by exercise id; ``TypeError``, ``KeyError`` or ``ValueError`` where the file is wrong."""
    return {name: _figure(**entry) for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _figure(poses: dict[str, Any], drawings: list[Any], moving: list[str], **rest: Any) -> Figure:
    figure = Figure(
        poses={
            name: {key: np.array(value, float) for key, value in {**poses["start"], **pose}.items()}
            for name, pose in poses.items()
        },
        drawings=tuple(_drawing(number, *pair) for number, pair in enumerate(pairwise([drawings[0], *drawings]), 1)),
        moving=frozenset(moving),
        **rest,
    )
    for pose in figure.poses.values():
        figure.strokes(pose)  # A limb that cannot reach what it rests on is an error.
    return figure


def _drawing(number: int, before: dict[str, Any], entry: dict[str, Any]) -> FigureDrawing:
    arrows = tuple(np.array(arrow, float) for arrow in entry.get("arrows", ()))
    return FigureDrawing(**{**entry, "number": number, "came_from": before["pose"], "arrows": arrows})
