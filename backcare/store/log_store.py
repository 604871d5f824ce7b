"""One person's log: read, changed, undone. Every change is durable, whole, and can be taken back."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from types import EllipsisType
from typing import TypeVar

from sqlalchemy import Connection, Engine, select, text, update
from sqlalchemy.exc import IntegrityError

from backcare import zones
from backcare.domain import Contact, DayEntry, Resumption, Session, Settings, SignsCheck, Slot, Whom
from backcare.errors import CannotUndo, ConfigurationError, EditConflict, StoreError
from backcare.labels import format_day
from backcare.log import Log, records
from backcare.log.changes import Change, Step, diff
from backcare.log.columns import TABLES, Key, Row, Rows
from backcare.store import engine as database
from backcare.store import history, log_rows
from backcare.store.history import LogVersion
from backcare.store.maintenance import Maintenance
from backcare.store.tables import person as people

CHANGED = (
    "{what} changed somewhere else after you opened it. Nothing is {verb}d yet. Look at what is there now, "
    "then {verb} again."
)
LATER = "Nothing was undone. A later change touches the same entries; undo that one first."
RESTORED = "This step put a backup in place of the log. To take it back, restore the log that was set aside then."
ADD_PERSON = text("INSERT INTO person (id, name, colour) VALUES (:id, '', '') ON CONFLICT (id) DO NOTHING")


Entry = TypeVar("Entry")


class LogStore(Maintenance):
    """One person's log in one database. Safe to share between threads; holds nothing but the engine."""

    def __init__(self, engine: Engine, person: str) -> None:
        if not person.strip() or not person.isprintable():
            raise ConfigurationError(f"The person is {person!r}; allowed: a name that can be read.")
        super().__init__(database.for_person(engine, person), person)
        with database.reading(self.engine) as connection:
            exists = connection.scalar(select(people.c.id).where(people.c.id == person))
        if exists is None:
            with self._changing():
                pass

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        """A transaction that changes this person's log, after every other one and before the next."""
        with database.writing(self.engine) as connection:
            # Again at every change, for another process may have erased the person in between.
            connection.execute(ADD_PERSON, {"id": self.person})
            if self.file is None:  # One person's writers wait for each other here; those of a file do so as it is.
                connection.execute(select(people.c.id).where(people.c.id == self.person).with_for_update())
            yield connection

    def _apply(self, connection: Connection, kind: str, changes: list[Change], undoes: int | None = None) -> int | None:
        if not changes:
            return None
        changes = log_rows.with_parents(connection, self.person, changes)
        log_rows.write(connection, self.person, changes)
        return history.add(connection, self.person, kind, changes, undoes)

    # Reading

    def read_log(self, since: date | None = None, until: date | None = None) -> Log:
        """The log, or its days from ``since`` to ``until`` (both included), in one consistent look."""
        span = since or date.min, until or date.max
        with database.reading(self.engine) as connection:
            rows = {name: log_rows.read_rows(connection, self.person, name, *span) for name in TABLES}
            return Log(rows, log_rows.read_settings(connection, self.person))

    def compare(self, rows: Rows) -> list[Change]:
        """What ``record_rows`` would change, without changing it."""
        with database.reading(self.engine) as connection:
            return log_rows.compare(connection, self.person, rows)

    def version(self) -> LogVersion:
        """Where the log stands: two equal versions mean an unchanged log."""
        with database.reading(self.engine) as connection:
            return history.version(connection, self.person)

    def earliest_change(self, since: LogVersion) -> date | None:
        """The earliest day that was touched after an earlier version, ``None`` for none.

        A step that touches something without a day, such as the settings, counts as touching every day (``date.min``);
        so does a version of another history.
        """
        with database.reading(self.engine) as connection:
            return history.earliest_change(connection, self.person, since)

    def first_and_last_day(self, tables: Iterable[str] = TABLES) -> tuple[date, date] | None:
        """The first and the last day with anything in these tables, which may be ahead; ``None`` for nothing."""
        with database.reading(self.engine) as connection:
            return log_rows.first_and_last_day(connection, self.person, tables)

    def history(self, limit: int = 50) -> list[Step]:
        """The newest steps, newest first. Long ones come without their changes."""
        with database.reading(self.engine) as connection:
            return history.read_steps(connection, self.person, limit)

    def zone(self) -> str:
        """The name of the person's time zone, such as "Europe/London"; empty when it is not known."""
        with database.reading(self.engine) as connection:
            return connection.scalar(select(people.c.zone).where(people.c.id == self.person)) or ""

    def remember_zone(self, zone: str) -> None:
        """Keep the name of the person's time zone, which is no step of the history; ``InvalidValue`` if it is none."""
        name = zones.zone_of(zone).key
        # A log that cannot be written just now says so at a save; the zone can be kept another time.
        with suppress(StoreError):
            if self.zone() != name:
                # Not ``_changing``, which would begin the log of a person who was erased meanwhile.
                with database.writing(self.engine) as connection:
                    connection.execute(update(people).where(people.c.id == self.person).values(zone=name))

    # Changing: each returns the number of its step, ``None`` when the log already was as asked. ``expected`` is what
    # the person was shown before editing, ``...`` when they were shown nothing; when the log holds something else by
    # now, ``EditConflict`` is raised and nothing is saved.

    def record_session(
        self, session: Session, expected: Session | EllipsisType | None = ..., *, kind: str = "session"
    ) -> int | None:
        """Save what was done in one slot, in place of what was there. Saving the same again changes nothing.

        ``kind``: what the history calls the step, "session" or "stop" (of a guided session, at the moment it is said).
        """
        return self._replace(kind, session.day, session.slot, records.session_rows, session, expected)

    def delete_session(self, day: date, slot: Slot, expected: Session | EllipsisType | None = ...) -> int | None:
        """Remove a slot's session with its sets; it can be undone."""
        return self._replace("delete", day, slot, records.session_rows, None, expected)

    def move_session(self, session: Session, day: date) -> int | None:
        """Give a recorded session another date, as one step; what that day's slot holds already is kept with it.

        Raises ``EditConflict`` when the log holds something else than ``session`` by now.
        """
        slot, moved = session.slot, replace(session, day=day)
        with self._changing() as connection:
            before = self._rows_of(connection, ("sessions", "sets"), session.day, slot)
            if before != records.session_rows(session):
                raise EditConflict(CHANGED.format(what=f"{format_day(session.day)}, {slot}, was", verb="change"))
            target = self._rows_of(connection, ("sessions", "sets"), day, slot)
            recorded = records.session_from(target, day, slot)
            after = records.session_rows(recorded.with_added(moved) if recorded else moved)
            both = {name: {**before[name], **target[name]} for name in before}
            return self._apply(connection, "session", diff(both, after))

    def record_day(self, entry: DayEntry, expected: DayEntry | EllipsisType | None = ...) -> int | None:
        """Save the day entry in place of what was there."""
        return self._replace("day", entry.day, None, records.day_rows, entry, expected)

    def delete_day(self, day: date, expected: DayEntry | EllipsisType | None = ...) -> int | None:
        """Remove a day entry; the day's sessions stay."""
        return self._replace("delete", day, None, records.day_rows, None, expected)

    def record_resumption(self, resumption: Resumption) -> int | None:
        """The person wants to try a stopped exercise again from that day on."""
        return self.record_rows("resumption", records.resumption_rows(resumption))

    def delete_resumption(self, *resumptions: Resumption) -> int | None:
        """Take resumptions back, as one step; those that are not recorded are passed over."""
        rows = records.resumption_rows(*resumptions)
        with self._changing() as connection:
            absent = log_rows.compare(connection, self.person, rows)
            recorded = [change.inverse() for change in diff({}, rows) if change not in absent]
            return self._apply(connection, "delete", recorded)

    def record_contact(self, contact: Contact, expected: Contact | EllipsisType | None = ...) -> int | None:
        """Save that somebody was asked for help, in place of what was there for that day and person asked."""
        return self._replace("contact", contact.day, contact.whom, records.contact_rows, contact, expected)

    def delete_contact(self, day: date, whom: Whom, expected: Contact | EllipsisType | None = ...) -> int | None:
        """Remove a contact; it can be undone."""
        return self._replace("delete", day, whom, records.contact_rows, None, expected)

    def record_signs(self, check: SignsCheck, expected: SignsCheck | EllipsisType | None = ...) -> int | None:
        """Save an answer about the urgent signs in place of that day's."""
        return self._replace("signs", check.day, None, records.signs_rows, check, expected)

    def delete_signs(self, day: date, expected: SignsCheck | EllipsisType | None = ...) -> int | None:
        """Remove a day's answer about the urgent signs; it can be undone."""
        return self._replace("delete", day, None, records.signs_rows, None, expected)

    def record_settings(self, settings: Settings, expected: Settings | EllipsisType = ...) -> int | None:
        """Save the person's own choices."""
        with self._changing() as connection:
            before = log_rows.read_settings(connection, self.person)
            if not isinstance(expected, EllipsisType) and before not in (expected, settings):
                raise EditConflict(CHANGED.format(what="The settings were", verb="save"))
            # Settings that were never saved are those of the programme, and have no row.
            rows = {} if before == settings else records.settings_rows(settings)
            return self._apply(connection, "settings", log_rows.compare(connection, self.person, rows))

    def import_rows(self, rows: Rows) -> tuple[int | None, list[Change]]:
        """``record_rows`` for an import, and what it changed besides."""
        with self._changing() as connection:
            changes = log_rows.compare(connection, self.person, rows)
            number = self._apply(connection, "import", changes)
            if log_rows.has_empty_sessions(connection, self.person, changes):
                raise EditConflict("A session would be left without a set, so nothing was imported. Try again.")
            return number, changes

    def record_rows(self, kind: str, rows: Rows) -> int | None:
        """Add or replace many rows as one step, all or none; rows that are not named stay as they are."""
        with self._changing() as connection:
            return self._apply(connection, kind, log_rows.compare(connection, self.person, rows))

    def _replace(
        self,
        kind: str,
        day: date,
        part: Slot | Whom | None,
        rows_of: Callable[[Entry | None], Rows],
        entry: Entry | None,
        expected: Entry | EllipsisType | None,
    ) -> int | None:
        """Let the entry of a day, or the one of its slot or person asked, be ``entry``; ``None`` for none."""
        after = rows_of(entry)
        with self._changing() as connection:
            before = self._rows_of(connection, after, day, part)
            if not isinstance(expected, EllipsisType) and before not in (rows_of(expected), after):
                what = format_day(day) if part is None else f"{format_day(day)}, {part}"
                verb = "delete" if entry is None else "save"
                raise EditConflict(CHANGED.format(what=f"{what}, was", verb=verb))
            return self._apply(connection, kind, diff(before, after))

    def _rows_of(
        self, connection: Connection, tables: Iterable[str], day: date, part: Slot | Whom | None
    ) -> dict[str, dict[Key, Row]]:
        """What these tables hold of a day, or of one of its slots or people asked."""
        of_day = {name: log_rows.read_rows(connection, self.person, name, day, day) for name in tables}
        if part is None:
            return of_day
        return {name: {key: row for key, row in rows.items() if key[1] == part} for name, rows in of_day.items()}

    def undo(self, number: int) -> int | None:
        """Take one step back, whichever it is; undoing an undo does it again.

        Raises ``CannotUndo`` when a later change touches the same entries: nothing is lost by undoing.
        """
        with self._changing() as connection:
            changes = history.changes_of(connection, self.person, number)
            if changes is None:
                raise CannotUndo(f"There is no change number {number}.")
            if not changes:
                raise CannotUndo(RESTORED)
            if number in history.undone_by(connection, self.person):
                raise CannotUndo("This change was already undone.")
            inverse = [change.inverse() for change in changes]
            if log_rows.differing(connection, self.person, inverse):
                raise CannotUndo(LATER)
            try:
                undone = self._apply(connection, "undo", inverse, undoes=number)
            except IntegrityError as error:
                raise CannotUndo(LATER) from error
            if log_rows.has_empty_sessions(connection, self.person, inverse):
                raise CannotUndo(LATER)
            return undone
