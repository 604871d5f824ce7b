"""``python -m bench``: measure everything in one run, print the table, and write it to the docs."""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

from support.serving import ROOT

from bench import pages, starts, stores
from bench.table import Row, as_markdown, as_text, machine
from bench.watch import chromium

DOCS = ROOT / "docs" / "benchmarks.md"
PARTS = ("stores", "starts", "pages")
TEXT = """# How fast it is

Written by `make bench`: every line is two medians of one run on one machine, taken in turns, in a real browser where
there is something to see. A ratio says more than its milliseconds: both sides had the same machine at the same time.
The bare apps are the least that Streamlit can do: a button and a text, two pages to switch between, the charts of
Progress ready-made (`tests/bench/bare`). When “saved” is seen, the session is on disk (SQLite, `synchronous=FULL`).

{machine}; {rounds}.

{table}

The logs hold three sessions of five exercises every day: 450 sets in a month, 54,750 in ten years. What beaverhabits
needs was measured on another day on a machine like this one.

## What helped

- The heap is frozen once at the start, so that Streamlit's full collection after each run has little to look at.
- The log is read as rows; a DataFrame is made when a chart, a table or a file asks for it (13 ms for all). What the
  rules take of it is kept by day until the log changes; then only the days from the earliest changed one on are read
  again. The plan is always worked out from the whole of it.
- What a page shows of one day is kept until the log changes, for every page and tab.
- A chart's rows and specification are made once for as long as nothing changes, and sent as a table.
- The numbers of many days come from one walk over the log, the one that gives today's; charts of years are made from
  arrays by position rather than by merging frames.
- Charts show at most some 120 bars: days, then weeks, then months.
- Rows of buttons and fields for numbers are one component of our own for all that are asked together: Streamlit's row
  of eleven buttons takes the browser 12-14 ms, and there are five scales and six numbers on Log. So is
  the day. An exercise, with its figure, title, number and steps, is one component as well, in place of five or six
  elements: a fifth of Today and Exercises. A page counts as open when all of them are drawn.
- Messages leave at once: Streamlit listens on a socket for which asyncio leaves Nagle's algorithm on, so that an answer
  in several parts could wait 40 ms for the browser's confirmation (`backcare/server/tcp_nodelay.py`).
- What is folded away (the movement of an exercise, the table under the charts) is made when it is opened. Both tabs of
  Log are drawn at once.
- The libraries are loaded with the collector at rest: a full collection amid the imports took 76 ms.
- At home, the log is opened and the day planned as soon as the server is up, while the browser still loads the page.

## What did not

- Naming the files of the page in `Link` headers (`modulepreload`, `preload`): Streamlit's own page already names all
  but the last dozen small ones, and the first and the later loads took as long as without, within their noise.
- Another event loop for the server (`uvloop`): nothing to see.
"""


def main() -> None:
    today = date.today()  # noqa: DTZ011 - the servers ask the same clock.
    asked = _arguments()
    rounds = 5 if asked.quick else asked.rounds
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        folder = Path(made)
        version = browser.version
        if "pages" in asked.only:
            with pages.subjects(browser, folder, today) as subjects:
                found += pages.rows(pages.measure(subjects, rounds, _say))
        if "starts" in asked.only:
            found += starts.rows(browser, folder, today, max(3, rounds // 3), _say)
        if "stores" in asked.only:
            found += stores.rows(folder, today, 10 * rounds, max(3, rounds // 3))
    print(as_text(found))
    if asked.quick or asked.only != PARTS:
        return
    said = f"medians of {rounds}, of {max(3, rounds // 3)} for starts and imports"
    DOCS.write_text(TEXT.format(machine=machine(version), rounds=said, table=as_markdown(found)), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds; the docs stay as they are")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


main()
