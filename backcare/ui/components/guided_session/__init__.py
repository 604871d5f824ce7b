"""The Python face of the guided session: what goes to the browser, and what came back from it, checked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import streamlit as st

from backcare.domain import PAIN, REPS, Dose, Exercise, Felt, Phase, Programme, Slot
from backcare.drawings import motion
from backcare.errors import BackcareError
from backcare.ui.components import register

SCRIPTS = (
    "guided_session/engine.js", "guided_session/sound.js", "guided_session/saved_session.js",
    "animated_figure/figure.js", "guided_session/stage.js", "guided_session/cards.js",
)  # fmt: skip
_component = register("guided_session", scripts=SCRIPTS)


@dataclass(frozen=True)
class GuidedExercise:
    """One exercise as the session plays it: today's number, those on offer, the one picked first, the moving figure."""

    id: str
    title: str
    position: str
    setup: str
    repetition: str
    steps: tuple[str, ...]
    phases: tuple[Phase, ...]
    target: int
    offers: tuple[int, ...]
    chosen: int
    motion: Mapping[str, Any]


@dataclass(frozen=True)
class GuidedSet:
    """What was done of one exercise. ``partial``: fewer repetitions than were planned."""

    exercise: str
    reps: int
    felt: Felt | None
    partial: bool

    @property
    def recorded(self) -> int:
        """The repetitions to record: one that was only begun counts when it hurt, else the stop could not be kept."""
        return max(REPS.start, self.reps) if self.felt else self.reps


@dataclass(frozen=True)
class GuidedResult:
    """A session that is over. ``day`` and ``slot`` are those at its start; ``run`` tells one session from another."""

    run: str
    day: date
    slot: Slot
    sets: tuple[GuidedSet, ...]
    early: bool

    @property
    def done(self) -> tuple[GuidedSet, ...]:
        """What there is to record."""
        return tuple(each for each in self.sets if each.recorded)

    @property
    def marked(self) -> tuple[str, ...]:
        """The exercises that the person stopped because of worse symptoms or a new pain."""
        return tuple(each.exercise for each in self.sets if each.felt)


def guided_exercise(exercise: Exercise, dose: Dose, chosen: int | None = None) -> GuidedExercise:
    """An exercise of the programme at today's number, or at the offered one that was ``chosen``; not a stopped one."""
    if dose.target is None:
        raise BackcareError(f"{exercise.title} is stopped, so it cannot be part of a session.")
    words = {name: getattr(exercise, name) for name in ("id", "title", "position", "setup", "repetition", "steps")}
    return GuidedExercise(
        **words,
        phases=exercise.phases,
        target=dose.target,
        offers=dose.offers,
        chosen=chosen if chosen in dose.offers else dose.target,
        motion=motion(exercise),
    )


def in_order(steps: Sequence[GuidedExercise]) -> tuple[GuidedExercise, ...]:
    """Standing and sitting first, then on the back, then on the front: one gets down to the floor once."""
    return tuple(sorted(steps, key=lambda step: (step.position == "lying", "front" in step.setup.lower())))


@dataclass(frozen=True)
class GuidedStop:
    """A stop that is said in a session: recorded at once, or taken back. ``number`` counts the stops of the session.

    ``what`` holds the sets that are marked, and no others; ``step`` is that of the history, once it is known.
    """

    number: int
    back: bool
    step: int | None
    what: GuidedResult


@dataclass(frozen=True)
class StopCallbacks:
    """What the page does with a stop, in a callback: each says whether it was done, ``record`` also the step."""

    record: Callable[[GuidedResult], tuple[bool, int | None]]
    take_back: Callable[[int], bool]


def guided_session(
    steps: Sequence[GuidedExercise],
    programme: Programme,
    *,
    key: str,
    day: date,
    slot: Slot,
    logged: Collection[Slot],
    pain_before: str,
    stops: StopCallbacks,
    hold_seconds: int | None = None,
) -> GuidedResult | None:
    """Draw the session. ``None`` until it is over; from then on what was done, on every run, until ``close``.

    ``key`` is one person's. ``slot``: the session to begin with, which the person may change; ``logged``: those of the
    day that are in the log. ``pain_before``: the key in the session state of the pain before, kept over a reload.
    ``hold_seconds`` sets the holds "as long as comfortable"; ``None`` leaves it to the person.
    Raises BackcareError when the browser sends something that a session cannot be.
    """
    raw = st.session_state.get(_result(key))
    result = None if raw is None else _read(raw, programme, day, key)
    advice = programme.advice
    data = {
        "session": browser_key(key),
        "day": day.isoformat(),
        "slot": slot.value,
        "slots": [{"name": s.value, "title": s.capitalize(), "logged": s in logged} for s in Slot],
        "steps": [asdict(step) for step in in_order(steps)],
        "titles": {exercise.id: exercise.title for exercise in programme.exercises},
        "hold": hold_seconds,
        "stop": advice["stop.advice"],
        "urgent": {"lead": advice["urgent.phone"], "signs": programme.urgent_signs, "end": advice["urgent.emergency"]},
        "before": {"known": pain_before in st.session_state, "pain": st.session_state.get(pain_before)},
        "ready": st.session_state.get(f"{key}-ready"),
        "kept": st.session_state.get(f"{key}-kept"),
        "received": result.run if result else None,
        "closed": st.session_state.get(_closed(key)),
    }
    _component(
        key=key,
        data=data,
        on_finished_change=lambda: _keep(key),
        on_start_change=lambda: _ready(key),
        on_before_change=lambda: _keep_pain(key, pain_before),
        on_stopped_change=lambda: _keep_stop(key, programme, day, stops),
    )
    return result


