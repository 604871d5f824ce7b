"""A clinic's PostgreSQL server: the rights of the app's role, and a look at whether the database keeps people apart."""

from sqlalchemy import Connection, Engine, text

from backcare.errors import ConfigurationError
from backcare.store import engine as database
from backcare.store import tables
from backcare.store.migrate import bring_up_to_date

ROLE = "backcare_app"
RIGHTS = {
    "alembic_version": "SELECT",
    **{table.name: "SELECT, INSERT, UPDATE, DELETE" for table in tables.metadata.sorted_tables},
    tables.audit.name: "INSERT",
}
"""What the app's role may do with each table; which rows it does that with, the policies of the tables decide."""

NEEDS_SERVER = (
    "A sign-in is configured, so that the logs must be on a PostgreSQL server, which keeps people apart. Let "
    "BACKCARE_DATABASE_URL name one."
)
MINE = text(
    "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
    "AND pg_has_role(relowner, 'MEMBER')"
)
ABOVE = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
UNPROTECTED = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(:tables) "
    "AND NOT (relrowsecurity AND relforcerowsecurity) ORDER BY 1"
)


def prepare(url: database.Url, role: str = ROLE) -> None:
    """Migrate as the tables' owner, and give the app's role the rights it needs and no others."""
    address = database.resolve(url)
    if database.file_of(address) is not None:
        raise ConfigurationError(
            "This is for a PostgreSQL server; a log in a file is brought up to date by opening it."
        )
    engine = database.make_engine(address)
    try:
        bring_up_to_date(engine)
        with database.writing(engine) as connection:
            name = connection.dialect.identifier_preparer.quote_identifier(role)
            connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
            for table, rights in RIGHTS.items():
                connection.execute(text(f"REVOKE ALL ON {table} FROM {name}"))
                connection.execute(text(f"GRANT {rights} ON {table} TO {name}"))
    finally:
        engine.dispose()


def insist_on_separation(engine: Engine) -> None:
    """Raise ``ConfigurationError`` unless the database itself keeps this role from everybody else's rows."""
    if engine.dialect.name == "sqlite":
        raise ConfigurationError(NEEDS_SERVER)
    with database.reading(engine) as connection:
        problem = _separation_problem(connection)
    if problem:
        raise ConfigurationError(
            f"The database would not keep people apart: {problem}. docs/clinic.md says how it does."
        )


def _separation_problem(connection: Connection) -> str | None:
    if connection.scalar(ABOVE):
        return "the app's role is a superuser or bypasses row-level security"
    if connection.scalar(MINE):
        return "the app's role owns tables"
    unprotected = connection.scalars(UNPROTECTED, {"tables": list(tables.metadata.tables)}).all()
    return f"{', '.join(unprotected)} without row-level security" if unprotected else None
