"""One CSV file → the rows of a table, or every problem in it. Only a small part of the file is held as text."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

from backcare.domain import NOTE_LENGTH
from backcare.exchange.cells import Reader, Refused
from backcare.exchange.header import name_of, order_of
from backcare.exchange.problems import Halt, Problem, Problems, shown
from backcare.exchange.source import WHAT, Part
from backcare.log.columns import TABLES, Key, Row

MOST_ROWS = 200_000
"""Rows of one file: 36 years of every exercise in every slot."""
LONGEST_LINE = 131_072
"""Bytes up to a line feed, and the csv module's own limit on the characters of a cell: the longest note fits."""
CHUNK = 4_096
UTF8 = "text in UTF-8 (in a spreadsheet: save as “CSV UTF-8”)"
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"d\0", b"\0d")
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Table:
    """What was read of one table: key → the other columns, and the line on which each key begins."""

    name: str
    file: str
    rows: dict[Key, Row] = field(default_factory=dict)
    lines: dict[Key, int] = field(default_factory=dict)


def read(part: Part, readers: Mapping[str, Reader], problems: Problems) -> Table | None:
    """A file's rows; every problem goes to ``problems``. ``None`` when it cannot be told which table it is."""
    file, table = part.name or "the file", None
    try:
        _skip_mark(part)
        records = _records(part)
        header = next(records, (1, []))[1]
        if not header:
            raise Halt("the file is empty", WHAT)
        name = part.table or name_of(header)
        file = part.name or f"{name}.csv"
        table = Table(name, file)
        order = order_of(header, name, file, problems)
        if order is not None:
            _fill(table, records, readers, order, problems)
    except Halt as halt:
        problems.add(halt.problem(file))
    return table


def _skip_mark(part: Part) -> None:
    """Pass over a byte order mark; ``Halt`` for what is no text at all."""
    start = part.stream.peek()
    if not start:
        raise Halt("the file is empty", WHAT)
    if start.startswith(UTF16):
        raise Halt("the text is in UTF-16", UTF8)
    if start.startswith(BOM):
        part.stream.read(len(BOM))
    first = start[:LONGEST_LINE].partition(b"\n")[0]
    # The end of a very long first line may be half a character.
    text = first.decode(errors="replace").rstrip("\ufffd")
    if "\0" in text or "\ufffd" in text:
        raise Halt("this is neither a zip nor a CSV in UTF-8", WHAT)


def _records(part: Part) -> Iterator[tuple[int, list[str]]]:
    """First line and cells of each record."""
    lines = csv.reader(map(_decoded, iter(partial(part.stream.readline, LONGEST_LINE), b"")), strict=True)
    before = 0
    try:
        for cells in lines:
            yield before + 1, cells
            before = lines.line_num
    except _Line as fault:
        raise Halt(fault.wrong, fault.allowed, lines.line_num + 1) from fault
    except csv.Error as error:
        raise _fault(str(error), before + 1, lines.line_num) from error


class _Line(Halt):
    """A fault of the line that is being read; only the caller knows its number."""


def _decoded(line: bytes) -> str:
    if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
        raise _Line(f"the line has more than {LONGEST_LINE:,} bytes", f"notes of at most {NOTE_LENGTH:,} characters")
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        at = error.start
        near = shown(line[max(0, at - 15) : at].decode(errors="replace"))
        where = f" after “{near}”" if near else ""
        raise _Line(f"the byte {line[at]:02X} (hexadecimal){where} is not UTF-8", UTF8) from error


def _fault(said: str, first: int, last: int) -> Halt:
    """The csv module's complaint about a record on these lines, in the person's words."""
    if "end of data" in said:
        return Halt('a quotation mark (") is opened here and never closed', 'two (") around a cell', first)
    if "new-line" in said:
        return Halt("a line ends in a bare CR", "lines that end in LF or CRLF", last)
    if "field larger" in said:
        longest = f"notes of at most {NOTE_LENGTH:,} characters"
        return Halt('a cell is far too long, or a quotation mark (") is never closed', longest, first)
    inside = 'a comma after the closing ("), and ("") for one inside the cell'
    return Halt('a quotation mark (") stands alone inside a quoted cell', inside, last)


