"""What the fault tests share."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder that is fast to sync, where there is one: for what does not depend on the disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def strace() -> None:
    """Says that a test needs the program; ``tests/conftest.py`` leaves it out where there is none."""
