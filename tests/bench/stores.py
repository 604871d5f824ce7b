"""Without a browser: one durable save and one import, beside the same by hand with sqlite3 and pandas."""

import gc
import io
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pandas as pd

from backcare.domain import EXERCISE_IDS, ExerciseSet, Felt, Session, Slot
from backcare.exchange import export_log, import_log
from backcare.store import LogStore, open_store
from bench import years
from bench.table import Row, compared


def rows(folder: Path, today: date, saves: int, imports: int) -> list[Row]:
    """Both lines, on a log of ten years."""
    log = folder / "log.db"
    store = years.make(log, years.DECADE, today, last_slot=True)
    packed = export_log(store.read_log())
    return [_saves(store, log, folder, today, saves), _imports(packed, folder, today, imports)]


def _saves(store: LogStore, log: Path, folder: Path, today: date, times: int) -> Row:
    store.engine.dispose()
    ours, by_hand = [], []
    with closing(sqlite3.connect(shutil.copy(log, folder / "by-hand.db"), isolation_level=None)) as connection:
        for pragma in ("journal_mode = TRUNCATE", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        for number in range(times + 5):
            session = _session(today - timedelta(days=years.DECADE + number))
            began = perf_counter()
            store.record_session(session, expected=None)
            between = perf_counter()
            _save_by_hand(connection, session)
            ours.append((between - began) * 1000)
            by_hand.append((perf_counter() - between) * 1000)
    # Twice, since the one SQL dialect for both databases costs some 0.4 ms, of a click of 100.
    return compared("one durable save; beside: the same commit by hand with sqlite3", ours[5:], by_hand[5:], 2)


def _session(day: date) -> Session:
    return Session(day, Slot.EVENING, tuple(ExerciseSet(e, 12, Felt.COMFORTABLE) for e in EXERCISE_IDS), 4, 3, "")


def _save_by_hand(connection: sqlite3.Connection, session: Session) -> None:
    """The same rows in the same transaction: the session, its sets, and the line of history that can undo it."""
    day, slot = session.day.isoformat(), str(session.slot)
    sets = [("me", day, slot, s.exercise, s.reps, str(s.felt)) for s in session.sets]
    row = {"pain_before": session.pain_before, "pain_after": session.pain_after}
    kept = [["sessions", [day, slot], None, row]]
    kept += [["sets", [day, slot, s.exercise], None, {"reps": s.reps, "felt": str(s.felt)}] for s in session.sets]
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO session VALUES ('me', ?, ?, ?, ?, '')", (day, slot, 4, 3))
    connection.executemany("INSERT INTO exercise_set VALUES (?, ?, ?, ?, ?, ?)", sets)
    number = connection.execute("SELECT max(id) + 1 FROM step WHERE person = 'me'").fetchone()[0]
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
    step = ("me", number, at, "session", None, day, len(kept), json.dumps(kept))
    connection.execute("INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?)", step)
    connection.execute("COMMIT")


def _imports(packed: bytes, folder: Path, today: date, times: int) -> Row:
    sets = zipfile.ZipFile(io.BytesIO(packed)).read("sets.csv")
    ours, by_hand = [], []
    for number in range(times + 1):
        gc.collect()
        store = open_store(folder / f"import-{number}.db")
        began = perf_counter()
        done = import_log(store, sets, today=today)
        ours.append((perf_counter() - began) * 1000)
        assert not done.problems
        assert done.added == years.DECADE * len(Slot) * len(EXERCISE_IDS)
        store.engine.dispose()
        gc.collect()
        by_hand.append(_import_by_hand(sets, folder / f"by-hand-{number}.db", today))
    what = "import of 54,750 sets; beside: pandas reading and checking them, and one executemany"
    return compared(what, ours[1:], by_hand[1:], 4)


def _import_by_hand(sets: bytes, path: Path, today: date) -> float:
    with closing(open_store(path).engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        began = perf_counter()
        table = pd.read_csv(io.BytesIO(sets), dtype={"reps": "int64"}, parse_dates=["day"])
        assert list(table) == ["day", "slot", "exercise", "reps", "felt"]
        assert table["reps"].between(0, 100).all()
        assert table["day"].between(pd.Timestamp(1990, 1, 1), pd.Timestamp(today)).all()
        assert table["slot"].isin(list(map(str, Slot))).all()
        assert table["felt"].isin(list(map(str, Felt))).all()
        assert table["exercise"].isin(EXERCISE_IDS).all()
        assert not table.duplicated(["day", "slot", "exercise"]).any()
        days = table["day"].dt.strftime("%Y-%m-%d")
        columns = [days.tolist(), *(table[c].tolist() for c in ("slot", "exercise", "reps", "felt"))]
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT OR IGNORE INTO person (id, name, colour) VALUES ('me', '', '')")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.executemany("INSERT INTO exercise_set VALUES ('me', ?, ?, ?, ?, ?)", zip(*columns, strict=True))
        connection.executemany(
            "INSERT INTO session VALUES ('me', ?, ?, NULL, NULL, '')", set(zip(*columns[:2], strict=True))
        )
        connection.execute("COMMIT")
        return (perf_counter() - began) * 1000
