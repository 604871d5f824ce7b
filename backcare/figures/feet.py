"""From a pose to strokes seen from the feet, a little from above: a side view hides how the knees roll."""

import math
from collections.abc import Mapping

from backcare.figures.body import ARM_WIDTH, LIMB_WIDTH, NECK_WIDTH, Body, Point, Pose, Stroke, middle

Space = tuple[float, float, float]

ELEVATION = math.radians(52)
"""How far from above one looks: enough to see the trunk behind the knees, low enough to see the knees fall."""
ORIGIN: Point = (110.0, 2.0)
NEAR_EDGE = -62.0
"""Where the mat begins, in front of the feet."""
DISTANCE = 600.0
"""How far away the eye is: a weak perspective, so that the body is seen to lie down and away."""


def feet_joints(body: Body, pose: Pose) -> dict[str, tuple[Space, ...]]:
    """The joints of someone lying on the back, in space: x to the person's left, y towards the head, z up."""
    roll, turn = math.radians(pose["roll"][0]), math.radians(pose["turn"][0])
    thigh, shin = body["thigh"][0], body["shin"][0]
    joints: dict[str, tuple[Space, ...]] = {}
    for name, side in (("right", -1.0), ("left", 1.0)):
        # Turning the pelvis to the right lifts its left side off the floor, and the other way round.
        hip = (side * 8 * math.cos(turn), 0.0, 10 + 8 * (abs(math.sin(turn)) - side * math.sin(turn)))
        foot = (side * 8.0, -46.0, 6.0)
        joints[name] = (hip, _knee(hip, foot, thigh, shin, roll), foot, (side * 9.0, -46.0 - body["foot"][0], 6.0))
    length = sum(body["spine"])
    for name, side in (("right arm", -1.0), ("left arm", 1.0)):
        joints[name] = ((side * 15, length - 4, 8.0), (side * 38, length - 4, 6.5), (side * 61, length - 4, 5.0))
    joints["trunk"] = ((0.0, 0.0, 10.0), (0.0, length - 4, 9.0))
    joints["head"] = ((0.0, length, 10.0), (0.0, length + body["neck"][0], 13.0))
    return joints


def _knee(hip: Space, foot: Space, thigh: float, shin: float, roll: float) -> Space:
    """The knee on its circle around the line from hip to foot, ``roll`` away from upright."""
    line = [b - a for a, b in zip(hip, foot, strict=True)]
    distance = math.hypot(*line)
    x, y, z = (v / distance for v in line)
    reach = (thigh**2 - shin**2 + distance**2) / (2 * distance)
    radius = math.sqrt(thigh**2 - reach**2)
    # "Up" and "aside" at right angles to the line: z and x with their share along the line taken out.
    up = (-z * x, -z * y, 1 - z * z)
    size = math.hypot(*up)
    up = (up[0] / size, up[1] / size, up[2] / size)
    aside = (up[1] * z - up[2] * y, up[2] * x - up[0] * z, up[0] * y - up[1] * x)
    c, s = radius * math.cos(roll), radius * math.sin(roll)
    return (
        hip[0] + x * reach + c * up[0] + s * aside[0],
        hip[1] + y * reach + c * up[1] + s * aside[1],
        hip[2] + z * reach + c * up[2] + s * aside[2],
    )


def nearness(y: float) -> float:
    """How large something at this depth is drawn: 1 at the near edge of the mat, smaller towards the head."""
    return 1 / (1 + (y - NEAR_EDGE) / DISTANCE)


def seen_from_feet(point: Space) -> Point:
    """Where a point in space falls in the picture, further things smaller and higher."""
    x, y, z = point
    size = nearness(y)
    ahead = (y - NEAR_EDGE) * size * math.sin(ELEVATION)
    return ORIGIN[0] + x * size, ORIGIN[1] + z * size * math.cos(ELEVATION) + ahead


def feet_strokes(body: Body, pose: Pose) -> tuple[Stroke, ...]:
    """The figure from the feet end, far to near: head, arms, trunk, then the leg underneath and the leg on top."""
    joints = feet_joints(body, pose)
    flat = {name: tuple(seen_from_feet(p) for p in points) for name, points in joints.items()}
    legs: list[Stroke] = []
    order = ("right", "left") if pose["roll"][0] <= 0 else ("left", "right")
    for side in order:
        hip, knee, ankle, toe = flat[side]
        legs.append(Stroke(f"{side} thigh", "line", LIMB_WIDTH, (hip, knee), "legs"))
        legs.append(Stroke(f"{side} shin", "line", LIMB_WIDTH, (knee, ankle), "legs"))
        legs.append(Stroke(f"{side} foot", "line", LIMB_WIDTH + 1, (ankle, toe), "legs"))
    return (*_upper_body(body, flat), *legs)


def _upper_body(body: Body, flat: Mapping[str, tuple[Point, ...]]) -> tuple[Stroke, ...]:
    length = sum(body["spine"])
    size = nearness(length + body["neck"][0])
    neck, head = flat["head"]
    hips, shoulders = flat["trunk"]
    shape = (
        (-13, hips),
        (-10, middle(hips, shoulders)),
        (-16, shoulders),
        (16, shoulders),
        (10, middle(hips, shoulders)),
        (13, hips),
    )
    trunk = tuple((at[0] + dx * nearness(length if at is shoulders else 20), at[1]) for dx, at in shape)
    return (
        Stroke("right arm", "line", ARM_WIDTH * size, flat["right arm"], "arms"),
        Stroke("left arm", "line", ARM_WIDTH * size, flat["left arm"], "arms"),
        Stroke("neck", "line", NECK_WIDTH * size, (neck, head), "head"),
        Stroke("trunk", "area", 9, trunk),
        Stroke("head", "disc", body["head"][0] * size + 1, (head,)),
        Stroke("nose", "disc", 1.3, ((head[0], head[1] - 1),), "ink"),
        Stroke("right eye", "disc", 1.5, ((head[0] - 4, head[1] + 3),), "ink"),
        Stroke("left eye", "disc", 1.5, ((head[0] + 4, head[1] + 3),), "ink"),
    )
