"""Between the form of a session and the log: what the form begins with, and the session that its values say."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backcare.domain import ExerciseSet, Felt, Session, Slot
from backcare.errors import BackcareError

EACH = "each"
"""The field that says whether the form asks of each exercise how it felt: empty when not."""


def session_values(session: Session | None, numbers: Mapping[str, int]) -> dict[str, Any]:
    """What the form begins with, by field: what is saved, else today's ``numbers``, by exercise."""
    values: dict[str, Any] = {f"reps-{e}": n for e, n in numbers.items()}
    values |= {f"felt-{e}": Felt.COMFORTABLE for e in numbers}
    values |= {"felt": Felt.COMFORTABLE, "which": [], EACH: [], "pain_before": None, "pain_after": None, "note": ""}
    if session is None:
        return values
    done = {s.exercise: s for s in session.sets}
    values |= {f"reps-{e}": done[e].reps if e in done else 0 for e in numbers}
    values |= {f"felt-{e}": s.felt for e, s in done.items()}
    marked = {s.felt for s in session.sets if s.felt is not Felt.COMFORTABLE}
    if len(marked) == 1:
        values["felt"] = marked.pop()
        values["which"] = [e for e in numbers if e in done and done[e].felt is values["felt"]]
    elif marked:
        values[EACH] = [True]
    return values | {"pain_before": session.pain_before, "pain_after": session.pain_after, "note": session.note}


def session_of(values: Mapping[str, Any], day: date, slot: Slot, exercises: Sequence[str]) -> Session:
    """The session that the values of a form say; ``BackcareError`` when it is not one."""
    done = {e: reps for e in exercises if (reps := values[f"reps-{e}"])}
    if not done:
        raise BackcareError("Fill in how many you did of at least one exercise.")
    if values[EACH]:
        felt = {e: values[f"felt-{e}"] for e in done}
    else:
        which = [e for e in values["which"] if e in done] or list(done)
        felt = {e: values["felt"] if e in which else Felt.COMFORTABLE for e in done}
    sets = tuple(ExerciseSet(e, n, felt[e]) for e, n in done.items())
    return Session(day, slot, sets, values["pain_before"], values["pain_after"], values["note"])
