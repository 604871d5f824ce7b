"""``kill -9`` at any moment: what was acknowledged is there, nothing is half there."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.amounts import amount

HERE = Path(__file__).parent


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize(
    ("job", "cycles"),
    [
        ("save", amount(10, 200)),
        ("import", amount(4, 20)),
        ("migration", amount(4, 20)),
        ("backup", amount(4, 20)),
        ("restore", amount(4, 20)),
    ],
)
def test_a_process_that_is_killed_loses_nothing_and_leaves_nothing_by_halves(
    job: str, cycles: int, memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = random.randrange(2**32)
    paths = os.pathsep.join([str(HERE.parent), str(HERE.parents[1])])
    done = subprocess.run(
        [sys.executable, str(HERE / "crash.py"), job, str(cycles), str(memory), str(seed)],
        env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"
    with capsys.disabled():
        print(f"\n{job}, {cycles} kills: {json.loads(done.stdout)}")
