"""From a pose to strokes seen from the side: the joints, and the limbs solved to reach what they rest on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Pose = Mapping[str, Array]

SPINE = (14.0, 20.0, 20.0)
NECK, HEAD = 19.0, 12.0
THIGH, SHIN, FOOT = 42.0, 42.0, 15.0
UPPER_ARM, FOREARM = 25.0, 24.0
TRUNK_WIDTH, LIMB_WIDTH, ARM_WIDTH, NECK_WIDTH = 18.0, 11.0, 9.0, 9.0
TRUNK_SAMPLES = 13
INSET = (48.0, 178.0, 62.0, 134.0)
"""Left, right, floor and top of the enlarged lower back."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One shape of the figure: a "line" with round ends, a "disc" (``width`` its radius), or a filled "area"."""

    name: str
    kind: str
    width: float
    points: Array
    """Shape (n, 2): x to the right, y up from the floor."""
    part: str = ""
    """The name under which poses.toml marks it as moving, where that is not its own."""
    joined: bool = False
    """Whether it shares its outline with the next stroke, as the nose does with the head."""


def away(start: Array, degrees: float | Array, length: float | Array) -> Array:
    """The point ``length`` away from ``start`` in a direction."""
    angle = math.radians(degrees)
    step: Array = length * np.array([math.cos(angle), math.sin(angle)])
    return start + step


def left_of(vector: Array) -> Array:
    """The unit vector at right angles to the left of a vector."""
    return np.array([-vector[1], vector[0]]) / math.hypot(*vector)


def bend(start: Array, end: Array, first: float, second: float, aside: Array) -> Array:
    """The joint between two bones that reach from ``start`` to ``end``; ``aside``: the direction in which it bends."""
    distance = math.hypot(*(end - start))
    if not abs(first - second) < distance <= first + second + 1e-6:
        raise ValueError(f"a limb of {first:g} + {second:g} cannot span {distance:.1f}")
    reach = (first**2 - second**2 + distance**2) / (2 * distance)
    return start + (end - start) / distance * reach + aside * math.sqrt(max(first**2 - reach**2, 0.0))


def between(start: Pose, end: Pose, share: float) -> Pose:
    """The pose a share of the way from one to the other."""
    return {key: start[key] + (end[key] - start[key]) * share for key in start}


def curve(joints: Array) -> Array:
    """A smooth line along the joints: a quadratic B-spline that starts and ends on the outer ones."""
    knots = [joints[0], *((a + b) / 2 for a, b in pairwise(joints[1:-1])), joints[-1]]
    spans = list(zip(knots[:-1], joints[1:-1], knots[1:], strict=True))
    points = []
    for place in np.linspace(0, len(spans), TRUNK_SAMPLES):
        span = min(int(place), len(spans) - 1)
        (a, b, c), t = spans[span], place - span
        points.append((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)
    return np.array(points)


def side_joints(pose: Pose, front: int) -> dict[str, Array]:
    """The joints of a pose seen from the side; ``ValueError`` where a limb cannot reach what it rests on."""
    ankle = pose["foot"]
    if "lean" in pose:
        hip, knee = (away(ankle, pose["lean"], length) for length in (THIGH + SHIN, SHIN))
    else:
        hip = pose["pelvis"]
        knee = bend(hip, ankle, THIGH, SHIN, front * left_of(ankle - hip))
    spine = [hip]
    for angle, length in zip(pose["spine"], SPINE, strict=True):
        spine.append(away(spine[-1], angle, length))
    upper = pose["spine"][-1]
    shoulder = away(away(spine[-1], upper, -4), upper - 90 * front, pose["reach"])
    hand = pose["hand"] if "hand" in pose else _hand_on_back(pose, np.array(spine), front)
    elbow = bend(shoulder, hand, UPPER_ARM, FOREARM, -front * left_of(hand - shoulder))
    return {
        "spine": np.array(spine),
        "head": away(spine[-1], pose["neck"], NECK),
        "leg": np.array([hip, knee, ankle, away(ankle, pose["toe"], FOOT)]),
        "arm": np.array([shoulder, elbow, hand]),
    }


def _hand_on_back(pose: Pose, spine: Array, front: int) -> Array:
    share, behind = pose["hand_on_back"]
    line = curve(spine)
    n = round(share * (len(line) - 1))
    hand: Array = line[n] + behind * front * left_of(line[n + 1] - line[n - 1])
    return hand


def side_strokes(pose: Pose, front: int) -> list[Stroke]:
    """The figure from the side, back to front."""
    joints = side_joints(pose, front)
    trunk, head, face = curve(joints["spine"]), joints["head"], pose["face"]
    nose = [away(head, face, HEAD - 4), away(head, face - 6 * front, HEAD + 2.5)]
    eye = away(head, face + 34 * front, 6.5)
    cut = TRUNK_SAMPLES // 3
    strokes = [
        Stroke("neck", "line", NECK_WIDTH, np.array([joints["spine"][-1], head]), "head"),
        Stroke("trunk", "line", TRUNK_WIDTH, trunk),
        Stroke("lumbar", "line", TRUNK_WIDTH, trunk[: 2 * cut + 1]),
        Stroke("chest", "line", TRUNK_WIDTH, trunk[cut:]),
        Stroke("nose", "line", 3, np.array(nose), "head", joined=True),
        Stroke("head", "disc", HEAD, head[None]),
        Stroke("eye", "disc", 1.8, eye[None], "ink"),
        Stroke("leg", "line", LIMB_WIDTH, joints["leg"]),
        Stroke("arm", "line", ARM_WIDTH, joints["arm"]),
    ]
    return [*strokes, hollow(pose["gap"])] if "gap" in pose else strokes


def hollow(gap: Array) -> Stroke:
    """The enlarged lower back; the gap under it is open at 1 and closed at 0."""
    left, right, ground, _ = INSET
    share = np.linspace(0, 1, 41)
    x = left + 2.5 + (right - left - 5) * share
    rise = gap * 12 * (1 - np.cos(math.tau * np.clip((share - 0.1) / 0.8, 0, 1)))  # 0 at both ends, smooth
    under, over = np.column_stack([x, ground + rise]), np.column_stack([x, ground + 30 + rise * 0.6])
    return Stroke("lower back", "area", 0, np.concatenate([under, over[::-1]]), "lumbar")
