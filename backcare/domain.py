"""The vocabulary: enums and frozen values that cannot hold nonsense. Standard library only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from backcare.errors import InvalidValue

REPS = range(1, 201)
"""Repetitions of one exercise in one session."""
PAIN = range(0, 11)
"""The 0-10 numeric rating scale: 0 no pain, 10 the worst pain imaginable."""
CHANGE = range(-3, 4)
"""Compared with the start of the course: -3 much worse, 0 no change, 3 much better."""
WALK_MINUTES = range(0, 24 * 60 + 1)
FEW_DAYS = range(2, 8)
"""What "every few days" may be set to (ours: the page gives no number)."""
DEFAULT_FEW_DAYS = 3
NOTE_LENGTH = 10_000
NAME_LENGTH = 100
ID_LENGTH = 64
EARLIEST_DAY = date(2000, 1, 1)
"""Ours: an older day is a slip of the keyboard, not a session."""
LATEST_DAY = date(2199, 12, 31)
"""Ours: a later day is a slip of the keyboard; and there is room after it, so that sums of days cannot overflow."""

EXERCISE_IDS = ("rolling-your-knees", "tilting-your-pelvis", "good-posture", "back-bends", "back-bend-from-lying")
"""Fixed names of the exchange format, in the order of the programme; ``programme.toml`` is held to them by a test."""


class Slot(StrEnum):
    """One of the three times a day, in the order of the day."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"


class Felt(StrEnum):
    """How a set felt, in order of concern."""

    COMFORTABLE = "comfortable"
    UNCOMFORTABLE = "uncomfortable"
    WORSE = "worse"
    NEW_PAIN = "new_pain"

    @property
    def concern(self) -> int:
        """0 for comfortable up to 3 for new pain."""
        return list(Felt).index(self)

    @property
    def stops(self) -> bool:
        """Whether the page says to stop the exercise."""
        return self in STOPPING


STOPPING = (Felt.WORSE, Felt.NEW_PAIN)
"""What the page says to stop for."""


class Action(StrEnum):
    """What to do with one exercise today."""

    START = "start"
    HOLD = "hold"
    OFFER = "offer"
    STOP = "stop"


class Numbers(StrEnum):
    """What the pain scores say after two weeks."""

    BETTER = "better"
    LOW = "low"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """What the person says of the change since the start."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNASKED = "unasked"


class Verdict(StrEnum):
    """What the two-week review comes to."""

    NOT_YET = "not_yet"
    IMPROVED = "improved"
    ASK = "ask"
    NOT_ENOUGH = "not_enough"
    NOT_IMPROVED = "not_improved"
    WORSE = "worse"


class Helpline(StrEnum):
    """Whether the MSK Helpline serves the person's area."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def _whole(name: str, value: object, allowed: range) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
        raise InvalidValue(name, value, f"a whole number from {allowed.start} to {allowed.stop - 1}")


def _optional(name: str, value: object, allowed: range) -> None:
    if value is not None:
        _whole(name, value, allowed)


def _day(name: str, value: object) -> None:
    # A datetime is a date to Python, but it carries an hour, and an hour belongs to a time zone.
    if type(value) is not date or not EARLIEST_DAY <= value <= LATEST_DAY:
        raise InvalidValue(name, value, f"a calendar day from {EARLIEST_DAY} to {LATEST_DAY}")


def _text(name: str, value: object, longest: int) -> None:
    if not isinstance(value, str) or len(value) > longest:
        raise InvalidValue(name, value, f"text of at most {longest:,} characters")
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise InvalidValue(name, value, "text without NUL or broken characters")


def _member(name: str, value: object, kind: type[StrEnum]) -> None:
    if not isinstance(value, kind):
        raise InvalidValue(name, value, ", ".join(kind))


def _identifier(name: str, value: object) -> None:
    if not isinstance(value, str) or not 1 <= len(value) <= ID_LENGTH or not value.replace("-", "a").isalnum():
        raise InvalidValue(name, value, "the id of an exercise")


@dataclass(frozen=True, slots=True)
class ExerciseSet:
    """One exercise in one session: its repetitions (1 to 200) and how it felt."""

    exercise: str
    reps: int
    felt: Felt

    def __post_init__(self) -> None:
        _identifier("exercise", self.exercise)
        _whole("reps", self.reps, REPS)
        _member("felt", self.felt, Felt)


