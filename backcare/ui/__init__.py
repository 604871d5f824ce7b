"""What the pages share, each thing once: a page imports ``backcare.ui`` and takes from here whatever it needs of it."""

from backcare.ui import sections
from backcare.ui.advice import may_exercise, urgent_signs
from backcare.ui.components.exercise_card import instructions
from backcare.ui.components.exercise_list import exercise_list
from backcare.ui.components.fields import Choice, Day, Number, Text, answer, ask, pain_score, put
from backcare.ui.components.guided_session import GuidedResult, close_session, guided_session
from backcare.ui.contact_form import contact_forms
from backcare.ui.form_state import Form
from backcare.ui.layout import page_header, page_path
from backcare.ui.log_access import current_log, day_view, now
from backcare.ui.markdown import md
from backcare.ui.offers import active_targets, offers_line, targets
from backcare.ui.review_card import review_card
from backcare.ui.stopped import stops_line
from backcare.ui.waiting_card import show_waiting

__all__ = [
    "Choice", "Day", "Form", "GuidedResult", "Number", "Text", "active_targets", "answer", "ask", "close_session",
    "contact_forms", "current_log", "day_view", "exercise_list", "guided_session", "instructions", "may_exercise", "md",
    "now", "offers_line", "page_header", "page_path", "pain_score", "put", "review_card", "sections", "show_waiting",
    "stops_line", "targets", "urgent_signs",
]  # fmt: skip
