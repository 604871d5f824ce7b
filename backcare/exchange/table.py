"""One CSV file → the rows of a table, or every problem in it. Only a small part of the file is held as text."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from backcare.domain import NOTE_LENGTH
from backcare.exchange import header
from backcare.exchange.cells import READERS
from backcare.exchange.problems import Problems, Refused, shown
from backcare.exchange.source import WHAT, Part
from backcare.log.columns import TABLES, Key, Row

MOST_ROWS = 200_000
"""Rows of one file: 36 years of every exercise in every slot."""
LONGEST_LINE = 131_072
"""Bytes up to a line feed, and the csv module's own limit on the characters of a cell: the longest note fits."""
UTF8 = "text in UTF-8 (in a spreadsheet: save as “CSV UTF-8”)"
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"d\0", b"\0d")
BOM = b"\xef\xbb\xbf"
NO_TEXT = "this is neither a zip nor a CSV in UTF-8"
SHORT_NOTES = f"notes of at most {NOTE_LENGTH:,} characters"


@dataclass(slots=True)
class TableRows:
    """What was read of one table: key → the other columns, and the line on which each key begins."""

    name: str
    file: str
    rows: dict[Key, Row] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)


def read_table(part: Part, problems: Problems) -> TableRows | None:
    """A file's rows; every problem goes to ``problems``. ``None`` when it cannot be told which table it is."""
    file, table = part.name or "the file", None
    try:
        records = _records(part.data)
        _, columns = next(records, (1, []))
        if not columns:
            raise Refused("the file is empty", WHAT)
        header.check_separator(columns)
        name = part.table or header.table_name(columns)
        file = part.name or f"{name}.csv"
        table = TableRows(name, file)
        faults = list(header.faults(columns, name))
        for value, refused in faults:
            problems.add(file, refused, value=value)
        if not faults:
            _fill(table, records, columns, problems)
    except Refused as refused:
        problems.add(file, refused)
    return table


def _fill(
    table: TableRows, records: Iterator[tuple[int, list[str]]], columns: Sequence[str], problems: Problems
) -> None:
    """Add the rows that are right, and the problems of the others."""
    key = TABLES[table.name].key
    readers = [(name, READERS[name], columns.index(name)) for name in TABLES[table.name].columns]
    for count, (line, cells) in enumerate(records):
        if count == MOST_ROWS:
            raise Refused("there are too many rows; no more were read", f"{MOST_ROWS:,} rows", line)
        if not cells:
            continue  # A line without anything, such as an editor leaves at the end.
        if len(cells) != len(columns):
            number = "is 1 cell" if len(cells) == 1 else f"are {len(cells):,} cells"
            problems.add(table.file, Refused(f"there {number} in this row", f"{len(columns)}, as in the header"), line)
            continue
        row = []
        for name, reader, place in readers:
            try:
                row.append(reader(cells[place]))
            except Refused as refused:
                problems.add(table.file, refused, line, name, cells[place])
        if len(row) == len(columns):
            _add(table, tuple(row[: len(key)]), tuple(row[len(key) :]), line, problems)


def _add(table: TableRows, key: Key, row: Row, line: int, problems: Problems) -> None:
    first = table.lines.setdefault(key, line)
    if first != line:
        refused = Refused(f"is on line {first} already", "each once in a file")
        problems.add(table.file, refused, line, ", ".join(TABLES[table.name].key), ", ".join(map(str, key)))
    table.rows[key] = row


def _records(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """First line and cells of each record."""
    records = csv.reader(_lines(data), strict=True)
    before = 0
    try:
        for cells in records:
            yield before + 1, cells
            before = records.line_num
    except csv.Error as error:
        raise _not_csv(str(error), before + 1, records.line_num) from error


def _lines(data: bytes) -> Iterator[str]:
    """The lines as text, without a byte order mark; ``Refused`` at one that is too long or not UTF-8."""
    if data.startswith(UTF16):
        raise Refused("the text is in UTF-16", UTF8)
    stream = io.BytesIO(data)
    stream.seek(len(BOM) if data.startswith(BOM) else 0)
    for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), 1):
        if number == 1 and b"\0" in line:
            raise Refused(NO_TEXT, WHAT)
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise Refused(f"the line has more than {LONGEST_LINE:,} bytes", SHORT_NOTES, number)
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            raise (_not_utf8(line, error.start, number) if number > 1 else Refused(NO_TEXT, WHAT)) from error


def _not_utf8(line: bytes, at: int, number: int) -> Refused:
    near = shown(line[max(0, at - 15) : at].decode(errors="replace"))
    where = f" after “{near}”" if near else ""
    return Refused(f"the byte {line[at]:02X} (hexadecimal){where} is not UTF-8", UTF8, number)


def _not_csv(error: str, first: int, last: int) -> Refused:
    """The csv module's complaint about a record on these lines, in the person's words."""
    if "end of data" in error:
        return Refused('a quote mark (") is opened here and never closed', 'two (") around a cell', first)
    if "new-line" in error:
        return Refused("a line ends in a bare CR", "lines that end in LF or CRLF", last)
    if "field larger" in error:
        return Refused('a cell is far too long, or a quote mark (") is never closed', SHORT_NOTES, first)
    inside = 'a comma after the closing ("), and ("") for one inside the cell'
    return Refused('a quote mark (") stands alone inside a quoted cell', inside, last)
