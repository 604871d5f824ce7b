"""Which stops an import lifts (R3): no stop is lifted without a word."""

from collections.abc import Sequence
from datetime import date

from backcare.domain import Felt
from backcare.log import Log
from backcare.log.changes import Change
from backcare.log.columns import Row
from backcare.log.daily_values import daily_values
from backcare.rules.stop import stops


def may_lift(changes: Sequence[Change]) -> bool:
    """Whether any of these changes could lift a stop, so that the log is worth reading."""
    return any(
        change.table == "resumptions" or (change.before is not None and Felt(change.before[1]).stops)
        for change in changes
        if change.table in ("sets", "resumptions")
    )


def lifted_stops(log: Log, changes: Sequence[Change], today: date) -> tuple[str, ...]:
    """The exercises that are stopped before these changes and not after them, in order of their ids.

    ``log``: the whole log, before or after the changes.
    """
    before = _with(log, {(change.table, change.key): change.before for change in changes})
    after = _with(log, {(change.table, change.key): change.after for change in changes})
    return tuple(sorted(_stopped(before, today) - _stopped(after, today)))


def _with(log: Log, changed: dict[tuple[str, tuple[object, ...]], Row | None]) -> Log:
    """The log with these rows in place of its own; ``None``: without the row."""
    rows = {name: dict(table) for name, table in log.rows.items() if name in ("sets", "resumptions")}
    for (name, key), row in changed.items():
        if name in rows:
            rows[name].pop(key, None)
            if row is not None:
                rows[name][key] = row
    return Log(rows)


def _stopped(log: Log, today: date) -> set[str]:
    values = daily_values(log)
    runs = {exercise: stops(days, values.resumed.get(exercise, ()), today) for exercise, days in values.done.items()}
    return {exercise for exercise, stopped in runs.items() if stopped and stopped[-1].in_force}
