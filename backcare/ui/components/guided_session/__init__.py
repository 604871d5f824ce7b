"""The Python face of the guided session: what goes to the browser, and what came back from it, checked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import streamlit as st

from backcare.domain import PAIN, REPS, Dose, Exercise, Felt, Programme, SignsAnswer, Slot
from backcare.drawings import motion
from backcare.errors import BackcareError
from backcare.plan import Plan
from backcare.ui.components import register
from backcare.ui.status_message import fail, keep_status

SCRIPTS = (
    "elements.js", "animated_figure/figure.js",
    *(f"guided_session/{name}.js" for name in (
        "segment_timer", "engine", "words", "sound", "browser", "saved_session", "stage", "cards", "page",
        "sender", "start", "stops", "signs", "input",
    )),
)  # fmt: skip
UNREADABLE = "backcare could not read this session, so nothing was saved. Please enter it on Log."
_component = register("guided_session", scripts=SCRIPTS)


@dataclass(frozen=True)
class GuidedSet:
    """What was done of one exercise."""

    exercise: str
    reps: int
    felt: Felt | None

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

    @property
    def done(self) -> tuple[GuidedSet, ...]:
        """What there is to record."""
        return tuple(each for each in self.sets if each.recorded)

    @property
    def marked(self) -> tuple[str, ...]:
        """The exercises that the person stopped because of worse symptoms or a new pain."""
        return tuple(each.exercise for each in self.sets if each.felt)


def guided_exercise(exercise: Exercise, dose: Dose, chosen: int | None = None) -> dict[str, Any]:
    """An exercise as the session plays it, at today's number or at the offered one that was ``chosen``.

    Raises BackcareError when it is stopped.
    """
    if dose.target is None:
        raise BackcareError(f"{exercise.title} is stopped, so it cannot be part of a session.")
    numbers = {"target": dose.target, "offers": dose.offers, "chosen": chosen if chosen in dose.offers else dose.target}
    return asdict(exercise) | numbers | {"motion": motion(exercise)}


def in_order(steps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Standing and sitting first, then on the back, then on the front: one gets down to the floor once."""
    return sorted(steps, key=lambda step: (step["position"] == "lying", "front" in step["setup"].lower()))


def guided_session(
    plan: Plan,
    programme: Programme,
    numbers: Mapping[str, int | None],
    *,
    key: str,
    slot: Slot,
    logged: Collection[Slot],
    pain_before: str,
    record_stop: Callable[[GuidedResult], int | None],
    take_back: Callable[[int], object],
    answer_signs: Callable[[SignsAnswer], object],
) -> GuidedResult | None:
    """Draw the session of a plan. ``None`` until it is over; then what was done, on every run, until ``close_session``.

    ``numbers``: those that the person picked, by exercise. ``key`` is one person's. ``slot``: the session to begin
    with, which the person may change; ``logged``: those of the day that are in the log. ``pain_before``: where the
    session state has the pain before, which is kept over a reload. ``record_stop``: called with the marked sets alone
    when a stop is said; its step in the history, by which ``take_back`` undoes it. ``answer_signs``: called with
    what is said of the urgent signs. Each may raise BackcareError.
    Raises BackcareError when the browser sends something that a session cannot be.
    """
    day = plan.today
    steps = [guided_exercise(programme.exercise(e), plan.doses[e], numbers[e]) for e in plan.active]
    raw = st.session_state.get(_result(key))
    try:
        result = None if raw is None else read_result(raw, programme, day)
    except BackcareError:
        del st.session_state[_result(key)]
        raise
    data = {
        "session": browser_key(key),
        "day": day.isoformat(),
        "slot": slot.value,
        "slots": [{"name": s.value, "title": s.capitalize(), "logged": s in logged} for s in Slot],
        "steps": in_order(steps),
        "titles": programme.titles,
        "advice": dict(programme.advice),
        "urgent_signs": programme.urgent_signs,
        "before": {"asked": pain_before in st.session_state, "pain": st.session_state.get(pain_before)},
        "received": result.run if result else None,
        **_answers(key),
    }
    _component(
        key=key,
        data=data,
        on_finished_change=lambda: _take_result(key),
        on_start_change=lambda: _answers(key).update(ready=st.session_state[key].start),
        on_before_change=lambda: _take_pain(key, pain_before),
        on_stopped_change=lambda: _take_stop(key, programme, day, record_stop, take_back),
        on_signs_change=lambda: _take_signs(key, answer_signs),
    )
    return result


def browser_key(key: str) -> str:
    """The name under which the browser keeps a session: its storage shall not hold a person's id."""
    return sha256(key.encode()).hexdigest()[:16]


