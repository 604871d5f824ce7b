"""A sample log moved in time, so that one of its days is the real today: the app knows no other."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
TABLES = ("sets", "sessions", "days", "resumptions")


def shifted_zip(name: str, day: date, today: date) -> bytes:
    """The sample's files as a zip, with ``day`` moved to ``today`` and without the days after it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for table in TABLES:
            archive.writestr(f"{table}.csv", _shifted(SAMPLES / name / f"{table}.csv", day, today))
    return packed.getvalue()


def _shifted(path: Path, day: date, today: date) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(rows[0])
    for first, *rest in rows[1:]:
        moved = date.fromisoformat(first) + (today - day)
        if moved <= today:
            writer.writerow([moved.isoformat(), *rest])
    return written.getvalue()
