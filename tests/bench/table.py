"""One line for each thing measured: what, how long, beside what, the ratio, its bound; as text and as Markdown."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

HEAD = ("what", "measured", "beside", "ratio", "at most", "")


@dataclass(frozen=True)
class Row:
    """A measurement beside another. ``bound`` is the highest ratio allowed, ``None`` where there is no bound."""

    what: str
    measured: float
    beside: float | None = None
    bound: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.measured / self.beside if self.beside else None

    @property
    def verdict(self) -> str:
        if self.ratio is None or self.bound is None:
            return self.note
        return "ok" if self.ratio <= self.bound else "OVER"

    @property
    def cells(self) -> tuple[str, ...]:
        beside = "" if self.beside is None else f"{_number(self.beside)} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} ×"
        bound = "" if self.bound is None else f"{self.bound:g} ×"
        return (self.what, f"{_number(self.measured)} {self.unit}", beside, ratio, bound, self.verdict)


def compared(what: str, ours: Sequence[float], theirs: Sequence[float], bound: float | None, unit: str = "ms") -> Row:
    """Two series of measurements by their medians."""
    return Row(what, median(ours), median(theirs), bound, unit)


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


def as_text(rows: Sequence[Row]) -> str:
    """The table for a terminal."""
    table = [HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[n]) for line in table) for n in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(line, widths, strict=True))
        )
        for line in table
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The table for the docs."""
    lines = [HEAD, ("---", *["---:"] * 4, "---"), *(row.cells for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(browser: str) -> str:
    """What it was measured on, as far as it matters to a reader."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"Streamlit {version('streamlit')}, pandas {version('pandas')}, SQLite {sqlite3.sqlite_version}, "
        f"Chromium {browser}"
    )
