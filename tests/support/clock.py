"""The person's clock in tests with a real server: where they are it is noon, so that no day ends during a test.

``TESTS_CLOCK=23:58`` moves the clocks of the servers ahead, to that time of the computer's own zone: what a
test expects must not depend on where the computer is, nor on its day.
"""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

WANTED, SECONDS = "TESTS_CLOCK", "TESTS_AHEAD"


def _seconds_to(wanted: str) -> int:
    hour, minute = map(int, wanted.split(":"))
    here = datetime.now().astimezone()
    return int((here.replace(hour=hour, minute=minute, second=0) - here).total_seconds()) % (24 * 60 * 60)


if WANTED in os.environ:
    os.environ.setdefault(SECONDS, str(_seconds_to(os.environ[WANTED])))  # Once: the workers of one run inherit it.
AHEAD = int(os.environ.get(SECONDS, "0"))


def now() -> datetime:
    """The time of the servers."""
    return datetime.now(UTC) + timedelta(seconds=AHEAD)


def moved() -> dict[str, str]:
    """The environment in which a Python program's clock is that of the servers."""
    if not AHEAD:
        return {}
    path = [str(Path(__file__).with_name("moved_clock")), os.environ.get("PYTHONPATH", "")]
    return {"PYTHONPATH": os.pathsep.join(filter(None, path)), SECONDS: str(AHEAD)}


def _zone(offset: int) -> str:
    return f"Etc/GMT{-offset:+d}"  # The sign is turned round in these names.


HOURS = (12 - now().hour + 10) % 24 - 10
ZONE = _zone(HOURS)
"""Where it is between 12 and 13 o'clock."""
ELSEWHERE = _zone(HOURS + 13 if HOURS < 2 else HOURS - 14)
"""Where it is another day."""


def today(zone: str = ZONE) -> date:
    """The person's day."""
    return now().astimezone(ZoneInfo(zone)).date()
