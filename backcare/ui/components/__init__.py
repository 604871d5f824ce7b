"""The components that run in the browser, one folder each, and the one way in which they are registered."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).parent
IMPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def register(name: str, *, html: str | None = None, scripts: tuple[str, ...] = (), isolate_styles: bool = True) -> Any:
    """The component of the folder ``name``: its ``<name>.js``, with its ``.css`` and ``.html`` where it has them.

    ``html``: what it is drawn into where there is no file. ``scripts``: files of components, joined in front of its own
    script into the one module that the browser loads. What one script imports from another, and exports to it, is for
    lint and tests, to which each is a module of its own; here it is taken off.
    """
    own = FOLDER / name / name
    sources = [*(FOLDER / script for script in scripts), own.with_suffix(".js")]
    component: Callable[..., Any] = st.components.v2.component(
        f"backcare_{name}",
        html=html or own.with_suffix(".html").read_text(encoding="utf-8"),
        css=own.with_suffix(".css").read_text(encoding="utf-8") if own.with_suffix(".css").exists() else None,
        js="\n".join(EXPORT.sub("", IMPORT.sub("", source.read_text(encoding="utf-8"))) for source in sources),
        isolate_styles=isolate_styles,
    )
    return component
