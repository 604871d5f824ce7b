"""Entries that are dated after today: told, with the way to each of their days."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from backcare.model import in_words
from backcare.ui.person import Ahead, Look, entries_ahead
from backcare.ui.words import count, in_full, md

SHOWN = 3
"""Days that are told one by one."""


def tell_of_entries_ahead(present: Look, open_day: Callable[[Ahead], object]) -> None:
    """Say which entries are ahead, and open the day that is asked for. Nothing when there is none."""
    ahead = entries_ahead(present)
    if not ahead:
        return
    tomorrow = present.plan.today + timedelta(days=1)
    with st.container(border=True, key="ahead"):
        for each in ahead[:SHOWN]:
            entries = count(each.entries, "entry")
            are = "is" if each.entries == 1 else "are"
            day = f"tomorrow, {in_full(each.day)}" if each.day == tomorrow else in_full(each.day)
            with st.container(horizontal=True, vertical_alignment="center"):
                said = md(
                    ":material/event_upcoming: **{entries} {are} dated {day}.**", entries=entries, are=are, day=day
                )
                st.markdown(said, width="stretch")
                label = md("Look at {day}", day=in_words(each.day))
                if st.button(label, key=f"ahead-{each.day}", type="tertiary", icon=":material/edit:"):
                    open_day(each)
        if len(ahead) > SHOWN:
            st.markdown(md("And on {days} later.", days=count(len(ahead) - SHOWN, "day")))
        st.caption("Your clock was wrong, or you have travelled. They wait for their day. A stop counts already.")
