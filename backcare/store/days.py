"""What each day of a log comes to, added up by the database: ten years are 18,250 rows instead of 54,750."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, case, func, select

from backcare import schema
from backcare.daily import Daily
from backcare.model import ExerciseDay, Felt
from backcare.store import entries

_SETS = schema.exercise_set.c
_FELT = list(Felt)
_CONCERN = case({str(felt): n for n, felt in enumerate(_FELT)}, value=_SETS.felt)


def read(connection: Connection, person: str, first: date | None, last: date | None) -> Daily:
    """The person's log by day, from ``first`` to ``last`` where given."""
    done: dict[str, list[ExerciseDay]] = {}
    columns = _SETS.exercise, _SETS.day, func.max(_SETS.reps), func.max(_CONCERN)
    grouped = _within(select(*columns), schema.exercise_set, person, first, last).group_by(_SETS.day, _SETS.exercise)
    entry, resumption = schema.day_entry.c, schema.resumption.c
    rated = _within(select(entry.day, entry.pain), schema.day_entry, person, first, last)
    again = _within(select(resumption.exercise, resumption.day), schema.resumption, person, first, last)
    with entries.sound():
        for exercise, day, most, concern in connection.execute(grouped.order_by(_SETS.day, _SETS.exercise)):
            done.setdefault(exercise, []).append(ExerciseDay(day, most, _FELT[concern]))
        pain = {row.day: row.pain for row in connection.execute(rated.where(entry.pain.is_not(None)))}
        resumed: dict[str, list[date]] = {}
        for exercise, day in connection.execute(again.order_by(resumption.day)):
            resumed.setdefault(exercise, []).append(day)
    return Daily(done, resumed, pain, entries.read_settings(connection, person).few_days)


def _within(query: Select[Any], table: Any, person: str, first: date | None, last: date | None) -> Select[Any]:
    query = query.where(table.c.person == person)
    if first is not None:
        query = query.where(table.c.day >= first)
    return query if last is None else query.where(table.c.day <= last)
