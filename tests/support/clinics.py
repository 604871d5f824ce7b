"""A clinic's database as docs/clinic.md makes one: the shipped SQL for the roles, and the migrations by the owner."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

import backcare
from backcare.clinic import row_level_security
from backcare.store import Logs, open_logs

DOCS = Path(backcare.__file__).parents[1] / "docs" / "clinic"
ROLES = (DOCS / "roles.sql").read_text()


@dataclass(frozen=True)
class Clinic:
    """Three ways into one database: its superuser's, its owner's, and the app's."""

    superuser: URL

    @property
    def owner(self) -> URL:
        return self.superuser.set(username="backcare_owner")

    @property
    def app(self) -> URL:
        return self.superuser.set(username="backcare_app")

    def logs(self) -> Logs:
        """Everybody's logs as the dashboard opens them."""
        return open_logs(self.app)

    @contextmanager
    def seen_by_superuser(self) -> Iterator[Connection]:
        """A connection that sees every row, as the superuser's does."""
        with connecting(self.superuser) as connection:
            yield connection

    def count(self, table: str, where: str = "true") -> int:
        """Rows there really are."""
        with self.seen_by_superuser() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0)


@contextmanager
def connecting(url: URL) -> Iterator[Connection]:
    """A connection of its own, outside every pool; each statement by itself."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def make(fresh: Callable[[], URL]) -> Clinic:
    """A clinic's database on the server that ``fresh`` makes databases on, ready for the app."""
    clinic = make_empty(fresh)
    row_level_security.prepare(clinic.owner)
    return clinic


def make_empty(fresh: Callable[[], URL]) -> Clinic:
    """The same without tables: a database and its roles."""
    url = fresh()
    name = f"clinic_{url.database}"
    lines = [line for line in ROLES.splitlines() if not line.startswith("--")]
    with connecting(url) as connection:
        for statement in " ".join(lines).replace("DATABASE backcare ", f"DATABASE {name} ").split(";"):
            try:
                if statement.strip():
                    connection.execute(text(statement))
            except ProgrammingError as error:
                if "already exists" not in str(error) or "ROLE" not in statement:
                    raise  # The roles are the whole server's; other tests' clinics use them too.
    return Clinic(url.set(database=name))


def set_person(connection: Connection, person: str) -> None:
    """What the store says at the beginning of each transaction."""
    connection.execute(text("SELECT set_config('backcare.person', :who, true)"), {"who": person})
