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
TRUNK_WIDTH, THIGH_WIDTH, LIMB_WIDTH, ARM_WIDTH, NECK_WIDTH = 19.0, 13.0, 11.0, 9.0, 9.0
HAND = 6.0
TRUNK_SAMPLES = 13
LENS, LENS_RADIUS = np.array([93.0, 92.0]), 36.0
"""The circle in which the lower back is seen enlarged."""


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
    """Whether it shares its outline with the next stroke, as the thigh does with the shin."""


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
    hip, knee, ankle, toe = joints["leg"]
    heel = away(ankle, pose["toe"], -4)
    cut = TRUNK_SAMPLES // 3
    strokes = [
        Stroke("neck", "line", NECK_WIDTH, np.array([joints["spine"][-1], head]), "head"),
        Stroke("trunk", "line", TRUNK_WIDTH, trunk),
        Stroke("lumbar", "line", TRUNK_WIDTH, trunk[: 2 * cut + 1]),
        Stroke("chest", "line", TRUNK_WIDTH, trunk[cut:]),
        Stroke("skull", "disc", HEAD, head[None], "head"),
        hair(head, face + 62 * front, face + 225 * front, 0.32),
        Stroke("thigh", "line", THIGH_WIDTH, np.array([hip, knee]), "leg", joined=True),
        Stroke("shin", "line", LIMB_WIDTH, np.array([knee, ankle]), "leg", joined=True),
        Stroke("foot", "line", LIMB_WIDTH - 1, np.array([heel, toe]), "leg"),
        Stroke("arm", "line", ARM_WIDTH, joints["arm"], joined=True),
        Stroke("hand", "disc", HAND, joints["arm"][-1:], "arm"),
    ]
    return [*strokes, hollow(pose["gap"])] if "gap" in pose else strokes


def hair(head: Array, start: float | Array, end: float | Array, depth: float) -> Stroke:
    """The hair, along the rim of the head from one angle to another; ``depth``: 0 reaches the middle, 1 is the rim."""
    rim = [away(head, angle, HEAD) for angle in np.linspace(start, end, 12)]
    inner = away(head, (start + end) / 2, HEAD * depth)
    line = [(1 - t) ** 2 * rim[-1] + 2 * t * (1 - t) * inner + t**2 * rim[0] for t in np.linspace(0, 1, 7)[1:-1]]
    return Stroke("hair", "area", 2, np.array([*rim, *line]), "head")


def hollow(gap: Array) -> Stroke:
    """The enlarged lower back within its circle; the gap under it is open at 1 and closed at 0."""
    inner = LENS_RADIUS - 1.5
    angles = np.linspace(-27, 25, 7)
    right = [away(np.zeros(2), angle, inner) for angle in angles]
    share = np.linspace(-1, 1, 21)
    rise = gap * 8.5 * (1 + np.cos(math.pi * np.clip(share * 1.15, -1, 1)))  # 0 at both ends, smooth
    below = np.column_stack([right[0][0] * share, right[0][1] + rise])
    above = np.column_stack([right[-1][0] * share, right[-1][1] + rise * 0.5])[::-1]
    left = [point * [-1, 1] for point in right[::-1]]
    return Stroke("lower back", "area", 0, LENS + np.concatenate([below, right, above, left]), "lumbar")
