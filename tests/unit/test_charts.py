"""The rows of the charts: by day, and over a long time by week or by month, each with its highest."""

import pandas as pd
import pytest

from backcare import charts
from backcare.log.frames import MOST_SPANS


def rows_of(days: int, first: str) -> pd.DataFrame:
    """The repetitions of an exercise done on every day, one more each day, from a first day on."""
    reps = pd.array(range(1, days + 1), dtype="Int64")
    daily = pd.DataFrame({"day": pd.date_range(first, periods=days), "reps": reps, "felt": "comfortable"})
    return charts.reps_rows(daily, [5] * days)


@pytest.mark.parametrize(
    ("days", "begins", "ends", "highest"),
    [
        (MOST_SPANS - 1, "2026-01-07", "2026-01-08", 1),
        (MOST_SPANS, "2026-01-05", "2026-01-12", 5),
        (7 * MOST_SPANS - 1, "2026-01-05", "2026-01-12", 5),
        (7 * MOST_SPANS, "2026-01-01", "2026-02-01", 25),
    ],
)
def test_many_days_are_drawn_by_week_or_by_month(days: int, begins: str, ends: str, highest: int) -> None:
    rows = rows_of(days, first="2026-01-07")  # A Wednesday.
    assert [rows["day"][0], rows["end"][0]] == [pd.Timestamp(begins), pd.Timestamp(ends)]
    assert rows["mid"][0] == rows["day"][0] + (rows["end"][0] - rows["day"][0]) / 2
    assert rows["reps"][0] == highest
    assert rows["reps"].max() == days
    assert list(rows["day"][1:]) == list(rows["end"][:-1])
