"""The pen: strokes, arrows and words to SVG, in colour for light and dark screens or black on white for print."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tools.figures.side import Array, Stroke, away

Point = Sequence[float] | Array
WIDTH = 220.0
"""Every drawing is as wide, so that the figure has one scale."""

SCREEN = {
    "ink": "currentColor",
    "fixed": "var(--figure-fixed, #8d949d)",
    "moving": "var(--figure-moving, #0b7068)",
}
"""Colours by role. A moving part is heavier and of another tone as well as another colour."""
PRINT = {"ink": "#000", "fixed": "#fff", "moving": "#000"}

EDGE = {"fixed": 3.0, "moving": 5.0, "ink": 0.0}
"""How much wider than a stroke its outline is, by role."""
HALO = 3.0
"""How much wider again the white around a moving part is in print, where it has the colour of its own outline."""
MOVING_WEIGHT = 2.0
"""How much heavier a moving stroke is drawn."""


def short(value: float) -> str:
    """A number for SVG: one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def element(name: str, inside: str = "", **attributes: str | float) -> str:
    """An SVG element; ``stroke_width`` stands for "stroke-width"."""
    written = (
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else short(value)}"'
        for key, value in attributes.items()
    )
    start = f"<{name}{''.join(written)}"
    return f"{start}>{inside}</{name}>" if inside else f"{start}/>"


def weight(stroke: Stroke, role: str) -> float:
    """How wide a stroke is drawn; a disc's width is its radius, so twice."""
    width = stroke.width * (2 if stroke.kind == "disc" else 1)
    return width + (MOVING_WEIGHT if role == "moving" and stroke.kind != "area" else 0.0)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in the figure's units (y up, floor 0) into SVG's (y down, ``height`` above the floor 0)."""

    height: float
    colours: dict[str, str]

    def at(self, point: Point) -> str:
        """A point as SVG writes it."""
        return f"{short(point[0])} {short(self.height - point[1])}"

    def path(self, way: str, width: float, colour: str = "", *, filled: bool = False) -> str:
        """A path with round ends and joins; ``way`` is SVG's "d"."""
        colour = colour or self.colours["ink"]
        fill, ends = colour if filled else "none", {"stroke_linecap": "round", "stroke_linejoin": "round"}
        return element("path", d=way, fill=fill, stroke=colour, stroke_width=width, **ends)

    def line(self, points: Iterable[Point], width: float, colour: str = "", *, filled: bool = False) -> str:
        """A line from point to point, or the area within it."""
        return self.path(f"M{'L'.join(map(self.at, points))}{'Z' * filled}", width, colour, filled=filled)

    def disc(self, centre: Point, radius: float, colour: str = "") -> str:
        """A disc."""
        x, y = self.at(centre).split()
        return element("circle", cx=x, cy=y, r=radius, fill=colour or self.colours["ink"])

    def ring(self, centre: Point, radius: float) -> str:
        """A circle."""
        x, y = self.at(centre).split()
        return element("circle", cx=x, cy=y, r=radius, fill="none", stroke=self.colours["ink"], stroke_width=2.5)

    def slab(self, left: float, right: float, bottom: float, top: float, radius: float) -> str:
        """What one lies on: a light area with an outline and round corners."""
        light: dict[str, str | float] = {} if self.colours is PRINT else {"fill_opacity": "0.25"}
        size = {"x": left, "y": self.height - top, "width": right - left, "height": top - bottom, "rx": radius}
        return element(
            "rect", "", **size, **light, fill=self.colours["fixed"], stroke=self.colours["ink"], stroke_width=2
        )

    def words(self, at: Point, text: str, size: float, anchor: str = "start") -> str:
        """A line of text."""
        x, y = self.at(at).split()
        font: dict[str, str | float] = {"font_family": "sans-serif", "font_size": size, "font_weight": "700"}
        return element("text", escape(text), x=x, y=y, **font, text_anchor=anchor, fill=self.colours["ink"])

    def layer(self, stroke: Stroke, width: float, colour: str = "") -> str:
        """A stroke in one colour."""
        if stroke.kind == "disc":
            return self.disc(stroke.points[0], width / 2, colour)
        return self.line(stroke.points, width, colour, filled=stroke.kind == "area")

    def figure(self, strokes: Iterable[tuple[Stroke, str]]) -> str:
        """Strokes with their roles. Joined ones share an outline: all their edges are drawn first, then all fills."""
        drawn = halo = edge = fill = ""
        for stroke, role in strokes:
            width = weight(stroke, role)
            if role == "moving" and self.colours is PRINT:
                halo += self.layer(stroke, width + EDGE[role] + HALO, "#fff")
            if EDGE[role]:
                edge += self.layer(stroke, width + EDGE[role])
            fill += self.layer(stroke, width, self.colours[role])
            if not stroke.joined:
                drawn += halo + edge + fill
                halo = edge = fill = ""
        return drawn

    def arrow(self, points: Array) -> str:
        """A short curved arrow: its start, bend and end."""
        start, bend, end = points
        angle = math.degrees(math.atan2(*(end - bend)[::-1]))
        head = [away(end, angle + turn, by) for turn, by in ((0, 5), (128, 9.5), (0, -2.5), (-128, 9.5))]
        way = f"M{self.at(start)}Q{self.at(bend)} {self.at(away(end, angle, -4))}"
        return self.path(way, 4.5) + self.line(head, 1.5, filled=True)
