"""Whole drawings: one with its number and arrows, all of an exercise side by side, and the motion for the browser."""

import textwrap
from typing import Any

import numpy as np

from tools.figures.feet import NEAR_EDGE, ORIGIN, seen_from_feet
from tools.figures.pen import EDGE, PRINT, SCREEN, WIDTH, Pen, element, weight
from tools.figures.poses import Figure, FigureDrawing
from tools.figures.side import INSET, Pose, between

BELOW = 9.0
"""How far a drawing reaches below the floor."""
HEADING = 28.0
"""What number and badge need at the top; beside the moving figure these are said in words."""
SAMPLES = 12
"""Steps from pose to pose that are solved here; the browser only fills in straight lines between them."""
STEP = WIDTH + 12
"""From drawing to drawing in the strip for print."""

LIST_SIZE = (240.0, 180.0)
"""What a picture for lists shows of the drawing."""


def drawing_svg(figure: Figure, drawing: FigureDrawing) -> str:
    """One drawing for the screen, as a standalone SVG without a text alternative."""
    return _document(WIDTH, figure, _inside(Pen(figure.height, SCREEN), figure, drawing))


def strip_svg(figure: Figure) -> str:
    """All drawings side by side, black on white."""
    pen = Pen(figure.height, PRINT)
    width = len(figure.drawings) * STEP - (STEP - WIDTH)
    drawn = element("rect", width=width, height=figure.height + BELOW, fill="#fff")
    for n, drawing in enumerate(figure.drawings):
        drawn += element("g", _inside(pen, figure, drawing), transform=f"translate({n * STEP:g} 0)")
    return _document(width, figure, drawn)


def list_svg(figure: Figure) -> str:
    """The position that is held first, without words and cut to the figure, which stands in the middle."""
    pen, (width, height) = Pen(figure.height, SCREEN), LIST_SIZE
    held = next(drawing for drawing in figure.drawings if drawing.label == "hold")
    strokes = [(s, figure.role(s)) for s in figure.strokes(figure.poses[held.pose]) if s.name != "lower back"]
    points = np.concatenate([stroke.points for stroke, _ in strokes])
    left = (points[:, 0].min() + points[:, 0].max() - width) / 2
    top = figure.height - (points[:, 1].max() + height) / 2
    floor = pen.line([[left + 6, -2], [left + width - 6, -2]], 3.5)
    box = f"{left:g} {top:g} {width:g} {height:g}"
    inside = _behind(pen, figure, words=False) + pen.figure(strokes) + floor
    return element("svg", inside, xmlns="http://www.w3.org/2000/svg", viewBox=box)


def _document(width: float, figure: Figure, inside: str) -> str:
    box = f"0 0 {width:g} {figure.height + BELOW:g}"
    return element("svg", inside, xmlns="http://www.w3.org/2000/svg", viewBox=box)


def _inside(pen: Pen, figure: Figure, drawing: FigureDrawing) -> str:
    strokes = [(stroke, figure.role(stroke)) for stroke in figure.strokes(figure.poses[drawing.pose])]
    parts = (_behind(pen, figure), _trace(pen, figure, drawing), pen.figure(strokes), _before(pen, figure))
    return "".join(parts) + _over(pen, figure, drawing) + _heading(pen, drawing)


def _behind(pen: Pen, figure: Figure, *, words: bool = True) -> str:
    """What the figure lies or sits on: a mat seen from the feet, in words which side is which, or a chair."""
    if figure.chair:
        lines = ([[60, 39], [60, 0]], [[108, 39], [108, 0]], [[58, 39], [54, 84]], [[58, 39], [111, 39]])
        return "".join(pen.line(line, 3.5) for line in lines)
    if figure.view != "feet":
        return ""
    corners = [[-86, NEAR_EDGE, 0], [86, NEAR_EDGE, 0], [86, 108, 0], [-86, 108, 0], [-86, NEAR_EDGE, 0]]
    sides = (("right", ORIGIN[0] - 59), ("left", ORIGIN[0] + 59))
    said = [pen.words((x, y), word, 16, "middle") for side, x in sides for word, y in (("your", 22), (side, 7))]
    return pen.line(seen_from_feet(np.array(corners)), 1.5) + "".join(said if words else "")


