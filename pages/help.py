"""Help: urgent signs, when to stop, where to turn, and where each rule comes from."""

import streamlit as st

from backcare import ui
from backcare.clinic.sign_in import where_it_is_kept
from backcare.labels import tel_link
from backcare.programme import load_programme

PAGE, OURS = "NHS inform", "ours"
"""Where a rule comes from: the page that is carried out, or a choice made here where the page is silent."""

programme = load_programme()
view = ui.day_view()
few = view.settings.few_days
advice = programme.advice

page = ui.page_header("Help", ui.now().date())
st.header("Urgent signs", anchor=False)
with st.container(border=True):
    ui.urgent_signs(page)
    st.link_button("NHS inform on back problems", advice["urgent.url"], icon=":material/open_in_new:", type="tertiary")
st.header("When to stop", anchor=False)
st.markdown(ui.md("{stop} The other exercises can go on.", stop=advice["stop.advice"]))
st.markdown(
    "With the back bends, standing or lying, pain that appears in the leg or moves further down it counts as new pain. "
    "A stopped exercise stays stopped until you say on Today that it has settled, at the earliest the next day. "
    "It then starts again at 5, or at your number before if that was lower. “Stop all for now” stops every exercise "
    "that you chose."
)
st.header("Where to turn", anchor=False)
st.markdown(ui.md("{referral}", referral=advice["referral.advice"]))
ways = [ui.md("- {way}", way=advice[f"referral.{way}"]) for way in view.plan.route]
st.markdown("\n".join(ways))
if view.settings.helpline_number:
    number = view.settings.helpline_number
    label = ui.md("Phone the MSK Helpline: {number}", number=number)
    st.link_button(label, tel_link(number), icon=":material/call:")
st.markdown(
    "Once the two-week review advises help, Today and Progress say where to phone and let you note whom you asked. "
    "The exercise page says 2 weeks. Other NHS pages say that most back pain settles within 6. backcare goes by the "
    "2 weeks; a phone call too many costs little."
)
st.header("Where each rule comes from", anchor=False)
RULES = (
    ("Five exercises, 5 repetitions, 3 times a day; 1 or 2 more every few days while comfortable", PAGE),
    (f"“Every few days” is {few} comfortable days. You can set 2 to 7; your numbers are then worked out again", OURS),
    (f"Below your number on {few} days in a row: the number comes down to what you did", OURS),
    ("Pain up by 2 points or more over a session: it does not count as comfortable", "ours; 2 points: Childs 2005"),
    ("Pain up by 2 points or more over a session: you are asked whether it got worse", "Childs 2005"),
    ("An exercise not done for more than 7 days: no more is offered at first", OURS),
    ("An exercise not done for more than 14 days starts again at 5, or at your number if that was lower", OURS),
    ("Worse than when you started, by your answer or by your scores: nothing is added", OURS),
    ("Your answer about how you are counts for 7 days", OURS),
    ("Stop when symptoms get worse or a new pain appears", PAGE),
    (
        "The other exercises go on, and “Stop all for now” stops them too",
        "ours: NHS inform says “stop these exercises”",
    ),
    (
        "Try a stopped exercise again after one night at the earliest, from 5 or from your number if that was lower",
        OURS,
    ),
    ("A stop or a worse answer that is dated ahead counts today; anything else ahead waits for its day", OURS),
    ("Two sessions at one time of day: the higher number and the worse feeling stay", OURS),
    ("Until 4 in the morning, Today offers to log for yesterday too", OURS),
    ("Not improved after 2 weeks: get help", PAGE),
    (
        "Advice to get help stands for 90 days when nothing is logged, until you ask somebody or say that it is better",
        OURS,
    ),
    ("Whoever you asked counts for 14 days, for 7 when your back is worse; then the advice comes back", OURS),
    ("While an urgent sign applies, there are no numbers and no sessions until you have spoken to somebody", OURS),
    ("The first three rated days against the last three; better: 1 point and 30 % lower", "Ostelo 2008, Farrar 2001"),
    ("Worse: 1 point higher, a lower bar than for better", OURS),
    ("More than 14 days without a session: the two weeks begin again with the next one", OURS),
    ("While everything is stopped, the days count on as long as something is logged every 14 days", OURS),
)
table = "\n".join(ui.md("| {rule} | {source} |", rule=rule, source=source) for rule, source in RULES)
st.markdown(f"| Rule | Source |\n|---|---|\n{table}")
st.markdown(
    "backcare repeats this advice and shows its sums. It does not diagnose or treat. It is not affiliated with the NHS "
    f"or with the charity BackCare. {where_it_is_kept()} Nothing is sent anywhere else."
)
label = "The page: Exercises for back pain, NHS inform"
st.link_button(label, programme.source["url"], icon=":material/open_in_new:", type="tertiary")
