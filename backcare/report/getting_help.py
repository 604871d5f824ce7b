"""What a report says of getting help: where to turn, who was asked, and what was said of the urgent signs."""

from backcare.domain import Helpline, Programme, SignsAnswer, Whom
from backcare.labels import SIGNS_LABELS, WHOM_LABELS, in_sentence, join_words
from backcare.log import Log
from backcare.plan import Plan
from backcare.report.period import Period
from backcare.report.printable import plain

CONTACTS_SHOWN = 6
ANSWERS_SHOWN = 4
NOTE_SHOWN = 120
"""Characters of what somebody was told; the whole of it stays in the log (ours)."""


def contacts(log: Log, period: Period, *, notes: bool) -> list[str]:
    """Who was asked for help, oldest first, with what they said where ``notes`` go into the report."""
    lines = []
    for (day, whom), (note,) in list(log.rows["contacts"].items())[-CONTACTS_SHOWN:]:
        said = f": {plain(note, NOTE_SHOWN)}" if notes and note else ""
        lines.append(f"{period.short(day)}, {WHOM_LABELS[Whom(whom)]}{said}")
    earlier = len(log.rows["contacts"]) - len(lines)
    return [f"{earlier} earlier", *lines] if earlier > 0 else lines


def signs(log: Log, period: Period) -> str:
    """The newest answers about the urgent signs, newest first, in one sentence."""
    newest = list(log.rows["signs"].items())[::-1][:ANSWERS_SHOWN]
    words = [f"{in_sentence(SIGNS_LABELS[SignsAnswer(answer)])} on {period.short(day)}" for (day,), (answer,) in newest]
    return f"{join_words(words)}." if words else "not answered in these days."


def turn_to(programme: Programme, log: Log, plan: Plan) -> list[str]:
    """Where to turn (R5), with the helpline's number only if the person filled one in."""
    advice = programme.advice
    number = log.settings.helpline_number.strip()
    lines = []
    if "helpline" in plan.route:
        noted = f" Number noted by the person: {number}." if number else ""
        lines.append(advice["referral.helpline"] + noted)
    if "gp" in plan.route:
        lines.append(advice["referral.gp"])
    if log.settings.helpline is Helpline.UNSURE:
        lines.append("Not sure if the Helpline serves your area? See the NHS inform page named below.")
    return lines
