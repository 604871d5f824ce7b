"""Help: urgent signs, when to stop, where to turn, and where each rule comes from."""

import streamlit as st

from backcare import ui
from backcare.ui import md

programme = ui.programme()
look = ui.look()
advice = programme.advice

ui.head("Help")
st.header("Urgent signs", anchor=False)
with st.container(border=True):
    ui.urgent_signs(programme)
    st.link_button("NHS inform on back problems", advice["urgent.url"], icon=":material/open_in_new:", type="tertiary")
st.header("When to stop", anchor=False)
st.markdown(md("{stop} The other exercises can go on.", stop=advice["stop.advice"]))
st.markdown(
    "With the back bends, standing or lying, pain that appears in the leg or moves further down it counts as new pain. "
    "A stopped exercise stays stopped until you say on Today that it has settled, at the earliest the next day. "
    "It then starts again at 5."
)
st.header("Where to turn", anchor=False)
st.markdown(md("{referral}", referral=advice["referral.advice"]))
ui.where_to_turn(programme, look)
st.markdown(
    "The exercise page says 2 weeks. Other NHS pages say that most back pain settles within 6. backcare goes by the "
    "2 weeks; a phone call too many costs little."
)
st.header("Where each rule comes from", anchor=False)
st.markdown(
    md(
        """
| Rule | Source |
|---|---|
| Five exercises, 5 repetitions, 3 times a day; 1 or 2 more every few days while comfortable | the page |
| "Every few days" is {few} comfortable days (you can set 2 to 7) | ours: no source defines it |
| Below your number {few} times in a row: the number comes down to what you did | ours |
| Stop when symptoms get worse or a new pain appears | the page |
| Try a stopped exercise again after one night at the earliest, from 5 | ours |
| A rise of 2 points or more in a session asks whether it got worse | Childs 2005 |
| Not improved after 2 weeks: get help | the page |
| The first three rated days against the last three; better: 1 point and 30 % lower | Ostelo 2008, Farrar 2001 |
| More than 14 days without a session: a new course begins | ours |
""",
        few=look.settings.few_days,
    )
)
st.markdown(
    "backcare repeats this advice and shows its sums. It does not diagnose or treat. It is not affiliated with the NHS "
    f"or with the charity BackCare. {ui.where_it_is_kept()} Nothing is sent anywhere else."
)
st.link_button(
    "The page: Exercises for back pain, NHS inform",
    programme.source["url"],
    icon=":material/open_in_new:",
    type="tertiary",
)
