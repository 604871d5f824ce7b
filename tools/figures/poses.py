"""poses.toml → each exercise's figure: its poses, what moves, and its numbered drawings."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tools.figures.above import above_strokes
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

    @property
    def caption(self) -> str:
        """What the drawing is, in words."""
        return {"start": "Start", "hold": f"Hold {self.badge}", "return": "Go back"}[self.label]


@dataclass(frozen=True, slots=True)
class Figure:
    """One exercise: its poses, its drawings and what stays fixed around them. The keys are told in poses.toml."""

    view: str
    height: float
    moving: frozenset[str]
    poses: Mapping[str, Pose]
    drawings: tuple[FigureDrawing, ...]
    front: int = 1
    place: str = "floor"
    """What it is on: "mat", "chair" or "floor"."""

    def strokes(self, pose: Pose) -> list[Stroke]:
        """The figure in a pose; the same strokes for every pose."""
        strokes = above_strokes(pose) if self.view == "above" else side_strokes(pose, self.front)
        return [s for s in strokes if s.name not in ("lumbar", "chest") or s.name in self.moving]

    def moves(self, stroke: Stroke) -> bool:
        """Whether it is marked as moving."""
        return (stroke.part or stroke.name) in self.moving

    def role(self, stroke: Stroke) -> str:
        """How a stroke is drawn: "moving", "fixed" or "ink". The head, by which one knows the figure, never changes."""
        if stroke.name == "hair":
            return "ink"
        return "moving" if self.moves(stroke) and stroke.part != "head" else "fixed"


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
