"""Entries that are dated after today, with the way to each of their days."""

from datetime import timedelta

import streamlit as st

from backcare.labels import count, format_day, format_weekday
from backcare.ui.current_log import FutureEntries, today
from backcare.ui.layout import open_log
from backcare.ui.markdown import md

SHOWN = 3
"""Days that are shown one by one."""


def show_future_entries(ahead: list[FutureEntries]) -> None:
    """Say which entries are ahead, and open the day that is asked for. Nothing when there is none."""
    if not ahead:
        return
    tomorrow = today() + timedelta(days=1)
    with st.container(border=True, key="ahead"):
        for each in ahead[:SHOWN]:
            entries = f"{count(each.entries, 'entry')} {'is' if each.entries == 1 else 'are'}"
            day = ("tomorrow, " if each.day == tomorrow else "") + format_weekday(each.day)
            with st.container(horizontal=True, vertical_alignment="center"):
                text = md(":material/event_upcoming: **{entries} dated {day}.**", entries=entries, day=day)
                st.markdown(text, width="stretch")
                label = md("Look at {day}", day=format_day(each.day))
                if st.button(label, key=f"ahead-{each.day}", type="tertiary", icon=":material/edit:"):
                    open_log(each.day, each.slot)
        if len(ahead) > SHOWN:
            st.markdown(md("And on {days} later.", days=count(len(ahead) - SHOWN, "day")))
        st.caption("Your clock was wrong, or you have travelled. They wait for their day. A stop counts already.")
