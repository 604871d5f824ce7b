"""Where the read-only data that ships with the program lies."""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def data_folder() -> Path:
    """The folder of the shipped data: in a wheel inside the package, in a checkout beside it."""
    package = Path(str(files("backcare")))
    packed = package / "_app" / "data"
    return packed if packed.is_dir() else package.parent / "data"
