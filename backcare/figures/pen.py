"""The pen: strokes, arrows and words to SVG, in colour for light and dark screens or black on white for print."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from backcare.figures.body import Point, Stroke, along

WIDTH = 220.0
"""Every picture is as wide, so that the figure has one scale."""


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between screen and print. A moving part is heavier and of another tone as well as another colour."""

    ink: str
    fixed: str
    moving: str
    halo: str
    """Around a moving part: needed where it has the colour of its own outline and crosses another."""
    eye: str
    """On a moving head, which is dark in every style."""
    font: str


SCREEN = Style(
    ink="currentColor",
    fixed="var(--figure-fixed, #8d949d)",
    moving="var(--figure-moving, #0b7068)",
    halo="",
    eye="#fff",
    font="system-ui, sans-serif",
)
PRINT = Style(ink="#000", fixed="#fff", moving="#000", halo="#fff", eye="#fff", font="sans-serif")

FIXED_EDGE, MOVING_EDGE = 3.0, 5.0
"""How much wider than a stroke its outline is."""
MOVING_WEIGHT = 2.0
"""How much heavier a moving stroke is drawn."""


def short(value: float) -> str:
    """A number for SVG: one decimal at most.

    >>> short(12.04), short(-3.26)
    ('12', '-3.3')
    """
    return f"{value:.1f}".removesuffix(".0")


class Pen:
    """Draws in the figure's units (y up, floor 0) into SVG's (y down)."""

    def __init__(self, height: float, style: Style) -> None:
        self.height = height
        self.style = style

    def at(self, point: Point) -> str:
        """A point as SVG writes it."""
        return f"{short(point[0])} {short(self.height - point[1])}"

    def line(self, points: Sequence[Point], colour: str, width: float) -> str:
        """A line with round ends and joins."""
        return (
            f'<path d="M{"L".join(self.at(p) for p in points)}" fill="none" stroke="{colour}" '
            f'stroke-width="{short(width)}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def area(self, points: Sequence[Point], fill: str, width: float, edge: str) -> str:
        """A filled area with an outline."""
        return (
            f'<path d="M{"L".join(self.at(p) for p in points)}Z" fill="{fill}" stroke="{edge}" '
            f'stroke-width="{short(width)}" stroke-linejoin="round"/>'
        )

    def disc(self, centre: Point, radius: float, fill: str) -> str:
        """A disc."""
        x, y = self.at(centre).split()
        return f'<circle cx="{x}" cy="{y}" r="{short(radius)}" fill="{fill}"/>'

    def words(self, at: Point, text: str, size: float, anchor: str = "start", fill: str = "") -> str:
        """A line of text."""
        x, y = self.at(at).split()
        return (
            f'<text x="{x}" y="{y}" font-family="{self.style.font}" font-size="{short(size)}" font-weight="700" '
            f'text-anchor="{anchor}" fill="{fill or self.style.ink}">{escape(text)}</text>'
        )

    def figure(self, strokes: Iterable[tuple[Stroke, str]]) -> str:
        """The strokes of a figure with their outlines; each comes with its role: "moving", "fixed", "ink" or "eye"."""
        drawn, together = "", []
        for stroke, role in strokes:
            together.append((stroke, role))
            if not stroke.joined:
                drawn += self._outlined(together)
                together = []
        return drawn

    def _outlined(self, strokes: list[tuple[Stroke, str]]) -> str:
        """Strokes that share an outline: all edges first, then all fills."""
        style = self.style
        layers = {"halo": "", "edge": "", "fill": ""}
        for stroke, role in strokes:
            width, edge = weight(stroke, role)
            fill = {"moving": style.moving, "fixed": style.fixed, "ink": style.ink, "eye": style.eye}[role]
            if style.halo and role == "moving":
                layers["halo"] += self.layer(stroke, style.halo, width + edge + 3)
            if edge:
                layers["edge"] += self.layer(stroke, style.ink, width + edge)
            layers["fill"] += self.layer(stroke, fill, width)
        return "".join(layers.values())

    def layer(self, stroke: Stroke, colour: str, size: float) -> str:
        """A stroke in one colour, ``size`` wide."""
        if stroke.kind == "disc":
            return self.disc(stroke.points[0], size / 2, colour)
        if stroke.kind == "area":
            return self.area(stroke.points, colour, size, colour)
        return self.line(stroke.points, colour, size)

    def arrow(self, points: tuple[Point, Point, Point]) -> str:
        """A short curved arrow."""
        start, bend, end = points
        angle = math.degrees(math.atan2(end[1] - bend[1], end[0] - bend[0]))
        head = (
            along(end, angle, 5),
            along(end, angle + 128, 9.5),
            along(end, angle, -2.5),
            along(end, angle - 128, 9.5),
        )
        ink = self.style.ink
        return (
            f'<path d="M{self.at(start)}Q{self.at(bend)} {self.at(along(end, angle, -4))}" fill="none" stroke="{ink}" '
            f'stroke-width="4.5" stroke-linecap="round"/>{self.area(head, ink, 1.5, ink)}'
        )


def weight(stroke: Stroke, role: str) -> tuple[float, float]:
    """How wide a stroke is drawn and how much wider its outline is; a disc's width is its radius, so twice."""
    width = 2 * stroke.width if stroke.kind == "disc" else stroke.width
    if role in ("ink", "eye"):
        return width, 0.0
    if role == "fixed":
        return width, stroke.edge or FIXED_EDGE
    return width + (MOVING_WEIGHT if stroke.width and not stroke.edge else 0.0), stroke.edge or MOVING_EDGE
