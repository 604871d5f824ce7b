"""Entries that are dated after today: told, with the way to each of their days."""

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from backcare.labels import count, format_day, format_weekday
from backcare.ui.current_log import DayView, FutureEntries, future_entries
from backcare.ui.markdown import md

SHOWN = 3
"""Days that are told one by one."""


def show_future_entries(present: DayView, open_day: Callable[[FutureEntries], object]) -> None:
    """Say which entries are ahead, and open the day that is asked for. Nothing when there is none."""
    ahead = future_entries(present)
    if not ahead:
        return
    tomorrow = present.plan.today + timedelta(days=1)
    with st.container(border=True, key="ahead"):
        for each in ahead[:SHOWN]:
            entries = count(each.entries, "entry")
            are = "is" if each.entries == 1 else "are"
            day = f"tomorrow, {format_weekday(each.day)}" if each.day == tomorrow else format_weekday(each.day)
            with st.container(horizontal=True, vertical_alignment="center"):
                said = md(
                    ":material/event_upcoming: **{entries} {are} dated {day}.**", entries=entries, are=are, day=day
                )
                st.markdown(said, width="stretch")
                label = md("Look at {day}", day=format_day(each.day))
                if st.button(label, key=f"ahead-{each.day}", type="tertiary", icon=":material/edit:"):
                    open_day(each)
        if len(ahead) > SHOWN:
            st.markdown(md("And on {days} later.", days=count(len(ahead) - SHOWN, "day")))
        st.caption("Your clock was wrong, or you have travelled. They wait for their day. A stop counts already.")
