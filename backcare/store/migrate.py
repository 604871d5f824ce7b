"""Bringing a database to the newest version of the log's format, by Alembic, in one transaction."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table
from sqlalchemy.sql import column

from backcare.errors import UnusableLog
from backcare.files import version
from backcare.store import engine as database

SCRIPTS = "backcare.store:migrations"
_VERSION = table("alembic_version", column("version_num"))


def version_of(connection: Connection) -> str | None:
    """The migration that the log stands at; ``None`` for a log that has no tables yet."""
    if not inspect(connection).has_table(_VERSION.name):
        return None
    return connection.scalar(select(_VERSION.c.version_num))


def migrate_file(log: Path) -> None:
    """Bring a file that is not open here, such as a copy of an older backup, to the newest version."""
    engine = database.make_engine(database.resolve(log))
    try:
        bring_up_to_date(engine)
    finally:
        engine.dispose()


def bring_up_to_date(engine: Engine) -> None:
    """Run the migrations that the database lacks; raises ``UnusableLog`` when it is from a newer version.

    Nothing is done where another program has just done so while this one waited for its turn.
    """
    with database.migrating(engine) as connection:
        if version_of(connection) != version.NEWEST:
            migrate(connection)


def migrate(connection: Connection) -> None:
    """Run the migrations in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    problem = version.newer_version_problem(version_of(connection) or "")
    if problem:
        raise UnusableLog(f"This log {problem}. It has not been changed.")
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
