"""What stays fixed around the figure: floor, mat, chair, and the frame of the enlarged lower back."""

from backcare.figures.body import INSET, Pose
from backcare.figures.data import Figure
from backcare.figures.feet import NEAR_EDGE, ORIGIN, Space, seen_from_feet
from backcare.figures.pen import WIDTH, Pen


def behind(pen: Pen, figure: Figure) -> str:
    """The props behind the figure: what it lies or sits on."""
    drawn = {"mat": mat, "chair": chair}
    return "".join(drawn[prop](pen) for prop in figure.props if prop in drawn)


def before(pen: Pen, figure: Figure) -> str:
    """The props in front of the figure: the floor line, whole; the frame of the enlarged lower back and its place."""
    ground_line = floor(pen) if "floor" in figure.props else ""
    if "inset" not in figure.props:
        return ground_line
    left, right, ground, top = INSET
    ink = pen.style.ink
    frame = ((left, ground - 8), (right, ground - 8), (right, top), (left, top), (left, ground - 8))
    lines = pen.line(((97, 10), (97, ground - 8)), ink, 1.5) + pen.disc((97, 10), 3, ink) + pen.line(frame, ink, 1.5)
    return ground_line + lines + pen.line(((left, ground - 2), (right, ground - 2)), ink, 3.5)


def gap(pen: Pen, figure: Figure, pose: Pose) -> str:
    """The word that says whether the gap under the lower back is there."""
    if "inset" not in figure.props:
        return ""
    left, right, ground, _ = INSET
    middle = (left + right) / 2
    if pose["gap"][0] > 0.5:
        return pen.words((middle, ground + 3), "gap", 15, "middle")
    return pen.words((middle, ground + 10), "no gap", 15, "middle", "#fff")


def floor(pen: Pen) -> str:
    """The floor line, the same in every picture."""
    return pen.line(((6, -2), (WIDTH - 6, -2)), pen.style.ink, 3.5)


def mat(pen: Pen) -> str:
    """The mat under someone seen from the feet, and which side is which."""
    corners: tuple[Space, ...] = ((-86, NEAR_EDGE, 0), (86, NEAR_EDGE, 0), (86, 108, 0), (-86, 108, 0))
    edge = pen.line([seen_from_feet(c) for c in (*corners, corners[0])], pen.style.ink, 1.5)
    middle = ORIGIN[0]
    sides = (("right", middle - 59), ("left", middle + 59))
    lines = ((word, x, y) for side, x in sides for word, y in (("your", 22), (side, 7)))
    return edge + "".join(pen.words((x, y), word, 16, "middle") for word, x, y in lines)


def chair(pen: Pen) -> str:
    """A plain chair from the side."""
    seat = 39.0
    lines = (((60, seat), (60, 0)), ((108, seat), (108, 0)), ((58, seat), (54, 84)), ((58, seat), (111, seat)))
    return "".join(pen.line(line, pen.style.ink, 3.5) for line in lines)