def close_session(key: str, result: GuidedResult, *, recorded: bool) -> None:
    """The session is in the log, or shall not be: the browser drops its draft. For a callback, before the next run."""
    _answers(key)["closed"] = {"run": result.run, "recorded": recorded}
    st.session_state.pop(_result(key), None)


def read_result(raw: object, programme: Programme, today: date) -> GuidedResult:
    """What the browser sent, checked against what a session can be; raises BackcareError."""
    try:
        return _result_of(raw, programme.ids, today)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise BackcareError(UNREADABLE) from wrong


def _result_of(raw: Any, ids: Sequence[str], today: date) -> GuidedResult:
    sets = tuple(_set_of(each, ids) for each in raw["sets"])
    day = date.fromisoformat(raw["day"])
    _require(isinstance(raw["sets"], list) and len({each.exercise for each in sets}) == len(sets))
    _require(raw["run"].isalnum() and len(raw["run"]) <= 64)
    # Whoever flies west in mid-session has begun it on a day that is tomorrow there.
    _require(day <= today + timedelta(days=1))
    return GuidedResult(raw["run"], day, Slot(raw["slot"]), sets)


def _set_of(raw: Any, ids: Sequence[str]) -> GuidedSet:
    reps, felt = raw["reps"], None if raw["felt"] is None else Felt(raw["felt"])
    _require(type(reps) in (int, float) and reps == int(reps) and 0 <= reps < REPS.stop)
    _require(raw["id"] in ids and (felt is None or felt.stops))
    return GuidedSet(raw["id"], int(reps), felt)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not something that a guided session sends")


def _result(key: str) -> str:
    return f"{key}-result"


def _answers(key: str) -> dict[str, Any]:
    """What the browser is answered: the ``ready`` start, the last ``stop``, the last answer about the ``signs``, and
    the session that is ``closed``.
    """
    answers: dict[str, Any] = st.session_state.setdefault(f"{key}-answers", {})
    return answers


def _take_result(key: str) -> None:
    """A trigger lives for one run; the result has to last until it is closed. A late repeat after that is dropped.

    That a session ends is no press on this page: what was said of a stop, with its undo, stays for the form.
    """
    keep_status()
    sent = st.session_state[key].finished
    closed = _answers(key).get("closed", {}).get("run")
    if sent is not None and not (isinstance(sent, Mapping) and sent.get("run") == closed):
        st.session_state[_result(key)] = sent


def _take_pain(key: str, pain_before: str) -> None:
    """The pain before the session, which the browser kept while the page was loaded again."""
    pain = st.session_state[key].before
    if type(pain) is int and pain in PAIN:
        st.session_state[pain_before] = pain


def _take_stop(
    key: str,
    programme: Programme,
    today: date,
    record_stop: Callable[[GuidedResult], int | None],
    take_back: Callable[[int], object],
) -> None:
    """Record a stop, or take it back, and answer the browser, which repeats it until then.

    What no session sends is not answered; the form says what can be done when the session is over.
    """
    sent = st.session_state[key].stopped
    try:
        marked = read_result(sent, programme, today)
    except BackcareError:
        return
    number, back, step = (sent.get(name) for name in ("number", "back", "step"))
    if type(number) is not int or type(back) is not bool or not marked.sets or len(marked.marked) != len(marked.sets):
        return
    last = _answers(key).get("stop", {})
    try:
        if not back:
            step = record_stop(marked)
        elif step is None and last.get("run") == marked.run:
            step = last["step"]  # the browser has not heard of it
        if back and type(step) is int:
            take_back(step)
    except BackcareError as error:
        fail(str(error))
        if not back:
            return
    _answers(key)["stop"] = {"run": marked.run, "number": number, "back": back, "step": step}


def _take_signs(key: str, answer_signs: Callable[[SignsAnswer], object]) -> None:
    """Record an answer about the urgent signs, once, and tell the browser, which repeats it until then.

    One that applies is repeated until it is in the log; what no session sends is not answered.
    """
    sent = st.session_state[key].signs
    try:
        answer, received = SignsAnswer(sent["answer"]), {"run": str(sent["run"]), "number": int(sent["number"])}
    except (KeyError, TypeError, ValueError):
        return
    if answer is SignsAnswer.CLEARED or _answers(key).get("signs") == received:
        return
    try:
        answer_signs(answer)
    except BackcareError as error:
        fail(str(error))
        if answer is SignsAnswer.APPLIES:
            return
    _answers(key)["signs"] = received