def _before(pen: Pen, figure: Figure) -> str:
    """The floor line, the same in every drawing; the frame of the enlarged lower back and its place."""
    floor = pen.line([[6, -2], [WIDTH - 6, -2]], 3.5)
    if "gap" not in figure.poses["start"]:
        return floor
    left, right, ground, top = INSET
    below = ground - 8
    frame = [[left, below], [right, below], [right, top], [left, top], [left, below]]
    place = pen.line([[97, 10], [97, below]], 1.5) + pen.disc([97, 10], 3)
    return floor + place + pen.line(frame, 1.5) + pen.line([[left, ground - 2], [right, ground - 2]], 3.5)


def _trace(pen: Pen, figure: Figure, drawing: FigureDrawing) -> str:
    """A faint silhouette of the moving part where it was before; left out in print, which has no half tones."""
    if pen.colours is PRINT or drawing.came_from == drawing.pose:
        return ""
    strokes = figure.strokes(figure.poses[drawing.came_from])
    moving = [s for s in strokes if figure.role(s) == "moving" and s.kind != "area"]
    return element("g", "".join(pen.layer(s, weight(s, "moving")) for s in moving), opacity="0.14")


def _over(pen: Pen, figure: Figure, drawing: FigureDrawing) -> str:
    """Whether there is a gap under the enlarged lower back, and the arrows."""
    left, right, ground, _ = INSET
    word, gap = "", figure.poses[drawing.pose].get("gap")
    if gap is not None:
        text, y, colour = ("gap", 3, "") if gap > 0.5 else ("no gap", 10, "#fff")
        word = pen.words(((left + right) / 2, ground + y), text, 15, "middle", colour)
    return word + "".join(map(pen.arrow, drawing.arrows))


def _heading(pen: Pen, drawing: FigureDrawing) -> str:
    """The number, what it is, and how long it is held."""
    y = pen.height - 16
    ring = element("circle", cx=16, cy=16, r=11, fill="none", stroke=pen.colours["ink"], stroke_width=2.5)
    lines = textwrap.wrap(drawing.badge or drawing.note, 11)
    size = 22 if len(lines) == 1 else 17
    words = [pen.words((213, y - 6 - n * 18), text, size, "end") for n, text in enumerate(lines)]
    number = pen.words((16, y - 5.5), str(drawing.number), 16, "middle")
    return ring + number + pen.words((33, y - 6), drawing.label, 18) + "".join(words)


def motion_of(figure: Figure) -> dict[str, Any]:
    """What figure.js needs to draw every pose and every way between two poses that the drawings use."""
    pen = Pen(figure.height, SCREEN)
    strokes = [(stroke, figure.role(stroke)) for stroke in figure.strokes(figure.poses["start"])]
    ways = dict.fromkeys((d.came_from, d.pose) for d in figure.drawings if d.came_from != d.pose)
    return {
        "viewBox": [0, HEADING, WIDTH, figure.height + BELOW - HEADING],
        "colours": {role: SCREEN[role] for role in EDGE},
        "strokes": [
            {"name": s.name, "kind": s.kind, "role": r, "width": weight(s, r), "edge": EDGE[r], "joined": s.joined}
            for s, r in strokes
        ],
        "poses": {name: _points(figure, pose) for name, pose in figure.poses.items()},
        "ways": [{"from": start, "to": end, **_way(figure, start, end)} for start, end in ways],
        "behind": _behind(pen, figure),
        "before": _before(pen, figure),
        "drawings": [
            {
                "number": d.number,
                "pose": d.pose,
                "label": d.label,
                "badge": d.badge,
                "trace": _trace(pen, figure, d),
                "over": _over(pen, figure, d),
            }
            for d in figure.drawings
        ],
    }


def _way(figure: Figure, start: str, end: str) -> dict[str, Any]:
    poses = [between(figure.poses[start], figure.poses[end], i / SAMPLES) for i in range(SAMPLES + 1)]
    # Which leg is on top depends on the way the knees go: taken in mid-way, so that it does not change on the way.
    order = [stroke.name for stroke in figure.strokes(poses[SAMPLES // 2])]
    return {"order": order, "samples": [_points(figure, pose) for pose in poses]}


def _points(figure: Figure, pose: Pose) -> list[list[float]]:
    """The strokes' points as SVG numbers, in the order in which the start pose draws them."""
    points = {stroke.name: stroke.points for stroke in figure.strokes(pose)}
    names = [stroke.name for stroke in figure.strokes(figure.poses["start"])]
    return [[round(v, 2) for x, y in points[name].tolist() for v in (x, figure.height - y)] for name in names]
