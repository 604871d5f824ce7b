"""The two-week review in one card that opens from one line: what it comes to, where to turn, whom the person asked."""

from dataclasses import replace

import streamlit as st

from backcare import actions, report
from backcare.clinic.sign_in import audited_download
from backcare.domain import NAME_LENGTH, Help, Helpline, Settings, Verdict
from backcare.labels import CHANGE_LABELS, HELPLINE_LABELS, asked_words, format_day, join_words, tel_link
from backcare.log.columns import TABLES
from backcare.log_reader import DayView
from backcare.plan import Plan
from backcare.programme import load_programme
from backcare.rules.review import Review, summary
from backcare.ui.advice import bullets, dial
from backcare.ui.components.fields import Choice, Text, answer, ask, put
from backcare.ui.contact_form import new_contact_form, recorded_contacts
from backcare.ui.form_state import Form
from backcare.ui.identity import person
from backcare.ui.log_access import current_log, day_view, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page

LINES = {
    Verdict.IMPROVED: "Review: you have improved",
    Verdict.ASK: "Review: one answer is missing",
    Verdict.NOT_ENOUGH: "Review: too few pain scores",
    Verdict.NOT_IMPROVED: "No better: time to get help",
    Verdict.WORSE: "Worse: time to get help",
}
ICONS = {
    Verdict.IMPROVED: ":material/thumb_up:",
    Verdict.ASK: ":material/help:",
    Verdict.NOT_ENOUGH: ":material/help:",
    Verdict.NOT_IMPROVED: ":material/call:",
    Verdict.WORSE: ":material/call:",
}
STOOD = {Verdict.NOT_IMPROVED: "had not improved", Verdict.WORSE: "was worse"}
IMPROVES_ANYWAY = (
    "Back pain often gets better by itself. So a better score does not prove that the exercises caused it. We go by "
    "what NHS inform says. It is not a diagnosis."
)


def review_card(page: Page, *, expanded: bool) -> None:
    """The question about change when it is due, and the card; nothing before there is a review.

    ``expanded``: whether advice that is still to be followed stands open.
    """
    view = day_view()
    plan = view.plan
    _ask_for_change(page, view)
    line = headline(plan)
    if not line:
        return
    review = plan.standing[1] if plan.standing else plan.review
    due = plan.review.refer and plan.help is Help.DUE
    icon = ":material/check:" if plan.help is Help.ASKED else ICONS[review.verdict]
    with (
        st.container(key="review-due" if due else "review"),
        st.expander(md("**{line}**", line=line), expanded=expanded and due, icon=icon),
    ):
        st.markdown(md("{more} {summary}", more=_more_words(plan), summary=summary(review) + _stopped_words(plan)))
        if review.verdict is not Verdict.IMPROVED:
            _where_to_turn(page, view)
        _draw_presses(page, plan, review)
        if plan.last_contact and plan.help is not None:
            recorded_contacts(page, plan.last_contact[0])


def headline(plan: Plan) -> str:
    """The review in one line: what it comes to, or whom the person asked; "" before there is one.

    Where it was asked for: only whom; where help is due again, that comes first.
    """
    asked = ""
    if plan.last_contact and plan.help is not None:
        day, whom = plan.last_contact
        asked = f"You asked {asked_words(whom)} on {format_day(day, plan.today)}."
    if plan.help is Help.ASKED:
        return asked
    if asked:
        return f"{asked} Get back to them"
    return "Still no better? Time to get help" if plan.standing else LINES.get(plan.review.verdict, "")


def _more_words(plan: Plan) -> str:
    """What does not fit into the line: what to do after asking, and how the back was when the advice was given."""
    if plan.help is Help.ASKED:
        return "Follow what they told you."
    again = "If it is no better, get back to those you asked." if plan.last_contact and plan.help else ""
    if again or not plan.standing:
        return again
    day, review = plan.standing
    then = f"On {format_day(day, plan.today)} your back {STOOD[review.verdict]}."
    return f"{then} If that is still so, it is time to get help."


def _stopped_words(plan: Plan) -> str:
    """While an exercise is stopped, nobody is told to keep going."""
    if plan.review.verdict is not Verdict.IMPROVED:
        return ""
    stopped = [load_programme().exercise(e).title for e in plan.chosen if e in plan.stopped]
    return f" Stopped for now: {join_words(stopped)}." if stopped else " Keep going."


# Where to turn (R5)


