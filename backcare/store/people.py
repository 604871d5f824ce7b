"""The people who share a log at home: listed, added, renamed. Removing one is erasing that person's log."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Engine, select, update

from backcare.domain import NAME_LENGTH
from backcare.errors import InvalidValue
from backcare.store import engine as database
from backcare.store import tables

COLOURS = ("green", "blue", "orange", "violet", "red", "gray")
MOST = 12
"""People in one log (ours): more than a household, fewer than would crowd a page."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the people of a log. ``id`` says nothing about them; an empty name is the one person of a new log."""

    id: str
    name: str = ""
    colour: str = ""


def people(engine: Engine) -> list[Person]:
    """Everybody who keeps a log here, the first one first. On a server, which shows nobody another's row, nobody."""
    if engine.dialect.name != "sqlite":
        return []
    with database.reading(engine) as connection:
        columns = [tables.person.c[name] for name in ("id", "name", "colour")]
        rows = connection.execute(select(*columns)).all()
    return [Person(*row) for row in sorted(rows, key=lambda row: (row.id != "me", row.name.lower(), row.id))]


def add_person(engine: Engine, name: str, colour: str) -> Person:
    """Begin a log for one more person."""
    others = people(engine)
    if len(others) >= MOST:
        raise InvalidValue("people", len(others) + 1, f"at most {MOST} in one log")
    added = _checked(Person(secrets.token_hex(8), name.strip(), colour), others)
    with database.writing(engine) as connection:
        connection.execute(tables.person.insert().values(id=added.id, name=added.name, colour=added.colour))
    return added


def change_person(engine: Engine, changed: Person) -> Person:
    """Give somebody another name or colour."""
    changed = _checked(Person(changed.id, changed.name.strip(), changed.colour), people(engine))
    values = {"name": changed.name, "colour": changed.colour}
    with database.writing(engine) as connection:
        connection.execute(update(tables.person).where(tables.person.c.id == changed.id).values(values))
    return changed


def _checked(wanted: Person, everybody: list[Person]) -> Person:
    if not 1 <= len(wanted.name) <= NAME_LENGTH or not wanted.name.isprintable():
        raise InvalidValue("name", wanted.name, f"1 to {NAME_LENGTH} letters")
    if wanted.colour not in COLOURS:
        raise InvalidValue("colour", wanted.colour, ", ".join(COLOURS))
    if any(p.name.casefold() == wanted.name.casefold() for p in everybody if p.id != wanted.id):
        raise InvalidValue("name", wanted.name, "a name that nobody else here has")
    return wanted
