"""The database itself keeps people apart: what a query forgets to say, row-level security says for it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import URL, insert, select, text
from sqlalchemy.exc import ProgrammingError
from support import clinics
from support.clinics import Clinic
from support.entries import answer_signs
from support.logs import entry, on, session

from backcare.clinic import access
from backcare.domain import Contact, Resumption, Settings, Whom
from backcare.errors import StoreError
from backcare.log.columns import TABLES, table_of
from backcare.store import LogStore, history, log_rows, tables
from backcare.store import engine as database

PEOPLE = [f"person-{n}" for n in range(1, 6)]
KEYED = [table for table in tables.metadata.sorted_tables if table.name != "audit"]
named = pytest.mark.parametrize("table", KEYED, ids=lambda table: table.name)


def keep_a_log(store: LogStore) -> None:
    store.record_session(session(1))
    store.record_day(entry(1))
    store.record_resumption(Resumption(on(2), "back-bends"))
    store.record_settings(Settings(few_days=4))
    store.record_contact(Contact(on(3), Whom.GP))
    answer_signs(store)


@pytest.fixture(scope="module")
def clinic(postgresql: Callable[[], URL]) -> Clinic:
    made = clinics.make(postgresql)
    logs = made.logs()
    for person in PEOPLE:
        keep_a_log(logs.of(person))
        access.admit(logs.engine, shown(person))
    logs.engine.dispose()
    return made


def shown(person: str, token: str = "one") -> access.SignIn:
    return access.SignIn(person, token, datetime.now(UTC))


def whose(table: object) -> object:
    return table.c.id if table is tables.person else table.c.person


@named
def test_without_saying_for_whom_no_row_is_there(clinic, app, table):
    assert clinic.count(table.name) >= len(PEOPLE)
    with app.connect() as connection:
        assert connection.execute(select(table)).all() == []


@named
def test_one_person_finds_their_own_rows_and_no_others(app, table):
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        assert set(connection.scalars(select(whose(table)))) == {"person-3"}


@named
def test_the_same_connection_finds_nothing_afterwards(app, table):
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        assert connection.execute(select(table)).all()
        mark = connection.connection.driver_connection
    with app.connect() as connection:
        assert connection.connection.driver_connection is mark
        assert connection.execute(select(table)).all() == []


@pytest.mark.parametrize("command", ["COMMIT", "ROLLBACK"])
def test_the_person_is_forgotten_however_the_transaction_ends(app, command):
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        connection.commit() if command == "COMMIT" else connection.rollback()
        assert connection.execute(select(tables.step)).all() == []


@named
def test_a_row_for_somebody_else_is_refused(app, clinic, table):
    with clinic.seen_by_superuser() as superuser:
        row = dict(superuser.execute(select(table).where(whose(table) == "person-4")).mappings().first())
    before = clinic.count(table.name)
    row |= {"id" if table is tables.person else "person": "person-9"}
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(insert(table).values(row))
    assert clinic.count(table.name) == before


@named
def test_nobody_elses_row_is_changed_deleted_or_taken_over(app, clinic, table):
    with clinic.seen_by_superuser() as superuser:
        before = sorted(map(repr, superuser.execute(select(table)).all()))
    key = "id" if table is tables.person else "person"
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        others = whose(table) != "person-3"
        assert connection.execute(table.delete().where(others)).rowcount == 0
        assert connection.execute(table.update().where(others).values({key: "person-3"})).rowcount == 0
        with pytest.raises(ProgrammingError, match="row-level security"), connection.begin_nested():
            connection.execute(table.update().values({key: "person-4"}))
        connection.commit()
    with clinic.seen_by_superuser() as superuser:
        assert sorted(map(repr, superuser.execute(select(table)).all())) == before


def test_a_store_reads_only_its_person_even_without_the_condition(logs, monkeypatch):
    """What a slip in a query would be: every table, and the newest number of the history, asked for unconditionally."""
    mine = logs.of("person-3")
    before = mine.read_log()

    for name, table in tables.LOG_TABLES.items():
        careless = select(*(table.c[column] for column in table_of(name).columns))
        monkeypatch.setitem(log_rows._SELECT, name, careless)
    newest = select(tables.step.c.id, tables.step.c.at).order_by(tables.step.c.id.desc()).limit(1)
    monkeypatch.setattr(history, "_NEWEST", newest)
    after = mine.read_log()
    for name in TABLES:
        assert getattr(after, name).equals(getattr(before, name))
    assert after.settings == before.settings
    assert mine.version().number == 6


def test_a_deletion_without_its_condition_takes_only_the_persons_own_rows(logs, clinic):
    keep_a_log(logs.of("person-7"))
    others = clinic.count("step", "person <> 'person-7'")
    with database.writing(database.for_person(logs.engine, "person-7")) as connection:
        for table in (*reversed(list(map(str, tables.LOG_TABLES.values()))), "step"):
            connection.execute(text(f"DELETE FROM {table}"))
    assert clinic.count("step", "person = 'person-7'") == 0
    assert clinic.count("step", "person <> 'person-7'") == others


def test_a_store_without_a_person_finds_nothing_and_cannot_write(logs, clinic):
    store = logs.of("person-3")
    store.engine = logs.engine  # Without the person in its options.
    assert store.read_log().sets.empty
    with pytest.raises(StoreError, match="does not let"):
        store.record_day(entry(3))


def test_a_zone_is_remembered_for_its_own_person_alone(logs, clinic):
    logs.of("person-3").remember_zone("Europe/London")
    assert logs.of("person-3").zone() == "Europe/London"
    assert logs.of("person-4").zone() == ""
    assert clinic.count("person", "zone <> ''") == 1


def test_a_zone_is_not_remembered_without_saying_for_whom(logs, clinic):
    store = logs.of("person-5")
    store.engine = logs.engine  # Without the person in its options.
    store.remember_zone("Europe/London")
    assert clinic.count("person", "id = 'person-5' AND zone = ''") == 1


def test_erasing_one_person_leaves_the_others(logs, clinic):
    keep_a_log(logs.of("person-8"))
    others = clinic.count("exercise_set", "person <> 'person-8'")
    logs.of("person-8").erase()
    for table in KEYED:
        key = "id" if table is tables.person else "person"
        assert clinic.count(table.name, f"{key} = 'person-8'") == 0, table.name
    assert clinic.count("exercise_set", "person <> 'person-8'") == others


# The audit trail


def test_the_audit_trail_can_be_added_to_and_nothing_else(app, clinic):
    lines = clinic.count("audit")
    assert lines >= len(PEOPLE)  # Their sign-ins.
    for statement in ("SELECT * FROM audit", "DELETE FROM audit", "UPDATE audit SET what = ''", "TRUNCATE audit"):
        with app.connect() as connection:
            clinics.set_person(connection, "person-3")
            with pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(statement))
    assert clinic.count("audit") == lines


def test_a_line_about_somebody_else_is_refused(app):
    with app.connect() as connection:
        clinics.set_person(connection, "person-3")
        with pytest.raises(ProgrammingError, match="row-level security"):
            access.add_audit_entry(connection, "person-4", "person-3", "read", datetime.now(UTC))
