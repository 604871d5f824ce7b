"""Between a form and the log: what a form begins with, what it says, and what became of the entry meanwhile."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from backcare.domain import PAIN, ExerciseSet, Felt, Session, Slot
from backcare.errors import BackcareError
from backcare.log.columns import TABLES
from backcare.ui.components.fields import Choice, Number, pain_score
from backcare.ui.form_state import FormState
from backcare.ui.markdown import md

EACH = "each"
"""The field that says whether the form asks of each exercise how it felt."""


def session_fields(session: Session | None, numbers: dict[str, int]) -> dict[str, Any]:
    """What the session form begins with: what is saved, else today's numbers."""
    fields: dict[str, Any] = {f"reps-{e}": n for e, n in numbers.items()}
    fields |= {f"felt-{e}": Felt.COMFORTABLE for e in numbers}
    fields |= {"felt": Felt.COMFORTABLE, "which": [], EACH: False, "pain_before": None, "pain_after": None, "note": ""}
    if session is None:
        return fields
    done = {s.exercise: s for s in session.sets}
    fields |= {f"reps-{e}": done[e].reps if e in done else 0 for e in numbers}
    fields |= {f"felt-{e}": s.felt for e, s in done.items()}
    marked = {s.felt for s in session.sets if s.felt is not Felt.COMFORTABLE}
    if len(marked) == 1:
        fields["felt"] = marked.pop()
        fields["which"] = [e for e, s in done.items() if s.felt is fields["felt"]]
    else:
        fields[EACH] = bool(marked)
    return fields | {"pain_before": session.pain_before, "pain_after": session.pain_after, "note": session.note}


def built_session(form: FormState, day: date, slot: Slot, exercises: list[str]) -> Session:
    """The session that the form says; ``BackcareError`` when it is not one."""
    done = {e: reps for e in exercises if (reps := form.value(f"reps-{e}"))}
    if not done:
        raise BackcareError("Fill in the repetitions of at least one exercise.")
    if form.value(EACH):
        felt = {e: form.value(f"felt-{e}") for e in done}
    else:
        which = [e for e in form.value("which") if e in done] or list(done)
        felt = {e: form.value("felt") if e in which else Felt.COMFORTABLE for e in done}
    sets = tuple(ExerciseSet(e, n, felt[e]) for e, n in done.items())
    return Session(day, slot, sets, form.value("pain_before"), form.value("pain_after"), form.value("note") or "")


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


def show_edit_conflict(form: FormState, saved: Any, description: str) -> None:
    """What was saved elsewhere while the person typed is never overwritten without a word."""
    if form.seen == saved:
        return
    text = "This entry was changed in another place while you were filling it in. In your log now: {entry}."
    st.warning(md(text, entry=description), icon=":material/sync_problem:")
    with st.container(horizontal=True):
        st.button("Show what is saved now", key=form.key("take-saved"), on_click=form.drop)
        st.button("Keep mine and go on", key=form.key("keep-mine"), on_click=form.keep, args=(saved,))
