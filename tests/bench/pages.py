"""In the browser: saving, and opening pages, at every length of log and in the bare apps, one after the other."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser
from support.serving import STREAMLIT, Server

from backcare import charts
from backcare.log import frames
from backcare.log_reader import LogReader
from backcare.plan import targets_by_day
from backcare.programme import load_programme
from backcare.store import LogStore
from bench import years
from bench.table import Row, compared
from bench.watch import Watched

BARE = Path(__file__).parent / "bare"
PAGES = {"Log": 0, "Exercises": 0, "Progress": 6}
"""The pages that are opened from Today, and how many charts each shows."""
LOGS = {"1 month": years.MONTH, "1 year": years.YEAR, "10 years": years.DECADE}
SHORT, LONG = "1 month", "10 years"
PEER_SAVE, PEER_OPEN = "beaverhabits: 45–63 ms, not yet on disk", "beaverhabits: 340–520 ms"

AFTER_A_SAVE = 1.25
"""Ten years beside one month, at most, where the plan has to be worked out again from the whole log."""
Times = dict[tuple[str, str], list[float]]
"""Milliseconds by whose and what."""


@dataclass
class Subjects:
    """The servers that are measured, each with a page open: the dashboard by length of log, and the bare apps."""

    ours: dict[str, tuple[Server, LogStore, Watched]] = field(default_factory=dict)
    bare: dict[str, Watched] = field(default_factory=dict)


def bare_command(script: str) -> list[str]:
    """A bare app, on the same terms as ours: ROOT's configuration, no browser opened."""
    return [str(BARE / script) if part == "app.py" else part for part in STREAMLIT]


def ready_made(store: LogStore, today: date, target: Path) -> Path:
    """The charts of Progress as they stand, for the bare app to draw without any work of its own."""
    programme = load_programme()
    day_view = LogReader(store, programme).day_view(today)
    first = date.fromordinal(today.toordinal() - 13)
    pain = frames.pain_by_day(day_view.by_day.pain, first, today)
    drawn = [charts.pain_chart(pain, day_view.plan.review, {})]
    numbers = targets_by_day(programme, day_view.by_day, first, today)
    for exercise in programme.ids:
        reps = frames.reps_by_day(day_view.by_day.done[exercise], first, today)
        drawn.append(charts.reps_chart(exercise, reps, numbers[exercise]))
    plain = [(chart.rows.astype(object).where(chart.rows.notna(), None), chart.spec) for chart in drawn]
    target.write_text(json.dumps([(rows.to_dict("records"), json.loads(spec)) for rows, spec in plain]))
    return target


@contextmanager
def subjects(browser: Browser, folder: Path, today: date) -> Iterator[Subjects]:
    """Start everything that is compared, and stop it in the end."""
    with ExitStack() as stack:
        found = Subjects()
        for name, days in LOGS.items():
            server = Server(_made(folder / name.replace(" ", "-")))
            store = years.make(server.database, days, today)
            stack.callback(store.engine.dispose)
            stack.callback(server.start().stop)
            found.ours[name] = (server, store, Watched.open(browser, server.url))
        drawn = ready_made(found.ours[SHORT][1], today, folder / "charts.json")
        for script in ("pages", "charts"):
            for how in ("", "frozen"):
                server = Server(_made(folder / f"bare-{script}{how}"), {"BARE_CHARTS": str(drawn), "BARE_FROZEN": how})
                server.start(bare_command(f"{script}.py"))
                stack.callback(server.stop)
                found.bare[script + how] = Watched.open(browser, server.url)
        yield found


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def measure(found: Subjects, rounds: int, say: Callable[[str], None]) -> Times:
    """Everything in turns, so that whatever else the machine does meanwhile falls on all of them alike."""
    times: Times = defaultdict(list)
    for number in range(rounds + 1):
        if number == 1:
            times.clear()  # The first round opened everything for the first time.
        began = perf_counter()
        for page, drawn in PAGES.items():
            for name in LOGS if page == "Log" else (SHORT, LONG):
                _save_and_open(found, name, page, drawn, times)
            _bare_round(found, times)
        for name in (SHORT, LONG):
            _everything(found.ours[name][2], name, times)
            _reload(found.ours[name][2], name, times)
        _reload(found.bare["pages"], "pages", times)
        say(f"round {number} of {rounds}: {perf_counter() - began:.1f} s")
    return times


