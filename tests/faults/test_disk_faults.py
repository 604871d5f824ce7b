"""A disk that is full, read-only, failing or gone: the person is told, the log is intact, saving works again after."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights and limits")
HERE = Path(__file__).parent
FAULTS = (
    "file_size_limit", "read_only_file", "read_only_folder", "unreadable_file", "folder_cannot_be_made",
    "folder_disappears", "log_is_replaced", "disk_fails",
)  # fmt: skip


@pytest.fixture(scope="module")
def lived_through() -> Iterator[dict[str, str]]:
    """For each fault, what went wrong with it. All are run in one go, for the program takes a while to load."""
    # A folder that another user can reach, as pytest's own is not.
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parents[1])])
    done = subprocess.run(
        [sys.executable, str(HERE / "limited.py"), str(folder), *FAULTS, *(["full_disk"] if _may_mount() else [])],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    yield json.loads(done.stdout)
    shutil.rmtree(folder)


def _may_mount() -> bool:
    mount = shutil.which("mount")
    if mount is None or os.getuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_disk_is_told_and_survived_without_a_restart(fault: str, lived_through: dict[str, str]) -> None:
    assert lived_through[fault] == ""


def test_a_full_disk_is_told_and_survived_without_a_restart(lived_through: dict[str, str]) -> None:
    if "full_disk" not in lived_through:
        pytest.skip("needs a superuser who may mount; the limit on a file's size stands in for it")
    assert lived_through["full_disk"] == ""
