"""The first line of a CSV: which table it is of, and what is wrong with its columns."""

from collections import Counter
from collections.abc import Iterator, Sequence

from backcare.exchange.problems import Refused, shown
from backcare.log.columns import TABLES

ALLOWED = "; ".join(f"{name}.csv: {', '.join(table.columns)}" for name, table in TABLES.items())
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def table_name(header: Sequence[str]) -> str:
    """The table whose columns these are, in any order, or the nearest; ``Refused`` when there is none near.

    >>> table_name(["exercise", "day"])
    'resumptions'
    """
    cells, columns = set(header), {name: set(table.columns) for name, table in TABLES.items()}
    name = max(columns, key=lambda each: len(cells & columns[each]) / len(cells | columns[each]))
    # Every table has a day, so that one column in common says nothing.
    if len(cells & columns[name]) < 2:
        raise Refused(f"the columns are “{shown(', '.join(header))}”", f"the columns of {ALLOWED}", 1)
    return name


def check_separator(header: Sequence[str]) -> None:
    """``Refused`` for columns of a table that are parted by something else than commas."""
    for separator, words in SEPARATORS.items():
        cells = {cell.strip(' "') for cell in ",".join(header).split(separator)}
        if len(cells) > 1 and any(cells == table.columns.keys() for table in TABLES.values()):
            raise Refused(f"the columns are split by {words}", "commas", 1)


def faults(header: Sequence[str], name: str) -> Iterator[tuple[str, Refused]]:
    """The columns that are missing, repeated or not of the table, each with what is wrong; none for a right header."""
    columns, counts = TABLES[name].columns, Counter(header)
    by_fault = {
        "missing": [column for column in columns if column not in counts],
        "there more than once": [column for column, times in counts.items() if times > 1],
        "not of this table": [column for column in counts if column not in columns],
    }
    for fault, named in by_fault.items():
        if named:
            wrong = f"{'is' if len(named) == 1 else 'are'} {fault}"
            value = ", ".join(column or "(no name)" for column in named)
            yield value, Refused(wrong, f"the columns {', '.join(columns)}", 1)
