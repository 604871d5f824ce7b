"""Where what is read-only and ships with the program lies."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def application_folder() -> Path:
    """The folder of app.py, the pages and the data: in a wheel inside the package, in a checkout the one around it."""
    packed = PACKAGE / "_app"
    return packed if packed.is_dir() else PACKAGE.parent


def data_folder() -> Path:
    """The folder of the shipped data."""
    return application_folder() / "data"