def _save_and_open(found: Subjects, name: str, page: str, drawn: int, times: Times) -> None:
    """Open a page and come back; then save, open it right after, and come back to a log that has changed once more."""
    _, store, watched = found.ours[name]
    # A page that was left alone while the others had their turn is slower at first, bare or not: not counted.
    watched.switch(page, drawn)
    watched.switch("Today")
    times[name, page].append(watched.switch(page, drawn))
    times[name, "Today"].append(watched.switch("Today"))
    times[name, "save"].append(watched.press("I did it", "session saved"))
    times[name, f"{page} after"].append(watched.switch(page, drawn))
    store.undo(store.version().number)
    times[name, "Today after"].append(watched.switch("Today"))


def _bare_round(found: Subjects, times: Times) -> None:
    for how in ("", "frozen"):
        watched = found.bare[f"pages{how}"]
        watched.switch("Two")
        watched.switch("One")
        clicked = int((watched.page.get_by_test_id("stText").inner_text()).split()[1])
        times[f"bare{how}", "click"].append(watched.press("Count", f"Clicked {clicked + 1} times"))
        times[f"bare{how}", "page"] += [watched.switch("Two"), watched.switch("One")]
        watched = found.bare[f"charts{how}"]
        watched.switch("Charts", 6)
        watched.switch("One")
        times[f"bare{how}", "charts"].append(watched.switch("Charts", 6))
        watched.switch("One")


def _everything(watched: Watched, name: str, times: Times) -> None:
    watched.switch("Progress", 6)
    pick = '[data-testid=stButtonGroup] button:has-text("{}")'
    times[name, "everything"].append(watched.timed("charts", "", pick.format("Everything"), 6))
    times[name, "two weeks"].append(watched.timed("charts", "", pick.format("Two weeks"), 6))
    watched.switch("Today")


def _reload(watched: Watched, name: str, times: Times) -> None:
    """The page again with the browser's cache warm, as when the dashboard is opened of a morning."""
    began = perf_counter()
    watched.page.goto(watched.url)
    watched.page.wait_for_selector("h1")
    watched.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    times[name, "reload"].append((perf_counter() - began) * 1000)


def rows(times: Times) -> list[Row]:
    """The lines of the table that a browser measures."""
    found = [
        compared(f"save a session: click → “saved” seen ({name}); beside: click → text", times[name, "save"],
                 times["bare", "click"], 2)
        for name in LOGS
    ]  # fmt: skip
    found.append(Row("save a session, 10 years", found[-1].measured, note=PEER_SAVE))
    found += [
        compared(f"open {page} (10 years); beside: two bare pages", times[LONG, page], times["bare", "page"], 2)
        for page in ("Today", "Log", "Exercises")
    ]
    what = "open Progress, two weeks (10 years); beside: the same six charts, ready-made"
    found.append(compared(what, times[LONG, "Progress"], times["bare", "charts"], 1.5))
    found += [
        compared(f"{what}: 10 years beside 1 month", times[LONG, what], times[SHORT, what], bound)
        for what, bound in (
            ("save", AFTER_A_SAVE),
            *((page, 1.15) for page in ("Today", "Log", "Exercises", "Progress")),
        )
    ]
    found += [
        compared(f"{page} right after a save: 10 years beside 1 month", times[LONG, f"{page} after"],
                 times[SHORT, f"{page} after"], AFTER_A_SAVE)
        for page in ("Today", "Log", "Exercises", "Progress")
    ]  # fmt: skip
    what = "Progress, everything at 10 years beside two weeks"
    found.append(compared(what, times[LONG, "everything"], times[LONG, "two weeks"], 2))
    warm = compared("Today opened anew, warm cache (10 years); beside: a bare page", times[LONG, "reload"],
                    times["pages", "reload"], None)  # fmt: skip
    found += [warm, Row("the same", warm.measured, note=PEER_OPEN)]
    for what, key in (("click → text", "click"), ("switch of page", "page"), ("six charts", "charts")):
        what = f"for comparison, bare {what}: heap frozen too, beside as it comes"
        found.append(compared(what, times["barefrozen", key], times["bare", key], None))
    return found
