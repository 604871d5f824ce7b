"""Which warnings an import takes back: stops that it lifts (R3), and urgent signs (R6). None goes without a word."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

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


class TakenBack(NamedTuple):
    """What no longer warns after an import: ``lifts`` the exercises whose stop is lifted, in order of their ids;
    ``ends_hold`` whether an urgent sign applied before and does not any more.
    """

    lifts: tuple[str, ...] = ()
    ends_hold: bool = False


def taken_back(log: Log, changes: Sequence[Change], today: date) -> TakenBack:
    """What these changes take back; ``log``: the whole log, before or after them."""
    before, after = _changed(log, [change.inverse() for change in changes]), _changed(log, changes)
    held, still_held = (standing_answer(values.signs, today) is SignsAnswer.APPLIES for values in (before, after))
    return TakenBack(tuple(sorted(_stopped(before, today) - _stopped(after, today))), held and not still_held)


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
