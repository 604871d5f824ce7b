"""Which warnings an import takes back: stops that it lifts (R3), and urgent signs (R6). None goes without a word."""

from collections.abc import Iterable, Sequence
from datetime import date

from backcare.domain import Felt, SignsAnswer
from backcare.log import Log
from backcare.log.changes import Change
from backcare.log.daily_values import DailyValues, daily_values
from backcare.rules.signs import standing_answer
from backcare.rules.stop import stops


def may_lift(change: Change) -> bool:
    """Whether this change could lift a stop or end a hold, so that the log is worth reading."""
    if change.table == "sets":
        return change.before is not None and Felt(change.before[1]).stops
    return change.table in ("resumptions", "signs")


def lifted_stops(log: Log, changes: Sequence[Change], today: date) -> tuple[str, ...]:
    """The exercises that are stopped before these changes and not after them, in order of their ids.

    ``log``: the whole log, before or after the changes.
    """
    before, after = _before_and_after(log, changes)
    return tuple(sorted(_stopped(before, today) - _stopped(after, today)))


def ends_hold(log: Log, changes: Sequence[Change], today: date) -> bool:
    """Whether an urgent sign applies before these changes and not after them; ``log`` as for ``lifted_stops``."""
    before, after = (standing_answer(values.signs, today) for values in _before_and_after(log, changes))
    return before is SignsAnswer.APPLIES and after is not SignsAnswer.APPLIES


def _before_and_after(log: Log, changes: Sequence[Change]) -> tuple[DailyValues, DailyValues]:
    return _changed(log, [change.inverse() for change in changes]), _changed(log, changes)


def _changed(log: Log, changes: Iterable[Change]) -> DailyValues:
    """What warns in the log once these changes are carried out, also where they are already."""
    rows = {name: dict(table) for name, table in log.rows.items() if name in ("sets", "resumptions", "signs")}
    for change in changes:
        if change.table in rows:
            rows[change.table].pop(change.key, None)
            if change.after is not None:
                rows[change.table][change.key] = change.after
    return daily_values(Log(rows))


def _stopped(values: DailyValues, today: date) -> set[str]:
    runs = {exercise: stops(days, values.resumed.get(exercise, ()), today) for exercise, days in values.done.items()}
    return {exercise for exercise, stopped in runs.items() if stopped and stopped[-1].in_force}
