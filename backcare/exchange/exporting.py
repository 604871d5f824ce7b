"""``export_log``: a log → the zip of its four CSVs; the same log always gives the same bytes."""

import csv
import io
import zipfile
from typing import Any

import numpy as np
import pandas as pd

from backcare.domain import EXERCISE_IDS
from backcare.exchange.cells import guarded
from backcare.log import frames
from backcare.log.frames import Log

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name: the hour of an export is nobody's business, and would change the bytes."""
OWNER_ONLY = 0o100600 << 16


def export_log(log: Log) -> bytes:
    """The zip: sets.csv, sessions.csv, days.csv and resumptions.csv, which ``import_log`` takes back unchanged.

    UTF-8 without BOM, CRLF line ends, ISO days, a missing value is an empty cell. Rows are in the order of day, slot
    and programme. A note that a spreadsheet might take for a formula has an apostrophe in front (``cells.guarded``).
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in frames.TABLES:
            info = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix: without this it depends on the computer.
            info.external_attr = OWNER_ONLY
            archive.writestr(info, to_csv(name, getattr(log, name)))
    return target.getvalue()


def to_csv(name: str, table: pd.DataFrame) -> bytes:
    """One table as the bytes of its file."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(frames.TABLES[name])
    ordered = _in_order(table)
    writer.writerows(zip(*(_texts(ordered[column]) for column in frames.TABLES[name]), strict=True))
    return target.getvalue().encode()


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Day, slot, then the programme's order; an exercise that is not in it comes after, by name."""
    keys = {column: table[column] for column in ("day", "slot") if column in table}
    if "exercise" in table:
        places = {exercise: n for n, exercise in enumerate(EXERCISE_IDS)}
        keys |= {"place": table["exercise"].map(places).fillna(len(places)), "exercise": table["exercise"]}
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    return table.loc[order]


def _texts(column: "pd.Series[Any]") -> list[object]:
    if column.name == "day":
        return list(np.datetime_as_string(column.to_numpy(), unit="D"))
    if column.name in ("note", "exercise"):
        return [guarded(text) for text in column.fillna("")]
    return [None if pd.isna(value) else value for value in column]
