"""A program that saves, corrects, deletes, undoes and backs up, telling what is acknowledged; run by test_power_cut.

python saver.py LOG ACKNOWLEDGED THREADS ROUNDS
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.entries import numbered

from backcare.store import LogStore, open_store


def rounds(store: LogStore, told: int, thread: int, count: int) -> None:
    for n in range(thread * 1000, thread * 1000 + count):
        store.record_session(numbered(n))
        os.write(told, f"saved {n} 0\n".encode())
        if n % 3 == 0:
            store.record_session(numbered(n, 1))
            os.write(told, f"saved {n} 1\n".encode())
        if n % 7 == 0:
            step = store.delete_session(numbered(n).day, numbered(n).slot)
            os.write(told, f"gone {n}\n".encode())
            store.undo(step or 0)
            os.write(told, f"saved {n} {int(n % 3 == 0)}\n".encode())
        if thread == 0 and n % 40 == 20:
            made = store.backup_now(now=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=n))
            os.write(told, f"backup {made.path.name}\n".encode())


if __name__ == "__main__":
    log, acknowledged, threads, count = sys.argv[1:]
    told = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    shared = open_store(Path(log))
    with ThreadPoolExecutor(int(threads)) as pool:
        list(pool.map(lambda thread: rounds(shared, told, thread, int(count)), range(int(threads))))
