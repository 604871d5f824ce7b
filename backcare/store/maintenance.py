"""What a store does for the safety of the log as a whole: backups, restore, erase, check."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from backcare.errors import StoreError
from backcare.files import backup, erase, folders, restore
from backcare.files.backup import Backup
from backcare.files.erase import Erased
from backcare.files.restore import Restored
from backcare.store import engine as database
from backcare.store import integrity
from backcare.store.migrate import migrate_file
from backcare.store.tables import LOG_TABLES, step
from backcare.store.tables import person as people

ON_SERVER = (
    "This log lives on a PostgreSQL server, whose administrator makes the backups. For a copy of your own, export it: "
    "Settings, Export, or `backcare export FILE.zip`; importing that file brings it back."
)


def _now(now: datetime | None) -> datetime:
    return now or datetime.now(UTC)


class Maintenance:
    """The half of ``LogStore`` that looks after the file. ``now`` is for tests and needs a time zone."""

    def __init__(self, engine: Engine, person: str) -> None:
        self.engine = engine
        self.person = person

    @property
    def file(self) -> Path | None:
        """The log's file; ``None`` on a server."""
        return database.file_of(self.engine.url)

    def _file(self) -> Path:
        path = self.file
        if path is None:
            raise StoreError(ON_SERVER)
        return path

    def backup_now(self, folder: Path | None = None, now: datetime | None = None) -> Backup:
        """Make a backup in the chosen folder, or once in another; it is whole, checked and on disk on return."""
        return backup.make(self._file(), _now(now), folder)

    def backup_if_due(self, now: datetime | None = None) -> Backup | None:
        """Today's automatic backup when there is none yet, ``None`` otherwise and on a server. Cheap to ask often.

        A failing backup raises ``StoreError`` or ``ConfigurationError``: show it, and go on; the log is not affected.
        """
        path = self.file
        return None if path is None else backup.make_if_due(path, _now(now))

    def backups(self) -> list[Backup]:
        """Every backup that can be reached, newest first; each with ``.ok`` and, when not, its ``.problem``."""
        path = self.file
        return [] if path is None else backup.listing(path)

    def last_good_backup(self) -> Backup | None:
        """The newest backup that is whole; ``None`` when there is none, and on a server."""
        path = self.file
        return None if path is None else backup.newest_good(path)

    def backup_folder(self) -> Path:
        """Where new backups go."""
        return folders.read(self._file()).chosen

    def choose_backup_folder(self, folder: Path | None) -> None:
        """Let new backups go there from now on; ``None``: beside the log."""
        folders.choose(self._file(), folder)

    def restore(self, source: Path, now: datetime | None = None) -> Restored:
        """Put a backup in place of the whole log, of all its people. Restoring ``.set_aside`` takes it back."""
        return restore.restore(self._file(), source, _now(now), migrate_file)

    def set_aside_logs(self) -> list[Path]:
        """The logs that restores and damage have left beside this one, oldest first."""
        path = self.file
        return [] if path is None else restore.all_set_aside(path)

    def erase(self) -> Erased:
        """Erase this person: entries, history, settings, and every backup and set-aside log as far as it is theirs.

        The copies go first: where one is out of reach, ``StoreError`` says so and the log is still there.
        """
        path = self.file
        if path is None:
            with database.writing(self.engine) as connection:
                self._delete_rows(connection)
            return Erased()
        with database.reading(self.engine) as connection:
            shared = self._is_shared(connection)
        gone = erase.copies(path, self.person, shared)
        with database.writing(self.engine) as connection:
            self._delete_rows(connection)
        erase.leave_no_trace(path, shared)
        again = erase.copies(path, self.person, shared)  # A backup that another process was making meanwhile.
        return Erased(gone.removed + again.removed, gone.rewritten)

    def _delete_rows(self, connection: Connection) -> None:
        for table in (*reversed(list(LOG_TABLES.values())), step):
            connection.execute(table.delete().where(table.c.person == self.person))
        connection.execute(people.delete().where(people.c.id == self.person))

    def _is_shared(self, connection: Connection) -> bool:
        """Whether anybody else keeps a log in this database."""
        return connection.execute(select(people.c.id).where(people.c.id != self.person).limit(1)).first() is not None

    def check(self) -> list[str]:
        """What is wrong with the log, a sentence each; empty when every entry is as the history says."""
        with database.reading(self.engine) as connection:
            return integrity.problems(connection, self.person)