def browser_key(key: str) -> str:
    """The name under which the browser keeps a session: its storage shall not hold a person's id."""
    return sha256(key.encode()).hexdigest()[:16]


def _ready(key: str) -> None:
    """A start is asked for: the run that follows gives today's numbers as they are now."""
    st.session_state[f"{key}-ready"] = st.session_state[key].start


def _keep_pain(key: str, pain_before: str) -> None:
    """The pain before the session, which the browser kept while the page was loaded again."""
    pain = st.session_state[key].before
    if type(pain) is int and pain in PAIN:
        st.session_state[pain_before] = pain


def _keep_stop(key: str, programme: Programme, today: date, stops: StopCallbacks) -> None:
    """Record a stop, or take it back, and answer the browser, which repeats it until then."""
    sent = st.session_state[key].stopped
    if sent is None:
        return
    try:
        stop = read_stop(sent, programme, today)
    except BackcareError:
        return  # Nothing that a session sends; the form says what can be done when the session is over.
    kept = st.session_state.get(f"{key}-kept") or {}
    answer = {"run": stop.what.run, "number": stop.number, "back": stop.back, "step": stop.step, "failed": False}
    if not stop.back:
        recorded, answer["step"] = stops.record(stop.what)
        if not recorded:
            return
    else:
        # The browser may not have heard of the step yet.
        step = kept.get("step") if stop.step is None and kept.get("run") == stop.what.run else stop.step
        answer["failed"] = step is not None and not stops.take_back(step)
    st.session_state[f"{key}-kept"] = answer


def close(key: str, result: GuidedResult, *, recorded: bool) -> None:
    """The session is in the log, or shall not be: the browser drops its draft. For a callback, before the next run."""
    st.session_state[_closed(key)] = {"run": result.run, "recorded": recorded}
    st.session_state.pop(_result(key), None)


UNREADABLE = (
    "What the browser sent about this session cannot be used, so nothing was recorded. "
    "Please enter the session on the page Log."
)


def read_result(raw: object, programme: Programme, today: date) -> GuidedResult:
    """What the browser sent, checked against what a session can be; raises BackcareError."""
    try:
        return _result_of(raw, programme.ids, today)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise BackcareError(UNREADABLE) from wrong


def read_stop(raw: object, programme: Programme, today: date) -> GuidedStop:
    """What the browser sent about a stop, checked; raises BackcareError."""
    what = read_result(raw, programme, today)
    number, back, step = (raw[name] for name in ("number", "back", "step"))  # type: ignore[index] # read_result has looked
    if type(number) is not int or type(back) is not bool or not what.sets or len(what.marked) != len(what.sets):
        raise BackcareError(UNREADABLE)
    return GuidedStop(number, back, step if type(step) is int else None, what)


def _read(raw: object, programme: Programme, today: date, key: str) -> GuidedResult:
    try:
        return read_result(raw, programme, today)
    except BackcareError:
        del st.session_state[_result(key)]
        raise


def _result_of(raw: Any, ids: Sequence[str], today: date) -> GuidedResult:
    sets = tuple(_set_of(each, ids) for each in raw["sets"])
    day = date.fromisoformat(raw["day"])
    _check(isinstance(raw["sets"], list) and len({each.exercise for each in sets}) == len(sets))
    _check(isinstance(raw["run"], str) and raw["run"].isalnum() and len(raw["run"]) <= 64)
    # Whoever flies west in mid-session has begun it on a day that is tomorrow there.
    _check(day <= today + timedelta(days=1) and isinstance(raw["early"], bool))
    return GuidedResult(run=raw["run"], day=day, slot=Slot(raw["slot"]), sets=sets, early=raw["early"])


def _set_of(raw: Any, ids: Sequence[str]) -> GuidedSet:
    reps, partial, felt = raw["reps"], raw["partial"], None if raw["felt"] is None else Felt(raw["felt"])
    _check(isinstance(reps, int | float) and not isinstance(reps, bool) and reps == int(reps))
    _check(0 <= reps < REPS.stop and raw["id"] in ids and isinstance(partial, bool))
    _check(felt is None or felt.stops)
    return GuidedSet(exercise=raw["id"], reps=int(reps), felt=felt, partial=partial)


def _check(holds: bool) -> None:
    if not holds:
        raise ValueError("not something that a guided session sends")


def _result(key: str) -> str:
    return f"{key}-result"


def _closed(key: str) -> str:
    return f"{key}-closed"


def _keep(key: str) -> None:
    """A trigger lives for one run; the result has to last until it is closed. A late repeat after that is dropped."""
    sent = st.session_state[key].finished
    over = st.session_state.get(_closed(key), {}).get("run")
    if sent is not None and not (isinstance(sent, Mapping) and sent.get("run") == over):
        st.session_state[_result(key)] = sent
