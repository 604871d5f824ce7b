"""Data + a template beside this file → the bytes of a tagged PDF, typeset by Typst."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from backcare.report.printable import all_plain, fonts_folder

TEMPLATES = Path(__file__).parent / "templates"
ACCESSIBLE: Final = "ua-1"
"""PDF/UA-1: tags, reading order, language, a text for every picture; Typst refuses to write a file without them."""


def typeset(template: str, data: Mapping[str, Any], made: date, pictures: Mapping[str, str] | None = None) -> bytes:
    """The PDF. The same input gives the same bytes.

    A person's words travel as JSON strings and are never read as markup. ``pictures``: SVG by name, ours alone.
    """
    # Loaded only when a page is printed: the dashboard starts without it.
    import typst

    inputs = {
        "data": json.dumps(all_plain(dict(data)), ensure_ascii=False),
        "pictures": json.dumps(dict(pictures or {})),
    }
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(False, False, [fonts_folder()]),
        sys_inputs=inputs,
        pdf_standards=[ACCESSIBLE],
        timestamp=datetime(made.year, made.month, made.day, tzinfo=UTC),
    )
