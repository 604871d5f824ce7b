"""Random attempts to reach another person's log in every way there is; none may read, change or find anything.

A short version with each run of the tests; BACKCARE_FAULTS=long makes 10,000 attempts, and as many again with the
condition "of this person" taken out of every query, where the database alone is in the way.
"""

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta

import pytest
import streamlit as st
from sqlalchemy import URL, event, text
from streamlit.testing.v1 import AppTest
from support import clinics
from support.attacker import ATTEMPTS, ENDED, MAIN, VICTIMS, Attacker, claims, id_of
from support.clinics import Clinic
from support.entries import answer_signs
from support.logs import entry, session

import backcare
from backcare.clinic import access, sign_in
from backcare.domain import Settings
from backcare.errors import BackcareError
from backcare.store import Logs, tables
from backcare.ui.database import here

LONG = os.environ.get("BACKCARE_FAULTS") == "long"
COUNT = 10_000 if LONG else 250
OF_PERSON = [table for table in tables.metadata.sorted_tables if table.name not in ("audit", "sign_in")]


@pytest.fixture(scope="module")
def clinic(postgresql: Callable[[], URL]) -> Clinic:
    made = clinics.make(postgresql)
    logs = made.logs()
    for n, subject in enumerate(VICTIMS):
        store = logs.of(id_of(subject))
        for number in range(1, 6 + n):
            store.record_session(session(number, note=f"canary of {subject}"))
            store.record_day(entry(number, 9, note=f"canary of {subject}"))
        store.record_settings(Settings(activity_name=f"canary of {subject}"))
        answer_signs(store)
        ENDED[subject] = claims(subject, nonce="ended")
        access.end_sign_in(logs.engine, access.sign_in_of(ENDED[subject]))
    attacker = logs.of(id_of("attacker"))
    answer_signs(attacker)
    attacker.record_session(session(1))
    logs.engine.dispose()
    return made


def everything_of_the_victims(clinic: Clinic) -> list[str]:
    ids = [id_of(subject) for subject in VICTIMS]
    with clinic.seen_by_superuser() as superuser:
        found = []
        for table in OF_PERSON:
            key = "id" if table is tables.person else "person"
            query = text(f"SELECT t::text FROM {table.name} t WHERE {key} = ANY(:ids) ORDER BY 1")
            found += superuser.scalars(query, {"ids": ids}).all()
    assert len(found) > 40
    return found


CONDITION = re.compile(r"\b(?:\w+\.)?person = %\(\w+\)s(?:::VARCHAR)?|\bperson\.id = %\(\w+\)s(?:::VARCHAR)?")


@contextmanager
def without_the_condition(logs: Logs) -> Iterator[list[int]]:
    """Every query as if somebody had forgotten to say whose rows are meant."""
    taken_out = [0]

    def careless(_connection, _cursor, statement, parameters, _context, _many):
        made, count = CONDITION.subn("TRUE", statement)
        taken_out[0] += count
        return made, parameters

    event.listen(logs.engine, "before_cursor_execute", careless, retval=True)
    yield taken_out
    event.remove(logs.engine, "before_cursor_execute", careless)


def attempt(attacker: Attacker, way: Callable[[Attacker], object]) -> str:
    """What came of it, in full; nothing, when it was refused."""
    with suppress(BackcareError, ValueError):
        return repr_of(way(attacker))
    return ""


def repr_of(found: object) -> str:
    if isinstance(found, bytes):
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            return "".join(archive.read(name).decode() for name in archive.namelist())
    if isinstance(found, tuple):
        return "".join(map(repr_of, found))
    if hasattr(found, "sessions") and hasattr(found, "days"):
        return "".join(frame.to_csv() for frame in (found.sessions, found.sets, found.days)) + repr(found.settings)
    return repr(found)


@pytest.mark.parametrize("careless", [False, True], ids=["as it is", "the condition taken out"])
def test_no_random_attempt_reads_or_changes_anything_of_anybody_else(clinic: Clinic, careless: bool) -> None:
    logs = clinic.logs()
    before = everything_of_the_victims(clinic)
    attacker = Attacker(clinic, logs, seed=6)
    came_of_it = dict.fromkeys((way.__name__ for way in ATTEMPTS), 0)
    with without_the_condition(logs) if careless else nullcontext([0]) as taken_out:
        for number in range(COUNT):
            way = attacker.random.choice(ATTEMPTS)
            found = attempt(attacker, way)
            assert "canary" not in found, (number, way.__name__)
            came_of_it[way.__name__] += bool(found)
    assert everything_of_the_victims(clinic) == before
    assert all(came_of_it[name] for name in ("rows_in_an_own_transaction", "an_import")), came_of_it
    assert not careless or taken_out[0] > COUNT
    logs.engine.dispose()


def test_the_same_attempts_would_succeed_without_the_databases_help(clinic: Clinic) -> None:
    """That they are real attempts: a role that row-level security does not bind finds them by the same calls."""
    unbound = backcare.store.open_logs(clinic.superuser)
    attacker = Attacker(clinic, unbound, seed=7)
    found = []
    store = unbound.of(id_of("attacker"))
    store.person = attacker.victim()
    found.append(repr_of(store.read_log()))
    with without_the_condition(unbound), suppress(BackcareError):
        found.append(repr_of(unbound.of(id_of("attacker")).read_log()))
    assert all("canary" in one for one in found)
    unbound.engine.dispose()


@pytest.fixture
def signed_in_pages(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("BACKCARE_DATABASE_URL", clinic.app.render_as_string(hide_password=False))
    monkeypatch.setattr(sign_in, "required", lambda: True)
    st.cache_resource.clear()
    yield
    here().engine.dispose()
    with suppress(BackcareError):
        sign_in.clinic_logs().engine.dispose()
    st.cache_resource.clear()


@pytest.mark.usefixtures("signed_in_pages")
def test_no_page_shows_anything_of_anybody_else_whatever_the_browser_says(clinic: Clinic) -> None:
    logs = clinic.logs()
    before = everything_of_the_victims(clinic)
    attacker = Attacker(clinic, logs, seed=8)
    for number in range(COUNT // 50):
        shown = repr(attacker.a_page())
        assert "canary" not in shown, number
        assert len(shown) > 40, shown
    assert everything_of_the_victims(clinic) == before
    logs.engine.dispose()


@pytest.mark.usefixtures("signed_in_pages")
@pytest.mark.parametrize("age", [timedelta(hours=12), timedelta(days=29)])
def test_an_old_sign_in_opens_no_page(clinic: Clinic, age: timedelta) -> None:
    page = AppTest.from_file(str(MAIN), default_timeout=30)
    page.secrets["auth"] = {"client_id": "x"}
    page.user = {"is_logged_in": True, **claims(VICTIMS[0], iat=int((datetime.now(UTC) - age).timestamp()))}
    page.run()
    assert [button.label for button in page.button] == ["Sign in"]
    assert "has ended" in page.info[0].value
