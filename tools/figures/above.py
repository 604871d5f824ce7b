"""From a pose to strokes seen from above, with the head on the left: a side view hides how the knees roll."""

import math

import numpy as np

from tools.figures.side import (
    ARM_WIDTH,
    FOOT,
    HAND,
    HEAD,
    LIMB_WIDTH,
    NECK,
    NECK_WIDTH,
    SHIN,
    SPINE,
    THIGH,
    THIGH_WIDTH,
    Array,
    Pose,
    Stroke,
    bend,
    hair,
)

ELEVATION = math.radians(77)
"""How far from above one looks: enough to see a mat with someone on it, low enough to see that the knees stand up."""
ORIGIN = np.array([122.0, 62.0])
"""Where the middle between the hips is seen, on the floor."""
BACK = sum(SPINE)
SIDES = (("right", -1), ("left", 1))


def above_joints(pose: Pose) -> dict[str, Array]:
    """The joints of someone lying on the back, in space: x to the person's left, y towards the head, z up."""
    roll, turn = math.radians(pose["roll"]), math.radians(pose["turn"])
    joints = {
        "trunk": np.array([[0, 0, 10], [0, BACK - 4, 9]]),
        "head": np.array([[0, BACK, 10], [0, BACK + NECK, 13]]),
    }
    for name, side in SIDES:
        # Turning the pelvis to the right lifts its left side off the floor, and the other way round.
        hip = np.array([side * 8 * math.cos(turn), 0, 10 + 8 * (abs(math.sin(turn)) - side * math.sin(turn))])
        ankle = np.array([side * 9.0, -46, 6])
        # The knee is on its circle around the line from hip to ankle, ``roll`` away from upright.
        line = (ankle - hip) / math.dist(ankle, hip)
        up = np.array([0, 0, 1]) - line * line[2]
        up /= math.hypot(*up)
        knee = bend(hip, ankle, THIGH, SHIN, math.cos(roll) * up + math.sin(roll) * np.cross(up, line))
        joints[name] = np.array([hip, knee, ankle, [side * 10, -46 - FOOT, 6]])
        joints[f"{name} arm"] = np.array(
            [[side * x, y, 6] for x, y in ((14, BACK - 8), (38, BACK - 11), (58, BACK - 8))]
        )
    return joints


def seen_from_above(points: Array) -> Array:
    """Where points in space, shape (n, 3), fall in the drawing, shape (n, 2): the person's left is further up."""
    x, y, z = points.T
    seen: Array = ORIGIN + np.column_stack([-y, x * math.sin(ELEVATION) + z * math.cos(ELEVATION)])
    return seen


def above_strokes(pose: Pose) -> list[Stroke]:
    """The figure from above: arms, trunk, head, then the leg underneath and the leg on top."""
    flat = {name: seen_from_above(points) for name, points in above_joints(pose).items()}
    hips = flat["trunk"][0]
    along = np.array([[5, 0], [-18, 0], [-44, 0], [-52, 0]])
    half = np.outer([11, 9.5, 14, 11], [0, 1])
    strokes = []
    for side, _ in SIDES:
        strokes.append(Stroke(f"{side} arm", "line", ARM_WIDTH, flat[f"{side} arm"], "arms", joined=True))
        strokes.append(Stroke(f"{side} hand", "disc", HAND, flat[f"{side} arm"][-1:], "arms"))
    strokes += [
        Stroke("neck", "line", NECK_WIDTH, flat["head"], "head"),
        Stroke("trunk", "area", 9, hips + np.concatenate([along - half, (along + half)[::-1]])),
        Stroke("skull", "disc", HEAD, flat["head"][-1:], "head"),
        hair(flat["head"][-1], 110, 250, 0.55),
    ]
    widths = {"thigh": THIGH_WIDTH, "shin": LIMB_WIDTH, "foot": LIMB_WIDTH}
    for side, _ in SIDES if pose["roll"] <= 0 else SIDES[::-1]:
        for n, (part, width) in enumerate(widths.items()):
            points = flat[side][n : n + 2]
            strokes.append(Stroke(f"{side} {part}", "line", width, points, "legs", joined=part != "foot"))
    return strokes
