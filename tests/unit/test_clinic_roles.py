"""The two roles of a clinic's database: what they may not do, what is refused, and who brings the tables up to date."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import URL, select, text
from sqlalchemy.exc import ProgrammingError
from support import clinics
from support.clinics import Clinic

from backcare.clinic import row_level_security
from backcare.domain import Settings
from backcare.errors import ConfigurationError, StoreError
from backcare.store import engine as database
from backcare.store import open_logs, people, tables

named = pytest.mark.parametrize("table", tables.metadata.sorted_tables, ids=lambda table: table.name)


@pytest.fixture(scope="module")
def clinic(postgresql: Callable[[], URL]) -> Clinic:
    made = clinics.make(postgresql)
    logs = made.logs()
    logs.of("person-1").record_settings(Settings(few_days=4))
    logs.engine.dispose()
    return made


def test_the_apps_role_owns_nothing_and_changes_no_table(app):
    for statement in (
        "CREATE TABLE mine (id int)", "DROP TABLE audit", "ALTER TABLE step DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE step NO FORCE ROW LEVEL SECURITY", "DROP POLICY own ON step", "SET ROLE backcare_owner",
        "ALTER ROLE backcare_app BYPASSRLS", "UPDATE alembic_version SET version_num = '0001'",
        "CREATE POLICY all_of_it ON step USING (true)",
    ):  # fmt: skip
        with app.connect() as connection, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            connection.execute(text(statement))


def test_what_the_database_does_not_allow_is_told_with_the_remedy(logs):
    told = pytest.raises(StoreError, match=r"nothing was changed\..* `backcare migrate`")
    with told, database.writing(logs.engine) as connection:
        connection.execute(text("DROP TABLE audit"))


@named
def test_not_even_the_tables_owner_sees_a_row(clinic, table):
    with clinics.connecting(clinic.owner) as connection:
        assert connection.execute(select(table)).all() == []


def test_a_role_that_would_see_everything_is_refused(clinic, logs):
    row_level_security.insist_on_separation(logs.engine)
    for url, wrong in ((clinic.superuser, "superuser"), (clinic.owner, "owns tables")):
        opened = open_logs(url)
        with pytest.raises(ConfigurationError, match=wrong):
            row_level_security.insist_on_separation(opened.engine)
        opened.engine.dispose()


def test_a_table_whose_policies_were_switched_off_is_noticed(postgresql):
    made = clinics.make(postgresql)
    with made.seen_by_superuser() as superuser:
        superuser.execute(text("ALTER TABLE step DISABLE ROW LEVEL SECURITY"))
    logs = made.logs()
    with pytest.raises(ConfigurationError, match="step without row-level security"):
        row_level_security.insist_on_separation(logs.engine)
    logs.engine.dispose()


def test_a_log_in_a_file_is_refused_where_people_sign_in(store):
    with pytest.raises(ConfigurationError, match="PostgreSQL"):
        row_level_security.insist_on_separation(store.engine)


def test_on_a_server_nobody_is_listed_to_anybody(logs):
    assert people.people(logs.engine) == []


# Migrating


def test_the_app_opens_a_current_database_without_rights_to_change_it(logs):
    assert logs.of("person-1").version().number == 1


def test_the_app_says_who_has_to_migrate_an_old_database(postgresql, monkeypatch):
    made = clinics.make(postgresql)
    with made.seen_by_superuser() as superuser:
        superuser.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(StoreError, match="backcare migrate"):
        made.logs()


def test_many_who_migrate_at_once_do_it_once(postgresql):
    url = postgresql()
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_logs(url), range(4)))
    for logs in opened:
        assert logs.of("me").version().number == 0
        logs.engine.dispose()


def test_migrating_again_changes_nothing(clinic):
    lines = clinic.count("step")
    row_level_security.prepare(clinic.owner)
    assert clinic.count("step") == lines


@pytest.mark.parametrize("name", ["", " ", "a\0b"])
def test_a_person_without_a_name_to_be_told_apart_by_is_refused(logs, name):
    with pytest.raises(ConfigurationError, match="person"):
        logs.of(name)
