"""What the tests of imports share: a store that must stay untouched, and ways to make files, good, bad and hostile."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from backcare.exchange import import_log
from backcare.log import Log
from backcare.log.changes import Change
from backcare.log.columns import Rows

TODAY = date(2026, 3, 31)
GOOD = "2026-03-02,morning,back-bends,5,comfortable"
OTHER = "2026-03-02,evening,back-bends,5,comfortable"


class Untouched:
    """A store that is empty, and in which nothing may be written."""

    def read_log(self, since: date | None = None, until: date | None = None) -> Log:
        return Log()

    def compare(self, rows: Rows) -> list[Change]:
        return [Change(name, key, None, row) for name, table in rows.items() for key, row in table.items()]

    def import_rows(self, rows: Rows) -> tuple[int | None, list[Change]]:
        raise AssertionError(f"written: {list(rows)}")


def sets(*rows: str) -> bytes:
    return "\r\n".join(["day,slot,exercise,reps,felt", *rows, ""]).encode()


def days(*rows: str) -> bytes:
    return "\r\n".join(["day,pain,pain_worst,change,walk_minutes,activity,note", *rows, ""]).encode()


def reps(cell: str) -> bytes:
    return sets(f"2026-03-02,morning,back-bends,{cell},comfortable")


def day(cell: str) -> bytes:
    return sets(f"{cell},morning,back-bends,5,comfortable")


def packed(
    files: Mapping[str, bytes] | Iterable[tuple[str, bytes]],
    mode: int = 0o100600,
    packing: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")
        for name, data in files.items() if isinstance(files, Mapping) else files:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, data, packing)
    return target.getvalue()


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def wrong_checksum(data: bytes) -> bytes:
    at = data.index(b"PK\x01\x02") + 16
    return flipped(flipped(data, at), 14)


def encrypted(data: bytes) -> bytes:
    """The same zip with the mark of encryption on its file, here and in the table of contents."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:6] + b"\1" + data[7:at] + b"\1" + data[at + 1 :]


def without_name(data: bytes) -> bytes:
    """The same zip, the name of its one file taken out of the table of contents."""
    at = data.index(b"PK\x01\x02")
    size = (data[at + 28]).to_bytes(2, "little")
    # What was the name becomes a comment, so that every length still adds up.
    return data[: at + 28] + b"\0\0" + data[at + 30 : at + 32] + size + data[at + 34 :]


def told(source: bytes | str | Path) -> list[str]:
    """What the person is told of a file that is refused."""
    result = import_log(Untouched(), source, today=TODAY)
    assert (result.added, result.changed, result.unchanged, result.step) == (0, 0, 0, None)
    return [str(problem) for problem in result.problems]


def lied_about(data: bytes, size: int) -> bytes:
    """The same zip, saying that its one file holds so many bytes."""
    at = data.index(b"PK\x01\x02") + 24
    said = size.to_bytes(4, "little")
    return data[:22] + said + data[26:at] + said + data[at + 4 :]


NAMES = "sets.csv, sessions.csv, days.csv, resumptions.csv, contacts.csv, signs.csv"
# The ends of the sentences: what is allowed.
A_LOG = f"a zip of {NAMES}, or one of these"
TABLES = (
    "the columns of sets.csv: day, slot, exercise, reps, felt; sessions.csv: day, slot, pain_before, pain_after, note; "
    "days.csv: day, pain, pain_worst, change, walk_minutes, activity, note; resumptions.csv: day, exercise; "
    "contacts.csv: day, whom, note; signs.csv: day, answer"
)
UTF8 = "text in UTF-8 (in a spreadsheet: save as “CSV UTF-8”)"
OF_DAYS = "the columns day, pain, pain_worst, change, walk_minutes, activity, note"
OF_SETS = "the columns day, slot, exercise, reps, felt"
EXERCISES = "rolling-your-knees, tilting-your-pelvis, good-posture, back-bends, back-bend-from-lying"
FELT = "comfortable, uncomfortable, worse, new_pain"
SLOTS = "morning, midday, evening"
REPS = "a whole number from 1 to 200, in the digits 0 to 9"
PAIN = "a whole number from 0 to 10, in the digits 0 to 9, or nothing"
DAY_RANGE = "a day from 2000-01-01 to 2199-12-31"
ISO = "a day as year-month-day, such as 2026-03-04"
DAMAGED = "a zip as it was exported"