def _fill(
    table: Table,
    records: Iterator[tuple[int, list[str]]],
    readers: Mapping[str, Reader],
    order: Sequence[int],
    problems: Problems,
) -> None:
    chunk: list[list[str]] = []
    starts: list[int] = []
    filling = _Filling(table, readers, order, problems)
    try:
        for count, (start, cells) in enumerate(records):
            if count == MOST_ROWS:
                raise Halt("there are too many rows; no more were read", f"{MOST_ROWS:,} rows", start)
            if not cells:
                continue  # A line without anything, such as an editor leaves at the end.
            chunk.append(cells)
            starts.append(start)
            if len(chunk) == CHUNK:
                filling.take(chunk, starts)
                chunk, starts = [], []
    finally:
        filling.take(chunk, starts)


class _Filling:
    """Rows of text → rows of the table, a chunk at a time and column by column, which is what makes it fast."""

    def __init__(self, table: Table, readers: Mapping[str, Reader], order: Sequence[int], problems: Problems) -> None:
        self.table = table
        self.columns = tuple(TABLES[table.name].columns)
        self.readers = [readers[column] for column in self.columns]
        self.order = order
        self.problems = problems

    def take(self, chunk: list[list[str]], starts: list[int]) -> None:
        """Add the rows that are right, and the problems of the others."""
        width = len(self.columns)
        if {*map(len, chunk)} - {width}:
            even = [(cells, start) for cells, start in zip(chunk, starts, strict=True) if self._even(cells, start)]
            chunk, starts = [cells for cells, _ in even], [start for _, start in even]
        if not chunk:
            return
        texts = list(zip(*chunk, strict=True))
        texts = [texts[place] for place in self.order]
        values = [list(map(read, column)) for read, column in zip(self.readers, texts, strict=True)]
        if any(Refused in set(map(type, column)) for column in values):
            values, starts = self._right(values, texts, starts)
        keys = len(TABLES[self.table.name].key)
        others = zip(*values[keys:], strict=True) if width > keys else repeat(())
        self._add(list(zip(*values[:keys], strict=True)), others, starts)

    def _even(self, cells: list[str], start: int) -> bool:
        here, width = len(cells), len(self.columns)
        if here != width:
            wrong = f"there {'is 1 cell' if here == 1 else f'are {here:,} cells'} in this row"
            self._problem(start, "", "", f"{width}, as in the header", wrong)
        return here == width

    def _right(
        self, values: list[list[Any]], texts: list[tuple[str, ...]], starts: list[int]
    ) -> tuple[list[list[Any]], list[int]]:
        """Without the rows in which something is refused, each of which becomes a problem."""
        good = []
        for n, (row, start) in enumerate(zip(zip(*values, strict=True), starts, strict=True)):
            refused = [c for c, value in enumerate(row) if type(value) is Refused]
            if not refused:
                good.append(n)
            elif self.problems.full:
                self.problems.more += len(refused)
            else:
                for c in refused:
                    self._problem(start, self.columns[c], shown(texts[c][n]), row[c].allowed, row[c].wrong)
        return [[column[n] for n in good] for column in values], [starts[n] for n in good]

    def _add(self, keys: list[Key], others: Any, starts: list[int]) -> None:
        lines = self.table.lines
        for key, start in zip(keys, starts, strict=True):
            first = lines.setdefault(key, start)
            if first != start and self.problems.full:
                self.problems.more += 1
            elif first != start:
                what = ", ".join(map(str, key))
                names = ", ".join(TABLES[self.table.name].key)
                self._problem(start, names, what, "each once in a file", f"is on line {first} already")
        self.table.rows.update(zip(keys, others, strict=False))

    def _problem(self, line: int, column: str, value: str, allowed: str, wrong: str) -> None:
        self.problems.add(Problem(self.table.file, line, column, value, allowed, wrong))
