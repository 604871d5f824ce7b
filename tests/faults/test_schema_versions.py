"""Logs of every earlier version open with all that is in them, and are backed up before they are changed."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from fixtures import make_schema as made
from sqlalchemy import URL, MetaData, create_engine, insert, select
from support import clinics, later
from support.clinics import Clinic
from support.entries import fill, numbered, numbers_in
from support.later import NEXT, TODAY

from backcare.clinic import row_level_security
from backcare.domain import SignsAnswer, SignsCheck
from backcare.errors import StoreError, UnusableLog
from backcare.files import checksum, version
from backcare.log import Log
from backcare.store import LogStore, migrate, open_store, restore_file, tables
from backcare.store import engine as database

FIXTURES = sorted(Path(made.__file__).parent.glob("schema-*.db"))
LAST_STEP = made.SESSIONS + len(made.DAYS) + 5
HELP = "schema-0005"
"""The first version with contacts and answers about the urgent signs."""


def same_as_made(log: Log, fixture: Path) -> None:
    has_help = fixture.stem >= HELP
    assert log.contacts_on(made.CONTACT.day) == ([made.CONTACT] if has_help else [])
    signs = made.SIGNS if has_help else SignsCheck(numbered(0).day, SignsAnswer.NONE)
    assert log.rows["signs"] == {(signs.day,): (signs.answer,)}
    assert numbers_in(log) == {n: int(n == 3) for n in range(made.SESSIONS)}
    assert [log.day_entry(entry.day) for entry in made.DAYS] == made.DAYS
    assert log.resumptions_on(made.RESUMPTION.day) == [made.RESUMPTION]
    assert log.settings == made.SETTINGS


def test_there_is_a_log_of_every_version() -> None:
    versions = sorted(path.name[:4] for path in (Path(tables.__file__).parent / "migrations/versions").glob("0*.py"))
    assert [path.stem for path in FIXTURES] == [f"schema-{each}" for each in versions]
    assert versions[-1] == version.NEWEST


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("person", made.PEOPLE)
def test_a_log_of_an_earlier_version_opens_with_all_its_rows(fixture: Path, person: str, tmp_path: Path) -> None:
    log = Path(shutil.copy(fixture, tmp_path / "log.db"))
    store = open_store(log, person)
    same_as_made(store.read_log(), fixture)
    assert store.check() == []
    # The migration to 0005 adds a step, where later versions have two of the person's own.
    last = LAST_STEP + 2 * (fixture.stem >= HELP)
    assert store.version().number == max(last, LAST_STEP + 1)
    assert store.zone() == (made.ZONE if fixture.stem >= "schema-0003" else "")
    store.undo(last)
    assert set(numbers_in(store.read_log())) == set(range(made.SESSIONS)) - {4}


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_backup_of_an_earlier_version_can_be_restored_and_imported(fixture: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "log.db")
    store.restore(fixture)
    same_as_made(store.read_log(), fixture)
    assert store.check() == []


def copy_tables(fixture: Path, clinic: Clinic) -> None:
    """Put the rows of a file into a clinic's database of the same version, which is made here."""
    file, server = create_engine(f"sqlite:///{fixture}"), create_engine(clinic.superuser)
    owner = database.make_engine(clinic.owner)
    with database.migrating(owner) as connection:
        config = Config()
        config.set_main_option("script_location", migrate.SCRIPTS)
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, fixture.stem.removeprefix("schema-"))
    old, new = MetaData(), MetaData()
    old.reflect(file)
    new.reflect(server)
    with file.connect() as rows, server.begin() as target:
        for table in old.sorted_tables:
            if table.name != "alembic_version" and (mappings := rows.execute(select(table)).mappings().all()):
                target.execute(insert(new.tables[table.name]), [dict(row) for row in mappings])
    for engine in (file, server, owner):
        engine.dispose()


@pytest.mark.parametrize("fixture", FIXTURES[1:], ids=lambda path: path.stem)
def test_a_clinics_log_of_an_earlier_version_is_brought_up_to_date(
    fixture: Path, postgresql: Callable[[], URL]
) -> None:
    clinic = clinics.make_empty(postgresql)
    copy_tables(fixture, clinic)
    row_level_security.prepare(clinic.owner)
    logs = clinic.logs()
    row_level_security.insist_on_separation(logs.engine)
    for person in made.PEOPLE:
        same_as_made(logs.of(person).read_log(), fixture)
        assert logs.of(person).check() == []
    assert logs.of("nobody").read_log().is_empty
    logs.engine.dispose()


@pytest.fixture
def tomorrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A log of this version with two people in it, and from here on a program of the next."""
    log = tmp_path / "data" / "log.db"
    for person in ("me", "you"):
        fill(open_store(log, person), 30)
    later.come(monkeypatch, tmp_path)
    return log


def version_of(path: Path) -> str:
    assert checksum.problem_of(path) is None
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_a_migration_keeps_every_row_and_makes_a_backup_first(tomorrow: Path) -> None:
    store = open_store(tomorrow)
    for person in ("me", "you"):
        assert len(numbers_in(open_store(tomorrow, person).read_log())) == 30
    (kept,) = store.backups()
    assert (kept.label, kept.ok, version_of(kept.path), version_of(tomorrow)) == (f"before-{NEXT}", True, TODAY, NEXT)
    assert store.check() == []
    assert open_store(tomorrow).backups() == [kept]
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_migration_that_fails_leaves_the_log_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "data" / "log.db"
    fill(open_store(log), 30)
    with monkeypatch.context() as patch:
        later.come(patch, tmp_path, then="op.execute('this is no SQL')")
        with pytest.raises(StoreError):
            open_store(log)
    assert version_of(log) == TODAY
    assert len(numbers_in(open_store(log).read_log())) == 30


def test_the_backup_made_before_a_migration_can_be_restored_afterwards(tomorrow: Path) -> None:
    store = open_store(tomorrow)
    (kept,) = store.backups()
    store.delete_day(made.DAYS[0].day)
    store.restore(kept.path)
    assert len(numbers_in(store.read_log())) == 30
    assert version_of(kept.path) == TODAY


def test_a_log_of_a_newer_version_is_refused_and_unchanged(tomorrow: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(tomorrow).engine.dispose()
    content = tomorrow.read_bytes()
    monkeypatch.undo()
    with pytest.raises(UnusableLog, match=f"newer version .* {NEXT}; this version knows {TODAY}"):
        open_store(tomorrow)
    assert tomorrow.read_bytes() == content


def test_a_backup_of_a_newer_version_is_refused_and_changes_nothing(
    tomorrow: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = open_store(tomorrow).backup_now().path
    monkeypatch.undo()
    mine: LogStore = open_store(tmp_path / "mine.db")
    fill(mine, 3)
    with pytest.raises(UnusableLog, match="newer version"):
        restore_file(kept, tmp_path / "mine.db")
    assert len(numbers_in(mine.read_log())) == 3
