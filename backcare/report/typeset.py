"""Data + a template beside this file → the bytes of a tagged PDF, typeset by Typst."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from backcare import __version__
from backcare.domain import Programme
from backcare.report.printable import FONTS, all_plain

TEMPLATES = Path(__file__).parent / "templates"
ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tags, reading order, language, a text for every picture; Typst refuses to write a file without them."""


def typeset(
    template: str, programme: Programme, data: Mapping[str, Any], day: date, pictures: Mapping[str, str] | None = None
) -> bytes:
    """The PDF, dated ``day``. The same input gives the same bytes.

    A person's words travel as JSON strings and are never read as markup. ``pictures``: SVG by name, ours alone.
    """
    # Loaded only when a page is printed: the dashboard starts without it.
    import typst

    shared = {"source": dict(programme.source), "advice": dict(programme.advice), "version": __version__}
    inputs = {**all_plain({**shared, **data}), "pictures": dict(pictures or {})}
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(False, False, [FONTS]),
        sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
        pdf_standards=[ACCESSIBLE],
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )
