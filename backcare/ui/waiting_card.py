"""What waits on Today and Log: a guided session that is not finished, and entries that are dated after today."""

from datetime import date, timedelta

import streamlit as st

from backcare.labels import count, format_day, format_weekday
from backcare.programme import load_programme
from backcare.ui.components.unfinished_session import unfinished_session
from backcare.ui.layout import open_log, page_path
from backcare.ui.log_access import current_log, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page

SHOWN = 3
"""Days that are shown one by one."""


def show_waiting(page: Page) -> None:
    """Say that this browser still holds a guided session, and in one line which entries are ahead; open either."""
    if unfinished_session(f"guided-{page.person}", load_programme().titles):
        st.switch_page(page_path("session"))
    today = now().date()
    ahead = current_log().future_entries(today)
    if not ahead:
        return
    number = sum(each.entries for each in ahead)
    is_near = [each.day for each in ahead] == [today + timedelta(days=1)]
    when = "tomorrow" if is_near else "after today"
    line = md("**{entries} dated {when}**", entries=_entries_are(number), when=when)
    with st.container(key="ahead"), st.expander(line, icon=":material/event_upcoming:"):
        for each in ahead[:SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center"):
                entries, day = _entries_are(each.entries), _day_ahead(each.day, today)
                st.markdown(md("{entries} dated {day}.", entries=entries, day=day), width="stretch")
                label = md("Look at {day}", day=format_day(each.day))
                if st.button(label, key=f"ahead-{each.day}", type="tertiary", icon=":material/edit:"):
                    open_log(each.day, each.slot)
        if len(ahead) > SHOWN:
            st.markdown(md("And {days} more after that.", days=count(len(ahead) - SHOWN, "day")))
        st.caption(
            "This can happen when you travel, or when your clock was wrong. They wait for their day. A stop counts now."
        )


def _entries_are(number: int) -> str:
    """How many entries, as a sentence about them begins."""
    return f"{count(number, 'entry')} {'is' if number == 1 else 'are'}"


def _day_ahead(day: date, today: date) -> str:
    """A day to come in words."""
    return ("tomorrow, " if day == today + timedelta(days=1) else "") + format_weekday(day)
