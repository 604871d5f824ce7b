"""From a pose to strokes seen from the feet, a little from above: a side view hides how the knees roll."""

import math

import numpy as np

from tools.figures.side import (
    ARM_WIDTH,
    FOOT,
    HEAD,
    LIMB_WIDTH,
    NECK,
    NECK_WIDTH,
    SHIN,
    SPINE,
    THIGH,
    Array,
    Pose,
    Stroke,
    bend,
)

ELEVATION = math.radians(52)
"""How far from above one looks: enough to see the trunk behind the knees, low enough to see the knees fall."""
ORIGIN = np.array([110.0, 2.0])
NEAR_EDGE = -62.0
"""Where the mat begins, in front of the feet."""
DISTANCE = 600.0
"""How far away the eye is: a weak perspective, so that the body is seen to lie down and away."""
BACK = sum(SPINE)
SIDES = (("right", -1), ("left", 1))


def feet_joints(pose: Pose) -> dict[str, Array]:
    """The joints of someone lying on the back, in space: x to the person's left, y towards the head, z up."""
    roll, turn = math.radians(pose["roll"]), math.radians(pose["turn"])
    joints = {
        "trunk": np.array([[0, 0, 10], [0, BACK - 4, 9]]),
        "head": np.array([[0, BACK, 10], [0, BACK + NECK, 13]]),
    }
    for name, side in SIDES:
        # Turning the pelvis to the right lifts its left side off the floor, and the other way round.
        hip = np.array([side * 8 * math.cos(turn), 0, 10 + 8 * (abs(math.sin(turn)) - side * math.sin(turn))])
        ankle = np.array([side * 8.0, -46, 6])
        # The knee is on its circle around the line from hip to ankle, ``roll`` away from upright.
        line = (ankle - hip) / math.dist(ankle, hip)
        up = np.array([0, 0, 1]) - line * line[2]
        up /= math.hypot(*up)
        knee = bend(hip, ankle, THIGH, SHIN, math.cos(roll) * up + math.sin(roll) * np.cross(up, line))
        joints[name] = np.array([hip, knee, ankle, [side * 9, -46 - FOOT, 6]])
        joints[f"{name} arm"] = np.array([[side * x, BACK - 4, z] for x, z in ((15, 8), (38, 6.5), (61, 5))])
    return joints


def nearness(y: Array) -> Array:
    """How large something at this depth is drawn: 1 at the near edge of the mat, smaller towards the head."""
    return 1 / (1 + (y - NEAR_EDGE) / DISTANCE)


def seen_from_feet(points: Array) -> Array:
    """Where points in space, shape (n, 3), fall in the drawing, shape (n, 2): further things smaller and higher."""
    x, y, z = points.T
    size = nearness(y)
    ahead = (y - NEAR_EDGE) * size * math.sin(ELEVATION)
    seen: Array = ORIGIN + np.column_stack([x * size, z * size * math.cos(ELEVATION) + ahead])
    return seen


def feet_strokes(pose: Pose) -> list[Stroke]:
    """The figure from the feet end, far to near: arms, head, trunk, then the leg underneath and the leg on top."""
    flat = {name: seen_from_feet(points) for name, points in feet_joints(pose).items()}
    size = float(nearness(np.array(BACK + NECK)))
    (hips, shoulders), head = flat["trunk"], flat["head"][-1:]
    rim = np.array([hips, (hips + shoulders) / 2, shoulders])
    half = np.outer(np.array([13, 10, 16]) * nearness(np.array([20, 20, BACK])), [1, 0])
    strokes = [
        *(Stroke(f"{side} arm", "line", ARM_WIDTH * size, flat[f"{side} arm"], "arms") for side, _ in SIDES),
        Stroke("neck", "line", NECK_WIDTH * size, flat["head"], "head"),
        Stroke("trunk", "area", 9, np.concatenate([rim - half, (rim + half)[::-1]])),
        Stroke("head", "disc", HEAD * size + 1, head),
        Stroke("nose", "disc", 1.3, head + np.array([0, -1]), "ink"),
        *(Stroke(f"{side} eye", "disc", 1.5, head + np.array([4 * sign, 3]), "ink") for side, sign in SIDES),
    ]
    for side, _ in SIDES if pose["roll"] <= 0 else SIDES[::-1]:
        for n, part in enumerate(("thigh", "shin", "foot")):
            width = LIMB_WIDTH + (part == "foot")
            strokes.append(Stroke(f"{side} {part}", "line", width, flat[side][n : n + 2], "legs"))
    return strokes
