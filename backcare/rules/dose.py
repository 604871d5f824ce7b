"""R2, the dose: how many repetitions of one exercise today, and why."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from backcare.domain import REPS, Action, Dose, ExerciseDay, Felt, Reason
from backcare.labels import format_day, format_days
from backcare.rules.answer import newest_answer
from backcare.rules.stop import PAIN_RISE, Stop

START = 5
"""Repetitions of each exercise to begin with (the page)."""
RISES = (1, 2)
"""What may be added every few days (the page)."""
MOST = REPS[-1]
"""No offer goes beyond what can be logged (ours)."""
NO_OFFER_AFTER = timedelta(days=7)
"""More than this since an exercise was last done: no more is offered on coming back to it (ours)."""
RESTART_AFTER = timedelta(days=14)
"""More than this since an exercise was last done: what has lost its training starts again (ours)."""
ONE_DAY = timedelta(days=1)
NAMED = 3
"""Comfortable days that a reason names."""


@dataclass(frozen=True, slots=True)
class ExerciseHistory:
    """What the dose takes of one exercise.

    ``days``: what each day came to, in order. ``stops``: R3's, in order. ``changes``: the person's own answers (-3 to
    3) by day. ``few_days``: what "every few days" is.
    """

    days: Sequence[ExerciseDay]
    stops: Sequence[Stop]
    changes: Mapping[date, int]
    few_days: int


@dataclass(slots=True)
class DoseState:
    """Where one exercise stands after some of its days; it moves on with each of them.

    ``target`` repetitions; ``good`` comfortable days since it last changed; ``short`` the repetitions of the days in a
    row that stayed below it; ``last`` the last day that counted, none since the last stop. The rest is kept only to say
    why: the ``good`` days, ``held_by`` the last day that was not comfortable, ``moved`` the day that changed the target
    and the target before it, ``restarted`` the first day after a long pause.
    """

    target: int = START
    good: int = 0
    short: list[int] = field(default_factory=list)
    last: date | None = None
    good_days: list[date] = field(default_factory=list)
    held_by: ExerciseDay | None = None
    moved: tuple[date, int] | None = None
    restarted: date | None = None

    def pause(self, day: date) -> timedelta:
        """From the last day that counted to ``day``; nothing when none counted yet."""
        return timedelta(0) if self.last is None else day - self.last

    def stop(self) -> None:
        """The exercise was stopped: as if never done, but never above the number before."""
        self.target = min(START, self.target)
        self.last = self.restarted = None
        self.clear()

    def clear(self) -> None:
        """Forget the days that were counted towards a change of the target."""
        self.good = 0
        self.good_days.clear()
        self.short.clear()
        self.held_by = self.moved = None

    def add(self, done: ExerciseDay, history: ExerciseHistory) -> None:
        """Count one more day on which the exercise was done and not stopped."""
        if self.last is not None and done.day - self.last > NO_OFFER_AFTER:
            if done.day - self.last > RESTART_AFTER:
                self.target = min(START, self.target)
                self.restarted = done.day
            self.clear()
        self.last = done.day
        comfortable = done.felt is Felt.COMFORTABLE and not done.pain_rose
        if done.most < self.target:
            self._add_short(done, history.few_days, comfortable)
            return
        self.short.clear()
        if not comfortable:
            self._hold(done)
            return
        if self.good >= history.few_days and done.most > self.target and not _said_worse(history.changes, done.day):
            self._move(done.day, min(done.most, self.target + RISES[-1]))
        self.good += 1
        self.good_days.append(done.day)

    def _add_short(self, done: ExerciseDay, few_days: int, comfortable: bool) -> None:
        """A day below the target: after few_days of them in a row, meet the person where they are (ours)."""
        self.short.append(done.most)
        if len(self.short) >= few_days:
            self._move(done.day, max(self.short))
        elif not comfortable:
            self._hold(done)

    def _hold(self, done: ExerciseDay) -> None:
        self.good = 0
        self.good_days.clear()
        self.held_by = done

    def _move(self, day: date, target: int) -> None:
        before = self.target
        self.clear()
        self.target, self.moved, self.restarted = target, (day, before), None


def _said_worse(changes: Mapping[date, int], day: date) -> bool:
    answer = newest_answer(changes, day)
    return answer is not None and answer[1] < 0


def states(history: ExerciseHistory, first: date, last: date) -> Iterator[tuple[date, DoseState]]:
    """Each day of a range, both ends included, with the state from the days strictly before it.

    It is one and the same state, which moves on with the next day. A day from a stop to the resumption that lifts it
    counts for nothing; the resumption's own day counts.
    """
    state = DoseState()
    stops = iter(history.stops)
    stop = next(stops, None)
    day = first
    for done in history.days:
        while day <= done.day:
            if day > last:
                return
            yield day, state
            day += ONE_DAY
        while stop is not None and stop.lifted is not None and stop.lifted <= done.day:
            stop = next(stops, None)
        if stop is not None and stop.since <= done.day:
            state.stop()
        else:
            state.add(done, history)
    while day <= last:
        yield day, state
        day += ONE_DAY


def state_before(history: ExerciseHistory, day: date) -> DoseState:
    """The state from the days strictly before ``day``."""
    return next(state for _, state in states(history, day, day))


def target_on(state: DoseState, day: date) -> int:
    """The number of repetitions on a day: the target, but no more than the start after a long pause."""
    long = state.last is not None and day - state.last > RESTART_AFTER
    return min(START, state.target) if long else state.target


def dose(history: ExerciseHistory, today: date, worse: Reason | None = None) -> Dose:
    """Today's advice for an exercise that is not stopped, from the days strictly before today.

    ``worse``: why the back is worse now, which withdraws every offer.

    >>> dose(ExerciseHistory([], [], {}, few_days=3), date(2026, 3, 2)).action
    <Action.START: 'start'>
    """
    state = state_before(history, today)
    number = target_on(state, today)
    pause = state.pause(today)
    if state.last is None or pause > RESTART_AFTER:
        return Dose(Action.START, number, reasons=(_why_start(state, history.stops, number, today),))
    good = 0 if pause > NO_OFFER_AFTER else state.good
    offers = tuple(number + rise for rise in RISES if number + rise <= MOST)
    if good >= history.few_days and offers and worse is None:
        return Dose(Action.OFFER, number, offers, (_why_offer(state),))
    wait = max(history.few_days - good, 0)
    return Dose(Action.HOLD, number, (), tuple(_why_hold(state, today, wait, worse)), wait)


def _why_start(state: DoseState, stops: Sequence[Stop], number: int, today: date) -> Reason:
    if state.last is not None:
        text = f"You last did it on {format_day(state.last, today)}, so start again at {number}."
        return Reason("R2", text, (state.last,))
    if stops:
        stopped = stops[-1].day
        return Reason("R3", f"You stopped it on {format_day(stopped, today)}, so start again at {number}.", (stopped,))
    return Reason("R0", f"You start with {START}.")


def _why_offer(state: DoseState) -> Reason:
    days = tuple(state.good_days[-NAMED:])
    return Reason("R2", f"Comfortable on {format_days(days)}. You can add 1 or 2, or stay at {state.target}.", days)


def _why_hold(state: DoseState, today: date, wait: int, worse: Reason | None) -> Iterator[Reason]:
    counted = tuple(state.good_days)
    if state.last is not None and state.pause(today) > NO_OFFER_AFTER:
        counted = ()
        text = f"You last did it on {format_day(state.last, today)}. After this break, stay at {state.target} for now."
        yield Reason("R2", text, (state.last,))
    else:
        yield from _why_it_stands(state, today)
    if worse is not None:
        yield worse
    elif wait:
        days = "1 more comfortable day" if wait == 1 else f"{wait} more comfortable days"
        yield Reason("R2", f"After {days} you can add 1 or 2.", counted)
    else:
        yield Reason("R2", f"{MOST} is the most that you can log.")


def _why_it_stands(state: DoseState, today: date) -> Iterator[Reason]:
    """What last changed the number, or kept it."""
    if state.held_by is not None:
        if state.good == 0:
            on = format_day(state.held_by.day, today)
            why = f"{on} was uncomfortable"
            if state.held_by.felt is not Felt.UNCOMFORTABLE:
                why = f"Your pain rose by {PAIN_RISE} or more on {on}"
            yield Reason("R2", f"{why}, so stay at {state.target} for now.", (state.held_by.day,))
    elif state.moved is not None:
        day, before = state.moved
        yield Reason("R2", _moved(before, state.target, format_day(day, today)), (day,))
    elif state.restarted is not None:
        text = f"You started it again on {format_day(state.restarted, today)}, after more than two weeks."
        yield Reason("R2", text, (state.restarted,))


def _moved(before: int, target: int, on: str) -> str:
    if target > before:
        return f"You went from {before} to {target} on {on}."
    return f"You did fewer than {before} for a few days, the last on {on}. So your number is now {target}."
