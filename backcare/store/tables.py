"""The tables, their checks, and the migrations that bring any earlier log to them.

Every table is keyed by the person first. The checks mirror ``backcare.domain``, except for its latest day, so that no
other program can put into a log what the model would refuse. The migrations are Alembic's: numbered, append-only, each
applied with its record in one transaction (``backcare/store/migrations/versions``).
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    inspect,
    select,
    table,
)
from sqlalchemy.sql import column

from backcare.domain import (
    CHANGE,
    EARLIEST_DAY,
    FEW_DAYS,
    ID_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    PAIN,
    REPS,
    WALK_MINUTES,
    Felt,
    Helpline,
    Slot,
)
from backcare.errors import UnusableLog

HEAD = "0003"
"""The newest migration. Known here so that a log that is up to date opens without loading Alembic."""
SCRIPTS = "backcare:migrations"

metadata = MetaData(
    naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(referred_table_name)s"}
)


def _between(name: str, allowed: range) -> CheckConstraint:
    # SQLite would take 5.5 where a whole number is declared.
    whole = f"CAST({name} AS INTEGER) = {name}"
    return CheckConstraint(f"{name} BETWEEN {allowed[0]} AND {allowed[-1]} AND {whole}", name=name)


def _among(name: str, allowed: type[Slot] | type[Felt] | type[Helpline]) -> CheckConstraint:
    return CheckConstraint(f"{name} IN ({', '.join(repr(str(value)) for value in allowed)})", name=name)


def _day() -> CheckConstraint:
    return CheckConstraint(f"day >= '{EARLIEST_DAY.isoformat()}'", name="day")


def _length(name: str, shortest: int, longest: int) -> CheckConstraint:
    return CheckConstraint(f"length({name}) BETWEEN {shortest} AND {longest}", name=name)


def _note() -> CheckConstraint:
    return CheckConstraint(f"length(note) <= {NOTE_LENGTH}", name="note")


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["person"], ["person.id"], ondelete="CASCADE")


def _key(name: str, kind: type[String] | type[Date] = String) -> Column[object]:
    return Column(name, kind, primary_key=True, nullable=False)


person = Table(
    "person",
    metadata,
    _key("id"),
    Column("name", String, nullable=False),
    Column("colour", String, nullable=False),
    Column("zone", String, nullable=False, server_default=""),
)
session = Table(
    "session",
    metadata,
    _key("person"),
    _key("day", Date),
    _key("slot"),
    Column("pain_before", SmallInteger),
    Column("pain_after", SmallInteger),
    Column("note", Text, nullable=False),
    _of_person(),
    _day(),
    _among("slot", Slot),
    _between("pain_before", PAIN),
    _between("pain_after", PAIN),
    _note(),
    sqlite_with_rowid=False,
)
exercise_set = Table(
    "exercise_set",
    metadata,
    _key("person"),
    _key("day", Date),
    _key("slot"),
    _key("exercise"),
    Column("reps", SmallInteger, nullable=False),
    Column("felt", String, nullable=False),
    ForeignKeyConstraint(["person", "day", "slot"], ["session.person", "session.day", "session.slot"]),
    _length("exercise", 1, ID_LENGTH),
    _between("reps", REPS),
    _among("felt", Felt),
    sqlite_with_rowid=False,
)
day_entry = Table(
    "day_entry",
    metadata,
    _key("person"),
    _key("day", Date),
    Column("pain", SmallInteger),
    Column("pain_worst", SmallInteger),
    Column("change", SmallInteger),
    Column("walk_minutes", SmallInteger),
    Column("activity", SmallInteger),
    Column("note", Text, nullable=False),
    _of_person(),
    _day(),
    _between("pain", PAIN),
    _between("pain_worst", PAIN),
    _between("change", CHANGE),
    _between("walk_minutes", WALK_MINUTES),
    _between("activity", PAIN),
    _note(),
    sqlite_with_rowid=False,
)
resumption = Table(
    "resumption",
    metadata,
    _key("person"),
    _key("day", Date),
    _key("exercise"),
    _of_person(),
    _day(),
    _length("exercise", 1, ID_LENGTH),
    sqlite_with_rowid=False,
)
settings = Table(
    "settings",
    metadata,
    _key("person"),
    Column("exercises", JSON, nullable=False),
    Column("few_days", SmallInteger, nullable=False),
    Column("helpline", String, nullable=False),
    Column("helpline_number", String, nullable=False),
    Column("activity_name", String, nullable=False),
    Column("urgent_signs_seen", Boolean(create_constraint=False), nullable=False),
    _of_person(),
    _between("few_days", FEW_DAYS),
    _among("helpline", Helpline),
    _length("helpline_number", 0, NAME_LENGTH),
    _length("activity_name", 0, NAME_LENGTH),
)
step = Table(
    "step",
    metadata,
    _key("person"),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("kind", String, nullable=False),
    Column("undoes", BigInteger),
    Column("first_day", Date),
    Column("entries", BigInteger, nullable=False),
    Column("changes", JSON, nullable=False),
    _of_person(),
    Index("ix_step_person_undoes", "person", "undoes"),
)
"""The history: one row for each thing the person did, with every entry as it was before and after."""

audit = Table(
    "audit",
    metadata,
    _key("person"),
    Column("at", DateTime, primary_key=True),
    _key("id"),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
)
"""Who came to a person's log, when and for what. The app can only add to it; it outlives the log (no foreign key)."""
sign_in = Table(
    "sign_in",
    metadata,
    _key("person"),
    _key("token"),
    Column("at", DateTime, nullable=False),
    Column("until", DateTime, nullable=False),
    Column("ended", DateTime),
)
"""Every sign-in that may still be presented, by the digest of its token. It outlives an erased log, so that an ended
one stays ended."""

version = table("alembic_version", column("version_num"))


def version_of(connection: Connection) -> str | None:
    """The migration that the log stands at; ``None`` for a log that has no tables yet."""
    if not inspect(connection).has_table(version.name):
        return None
    return connection.scalar(select(version.c.version_num))


def migrate(connection: Connection) -> None:
    """Bring the log to ``HEAD`` inside the caller's transaction; ``UnusableLog`` when it is from a newer version."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    found = version_of(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise UnusableLog(
            f"This log was made by a newer version of backcare (its format is {found}; this version knows {HEAD}). "
            "It has not been changed. Install the newer version to open it."
        )
    command.upgrade(config, "head")
