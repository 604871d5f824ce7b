"""Parts of pages that are drawn whole: ``ui.sections.draw_welcome()``."""

from backcare.ui.empty_state import draw_empty_state
from backcare.ui.several_people import people_section
from backcare.ui.welcome import draw_welcome
from backcare.ui.whole_log import backup_section

__all__ = ["backup_section", "draw_empty_state", "draw_welcome", "people_section"]
