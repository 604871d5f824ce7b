"""The renderer of the drawings: poses.toml → the files in data/drawings. Run by developers, not shipped."""

import json
from pathlib import Path

from tools.figures.draw import drawing_svg, list_svg, motion_of, strip_svg
from tools.figures.poses import POSES, read_figures


def render(poses: Path = POSES) -> dict[str, str]:
    """Every file of data/drawings: its text by its name."""
    figures = read_figures(poses)
    files = {"motion.json": json.dumps({name: motion_of(figure) for name, figure in figures.items()}) + "\n"}
    for name, figure in figures.items():
        files |= {f"{name}-{drawing.number}.svg": drawing_svg(figure, drawing) for drawing in figure.drawings}
        files[f"{name}-list.svg"] = list_svg(figure)
        files[f"{name}-print.svg"] = strip_svg(figure)
    return files
