"""What tests of the pages share: what a page says, its buttons, noon in London, a session of all five exercises."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from backcare.domain import ExerciseSet, Felt, Session, Slot
from support.fields import cards

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 10, 12, tzinfo=LONDON)
FIVE = ("rolling-your-knees", "tilting-your-pelvis", "good-posture", "back-bends", "back-bend-from-lying")


def words(app) -> str:
    """All that a page says, without Markdown's escapes."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success", "text")
    said = [element.value for kind in kinds for element in app.get(kind)]
    said += [expander.label for expander in app.expander]
    parts = [part for card in cards(app).values() for part in card.values()]
    said += [str(line) for part in parts for line in (part if isinstance(part, list) else [part])]
    return "\n".join(said).replace("\\", "")


def five(day: date, slot: Slot = Slot.MORNING, felt: Felt = Felt.COMFORTABLE, reps: int = 5) -> Session:
    return Session(day, slot, tuple(ExerciseSet(exercise, reps, felt) for exercise in FIVE))


def button(app, label: str):
    return next(found for found in app.button if label in found.label)


def links(app) -> dict[str, str]:
    """The addresses of the page's link buttons, by label."""
    return {link.proto.label.replace("\\", ""): link.proto.url for link in app.get("link_button")}
