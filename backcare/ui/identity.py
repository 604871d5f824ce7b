"""Whose log a page is about: who the provider says has signed in, or at home the one that this browser has chosen."""

from urllib.parse import unquote

import streamlit as st

from backcare.clinic import sign_in
from backcare.store import people
from backcare.store.people import COLOURS, Person
from backcare.ui.database import here

COOKIE, CHOSEN = "backcare-person", "person"
FIRST = Person("me", "", COLOURS[0])
"""Who keeps a log that nobody else has been added to."""


def person() -> str:
    """Whose log this is. Where people sign in, nothing that a browser can choose has a part in it."""
    if sign_in.required():
        return sign_in.current_sign_in().person
    if CHOSEN not in st.session_state:
        choose_person(everybody())
    return str(st.session_state[CHOSEN])


def person_name() -> str:
    """The name that the person gave at home; "" where there is none."""
    return next((one.name for one in everybody() if one.id == person()), "")


def person_now() -> str:
    """The person of this page as of now: one whose log was erased meanwhile gives way to the next."""
    if not sign_in.required():
        choose_person(everybody())
    return person()


def everybody() -> list[Person]:
    """Who keeps a log here; nobody where people sign in, since nobody is shown another there."""
    return [] if sign_in.required() else people.people(here().engine)


def choose_person(everyone: list[Person]) -> None:
    """Go on with the person of this page, else with the browser's choice, else with the first; one who is gone is not
    called back."""
    ids = [one.id for one in everyone] or [FIRST.id]
    wanted = st.session_state.get(CHOSEN), unquote(st.context.cookies.get(COOKIE, ""))
    st.session_state[CHOSEN] = next((one for one in wanted if one in ids), ids[0])
