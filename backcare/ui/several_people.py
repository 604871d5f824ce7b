"""Several people at home: the choice at the top of every page, and the section of Settings that lists them.

The choice is kept in a cookie of the browser that holds nothing but an id without meaning, and is read once, when a
page is opened. Choosing somebody else therefore loads the page anew: what one typed, picked or was told is gone with
the old page, and nothing has to be cleared.
"""

import json
from urllib.parse import quote

import streamlit as st

from backcare.clinic import sign_in
from backcare.domain import NAME_LENGTH
from backcare.errors import EditConflict
from backcare.store import people as stored
from backcare.store.people import COLOURS, Person
from backcare.ui import sign_in_page
from backcare.ui.components.fields import Choice, Text, ask
from backcare.ui.database import here
from backcare.ui.form_state import Form
from backcare.ui.identity import CHOSEN, COOKIE, FIRST, choose_person, everybody
from backcare.ui.markdown import md
from backcare.ui.saving import saving_button
from backcare.ui.status_message import StatusMessage, set_status

SWITCH, HEAD = "person-switch", "people"
DOTS = {
    "green": ":green[●]", "blue": ":blue[●]", "orange": ":orange[●]", "violet": ":violet[●]", "red": ":red[●]",
    "gray": ":gray[●]",
}  # fmt: skip
A_YEAR = 365 * 24 * 60 * 60


def label(person: Person) -> str:
    """A name, or what stands for it while there is none, with its colour, for a widget that takes Markdown."""
    name = person.name or ("Me" if person.id == FIRST.id else person.id)
    return f"{DOTS.get(person.colour, DOTS['green'])} {md('{name}', name=name)}"


def draw_choice() -> None:
    """Whose log it is, at the top, once there are several; on a switch, the page is loaded anew."""
    if sign_in.required():
        sign_in_page.draw_signed_in()
        return
    chosen = st.session_state.pop(SWITCH, None)
    if chosen is not None:
        _load_anew(chosen)
        st.stop()
    everyone = everybody()
    choose_person(everyone)
    if len(everyone) < 2:
        return
    by_id = {person.id: person for person in everyone}
    st.session_state[HEAD] = st.session_state[CHOSEN]
    st.pills(
        "Whose log", list(by_id), format_func=lambda i: label(by_id[i]), required=True, key=HEAD,
        on_change=_switch, label_visibility="collapsed",
    )  # fmt: skip


def _switch() -> None:
    st.session_state[SWITCH] = st.session_state[HEAD]


def _load_anew(person: str) -> None:
    # Set by a script, since Streamlit can set no cookie; it is no secret, and at home there is nothing to sign in to.
    # Quoted, for the command line lets an id be anything.
    cookie = json.dumps(f"{COOKIE}={quote(person, safe='')}; Path=/; SameSite=Strict; Max-Age={A_YEAR}")
    st.html(
        f"<script>document.cookie = {cookie}; window.location.replace(window.location.pathname);</script>",
        unsafe_allow_javascript=True,
    )


def people_section() -> None:
    """On Settings: everybody's name and colour, and one more person."""
    if sign_in.required():
        sign_in_page.draw_everywhere()
        return
    everyone = everybody()
    if not everyone:
        return  # A server without a sign-in is one person's.
    st.header("People", anchor=False)
    for person in everyone:
        with st.expander(label(person)):
            _form(person)
    with st.expander("Add a person", icon=":material/person_add:"):
        _form(None)
    st.caption("Each person has their own log. To remove a person, choose them at the top. Then open Records → Erase.")


def _form(person: Person | None) -> None:
    name = f"person-{person.id if person else 'new'}"
    shown = {"name": person.name if person else "", "colour": (person.colour if person else "") or _free_colour(person)}
    form = Form.open(name, person, shown)
    ask(
        Text(form.key("name"), "Name", NAME_LENGTH),
        Choice(form.key("colour"), "Colour", {each: each.capitalize() for each in COLOURS}, required=True),
    )
    saving_button("Save" if person else "Add", _save, person, form, key=f"{name}-save")


def _free_colour(person: Person | None) -> str:
    taken = {p.colour or COLOURS[0] for p in everybody() if person is None or p.id != person.id}
    return next((c for c in COLOURS if c not in taken), COLOURS[0])


def _save(person: Person | None, form: Form) -> None:
    # What the fields hold when the click arrives, not what they held when the page was drawn.
    name, colour = form.values["name"], form.values["colour"]
    if person is None:
        added = stored.add_person(here().engine, name, colour)
        form.drop()
        set_status(StatusMessage(f"{added.name} now has a log. Choose it at the top."))
        return
    if person not in everybody():
        raise EditConflict("This person was changed somewhere else. Please check this page and press again.")
    stored.change_person(here().engine, Person(person.id, name, colour))
    form.drop()
    set_status(StatusMessage("Saved."))
