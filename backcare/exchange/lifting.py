"""Which stops an import lifts (R3): no stop is lifted without a word."""

from collections.abc import Iterable, Sequence
from datetime import date

from backcare.domain import Felt
from backcare.log import Log
from backcare.log.changes import Change
from backcare.log.daily_values import daily_values
from backcare.rules.stop import stops


def may_lift(change: Change) -> bool:
    """Whether this change could lift a stop, so that the log is worth reading."""
    if change.table == "sets":
        return change.before is not None and Felt(change.before[1]).stops
    return change.table == "resumptions"


def lifted_stops(log: Log, changes: Sequence[Change], today: date) -> tuple[str, ...]:
    """The exercises that are stopped before these changes and not after them, in order of their ids.

    ``log``: the whole log, before or after the changes.
    """
    before = _stopped(log, [change.inverse() for change in changes], today)
    return tuple(sorted(before - _stopped(log, changes, today)))


def _stopped(log: Log, changes: Iterable[Change], today: date) -> set[str]:
    """The exercises that are stopped once these changes are carried out, also where they are already."""
    rows = {name: dict(table) for name, table in log.rows.items() if name in ("sets", "resumptions")}
    for change in changes:
        if change.table in rows:
            rows[change.table].pop(change.key, None)
            if change.after is not None:
                rows[change.table][change.key] = change.after
    values = daily_values(Log(rows))
    runs = {exercise: stops(days, values.resumed.get(exercise, ()), today) for exercise, days in values.done.items()}
    return {exercise for exercise, stopped in runs.items() if stopped and stopped[-1].in_force}