@dataclass(frozen=True, slots=True)
class Session:
    """What was done in one slot of one day: at least one set, each exercise once."""

    day: date
    slot: Slot
    sets: tuple[ExerciseSet, ...]
    pain_before: int | None = None
    pain_after: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _day("day", self.day)
        _member("slot", self.slot, Slot)
        if not self.sets or not all(isinstance(s, ExerciseSet) for s in self.sets):
            raise InvalidValue("sets", self.sets, "at least one exercise")
        names = [s.exercise for s in self.sets]
        if len(set(names)) != len(names):
            raise InvalidValue("sets", names, "each exercise once in a session")
        _optional("pain_before", self.pain_before, PAIN)
        _optional("pain_after", self.pain_after, PAIN)
        _text("note", self.note, NOTE_LENGTH)

    def with_added(self, later: "Session") -> "Session":
        """This session with one that was done later in the same slot; nothing that was said before is softened (R3).

        For each exercise the highest repetitions and the worst felt; the first pain before, the highest pain after,
        both notes.
        """
        sets = {each.exercise: each for each in self.sets}
        for more in later.sets:
            first = sets.get(more.exercise, more)
            felt = max(first.felt, more.felt, key=lambda felt: felt.concern)
            sets[more.exercise] = ExerciseSet(more.exercise, max(first.reps, more.reps), felt)
        after = [pain for pain in (self.pain_after, later.pain_after) if pain is not None]
        return replace(
            self,
            sets=tuple(sets.values()),
            pain_before=later.pain_before if self.pain_before is None else self.pain_before,
            pain_after=max(after, default=None),
            note="\n".join(dict.fromkeys(note for note in (self.note, later.note) if note)),
        )


@dataclass(frozen=True, slots=True)
class DayEntry:
    """What is asked once a day. ``None`` means not answered, and is never filled in.

    ``pain`` is the average over the last 24 hours, ``pain_worst`` the worst (both 0-10); ``change`` the person's own
    answer, "compared with when you started" (-3 to 3); ``activity`` 0-10, how hard the person's own activity was.
    """

    day: date
    pain: int | None = None
    pain_worst: int | None = None
    change: int | None = None
    walk_minutes: int | None = None
    activity: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        _day("day", self.day)
        _optional("pain", self.pain, PAIN)
        _optional("pain_worst", self.pain_worst, PAIN)
        _optional("change", self.change, CHANGE)
        _optional("walk_minutes", self.walk_minutes, WALK_MINUTES)
        _optional("activity", self.activity, PAIN)
        _text("note", self.note, NOTE_LENGTH)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self == DayEntry(self.day)


@dataclass(frozen=True, slots=True)
class Resumption:
    """The person says that an exercise they stopped has settled and that they want to try it again."""

    day: date
    exercise: str

    def __post_init__(self) -> None:
        _day("day", self.day)
        _identifier("exercise", self.exercise)


@dataclass(frozen=True, slots=True)
class Settings:
    """The person's own choices. ``exercises`` empty means all of the programme."""

    exercises: tuple[str, ...] = ()
    few_days: int = DEFAULT_FEW_DAYS
    helpline: Helpline = Helpline.UNSURE
    helpline_number: str = ""
    activity_name: str = ""
    urgent_signs_seen: bool = False

    def __post_init__(self) -> None:
        for exercise in self.exercises:
            _identifier("exercises", exercise)
        _whole("few_days", self.few_days, FEW_DAYS)
        _member("helpline", self.helpline, Helpline)
        _text("helpline_number", self.helpline_number, NAME_LENGTH)
        _text("activity_name", self.activity_name, NAME_LENGTH)
        if not isinstance(self.urgent_signs_seen, bool):
            raise InvalidValue("urgent_signs_seen", self.urgent_signs_seen, "true or false")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an advice is given: the rule (R0 to R6), a sentence, and the days in the log that led to it."""

    rule: str
    text: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of one repetition. ``seconds`` is ``None`` where the hold is as long as comfortable."""

    cue: str
    step: int
    pose: str
    kind: str
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise of the programme, in words; ``position`` is lying, sitting or standing."""

    id: str
    title: str
    position: str
    setup: str
    repetition: str
    steps: tuple[str, ...]
    phases: tuple[Phase, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole programme and the advice around it, as ``programme.toml`` says."""

    exercises: tuple[Exercise, ...]
    source: Mapping[str, str]
    advice: Mapping[str, str] = field(default_factory=dict)
    urgent_signs: tuple[str, ...] = ()
    gp_signs: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The exercises' ids in the order of the programme."""
        return tuple(e.id for e in self.exercises)

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with this id; ``InvalidValue`` when there is none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise InvalidValue("exercise", exercise_id, ", ".join(self.ids))


class ExerciseDay(NamedTuple):
    """What one day comes to for one exercise: its highest repetitions and its worst felt.

    ``pain_rose``: it was part of a session over which pain rose by more than the scale's error (``stop.PAIN_RISE``).
    A plain tuple, since ten years have 18,250 of them.
    """

    day: date
    most: int
    felt: Felt
    pain_rose: bool = False


@dataclass(frozen=True, slots=True)
class Dose:
    """Today's number for one exercise. Stopped: ``target`` is ``None`` and there are no offers.

    ``wait`` is how many more comfortable days until an offer (0 when it is there or the exercise is stopped).
    """

    action: Action
    target: int | None
    offers: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()
    wait: int = 0
