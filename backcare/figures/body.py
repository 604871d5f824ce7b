"""From a pose to strokes seen from the side: the joints, and the limbs solved to reach what they rest on."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Pose = Mapping[str, tuple[float, ...]]
Body = Mapping[str, tuple[float, ...]]

TRUNK_WIDTH, LIMB_WIDTH, ARM_WIDTH, NECK_WIDTH = 18.0, 11.0, 9.0, 9.0
TRUNK_SAMPLES = 13
INSET = (48.0, 178.0, 62.0, 134.0)
"""Left, right, floor and top of the enlarged lower back."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One shape of the figure: a line with round ends, a disc (``width`` its radius), or a filled area."""

    name: str
    kind: str
    width: float
    points: tuple[Point, ...]
    part: str = ""
    edge: float = 0.0
    """The width of its outline; 0 leaves it to the style."""
    joined: bool = False
    """Whether it shares its outline with the next stroke, as the nose does with the head."""

    @property
    def marks(self) -> str:
        """The name under which figures.toml marks it as moving."""
        return self.part or self.name


def along(start: Point, degrees: float, length: float) -> Point:
    """The point ``length`` away from ``start`` in a direction."""
    angle = math.radians(degrees)
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def bend(start: Point, end: Point, first: float, second: float, side: float) -> Point:
    """The joint between two bones that reach from ``start`` to ``end``; ``side`` says to which side it bends.

    >>> bend((0, 0), (6, 0), 5, 5, 1)
    (3.0, 4.0)
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    if not abs(first - second) < distance <= first + second + 1e-6:
        raise ValueError(f"a limb of {first:g} + {second:g} cannot span {distance:.1f}")
    reach = (first**2 - second**2 + distance**2) / (2 * distance)
    height = side * math.sqrt(max(first**2 - reach**2, 0.0))
    return start[0] + (dx * reach - dy * height) / distance, start[1] + (dy * reach + dx * height) / distance


def between(here: Pose, there: Pose, share: float) -> Pose:
    """The pose a share of the way from one to the other."""
    return {k: tuple(a + (b - a) * share for a, b in zip(here[k], there[k], strict=True)) for k in here}


def curve(joints: Sequence[Point], samples: int = TRUNK_SAMPLES) -> tuple[Point, ...]:
    """A smooth line along the joints: a quadratic B-spline that starts and ends on the outer ones."""
    knots = [joints[0], *(middle(a, b) for a, b in pairwise(joints[1:-1])), joints[-1]]
    spans = list(zip(knots[:-1], joints[1:-1], knots[1:], strict=True))
    points = []
    for i in range(samples):
        place = i / (samples - 1) * len(spans)
        n = min(int(place), len(spans) - 1)
        t = place - n
        a, b, c = spans[n]
        points.append(
            (
                (1 - t) ** 2 * a[0] + 2 * t * (1 - t) * b[0] + t**2 * c[0],
                (1 - t) ** 2 * a[1] + 2 * t * (1 - t) * b[1] + t**2 * c[1],
            )
        )
    return tuple(points)


def middle(a: Point, b: Point) -> Point:
    """Half way between two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


@dataclass(frozen=True, slots=True)
class Side:
    """The joints of the side view; what rests is where the pose says, and the limbs are solved to reach it."""

    spine: tuple[Point, ...]
    head: Point
    leg: tuple[Point, ...]
    arm: tuple[Point, ...]


def side_joints(body: Body, pose: Pose, front: float, elbow: float, knee: float) -> Side:
    """Solve a pose seen from the side."""
    foot = (pose["foot"][0], pose["foot"][1])
    thigh, shin = body["thigh"][0], body["shin"][0]
    straight = "lean" in pose
    hip = along(foot, pose["lean"][0], thigh + shin) if straight else (pose["pelvis"][0], pose["pelvis"][1])
    spine = [hip]
    for angle, length in zip(pose["spine"], body["spine"], strict=True):
        spine.append(along(spine[-1], angle, length))
    bent = along(foot, pose["lean"][0], shin) if straight else bend(hip, foot, thigh, shin, knee)
    leg = (hip, bent, foot, along(foot, pose["toe"][0], body["foot"][0]))
    upper = pose["spine"][-1]
    shoulder = along(along(spine[-1], upper, -4), upper - 90 * front, pose["reach"][0])
    hand = _hand(pose, tuple(spine), front)
    arm = (shoulder, bend(shoulder, hand, body["upper_arm"][0], body["forearm"][0], elbow), hand)
    return Side(tuple(spine), along(spine[-1], pose["neck"][0], body["neck"][0]), leg, arm)


def _hand(pose: Pose, spine: tuple[Point, ...], front: float) -> Point:
    if "hand" in pose:
        return pose["hand"][0], pose["hand"][1]
    share, behind = pose["hand_on_back"]
    line = curve(spine)
    n = round(share * (len(line) - 1))
    (x0, y0), (x1, y1) = line[n - 1], line[n + 1]
    return along(line[n], math.degrees(math.atan2(y1 - y0, x1 - x0)) + 90 * front, behind)


def side_strokes(body: Body, pose: Pose, front: float, elbow: float, knee: float) -> tuple[Stroke, ...]:
    """The figure from the side, back to front."""
    joints = side_joints(body, pose, front, elbow, knee)
    trunk, face = curve(joints.spine), pose["face"][0]
    radius = body["head"][0]
    nose = (along(joints.head, face, radius - 4), along(joints.head, face - 6 * front, radius + 2.5))
    eye = along(joints.head, face + 34 * front, 6.5)
    cut = TRUNK_SAMPLES // 3
    return (
        Stroke("neck", "line", NECK_WIDTH, (joints.spine[-1], joints.head), "head"),
        Stroke("trunk", "line", TRUNK_WIDTH, trunk),
        Stroke("lumbar", "line", TRUNK_WIDTH, trunk[: 2 * cut + 1]),
        Stroke("chest", "line", TRUNK_WIDTH, trunk[cut:]),
        Stroke("nose", "line", 3, nose, "head", joined=True),
        Stroke("head", "disc", radius, (joints.head,)),
        Stroke("eye", "disc", 1.8, (eye,), "ink"),
        Stroke("leg", "line", LIMB_WIDTH, joints.leg),
        Stroke("arm", "line", ARM_WIDTH, joints.arm),
    )


def hollow(gap: float) -> Stroke:
    """The enlarged lower back; the gap under it is open at 1 and closed at 0."""
    left, right, ground, _ = INSET
    steps = 40
    inner = right - left - 5
    xs = [left + 2.5 + inner * i / steps for i in range(steps + 1)]
    rise = [gap * 24 * _bell(i / steps) for i in range(steps + 1)]
    under = [(x, ground + r) for x, r in zip(xs, rise, strict=True)]
    over = [(x, ground + 30 + r * 0.6) for x, r in zip(xs, rise, strict=True)]
    return Stroke("lower back", "area", 0, (*under, *reversed(over)), "lumbar")


def _bell(share: float) -> float:
    """0 at both ends, 1 in the middle, smooth."""
    inside = min(max((share - 0.1) / 0.8, 0.0), 1.0)
    return (1 - math.cos(math.tau * inside)) / 2
