"""Which stops an import lifts (R3): no stop is lifted without a word."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from backcare.domain import ExerciseDay, Felt
from backcare.log import frames
from backcare.log.changes import Change, Rows
from backcare.log.frames import Log
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
    sets = zip(*(log.sets[name].tolist() for name in ("slot", "exercise", "reps", "felt")), strict=True)
    rows: Rows = {
        "sets": {(day, *row[:2]): row[2:] for day, row in zip(frames.as_dates(log.sets["day"]), sets, strict=True)},
        "resumptions": {(day, e): () for e, days in frames.resumption_days(log).items() for day in days},
    }
    before, after = (_stopped(_with(rows, changes, side), today) for side in ("before", "after"))
    return tuple(sorted(before - after))


def _with(rows: Rows, changes: Sequence[Change], side: Literal["before", "after"]) -> Rows:
    """The rows as they are on one side of the changes."""
    tables = {name: dict(table) for name, table in rows.items()}
    for change in changes:
        if change.table in tables:
            row = getattr(change, side)
            tables[change.table].pop(change.key, None)
            if row is not None:
                tables[change.table][change.key] = row
    return tables


def _stopped(rows: Rows, today: date) -> set[str]:
    marked: dict[str, list[ExerciseDay]] = {}
    for (day, _, exercise), (reps, felt) in sorted(rows["sets"].items()):
        if Felt(felt).stops:
            marked.setdefault(exercise, []).append(ExerciseDay(day, reps, Felt(felt)))
    resumed = {exercise: [day for day, name in rows["resumptions"] if name == exercise] for exercise in marked}
    return {exercise for exercise, days in marked.items() if stops(days, resumed[exercise], today)[-1].in_force}
