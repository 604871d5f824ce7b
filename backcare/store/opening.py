"""Opening the database of everybody's logs, and what can be done where it cannot be opened."""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from backcare.errors import StoreError, UnusableLog
from backcare.files import backup, checksum, logfile, restore, version
from backcare.files.restore import Rescue
from backcare.store import engine as database
from backcare.store.log_store import LogStore
from backcare.store.maintenance import own_file
from backcare.store.migrate import bring_up_to_date, migrate_file, version_of


@dataclass(frozen=True, slots=True)
class Logs:
    """The logs of several people in one database, which share its connections and nothing else."""

    engine: Engine

    def of(self, person: str) -> LogStore:
        """One person's, begun when there is none yet."""
        return LogStore(self.engine, person)


def open_store(url: database.Url = None, person: str = "me") -> LogStore:
    """The log of one person, made when there is none yet and never was; see ``open_logs``."""
    return open_logs(url).of(person)


def open_logs(url: database.Url = None) -> Logs:
    """The database of everybody's logs, made when there is none yet and never was.

    ``url``: as SQLAlchemy takes it, SQLite or PostgreSQL, or a path; ``None`` is the person's own file in the
    platform's folder for user data. Raises ``UnusableLog`` for a file that is damaged, foreign or from a newer
    version, and for one that is gone while there are backups of it (whatever is there stays as it is, and
    ``rescue_options`` says what can be done); ``StoreError`` when it cannot be reached, ``ConfigurationError`` for a
    bad address.
    """
    address = database.resolve(url)
    path = database.file_of(address)
    if path is not None:
        logfile.make_folder(path.parent)
        trouble = restore.rescue(path)
        if trouble is not None:
            raise UnusableLog(trouble.problem)
        if not path.exists():
            _create(path)
        checksum.remove_checksum(path)  # A backup that was copied into place by hand.
    engine = database.make_engine(address)
    with database.reading(engine) as connection:
        stands_at = version_of(connection)
    if stands_at != version.NEWEST:
        if path is not None:
            backup.make(path, datetime.now(UTC), label=f"before-{version.NEWEST}")
        bring_up_to_date(engine)
    return Logs(engine)


def _create(path: Path) -> None:
    """Make the new log beside its place and move it there whole: a half-made log is never found under its name."""
    restore.set_aside_orphans(path)
    try:
        with logfile.new_file(path) as draft:
            migrate_file(draft)
            with closing(logfile.connect(draft)) as connection:
                connection.execute(f"PRAGMA application_id = {logfile.APPLICATION_ID}")
    except StoreError:
        if not path.exists():  # Otherwise another program has just made it, and theirs is as good.
            raise


def _file_of(url: database.Url) -> Path | None:
    return database.file_of(database.resolve(url))


def log_exists(url: database.Url = None) -> bool:
    """Whether there is a log in a file at this address already."""
    path = _file_of(url)
    return path is not None and path.exists()


def rescue_options(url: database.Url = None) -> Rescue | None:
    """Why the log cannot be opened, and the newest good backup; ``None`` when it can, or on a server."""
    path = _file_of(url)
    return None if path is None else restore.rescue(path)


def restore_file(source: Path, url: database.Url = None) -> Path | None:
    """Restore a backup although the log cannot be opened; returns where the log as it was is now."""
    return restore.restore(own_file(database.resolve(url)), source, migrate_file)


def start_new_log(url: database.Url = None) -> LogStore:
    """Begin a new log although there are backups of an earlier one; a damaged one is set aside first, untouched."""
    path = own_file(database.resolve(url))
    if path.exists():
        if restore.rescue(path) is None:
            raise StoreError(f"There is no damaged log at {path}; nothing was changed.")
        restore.set_aside(path)
    _create(path)
    return open_store(path)
