"""Who may come to a log by signing in, for how long, and what is kept of it: sign-ins and the audit trail."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_once

from backcare.errors import SignedOut
from backcare.store import engine as database
from backcare.store import tables

LONGEST = timedelta(hours=12)
"""From the moment that the provider issued the token, whatever is done with it."""
AHEAD = timedelta(minutes=5)
"""How far the provider's clock may be ahead of ours."""
ENDED = "Your sign-in has ended. Sign in again."
NO_SIGN_IN = "This sign-in does not say who you are. Ask the clinic to check its sign-in settings."

table = tables.sign_in


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in: whose, which token, when it was issued. Nothing of it is chosen by the browser."""

    person: str
    token: str
    issued: datetime


def sign_in_of(claims: Mapping[str, Any]) -> SignIn:
    """What the provider's token says; ``SignedOut`` for one that does not say who, by whom and when.

    The person is the issuer and the subject, which OpenID Connect promises to be one person's for ever; a name or an
    address of mail may pass to somebody else. The zero byte keeps "a" + "bc" and "ab" + "c" apart.
    """
    issuer, subject, issued = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
        raise SignedOut(NO_SIGN_IN)
    if "\0" in issuer + subject or isinstance(issued, bool) or not isinstance(issued, int | float):
        raise SignedOut(NO_SIGN_IN)
    try:
        at = datetime.fromtimestamp(issued, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise SignedOut(NO_SIGN_IN) from error
    token = json.dumps({k: v for k, v in claims.items() if k != "tokens"}, sort_keys=True, default=str)
    return SignIn(_sha256(f"{issuer}\0{subject}"), _sha256(token), at)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def admit(engine: Engine, shown: SignIn, now: datetime | None = None) -> None:
    """Return when the sign-in holds at this moment, whichever process saw it before; else raise ``SignedOut``."""
    now = now or datetime.now(UTC)
    if not now - LONGEST < shown.issued <= now + AHEAD:
        raise SignedOut(ENDED)
    own = database.for_person(engine, shown.person)
    query = select(table.c.ended).where(table.c.person == shown.person, table.c.token == shown.token)
    with database.reading(own) as connection:
        recorded = connection.execute(query).one_or_none()
    if recorded is None:
        with database.writing(own) as connection:
            connection.execute(delete(table).where(table.c.person == shown.person, table.c.until < _stored(now)))
            if _first_seen(connection, shown, now, None):
                add_audit_entry(connection, shown.person, shown.person, "sign in", now)
            recorded = connection.execute(query).one()
    if recorded.ended is not None:
        raise SignedOut(ENDED)


def end_sign_in(engine: Engine, shown: SignIn, everywhere: bool = False, now: datetime | None = None) -> None:
    """Let the token open nothing from now on, here or in any other process; or every token of the person."""
    now = now or datetime.now(UTC)
    mine = table.c.person == shown.person
    with database.writing(database.for_person(engine, shown.person)) as connection:
        _first_seen(connection, shown, now, _stored(now))
        these = mine if everywhere else mine & (table.c.token == shown.token)
        connection.execute(update(table).where(these, table.c.ended.is_(None)).values(ended=_stored(now)))
        add_audit_entry(connection, shown.person, shown.person, "sign out", now)


def _first_seen(connection: Connection, shown: SignIn, now: datetime, ended: datetime | None) -> bool:
    row = {
        "person": shown.person, "token": shown.token, "at": _stored(now), "until": _stored(shown.issued + LONGEST),
        "ended": ended,
    }  # fmt: skip
    added = insert_once(table).values(row).on_conflict_do_nothing().returning(table.c.token)
    return connection.execute(added).first() is not None


def trail(engine: Engine, person: str, who: str, what: str) -> None:
    """Leave a line in the audit trail: who came to whose log, and for what."""
    with database.writing(database.for_person(engine, person)) as connection:
        add_audit_entry(connection, person, who, what, datetime.now(UTC))


def add_audit_entry(connection: Connection, person: str, who: str, what: str, now: datetime) -> None:
    """The same, in the caller's transaction."""
    row = {"person": person, "at": _stored(now), "id": uuid4().hex, "who": who, "what": what}
    connection.execute(insert(tables.audit), row)


def _stored(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)
