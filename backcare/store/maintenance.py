"""What a store does for the safety of the log as a whole: backups, restore, erase, check."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Engine, select

from backcare.errors import StoreError
from backcare.files import backup, erase, folders, restore
from backcare.files.backup import Backup
from backcare.store import engine as database
from backcare.store import integrity
from backcare.store.migrate import migrate_file
from backcare.store.tables import LOG_TABLES, step
from backcare.store.tables import person as people

ON_SERVER = (
    "This log is on a PostgreSQL server. Whoever runs it makes the backups. For your own copy, use Export on the page "
    "Records, or `backcare export FILE.zip`. To bring it back, import that file."
)


def own_file(url: URL) -> Path:
    """The log's file; ``StoreError`` says what to do on a server, where there is none."""
    path = database.file_of(url)
    if path is None:
        raise StoreError(ON_SERVER)
    return path


class Maintenance:
    """The half of ``LogStore`` that looks after the file. ``now`` is for tests and needs a time zone."""

    def __init__(self, engine: Engine, person: str) -> None:
        self.engine = engine
        self.person = person

    @property
    def file(self) -> Path | None:
        """The log's file; ``None`` on a server."""
        return database.file_of(self.engine.url)

    def backup_now(self, folder: Path | None = None, now: datetime | None = None) -> Backup:
        """Make a backup in the chosen folder, or once in another; it is whole, checked and on disk on return."""
        return backup.make(own_file(self.engine.url), now or datetime.now(UTC), folder)

    def backup_if_due(self, now: datetime | None = None) -> Backup | None:
        """Today's automatic backup when there is none yet, ``None`` otherwise and on a server. Cheap to ask often.

        A failing backup raises ``StoreError`` or ``ConfigurationError``: show it, and go on; the log is not affected.
        """
        return backup.make_if_due(self.file, now or datetime.now(UTC)) if self.file else None

    def backups(self) -> list[Backup]:
        """Every backup that can be reached, newest first; each with ``.ok`` and, when not, its ``.problem``."""
        return list(backup.examined(self.file)) if self.file else []

    def last_good_backup(self) -> Backup | None:
        """The newest backup that is whole; ``None`` when there is none, and on a server."""
        return backup.newest_good(self.file) if self.file else None

    def backup_folder(self) -> Path:
        """Where new backups go."""
        return folders.all_folders(own_file(self.engine.url))[0]

    def choose_backup_folder(self, folder: Path | None) -> None:
        """Let new backups go there from now on; ``None``: beside the log."""
        folders.choose_folder(own_file(self.engine.url), folder)

    def restore(self, source: Path) -> Path | None:
        """Put a backup in place of the whole log, of all its people; returns where the log as it was is now.

        Restoring that file takes the restore back.
        """
        return restore.restore(own_file(self.engine.url), source, migrate_file)

    def set_aside_logs(self) -> list[Path]:
        """The logs that restores and damage have left beside this one, oldest first."""
        return restore.all_set_aside(self.file) if self.file else []

    def erase(self) -> None:
        """Erase this person: entries, history, settings, and every backup and set-aside log as far as it is theirs.

        The copies go first: where one is out of reach, ``StoreError`` says so and the log is still there.
        """
        path = self.file
        if path is not None:
            erase.erase_copies(path, self.person)
        with database.writing(self.engine) as connection:
            for table in (*reversed(list(LOG_TABLES.values())), step):
                connection.execute(table.delete().where(table.c.person == self.person))
            connection.execute(people.delete().where(people.c.id == self.person))
            shared = connection.scalar(select(people.c.id).limit(1)) is not None
        if path is not None:
            erase.leave_no_trace(path, self.person, shared)

    def check(self) -> list[str]:
        """What is wrong with the log, a sentence each; empty when every entry is as the history says."""
        with database.reading(self.engine) as connection:
            return integrity.problems(connection, self.person)
