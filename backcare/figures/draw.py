"""Whole pictures: a frame with its number and arrows, all frames side by side, and the motion for the browser."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from backcare.figures.body import Pose, Stroke, between
from backcare.figures.data import Figure, Frame
from backcare.figures.pen import PRINT, SCREEN, WIDTH, Pen, Style, short, weight
from backcare.figures.props import before, behind, gap

BELOW = 9.0
"""How far a picture reaches below the floor."""
HEADING = 28.0
"""What number and badge need at the top; beside the moving figure these are said in words."""
SAMPLES = 12
"""Steps from pose to pose that are solved here; the browser only fills in straight lines between them."""
STRIP_GAP = 12.0


def role(figure: Figure, stroke: Stroke) -> str:
    """How a stroke is drawn: "moving", "fixed", or, inside the head, "ink" on a light one and "eye" on a dark one."""
    if stroke.part == "ink":
        return "eye" if "head" in figure.marked else "ink"
    return "moving" if (stroke.part or stroke.name) in figure.marked else "fixed"


def picture(figure: Figure, frame: Frame, style: Style) -> str:
    """The inside of one frame: props, where the moving part was, the figure, arrows, number and badge."""
    pen = Pen(figure.height, style)
    pose = figure.poses[frame.pose]
    parts = [behind(pen, figure), trace(pen, figure, frame)]
    parts += [
        pen.figure((stroke, role(figure, stroke)) for stroke in figure.strokes(pose)),
        before(pen, figure),
        gap(pen, figure, pose),
    ]
    parts += [pen.arrow(arrow) for arrow in frame.arrows]
    return "".join(parts) + heading(pen, frame)


def trace(pen: Pen, figure: Figure, frame: Frame) -> str:
    """A faint silhouette of the moving part where it was before; left out in print, which has no half tones."""
    if pen.style is PRINT or frame.came_from == frame.pose:
        return ""
    ink = pen.style.ink
    strokes = [s for s in figure.strokes(figure.poses[frame.came_from]) if role(figure, s) == "moving"]
    drawn = "".join(pen.layer(s, ink, weight(s, "moving")[0]) for s in strokes if s.kind != "area")
    return f'<g opacity="0.14">{drawn}</g>'


def heading(pen: Pen, frame: Frame) -> str:
    """The number, what it is, and how long it is held."""
    y = pen.height - 16
    ink = pen.style.ink
    ring = f'<circle cx="16" cy="16" r="11" fill="none" stroke="{ink}" stroke-width="2.5"/>'
    number = ring + pen.words((16, y - 5.5), str(frame.number), 16, "middle")
    label = pen.words((33, y - 6), frame.label, 18)
    lines: tuple[str, ...] = (frame.badge,) if frame.badge else ()
    if frame.badge.startswith("as long"):
        lines = ("as long as", "comfortable")
    elif frame.note:
        lines = frame.note
    size = 22 if len(lines) == 1 else 17
    return number + label + "".join(pen.words((213, y - 6 - n * 18), text, size, "end") for n, text in enumerate(lines))


def document(width: float, height: float, inside: str, alt: str, style: Style, pixels: int | None = None) -> str:
    """A standalone SVG with its text alternative; it fills its column unless given a width in pixels."""
    alt = " ".join(alt.split())  # A blank line would end the block of HTML where the picture stands in a page's text.
    size = f'width="{pixels}" height="{round(pixels * height / width)}"' if pixels else 'width="100%"'
    paper = f'<rect width="{short(width)}" height="{short(height)}" fill="#fff"/>' if style is PRINT else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(width)} {short(height)}" {size} role="img" '
        f"aria-label={quoteattr(alt)}><title>{escape(alt)}</title>{paper}{inside}</svg>"
    )


def strip(figure: Figure, style: Style, alt: str) -> str:
    """All frames side by side."""
    step = WIDTH + STRIP_GAP
    frames = (
        f'<g transform="translate({short(n * step)} 0)">{picture(figure, frame, style)}</g>'
        for n, frame in enumerate(figure.frames)
    )
    return document(len(figure.frames) * step - STRIP_GAP, figure.height + BELOW, "".join(frames), alt, style)


def motion(figure: Figure) -> dict[str, Any]:
    """What figure.js needs to draw every pose and every way between two poses that the frames use."""
    pen = Pen(figure.height, SCREEN)
    start = figure.strokes(figure.poses["start"])
    day_views = []
    for stroke in start:
        part = role(figure, stroke)
        width, edge = weight(stroke, part)
        day_view = {"name": stroke.name, "kind": stroke.kind, "role": part}
        day_views.append({**day_view, "width": width, "edge": edge, "joined": stroke.joined})
    ways = dict.fromkeys((f.came_from, f.pose) for f in figure.frames if f.came_from != f.pose)
    return {
        "exercise": figure.exercise,
        "viewBox": [0, HEADING, WIDTH, figure.height + BELOW - HEADING],
        "colours": {"ink": SCREEN.ink, "fixed": SCREEN.fixed, "moving": SCREEN.moving, "eye": SCREEN.eye},
        "strokes": day_views,
        "poses": {name: _flat(figure, pose) for name, pose in figure.poses.items()},
        "ways": [{"from": a, "to": b, **_way(figure, a, b)} for a, b in ways],
        "behind": behind(pen, figure),
        "before": before(pen, figure),
        "frames": [
            {
                "number": f.number,
                "pose": f.pose,
                "label": f.label,
                "badge": f.badge,
                "trace": trace(pen, figure, f),
                "over": gap(pen, figure, figure.poses[f.pose]) + "".join(pen.arrow(arrow) for arrow in f.arrows),
            }
            for f in figure.frames
        ],
    }


def _way(figure: Figure, start: str, end: str) -> dict[str, Any]:
    here, there = figure.poses[start], figure.poses[end]
    poses = [between(here, there, i / SAMPLES) for i in range(SAMPLES + 1)]
    # Which leg is on top depends on the way the knees go: taken in mid-way, so that it does not change on the way.
    order = [stroke.name for stroke in figure.strokes(poses[SAMPLES // 2])]
    return {"order": order, "samples": [_flat(figure, pose) for pose in poses]}


def _flat(figure: Figure, pose: Pose) -> list[list[float]]:
    """The strokes' points as SVG numbers, in the order in which the start pose draws them."""
    strokes = {stroke.name: stroke.points for stroke in figure.strokes(pose)}
    names: Sequence[str] = [stroke.name for stroke in figure.strokes(figure.poses["start"])]
    return [[round(v, 2) for x, y in strokes[name] for v in (x, figure.height - y)] for name in names]
