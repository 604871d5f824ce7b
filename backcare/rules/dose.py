"""R2, the dose: how many repetitions of one exercise today, and why. Pure; standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from backcare.model import FEW_DAYS, REPS, Action, Dose, ExerciseDay, Felt, Reason, in_words, listed

START = 5
"""Repetitions of each exercise to begin with (the page)."""
RISES = (1, 2)
"""What may be added every few days (the page)."""
MOST = REPS[-1]
"""No offer goes beyond what can be logged (ours)."""


@dataclass(frozen=True, slots=True)
class DoseState:
    """Where one exercise stands before a day.

    ``target`` repetitions, ``good`` comfortable days since it last changed, ``short`` the repetitions of the days in a
    row that stayed below it. The rest is remembered only to say why: ``held_by`` the last uncomfortable day since it
    moved, ``moved`` the day on which it did.
    """

    target: int = START
    good: int = 0
    short: tuple[int, ...] = ()
    counted: bool = False
    good_days: tuple[date, ...] = ()
    held_by: date | None = None
    moved: ExerciseDay | None = None
    moved_from: int = START


def advance(state: DoseState, day: ExerciseDay, few_days: int) -> DoseState:
    """The state after one more day on which the exercise was done and not stopped.

    >>> three = [ExerciseDay(date(2026, 3, d), 5, Felt.COMFORTABLE) for d in (1, 2, 3)]
    >>> state = fold(three, few_days=3)
    >>> state.target, state.good
    (5, 3)
    >>> state = advance(state, ExerciseDay(date(2026, 3, 4), 7, Felt.COMFORTABLE), 3)
    >>> state.target, state.good
    (7, 1)
    """
    comfortable = day.felt is Felt.COMFORTABLE
    if day.most < state.target:
        return _shorter(state, day, few_days, comfortable)
    # All that changes goes into one ``replace`` each time: over ten years there are 18,250 of them.
    if not comfortable:
        return replace(state, counted=True, short=(), good=0, good_days=(), held_by=day.day)
    if state.good >= few_days and day.most > state.target:
        risen = min(day.most, state.target + RISES[-1])
        return DoseState(risen, 1, counted=True, good_days=(day.day,), moved=day, moved_from=state.target)
    # Only the newest days are named in a reason, so only those are kept: the state stays small over ten years.
    newest = (*state.good_days, day.day)[-FEW_DAYS[-1] :]
    return replace(state, counted=True, short=(), good=state.good + 1, good_days=newest)


def _shorter(state: DoseState, day: ExerciseDay, few_days: int, comfortable: bool) -> DoseState:
    """A day below the target: after few_days of them in a row, meet the person where they are (ours)."""
    short = (*state.short, day.most)
    if len(short) >= few_days:
        return DoseState(max(short), counted=True, moved=day, moved_from=state.target)
    if comfortable:
        return replace(state, counted=True, short=short)
    return replace(state, counted=True, short=short, good=0, good_days=(), held_by=day.day)


def fold(days: Iterable[ExerciseDay], *, few_days: int, state: DoseState | None = None) -> DoseState:
    """The state after ``days``, in order of day; the caller leaves out what does not count (R1, R3, today)."""
    state = state or DoseState()
    for day in days:
        state = advance(state, day, few_days)
    return state


def dose(state: DoseState, few_days: int) -> Dose:
    """Today's advice from the state before today.

    >>> dose(DoseState(), few_days=3).action
    <Action.START: 'start'>
    """
    if not state.counted:
        return Dose(Action.START, START, reasons=(Reason("R0", f"The programme starts at {START} repetitions."),))
    offers = tuple(state.target + rise for rise in RISES if state.target + rise <= MOST)
    if state.good >= few_days and offers:
        return Dose(Action.OFFER, state.target, offers, _why_offer(state))
    wait = max(few_days - state.good, 0)
    return Dose(Action.HOLD, state.target, (), _why_hold(state, wait), wait)


def _why_offer(state: DoseState) -> tuple[Reason, ...]:
    days = state.good_days
    text = f"Comfortable on {listed(days[-3:])}: add 1 or 2 if you like, or stay."
    return (Reason("R2", text, days),)


def _why_hold(state: DoseState, wait: int) -> tuple[Reason, ...]:
    reasons = []
    if state.moved is not None and state.held_by is None:
        reasons.append(_why_moved(state, state.moved))
    if state.held_by is not None and state.good == 0:
        text = f"It was uncomfortable on {in_words(state.held_by)}, so the number stays."
        reasons.append(Reason("R2", text, (state.held_by,)))
    if wait:
        days = "1 more comfortable day" if wait == 1 else f"{wait} more comfortable days"
        reasons.append(Reason("R2", f"{days} before 1 or 2 more are offered.", state.good_days))
    else:
        reasons.append(Reason("R2", f"{MOST} is the most that can be logged.", state.good_days))
    return tuple(reasons)


def _why_moved(state: DoseState, moved: ExerciseDay) -> Reason:
    on = in_words(moved.day)
    if state.target > state.moved_from:
        return Reason("R2", f"You went from {state.moved_from} to {state.target} on {on}.", (moved.day,))
    text = f"You did fewer than {state.moved_from} for a few days up to {on}, so your number is now {state.target}."
    return Reason("R2", text, (moved.day,))
