"""``export_log``: a log → the zip of its four CSVs; the same log always gives the same bytes."""

import io
import zipfile

import pandas as pd

from backcare.domain import EXERCISE_IDS, Kind
from backcare.exchange.cells import guarded
from backcare.log import Log
from backcare.log.columns import TABLES

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
        for name in TABLES:
            info = zipfile.ZipInfo(f"{name}.csv", EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix: without this it depends on the computer.
            info.external_attr = OWNER_ONLY
            archive.writestr(info, to_csv(name, getattr(log, name)))
    return target.getvalue()


def to_csv(name: str, table: pd.DataFrame) -> bytes:
    """One table as the bytes of its file."""
    texts = [each for each, column in TABLES[name].columns.items() if column.kind in (Kind.TEXT, Kind.EXERCISE)]
    safe = {each: table[each].map(guarded, na_action="ignore") for each in texts}
    rows = _in_order(table.assign(**safe))
    return rows.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\r\n").encode()


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Day, slot, then the programme's order; an exercise that is not in it comes after, by name."""
    keys = {column: table[column] for column in ("day", "slot") if column in table}
    if "exercise" in table:
        places = {exercise: n for n, exercise in enumerate(EXERCISE_IDS)}
        keys |= {"place": table["exercise"].map(places).fillna(len(places)), "exercise": table["exercise"]}
    return table.loc[pd.DataFrame(keys).sort_values(list(keys), kind="stable").index]
