"""Between a form and the log: what a form begins with, and the entry that its values say."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from backcare.domain import PAIN, ExerciseSet, Felt, Session, Slot
from backcare.errors import BackcareError
from backcare.log.columns import TABLES
from backcare.ui.components.fields import Choice, Number, pain_score
from backcare.ui.form_state import FormState

EACH = "each"
"""The field that says whether the form asks of each exercise how it felt: empty when not."""


def session_fields(session: Session | None, numbers: dict[str, int]) -> dict[str, Any]:
    """What the session form begins with: what is saved, else today's numbers."""
    fields: dict[str, Any] = {f"reps-{e}": n for e, n in numbers.items()}
    fields |= {f"felt-{e}": Felt.COMFORTABLE for e in numbers}
    fields |= {"felt": Felt.COMFORTABLE, "which": [], EACH: [], "pain_before": None, "pain_after": None, "note": ""}
    if session is None:
        return fields
    done = {s.exercise: s for s in session.sets}
    fields |= {f"reps-{e}": done[e].reps if e in done else 0 for e in numbers}
    fields |= {f"felt-{e}": s.felt for e, s in done.items()}
    marked = {s.felt for s in session.sets if s.felt is not Felt.COMFORTABLE}
    if len(marked) == 1:
        fields["felt"] = marked.pop()
        fields["which"] = [e for e in numbers if e in done and done[e].felt is fields["felt"]]
    elif marked:
        fields[EACH] = [True]
    return fields | {"pain_before": session.pain_before, "pain_after": session.pain_after, "note": session.note}


def built_session(values: Mapping[str, Any], day: date, slot: Slot, exercises: list[str]) -> Session:
    """The session that the values of a form say; ``BackcareError`` when it is not one."""
    done = {e: reps for e in exercises if (reps := values[f"reps-{e}"])}
    if not done:
        raise BackcareError("Fill in the repetitions of at least one exercise.")
    if values[EACH]:
        felt = {e: values[f"felt-{e}"] for e in done}
    else:
        which = [e for e in values["which"] if e in done] or list(done)
        felt = {e: values["felt"] if e in which else Felt.COMFORTABLE for e in done}
    sets = tuple(ExerciseSet(e, n, felt[e]) for e, n in done.items())
    return Session(day, slot, sets, values["pain_before"], values["pain_after"], values["note"])


def with_unseen_stops(session: Session, form: FormState) -> Session:
    """The session with the stops that were marked elsewhere after its form was filled in: no save lifts those (R3)."""
    shown = form.origin.sets if form.origin else ()
    marked = tuple(s for s in form.seen.sets if s.felt.stops and s not in shown) if form.seen else ()
    own = {s.exercise: s for s in session.sets}
    for each in marked:
        reps = own[each.exercise].reps if each.exercise in own else each.reps
        own[each.exercise] = ExerciseSet(each.exercise, reps, each.felt)
    return replace(session, sets=tuple(own.values()))


def day_question(form: FormState, name: str, **options: Any) -> Choice | Number:
    """The field for one column of the day entry, with its own question: a 0-10 scale, or a whole number."""
    column = TABLES["days"].values[name]
    if column.allowed == PAIN:
        return pain_score(form.key(name), column.question)
    return Number(form.key(name), column.question, column.allowed, **options)
