"""Waits for a condition, never for a length of time: asked again and again, until it holds or a minute is over."""

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
WAIT = 60
"""Seconds after which what is waited for does not come any more."""


def until(condition: Callable[[], T], what: Callable[[], str] = str) -> T:
    """What ``condition`` returns once that is true; raises ``TimeoutError`` with the words of ``what``."""
    end = time.monotonic() + WAIT
    while not (value := condition()):
        if time.monotonic() > end:
            raise TimeoutError(what())
        time.sleep(0.02)
    return value


def printed(pattern: str, process: subprocess.Popen[bytes], output: Path, after: int = 0) -> str:
    """The first group of ``pattern`` in what a process prints to a file, from a byte of it on; raises when it ends."""

    def day_view() -> str | None:
        ended = process.poll() is not None  # Asked first: what it printed last is in the file by then.
        seen = re.search(pattern, output.read_bytes()[after:].decode())
        if ended and seen is None:
            raise RuntimeError(f"ended with {process.returncode}: {output.read_text()}")
        return seen and seen[1]

    return until(day_view, output.read_text) or ""
