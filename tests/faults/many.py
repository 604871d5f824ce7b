"""A program that saves as fast as it can, run by test_many_writers: ``python many.py LOG FIRST COUNT``."""

import sys
from pathlib import Path

from support.entries import numbered

from backcare.errors import BackcareError
from backcare.store import open_store

if __name__ == "__main__":
    log, first, count = sys.argv[1:]
    store, failed = open_store(Path(log)), 0
    sys.stdin.readline()  # All start at once.
    for n in range(int(first), int(first) + int(count)):
        try:
            store.record_session(numbered(n))
        except BackcareError as error:
            failed += 1
            print(error, file=sys.stderr)
    sys.exit(failed)
