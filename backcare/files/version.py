"""The version of a log's format: the newest migration that this version of backcare has, and what a newer one means."""

from importlib.resources import files
from typing import Final

_SCRIPTS = files("backcare").joinpath("store", "migrations", "versions")
NEWEST: Final = max(script.name[:4] for script in _SCRIPTS.iterdir() if script.name[:4].isdigit())
"""By the names of the files: a log that is up to date opens without loading Alembic."""


def newer_version_problem(version: str) -> str | None:
    """The end of a sentence about a log of this version, where a newer version of backcare wrote it."""
    if version <= NEWEST:
        return None
    return (
        f"was made by a newer version of backcare (format {version}; this version knows {NEWEST}). Install the "
        "newer one to open it"
    )
