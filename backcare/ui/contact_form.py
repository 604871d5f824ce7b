"""Whom the person has asked for help: a form for a new contact, and one for each that is recorded."""

from datetime import date, timedelta

import streamlit as st

from backcare import actions
from backcare.domain import EARLIEST_DAY, NOTE_LENGTH, Contact
from backcare.labels import WHOM_LABELS, asked_words, format_day
from backcare.log.columns import TABLES
from backcare.ui.components.fields import Choice, Day, Text, ask
from backcare.ui.form_state import Form
from backcare.ui.log_access import day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page

SAID = "What did they say? You can add this later"


def new_contact_form(page: Page, day: date | None = None) -> None:
    """Somebody was asked for help: whom, when unless the ``day`` is given, and what they said."""
    today = now().date()
    begun = {"whom": None, "note": ""} if day else {"whom": None, "day": today, "note": ""}
    form = Form.open(f"contact-new-{day or 'any'}", None, begun)
    near = {today - timedelta(days=1): "Yesterday", today: "Today"}
    when = () if day else (Day(form.key("day"), "When?", EARLIEST_DAY, today, default=today, near=near),)
    ask(
        Choice(form.key("whom"), "Who did you ask?", WHOM_LABELS),
        *when,
        Text(form.key("note"), SAID, NOTE_LENGTH, lines=2),
    )
    page.button("Save", _add_contact, page, form, day, key=f"contact-add-{day or 'any'}", type="primary")


def contact_forms(page: Page, day: date) -> None:
    """The contacts of a day, and the form for a new one; on a day to come only what is there can be corrected."""
    recorded_contacts(page, day)
    if day <= now().date():
        with st.popover("I have asked for help", icon=":material/check:"):
            new_contact_form(page, day)


def recorded_contacts(page: Page, day: date) -> None:
    """The contacts of a day, each to be added to or deleted."""
    for contact in day_view(day).entries.contacts_on(day):
        with st.container(border=True):
            _contact_form(page, contact)


def _contact_form(page: Page, contact: Contact) -> None:
    name = f"contact-{contact.day}-{contact.whom}"
    form = Form.open(name, contact, TABLES["contacts"].fields(TABLES["contacts"].row(contact)))
    form.draw_edit_conflict(contact, contact.note or "nothing noted")
    st.markdown(md("You asked {whom} on {day}.", whom=asked_words((contact.whom,)), day=format_day(contact.day)))
    ask(Text(form.key("note"), "What they said", NOTE_LENGTH, lines=2))
    with st.container(horizontal=True):
        page.button("Save what they said", _correct_contact, page, form, contact, key=f"{name}-save")
        page.button("Delete", _delete_contact, page, form, contact, key=f"{name}-delete", type="tertiary")


def _add_contact(page: Page, form: Form, day: date | None) -> None:
    values = form.values
    whom, on, note = values["whom"], day or values["day"], values["note"]
    done = f"Saved: you asked {asked_words((whom,))} on {format_day(on)}." if whom else ""
    page.save(lambda log: actions.add_contact(log, on, whom, note), done, about=(on, whom, note))
    form.drop()


def _correct_contact(page: Page, form: Form, contact: Contact) -> None:
    changed = Contact(contact.day, contact.whom, form.values["note"])
    page.save(lambda log: log.store.record_contact(changed, expected=form.seen), "Saved.", about=changed)
    form.drop()


def _delete_contact(page: Page, form: Form, contact: Contact) -> None:
    page.save(
        lambda log: log.store.delete_contact(contact.day, contact.whom, expected=form.seen), "Deleted.", about=contact
    )
    form.drop()
