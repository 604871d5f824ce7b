"""Records of the domain ↔ rows of the log."""

from datetime import date

from backcare.domain import Contact, DayEntry, ExerciseSet, Resumption, Session, Settings, SignsCheck, Slot
from backcare.log.columns import SETTINGS, TABLES, Row, Rows

SESSIONS, SETS, DAYS, CONTACTS, SIGNS = (TABLES[name] for name in ("sessions", "sets", "days", "contacts", "signs"))


def session_rows(session: Session | None) -> Rows:
    """A session as rows; none for none."""
    if session is None:
        return {"sessions": {}, "sets": {}}
    key = (session.day, str(session.slot))
    sets = {(*key, each.exercise): SETS.row(each) for each in session.sets}
    return {"sessions": {key: SESSIONS.row(session)}, "sets": sets}


def session_from(rows: Rows, day: date, slot: Slot) -> Session | None:
    """The session of one slot, if there is one. Sets that lack their session's row are one too."""
    key = (day, str(slot))
    sets = {k[2]: row for k, row in rows.get("sets", {}).items() if k[:2] == key}
    if not sets:
        return None
    said = rows.get("sessions", {}).get(key)
    done = tuple(ExerciseSet(exercise, **SETS.fields(row)) for exercise, row in sets.items())
    return Session(day, slot, done, **(SESSIONS.fields(said) if said else {}))


def day_rows(entry: DayEntry | None) -> Rows:
    """A day entry as rows; none for none."""
    return {"days": {} if entry is None else {(entry.day,): DAYS.row(entry)}}


def resumption_rows(*resumptions: Resumption) -> Rows:
    """Resumptions as rows."""
    return {"resumptions": {(each.day, each.exercise): () for each in resumptions}}


def contact_rows(contact: Contact | None) -> Rows:
    """A contact as rows; none for none."""
    return {"contacts": {} if contact is None else {(contact.day, str(contact.whom)): CONTACTS.row(contact)}}


def signs_rows(check: SignsCheck | None) -> Rows:
    """An answer about the urgent signs as rows; none for none."""
    return {"signs": {} if check is None else {(check.day,): SIGNS.row(check)}}


def settings_rows(settings: Settings) -> Rows:
    """The settings as rows."""
    return {"settings": {(): SETTINGS.row(settings)}}


def settings_from(row: Row | None) -> Settings:
    """The settings of a row; those of the programme where there is none."""
    return Settings() if row is None else Settings(**SETTINGS.fields(row))
