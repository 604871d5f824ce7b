"""The first line of a CSV: which table it is, and in which order its columns come."""

from collections import Counter
from collections.abc import Sequence

from backcare.exchange.problems import Halt, Problem, Problems, shown
from backcare.log.columns import TABLES

COLUMNS = {name: set(table.columns) for name, table in TABLES.items()}
ALLOWED = "; ".join(f"{name}.csv: {', '.join(table.columns)}" for name, table in TABLES.items())
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def name_of(header: Sequence[str]) -> str:
    """The table whose columns these are, or the nearest; ``Halt`` when there is none near.

    The order of the columns is free, since their names tell them apart.

    >>> name_of(["exercise", "day"])
    'resumptions'
    """
    here = set(header)
    for name, columns in COLUMNS.items():
        if here == columns:
            return name
    _parted_by_commas(header)
    near = {name: len(here & columns) / len(here | columns) for name, columns in COLUMNS.items()}
    name = max(near, key=lambda one: near[one])
    # Every table has a day, so that one column in common says nothing.
    if len(here & COLUMNS[name]) < 2:
        raise Halt(f"the columns are “{shown(', '.join(header))}”", f"the columns of {ALLOWED}", 1)
    return name


def order_of(header: Sequence[str], name: str, file: str, problems: Problems) -> list[int] | None:
    """Where each column of the table stands in the file; ``None`` (and problems) unless each is there just once."""
    columns = tuple(TABLES[name].columns)
    if sorted(header) == sorted(columns):
        return [list(header).index(column) for column in columns]
    _parted_by_commas(header)
    counts = Counter(header)
    faults = {
        "missing": [column for column in columns if column not in counts],
        "there more than once": [column for column, n in counts.items() if n > 1],
        "not of this table": [column for column in counts if column not in columns],
    }
    for wrong, found in faults.items():
        if found:
            value = shown(", ".join(column or "(no name)" for column in found))
            wrong = f"{'is' if len(found) == 1 else 'are'} {wrong}"
            problems.add(Problem(file, 1, "", value, f"the columns {', '.join(columns)}", wrong))
    return None


def _parted_by_commas(header: Sequence[str]) -> None:
    for separator, words in SEPARATORS.items():
        cells = {cell.strip(' "') for cell in ",".join(header).split(separator)}
        if len(cells) > 1 and any(cells == columns for columns in COLUMNS.values()):
            raise Halt(f"the columns are parted by {words}", "commas", 1)