def _where_to_turn(page: Page, view: DayView) -> None:
    programme, is_unsure = load_programme(), view.settings.helpline is Helpline.UNSURE
    ways = " ".join(programme.advice[f"referral.{way}"] for way in view.plan.route)
    st.markdown(md("{ways}", ways=ways))
    if is_unsure:
        _ask_for_helpline(page, view)
    with st.container(horizontal=True):
        if "helpline" in view.plan.route:
            _draw_helpline(page, view.settings)
        dial("Phone 111 (NHS 24)", "111")
        if is_unsure:
            label, icon = "Not sure? See NHS inform", ":material/open_in_new:"
            st.link_button(label, programme.source["url"], icon=icon, type="tertiary")


def _draw_helpline(page: Page, settings: Settings) -> None:
    """A link that dials the Helpline's number, or the place to fill it in."""
    number = settings.helpline_number
    if len(tel_link(number)) > len("tel:"):
        # With the number in words: whoever sits at a computer has the telephone in their hand.
        dial(md("Phone the MSK Helpline: {number}", number=number), number, "primary")
        return
    with st.popover("Add the Helpline's number", icon=":material/call:"):
        form = Form.open("helpline-number", settings, {"number": settings.helpline_number})
        hint = (
            "No number comes with backcare: the only one we found is years old. Your health board or GP can tell you."
        )
        ask(Text(form.key("number"), "The Helpline's number", NAME_LENGTH, help=hint))
        page.button("Save the number", _save_number, page, form, key="helpline-number", type="primary")


def _ask_for_helpline(page: Page, view: DayView) -> None:
    """Which of the two ways it is, asked here once: it goes into the settings."""
    key = f"helpline-{person()}"
    options = {each: HELPLINE_LABELS[each] for each in (Helpline.YES, Helpline.NO)}
    question = Choice(key, "Does the MSK Helpline serve my area?", options)
    ask(question, on_change=page.attempt, args=(_save_helpline, page, view, key))


def _save_helpline(page: Page, view: DayView, key: str) -> None:
    value, seen = answer(key), view.settings
    put(key, None)
    if value is not None:
        changed = replace(seen, helpline=value)
        page.save(lambda log: actions.save_settings(log, changed, seen, now().date()), "Saved.", about=value)


def _save_number(page: Page, form: Form) -> None:
    changed = replace(form.seen, helpline_number=form.values["number"].strip())
    page.save(lambda log: actions.save_settings(log, changed, form.seen, now().date()), "Saved.", about=changed)
    form.drop()


# What can be pressed


def _draw_presses(page: Page, plan: Plan, review: Review) -> None:
    with st.container(horizontal=True):
        if review.verdict is not Verdict.IMPROVED:
            _download_report()
            with st.popover("I have asked for help", icon=":material/check:"):
                new_contact_form(page)
        if plan.standing:
            st.button("It has improved", key="it-has-improved", on_click=_ask_whether_better)
        with st.popover("How we worked this out", type="tertiary"):
            st.markdown(bullets([reason.text for reason in review.reasons]))
            st.caption(IMPROVES_ANYWAY)


def _download_report() -> None:
    programme, store, today = load_programme(), current_log().store, now().date()
    pdf = audited_download("report", lambda log: report.report_pdf(programme, log.read_log(), today), store)
    icon = ":material/picture_as_pdf:"
    st.download_button("Page to take along (PDF)", pdf, f"backcare-{today}.pdf", icon=icon, on_click="ignore")


# How the back is compared with the start


def _better_key() -> str:
    return f"it-has-improved-{person()}"


def _ask_whether_better() -> None:
    """Open the question; the person's answer to it is what counts."""
    st.session_state[_better_key()] = True


def _ask_for_change(page: Page, view: DayView) -> None:
    """One line, which opens the question; answered today, the answer, which can be changed."""
    plan, day = view.plan, view.plan.today
    seen = getattr(view.entries.day_entry(day), "change", None)
    is_asked = bool(st.session_state.get(_better_key()))
    if seen is None and not plan.change_due and not is_asked:
        return
    key = f"change-{page.person}-{day}"
    question = TABLES["days"].values["change"].question
    choice = Choice(key, question, CHANGE_LABELS, default=seen, folded="Your back since you started")
    place = st.container(key="change")
    if seen is None:
        place = place.expander("**One question: how is your back now?**", icon=":material/help:", expanded=is_asked)
    with place:
        ask(choice, on_change=page.attempt, args=(_save_change, page, plan, key, seen))


def _save_change(page: Page, plan: Plan, key: str, seen: int | None) -> None:
    value = answer(key)
    page.save(lambda log: actions.record_answer(log, plan.today, "change", value, seen), "Saved.", about="change")
    st.session_state.pop(_better_key(), None)
