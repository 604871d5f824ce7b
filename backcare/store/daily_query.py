"""What each day of a log comes to, added up by the database: ten years are 18,250 rows instead of 54,750."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select

from backcare.domain import ExerciseDay, Felt
from backcare.log.daily_values import DailyValues
from backcare.rules.stop import PAIN_RISE
from backcare.store import log_rows, tables

_SETS, _SESSION, _ENTRY, _RESUMED = (
    table.c for table in (tables.exercise_set, tables.session, tables.day_entry, tables.resumption)
)
_FELT = list(Felt)
_CONCERN = case({str(felt): felt.concern for felt in Felt}, value=_SETS.felt)
_ROSE = case((_SESSION.pain_after - _SESSION.pain_before >= PAIN_RISE, 1), else_=0)
_SLOTS = select(_SESSION.day, func.count().label("slots")).group_by(_SESSION.day)
_OF_SESSION = and_(_SETS.person == _SESSION.person, _SETS.day == _SESSION.day, _SETS.slot == _SESSION.slot)


def read(connection: Connection, person: str, first: date | None, last: date | None) -> DailyValues:
    """The person's log by day, from ``first`` to ``last`` where given."""

    def rows(query: Select[Any], of: Any) -> Iterable[Any]:
        query = query.where(of.person == person)
        query = query if first is None else query.where(of.day >= first)
        query = query if last is None else query.where(of.day <= last)
        return connection.execute(query.order_by(of.day))

    columns = _SETS.exercise, _SETS.day, func.max(_SETS.reps), func.max(_CONCERN), func.max(_ROSE)
    sets = select(*columns).join_from(tables.exercise_set, tables.session, _OF_SESSION)
    done: dict[str, list[ExerciseDay]] = {}
    resumed: dict[str, list[date]] = {}
    with log_rows.sound():
        for exercise, day, most, concern, rose in rows(sets.group_by(_SETS.day, _SETS.exercise), _SETS):
            done.setdefault(exercise, []).append(ExerciseDay(day, most, _FELT[concern], bool(rose)))
        for exercise, day in rows(select(_RESUMED.exercise, _RESUMED.day), _RESUMED):
            resumed.setdefault(exercise, []).append(day)
        answers = list(rows(select(_ENTRY.day, _ENTRY.pain, _ENTRY.change), _ENTRY))
        slots = {row.day: row.slots for row in rows(_SLOTS, _SESSION)}
    return DailyValues(
        done,
        resumed,
        {row.day: row.pain for row in answers if row.pain is not None},
        {row.day: row.change for row in answers if row.change is not None},
        slots,
        log_rows.read_settings(connection, person),
    )
