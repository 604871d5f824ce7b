"""A form's values while they are typed: kept from page to page, and told apart from what is saved by now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from backcare.ui.components.fields import take
from backcare.ui.identity import person


@dataclass(frozen=True)
class FormState:
    """One form's values.

    ``origin`` is the saved entry that the form was filled in from; ``seen`` the newest one that the person was told of.
    """

    name: str
    origin: Any
    seen: Any
    prefilled: Mapping[str, Any]

    def key(self, field: str) -> str:
        """The key of the widget for a field; one of Streamlit's own needs ``persist_state="session"`` too."""
        return f"{self.name}-{field}"

    def value(self, field: str) -> Any:
        """What the widget holds now."""
        take(self.key(field))
        return st.session_state.get(self.key(field), self.prefilled[field])

    @property
    def touched(self) -> bool:
        """Whether anything was typed that is not what was prefilled."""
        return any(self.value(field) != value for field, value in self.prefilled.items())

    def drop(self) -> None:
        """Forget what was typed; the next run shows what is saved."""
        for field in self.prefilled:
            st.session_state.pop(self.key(field), None)
        st.session_state.pop(f"draft-{self.name}", None)

    def rebase(self, saved: Any, prefilled: Mapping[str, Any]) -> tuple["FormState", list[str]]:
        """Go on from what is saved by now, wherever nothing was typed; also the fields that were changed both here and
        elsewhere, in which what was typed stays.
        """
        both = []
        for field, value in prefilled.items():
            before, typed = self.prefilled[field], self.value(field)
            if value == before:
                continue
            if typed == before:
                st.session_state[self.key(field)] = value
            elif typed != value:
                both.append(field)
        rebased = replace(self, origin=saved, seen=saved, prefilled=prefilled)
        st.session_state[f"draft-{self.name}"] = rebased
        return rebased, both

    def keep(self, saved: Any) -> None:
        """Go on with what was typed, knowing what is saved by now."""
        st.session_state[f"draft-{self.name}"] = replace(self, seen=saved)


def open_form(name: str, saved: Any, prefilled: Mapping[str, Any]) -> FormState:
    """The person's form of this name, begun from ``prefilled`` unless the person is already typing in it."""
    name = f"{person()}-{name}"
    form: FormState | None = st.session_state.get(f"draft-{name}")
    if form is None or (not form.touched and (form.seen != saved or form.prefilled != prefilled)):
        form = FormState(name, saved, saved, prefilled)
        for field, value in prefilled.items():
            st.session_state[form.key(field)] = value
        st.session_state[f"draft-{name}"] = form
    return form


def unsaved() -> bool:
    """Whether anything was typed into a form of this tab that is not saved yet."""
    return any(form.touched for form in list(st.session_state.values()) if isinstance(form, FormState))
