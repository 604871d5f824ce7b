"""Drafts: what is typed into a form, kept from page to page until it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from backcare.errors import BackcareError
from backcare.ui.components import fields
from backcare.ui.identity import person
from backcare.ui.markdown import md


@dataclass(frozen=True)
class Form:
    """One form's values, each in a field of ``ui.components.fields``.

    ``origin`` is the saved entry that the form was filled in from; ``seen`` the newest one that the person was told of.
    """

    name: str
    origin: Any
    seen: Any
    prefilled: Mapping[str, Any]

    @classmethod
    def open(cls, name: str, saved: Any, prefilled: Mapping[str, Any]) -> "Form":
        """The person's form of this name, begun from ``prefilled`` unless the person is already typing in it."""
        name = f"{person()}-{name}"
        form = _drafts().get(name)
        if form is None or (not form.touched and (form.seen != saved or form.prefilled != prefilled)):
            form = cls(name, saved, saved, prefilled)
            for field, value in prefilled.items():
                fields.put(form.key(field), value)
            _drafts()[name] = form
        return form

    def key(self, field: str) -> str:
        """The key of a field."""
        return f"{self.name}-{field}"

    def value(self, field: str) -> Any:
        """What stands in a field now."""
        return fields.answer(self.key(field))

    @property
    def values(self) -> dict[str, Any]:
        """What stands in all fields now; raises BackcareError where that cannot be saved, with every reason."""
        if problems := fields.field_problems([self.key(field) for field in self.prefilled]):
            raise BackcareError(" ".join(["Nothing is saved yet.", *problems]))
        return {field: self.value(field) for field in self.prefilled}

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not what was prefilled."""
        return any(self.value(field) != value for field, value in self.prefilled.items())

    def answer_rise(self, before: int, after: int) -> None:
        """The person says that a rise in pain, between these two scores, did not come from the session."""
        st.session_state[self.key("rise-answered")] = (before, after)

    def answered_rise(self, before: int | None, after: int | None) -> bool:
        """Whether the rise between these two scores was answered with no."""
        return bool(st.session_state.get(self.key("rise-answered")) == (before, after))

    def drop(self) -> None:
        """Forget what was typed; the next run shows what is saved."""
        st.session_state.pop(self.key("rise-answered"), None)
        for field in self.prefilled:
            fields.put(self.key(field), None)
        _drafts().pop(self.name, None)

    def rebase(self, saved: Any, prefilled: Mapping[str, Any]) -> tuple["Form", list[str]]:
        """Go on from what is saved by now, wherever nothing was typed; also the fields that were changed both here and
        elsewhere, in which what was typed stays.
        """
        both = []
        for field, value in prefilled.items():
            before, typed = self.prefilled[field], self.value(field)
            if value == before:
                continue
            if typed == before:
                fields.put(self.key(field), value)
            elif typed != value:
                both.append(field)
        rebased = replace(self, origin=saved, seen=saved, prefilled=prefilled)
        _drafts()[self.name] = rebased
        return rebased, both

    def keep(self, saved: Any) -> None:
        """Go on with what was typed, knowing what is saved by now."""
        _drafts()[self.name] = replace(self, seen=saved)

    def draw_edit_conflict(self, saved: Any, description: str) -> None:
        """What was saved elsewhere while the person typed is never overwritten without a word."""
        if self.seen == saved:
            return
        text = "This entry was changed somewhere else while you filled it in. Your log now says: {entry}."
        st.warning(md(text, entry=description), icon=":material/sync_problem:")
        with st.container(horizontal=True):
            st.button("Show what is saved now", key=self.key("take-saved"), on_click=self.drop)
            st.button("Keep mine", key=self.key("keep-mine"), on_click=self.keep, args=(saved,))


def unsaved() -> bool:
    """Whether anything was typed into a form of this tab that is not saved yet."""
    return any(form.touched for form in _drafts().values())


def _drafts() -> dict[str, Form]:
    """The forms of this tab that are open, by name."""
    drafts: dict[str, Form] = st.session_state.setdefault("drafts", {})
    return drafts
