"""Whole drawings: one of a pose with its arrows, all of an exercise side by side, and the motion for the browser."""

import math
import textwrap
from typing import Any

from tools.figures.pen import EDGE, PRINT, SCREEN, WIDTH, Pen, element, weight
from tools.figures.poses import Figure, FigureDrawing
from tools.figures.scene import behind, cone, lens
from tools.figures.side import HEAD, Pose, Stroke, between

BELOW = 10.0
"""How far a drawing reaches below the floor."""
HEADING = 48.0
"""What number and two lines of words need at the top in print; on a screen they are text beside the drawing."""
SAMPLES = 12
"""Steps from pose to pose that are solved here; the browser only fills in straight lines between them."""
STEP = WIDTH + 12
"""From drawing to drawing in the strip for print."""
LIST_UNIT = 51
"""A picture for lists shows at least 4 by 3 of these."""


def drawing_svg(figure: Figure, drawing: FigureDrawing) -> str:
    """One drawing for the screen, as a standalone SVG without words."""
    return _document(_box(figure), _inside(Pen(figure.height, SCREEN), figure, drawing))


def list_svg(figure: Figure) -> str:
    """The position that is held first with its arrows, cut to a shape of 4 to 3."""
    pen = Pen(figure.height, SCREEN)
    held = next(drawing for drawing in figure.drawings if drawing.label == "hold")
    strokes = [s for s in figure.strokes(figure.poses[held.pose]) if s.name != "lower back"]
    top = max(shape[:, 1].max() for shape in (*held.arrows, *(stroke.points + HEAD for stroke in strokes)))
    unit = max(LIST_UNIT, math.ceil((top + BELOW) / 3))
    box = [WIDTH / 2 - 2 * unit, figure.height - (top - BELOW) / 2 - 1.5 * unit, 4 * unit, 3 * unit]
    return _document(box, behind(pen, figure) + _body(pen, figure, strokes) + _arrows(pen, held))


def strip_svg(figure: Figure) -> str:
    """All drawings side by side with their words, black on white."""
    pen = Pen(figure.height + HEADING, PRINT)
    width, height = len(figure.drawings) * STEP - (STEP - WIDTH), pen.height + BELOW
    drawn = element("rect", width=width, height=height, fill="#fff")
    for n, drawing in enumerate(figure.drawings):
        inside = _inside(pen, figure, drawing) + _heading(pen, drawing)
        drawn += element("g", inside, transform=f"translate({n * STEP:g} 0)")
    return _document([0, 0, width, height], drawn)


def _box(figure: Figure) -> list[float]:
    return [0, 0, WIDTH, figure.height + BELOW]


def _document(box: list[float], inside: str) -> str:
    return element("svg", inside, xmlns="http://www.w3.org/2000/svg", viewBox=" ".join(f"{v:g}" for v in box))


def _inside(pen: Pen, figure: Figure, drawing: FigureDrawing) -> str:
    body = _body(pen, figure, figure.strokes(figure.poses[drawing.pose]))
    parts = (_behind(pen, figure), _trace(pen, figure, drawing), body, _before(pen, figure), _arrows(pen, drawing))
    return "".join(parts)


def _body(pen: Pen, figure: Figure, strokes: list[Stroke]) -> str:
    return pen.figure((stroke, figure.role(stroke)) for stroke in strokes)


def _behind(pen: Pen, figure: Figure) -> str:
    return behind(pen, figure) + (cone(pen) if "gap" in figure.poses["start"] else "")


def _before(pen: Pen, figure: Figure) -> str:
    return lens(pen) if "gap" in figure.poses["start"] else ""


def _trace(pen: Pen, figure: Figure, drawing: FigureDrawing) -> str:
    """A faint silhouette of the moving part where it was before; left out in print, which has no half tones."""
    if pen.colours is PRINT or drawing.came_from == drawing.pose:
        return ""
    strokes = figure.strokes(figure.poses[drawing.came_from])
    moving = [s for s in strokes if figure.moves(s) and s.kind != "area"]
    return element("g", "".join(pen.layer(s, weight(s, "moving")) for s in moving), opacity="0.14")


def _arrows(pen: Pen, drawing: FigureDrawing) -> str:
    return "".join(map(pen.arrow, drawing.arrows))


def _heading(pen: Pen, drawing: FigureDrawing) -> str:
    """The number, what it is and how long it is held, and what this view cannot show."""
    y = pen.height - 16
    lines = textwrap.wrap(", ".join(filter(None, (drawing.caption, drawing.note))), 18)
    words = [pen.words((33, y - 6 - n * 18), line, 17) for n, line in enumerate(lines)]
    return pen.ring((16, y), 11) + pen.words((16, y - 5.5), str(drawing.number), 16, "middle") + "".join(words)


def motion_of(figure: Figure) -> dict[str, Any]:
    """What figure.js needs to draw every pose and every way between two poses that the drawings use."""
    pen = Pen(figure.height, SCREEN)
    strokes = [(stroke, figure.role(stroke)) for stroke in figure.strokes(figure.poses["start"])]
    ways = dict.fromkeys((d.came_from, d.pose) for d in figure.drawings if d.came_from != d.pose)
    return {
        "viewBox": _box(figure),
        "colours": SCREEN,
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
                "caption": d.caption,
                "trace": _trace(pen, figure, d),
                "over": _arrows(pen, d),
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
    return [[round(v, 1) for x, y in points[name].tolist() for v in (x, figure.height - y)] for name in names]
