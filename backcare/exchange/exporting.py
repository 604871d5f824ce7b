"""``export_log``: a log → the zip of its CSVs, one a table; the same log always gives the same bytes."""

import io
import zipfile
from typing import Any

import pandas as pd

from backcare.domain import EXERCISE_IDS, Kind
from backcare.exchange.cells import guarded
from backcare.log import Log
from backcare.log.columns import TABLES

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip can name: the hour of an export is nobody's business, and would change the bytes."""
OWNER_ONLY = 0o100600 << 16


def export_log(log: Log) -> bytes:
    """The zip of sets.csv, sessions.csv and so on, one a table, which ``import_log`` takes back unchanged.

    UTF-8 without BOM, CRLF line ends, ISO days, a missing value is an empty cell. Rows are in the order of their keys:
    day, slot and programme. A note that a spreadsheet might take for a formula has an apostrophe in front
    (``cells.guarded``).
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in TABLES:
            info = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix: without this it depends on the computer.
            info.external_attr = OWNER_ONLY
            archive.writestr(info, to_csv(name, getattr(log, name)))
    return target.getvalue()


def to_csv(name: str, table: pd.DataFrame) -> bytes:
    """One table as the bytes of its file."""
    table = table.sort_values(list(TABLES[name].key), key=_order)
    for column, declared in TABLES[name].columns.items():
        if declared.kind in (Kind.TEXT, Kind.EXERCISE):
            table[column] = table[column].map(guarded, na_action="ignore")
    return table.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode()


def _order(column: "pd.Series[Any]") -> Any:
    """Exercises in the programme's order; one that is not in it comes after, by name."""
    if column.name != "exercise":
        return column
    return pd.Categorical(column, [*EXERCISE_IDS, *sorted(set(column) - set(EXERCISE_IDS))])
