"""What the figure lies, sits or stands on, and the circle in which its lower back is seen enlarged."""

import math

import numpy as np

from tools.figures.above import ORIGIN
from tools.figures.pen import WIDTH, Pen
from tools.figures.poses import Figure
from tools.figures.side import LENS, LENS_RADIUS

MAT_WIDTH = 36.0
"""From the middle of the mat to its edge, seen from above."""
LOWER_BACK, RING = np.array([93.0, 2.0]), 8.0
"""The place that the circle enlarges, and the ring around it."""


def behind(pen: Pen, figure: Figure) -> str:
    """A mat, with a pillow for those who lie on the back, a chair or the floor."""
    if figure.view == "above":
        return mat_from_above(pen)
    if figure.place == "mat":
        mat = pen.slab(10, WIDTH - 10, -8, -1, 3)
        return mat + pen.slab(16, 46, -1, 5, 3) if figure.front > 0 else mat
    floor = pen.line([[6, -2], [WIDTH - 6, -2]], 3.5)
    return floor + _chair(pen) if figure.place == "chair" else floor


def mat_from_above(pen: Pen) -> str:
    """A mat from above, with a pillow at its left end."""
    y = ORIGIN[1]
    mat = pen.slab(10, WIDTH - 10, y - MAT_WIDTH, y + MAT_WIDTH, 6)
    return mat + pen.slab(18, 56, y - 24, y + 30, 8)


def _chair(pen: Pen) -> str:
    legs = pen.line([[60, 40], [57, 1]], 5) + pen.line([[106, 40], [109, 1]], 5)
    return legs + pen.line([[59, 41], [51, 100]], 6) + pen.line([[58, 39], [110, 39]], 7)


def cone(pen: Pen) -> str:
    """The lines from the lower back to the circle in which it is seen enlarged."""
    towards = (LENS - LOWER_BACK) / math.dist(LENS, LOWER_BACK)
    aside = np.array([-towards[1], towards[0]])
    return "".join(
        pen.line([LOWER_BACK + side * RING * aside, LENS + side * LENS_RADIUS * aside], 1.5) for side in (-1, 1)
    )


def lens(pen: Pen) -> str:
    """The circle around the enlarged lower back, the floor in it, and the ring around the place that it enlarges."""
    floor = LENS + np.array([[-0.88, -0.5], [0.88, -0.5]]) * LENS_RADIUS
    return pen.ring(LENS, LENS_RADIUS) + pen.ring(LOWER_BACK, RING) + pen.line(floor, 4)
