"""What the pages share: the person's day, log and plan; drafts and saving with undo; words shown as written."""

from backcare.environment import database_url
from backcare.ui.card import how_card, number_card
from backcare.ui.draft import Draft, draft
from backcare.ui.fields import Choice, Day, Number, answer, ask, choice, pain_score
from backcare.ui.forms import EACH, built_session, changed_meanwhile, delete_entry, session_fields
from backcare.ui.keeping import backups, erase, long_work
from backcare.ui.notice import act, button, fail, save, undo
from backcare.ui.people import draw_section as people_section
from backcare.ui.person import (
    Look,
    forget_store,
    look,
    now,
    number_key,
    number_today,
    oldest_day,
    programme,
    read_ahead,
    slot_now,
    store,
    today,
)
from backcare.ui.pieces import (
    head,
    navigation,
    page_path,
    session_in_brief,
    urgent_signs,
    where_to_turn,
)
from backcare.ui.sign_in import leave_trail, taking, where_it_is_kept
from backcare.ui.stops import lifted_since, stop_words, stops_card, what_to_do_after_a_stop
from backcare.ui.trouble import log_opens
from backcare.ui.who import person
from backcare.ui.words import CHANGE_WORDS, FELT_WORDS, SLOT_WORDS, VERDICT_WORDS, count, days_of, in_full, md

__all__ = [
    "CHANGE_WORDS",
    "EACH",
    "FELT_WORDS",
    "SLOT_WORDS",
    "VERDICT_WORDS",
    "Choice",
    "Day",
    "Draft",
    "Look",
    "Number",
    "act",
    "answer",
    "ask",
    "backups",
    "built_session",
    "button",
    "changed_meanwhile",
    "choice",
    "count",
    "database_url",
    "days_of",
    "delete_entry",
    "draft",
    "erase",
    "fail",
    "forget_store",
    "head",
    "how_card",
    "in_full",
    "leave_trail",
    "lifted_since",
    "log_opens",
    "long_work",
    "look",
    "md",
    "navigation",
    "now",
    "number_card",
    "number_key",
    "number_today",
    "oldest_day",
    "page_path",
    "pain_score",
    "people_section",
    "person",
    "programme",
    "read_ahead",
    "save",
    "session_fields",
    "session_in_brief",
    "slot_now",
    "stop_words",
    "stops_card",
    "store",
    "taking",
    "today",
    "undo",
    "urgent_signs",
    "what_to_do_after_a_stop",
    "where_it_is_kept",
    "where_to_turn",
]
