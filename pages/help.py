"""Help, by question: the urgent signs, stopping, doing more, whom to call, how it works, where each rule comes from."""

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

RULES = (
    ("Five exercises, 5 times each, 3 times a day", PAGE),
    ("1 or 2 more every few days, for as long as it stays comfortable", PAGE),
    (
        f"“Every few days” here means {few} days that were comfortable. You can set 2 to 7. Your numbers then change",
        OURS,
    ),
    (f"You do less than your number for {few} days in a row: it comes down to what you did", OURS),
    ("Your pain goes up by 2 or more in a session: it does not count as comfortable", "ours; 2 points: Childs 2005"),
    ("Your pain goes up by 2 or more in a session: you are asked if it got worse", "Childs 2005"),
    ("You leave an exercise for more than 7 days: no more is offered at first", OURS),
    ("You leave it for more than 14 days: you start at 5, or at your number if that was lower", OURS),
    ("You say that your back is worse than at the start, or your scores do: nothing is added", OURS),
    ("Your answer about how you are counts for 7 days", OURS),
    ("Stop when your symptoms get worse or a new pain comes", PAGE),
    ("The others go on. “Stop all for now” stops them too", "ours: the page says “stop these exercises”"),
    ("Wait for at least one night. Then try what you stopped at 5, or at your number if that was lower", OURS),
    ("A stop or a worse answer dated ahead counts today. All else dated ahead waits for its day", OURS),
    ("Two sessions at one time of day: the higher number and the worse feeling stay", OURS),
    ("Until 4 in the morning, you can still log for yesterday on Today", OURS),
    ("No better after 2 weeks: get help", PAGE),
    ("You log no more: you are told to get help for 90 days, or until you ask or say it is better", OURS),
    ("When you have asked for help, that counts for 14 days, or for 7 when your back is worse", OURS),
    ("You have an urgent sign: no numbers and no sessions until you have had it checked", OURS),
    ("Better: your last three scores are lower than your first three by 1 point and 30 %", "Ostelo 2008, Farrar 2001"),
    ("Worse: they are 1 point higher. That is a lower bar than for better", OURS),
    ("More than 14 days with no session: the two weeks start again with the next one", OURS),
    ("All is stopped: the days still count while you log something at least every 14 days", OURS),
)


def when_to_stop() -> None:
    """What counts as a stop, and how an exercise starts again."""
    st.markdown(ui.md("{stop} You can go on with the others.", stop=advice["stop.advice"]))
    st.markdown(
        "With back bends, watch your legs. Pain that starts in a leg counts as a new pain. So does pain that moves "
        "further down the leg. This goes for back bends while you stand and while you lie."
    )
    st.markdown(
        "What you have stopped stays stopped. From the next day on, you can say on Today that it has settled. You then "
        "start again at 5, or at your last number if that was lower."
    )
    st.markdown("“Stop all for now” stops all of the exercises that you chose.")


def when_to_do_more() -> None:
    """What makes a number go up, stay or come down."""
    text = (
        "Do more only for as long as it stays comfortable. When you have had {few} comfortable days, you can do 1 or "
        "2 more. You choose. It is just as good to stay where you are."
    )
    st.markdown(ui.md(text, few=few))
    st.markdown(ui.md("Do less for {few} days in a row, and your number comes down to what you did.", few=few))
    st.markdown(
        "While your back is worse than at the start, nothing is added. Do you want to go slower? Choose more days in "
        "Settings."
    )


def whom_to_call() -> None:
    """When and where to get help."""
    ways = [ui.md("- {way}", way=advice[f"referral.{way}"]) for way in view.plan.route]
    st.markdown(ui.md("{referral}", referral=advice["referral.advice"]))
    st.markdown("\n".join(ways))
    number = view.settings.helpline_number
    if number:
        label = ui.md("Phone the MSK Helpline: {number}", number=number)
        st.link_button(label, tel_link(number), icon=":material/call:")
    st.markdown(
        "If you are no better after two weeks, Today and Progress say whom to phone. You can note there whom you asked."
    )
    st.markdown(
        "For what you do here, NHS inform says 2 weeks. On other pages, the NHS says that most back pain eases in 6 "
        "weeks. backcare goes by the 2. Better one call too many than one too few."
    )


def who_made_it() -> None:
    """What backcare is, what it is not, and where the advice is from."""
    st.markdown(
        "What to do, and when to stop, comes from NHS inform. Some of the rules are ours. See the next question."
    )
    st.markdown(
        "It cannot tell you what is wrong, and it does not treat you. It has no link with the NHS, or with the charity "
        f"BackCare. {where_it_is_kept()} Nothing is sent anywhere else."
    )
    st.link_button(
        "Read the page on NHS inform", programme.source["url"], icon=":material/open_in_new:", type="tertiary"
    )


def where_rules_come_from() -> None:
    """Each rule with its source."""
    rows = "\n".join(ui.md("| {rule} | {source} |", rule=rule, source=source) for rule, source in RULES)
    st.markdown(f"| Rule | Source |\n|---|---|\n{rows}")


QUESTIONS = {
    "When do I stop?": when_to_stop,
    "When do I do more?": when_to_do_more,
    "Whom do I call?": whom_to_call,
    "How does backcare work?": ui.sections.draw_welcome,
    "Who made this?": who_made_it,
    "Where does each rule come from?": where_rules_come_from,
}

page = ui.page_header("Help", ui.now().date())
signs, questions = st.columns(2, gap="large")
with signs:
    # Never folded: "Urgent signs" on every page leads here.
    st.header("What are the urgent signs?", anchor=False)
    with st.container(border=True):
        ui.urgent_signs(page)
        label, icon = "Read more on back problems at NHS inform", ":material/open_in_new:"
        st.link_button(label, advice["urgent.url"], icon=icon, type="tertiary")
with questions:
    st.header("Your questions", anchor=False)
    for question, answer in QUESTIONS.items():
        with st.expander(ui.md("{question}", question=question)):
            answer()
