"""How much of each fault test runs: a short version always, the long one when ``BACKCARE_FAULTS`` is set."""

import os

LONG = bool(os.environ.get("BACKCARE_FAULTS"))


def amount(short: int, long: int) -> int:
    """The number of rounds to run."""
    return long if LONG else short
