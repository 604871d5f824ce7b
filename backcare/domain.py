"""The vocabulary: enums and frozen values that cannot hold nonsense. Standard library only."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

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
NAME_LENGTHS = range(NAME_LENGTH + 1)
ID_LENGTH = 64
EARLIEST_DAY = date(2000, 1, 1)
"""Ours: an older day is a slip of the keyboard, not a session."""
LATEST_DAY = date(2199, 12, 31)
"""Ours: a later day is a slip of the keyboard; and there is room after it, so that sums of days cannot overflow."""

MIDDAY_FROM, EVENING_FROM = 12, 17
"""Hours at which the slot that is offered first changes (ours)."""
NIGHT_UNTIL = 4
"""The hour until which yesterday is offered beside today (ours)."""
OPEN_HOLD = 4
"""Seconds that a hold "as long as comfortable" is taken to last where it is shown or counted (ours)."""
CHANGE_OF_POSITION = 20
"""Seconds between two exercises of a guided session, about: getting into position and getting ready (ours)."""

EXERCISE_IDS = ("rolling-your-knees", "tilting-your-pelvis", "good-posture", "back-bends", "back-bend-from-lying")
"""Fixed names of the exchange format, in the order of the programme; ``programme.toml`` is held to them by a test."""


class Slot(StrEnum):
    """One of the three times a day, in the order of the day."""

    MORNING = "morning"
    MIDDAY = "midday"
    EVENING = "evening"

    @classmethod
    def at(cls, hour: int) -> "Slot":
        """The slot that an hour of the day suggests, 0 to 23."""
        return cls.MORNING if hour < MIDDAY_FROM else cls.MIDDAY if hour < EVENING_FROM else cls.EVENING

    @classmethod
    def next(cls, hour: int, logged: Collection["Slot"]) -> "Slot | None":
        """The slot that the hour suggests, or else the next one that is not logged, last those before it.

        ``None`` when all three are logged.
        """
        slots = list(cls)
        first = slots.index(cls.at(hour))
        return next((slot for slot in (*slots[first:], *slots[:first]) if slot not in logged), None)

    def is_later(self, hour: int) -> bool:
        """Whether this slot has not begun at an hour of its day."""
        slots = list(Slot)
        return slots.index(self) > slots.index(Slot.at(hour))


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

    def or_worse(self, other: "Felt") -> "Felt":
        """The one of the two that is of more concern."""
        return max(self, other, key=lambda felt: felt.concern)


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


class Whom(StrEnum):
    """Whom the person has asked for help."""

    HELPLINE = "helpline"
    GP = "gp"
    PHYSIOTHERAPIST = "physiotherapist"
    NHS24 = "nhs24"
    OTHER = "other"


class Help(StrEnum):
    """Where the advice to get help stands: still to be followed, or followed not long ago."""

    DUE = "due"
    ASKED = "asked"


class SignsAnswer(StrEnum):
    """What the person says of the urgent signs: none of them, one or more, or seen by somebody since."""

    NONE = "none"
    APPLIES = "applies"
    CLEARED = "cleared"


class Kind(StrEnum):
    """What sort of value a column holds."""

    NUMBER = "whole number"
    CHOICE = "one of a few words"
    DAY = "calendar day"
    TEXT = "text"
    EXERCISE = "id of an exercise"
    EXERCISES = "ids of exercises"
    FLAG = "true or false"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the log, said once: what it may hold, how the history words it, and what a form asks.

    The value's own check, the table and its CHECK, the DataFrame, the CSV file, the history and the form follow from it
    (``backcare.log.columns``). ``allowed``: the numbers, the words, or the lengths of a text. ``history`` has a {} for
    the value, where it is shown.
    """

    kind: Kind
    allowed: Any = None
    history: str = ""
    question: str = ""
    optional: bool = False

    def check(self, name: str, value: object) -> None:
        """Raise ``InvalidValue`` for a value that the column may not hold."""
        if value is None and self.optional:
            return
        match self.kind:
            case Kind.NUMBER:
                valid = type(value) is int and value in self.allowed
            case Kind.CHOICE:
                valid = isinstance(value, self.allowed)
            case Kind.DAY:
                # A datetime is a date to Python, but it carries an hour, and an hour belongs to a time zone.
                valid = type(value) is date and EARLIEST_DAY <= value <= LATEST_DAY
            case Kind.FLAG:
                valid = isinstance(value, bool)
            case Kind.TEXT:
                valid = isinstance(value, str) and len(value) in self.allowed
                if valid and ("\x00" in str(value) or any("\ud800" <= c <= "\udfff" for c in str(value))):
                    raise InvalidValue(name, value, "text with no broken characters")
            case Kind.EXERCISE:
                valid = isinstance(value, str) and len(value) in self.allowed and value.replace("-", "a").isalnum()
            case Kind.EXERCISES:
                valid = isinstance(value, tuple)
                for each in value if isinstance(value, tuple) else ():
                    EXERCISE.check(name, each)
        if not valid:
            raise InvalidValue(name, value, self.in_words)

    @property
    def in_words(self) -> str:
        """What is allowed."""
        match self.kind:
            case Kind.NUMBER:
                return f"a whole number from {self.allowed[0]} to {self.allowed[-1]}"
            case Kind.CHOICE:
                return ", ".join(self.allowed)
            case Kind.DAY:
                return f"a calendar day from {EARLIEST_DAY} to {LATEST_DAY}"
            case Kind.TEXT:
                return f"text of at most {self.allowed[-1]:,} characters"
            case Kind.FLAG:
                return "true or false"
        return "the id of an exercise"


DAY = Column(Kind.DAY)
SLOT = Column(Kind.CHOICE, Slot)
EXERCISE = Column(Kind.EXERCISE, range(1, ID_LENGTH + 1))
NOTE = Column(Kind.TEXT, range(NOTE_LENGTH + 1), "note “{}”")


def column(kind: Kind, allowed: Any, history: str, question: str = "", *, optional: bool = False) -> dict[str, Column]:
    """The metadata of a dataclass field that is a column of the log."""
    return {"column": Column(kind, allowed, history, question, optional)}


def number_question(allowed: range, history: str, question: str = "") -> Any:
    """A dataclass field that is a question with a whole number for an answer; ``None`` means not answered."""
    return field(default=None, metadata=column(Kind.NUMBER, allowed, history, question, optional=True))


def columns_of(record: type) -> dict[str, Column]:
    """The columns of a kind of record by name, in the order of its fields."""
    return {each.name: each.metadata["column"] for each in fields(record) if "column" in each.metadata}


class Record:
    """A value of the log that cannot hold nonsense: each of its fields is checked against its column."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name, each in columns_of(type(self)).items():
            each.check(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class ExerciseSet(Record):
    """One exercise in one session: its repetitions (1 to 200) and how it felt."""

    exercise: str = field(metadata={"column": EXERCISE})
    reps: int = field(metadata=column(Kind.NUMBER, REPS, "{} repetitions"))
    felt: Felt = field(metadata=column(Kind.CHOICE, Felt, "{}"))


@dataclass(frozen=True, slots=True)
class Session(Record):
    """What was done in one slot of one day: at least one set, each exercise once."""

    day: date = field(metadata={"column": DAY})
    slot: Slot = field(metadata={"column": SLOT})
    sets: tuple[ExerciseSet, ...]
    pain_before: int | None = number_question(PAIN, "pain before {}", "Pain before, 0 none to 10 worst")
    pain_after: int | None = number_question(PAIN, "pain after {}", "Pain after, 0 none to 10 worst")
    note: str = field(default="", metadata={"column": NOTE})

    def __post_init__(self) -> None:
        Record.__post_init__(self)
        if not self.sets or not all(isinstance(s, ExerciseSet) for s in self.sets):
            raise InvalidValue("sets", self.sets, "at least one exercise")
        names = [s.exercise for s in self.sets]
        if len(set(names)) != len(names):
            raise InvalidValue("sets", names, "each exercise once in a session")

    def with_added(self, later: "Session") -> "Session":
        """This session with one that was done later in the same slot; nothing that was said before is softened (R3).

        For each exercise the highest repetitions and the worst felt; the first pain before, the highest pain after,
        both notes.
        """
        sets = {each.exercise: each for each in self.sets}
        for more in later.sets:
            first = sets.get(more.exercise, more)
            reps, felt = max(first.reps, more.reps), first.felt.or_worse(more.felt)
            sets[more.exercise] = ExerciseSet(more.exercise, reps, felt)
        after = [pain for pain in (self.pain_after, later.pain_after) if pain is not None]
        return replace(
            self,
            sets=tuple(sets.values()),
            pain_before=later.pain_before if self.pain_before is None else self.pain_before,
            pain_after=max(after, default=None),
            note="\n".join(dict.fromkeys(note for note in (self.note, later.note) if note)),
        )


@dataclass(frozen=True, slots=True)
class DayEntry(Record):
    """What is asked once a day. ``None`` means not answered, and is never filled in.

    ``pain`` is the average over the last 24 hours, ``pain_worst`` the worst (both 0-10); ``change`` the person's own
    answer (-3 to 3); ``activity`` 0-10, how hard the person's own activity was.
    """

    day: date = field(metadata={"column": DAY})
    pain: int | None = number_question(PAIN, "pain {}", "Average pain over 24 hours, 0 none to 10 worst")
    pain_worst: int | None = number_question(PAIN, "worst pain {}", "Worst pain of the day, 0 none to 10 worst")
    change: int | None = number_question(CHANGE, "change {}", "How is your back compared with the start?")
    walk_minutes: int | None = number_question(WALK_MINUTES, "walked {} minutes", "Walking, minutes")
    activity: int | None = number_question(
        PAIN, "activity {}", "How hard was your own activity? 0 is easy, 10 is too hard to do"
    )
    note: str = field(default="", metadata={"column": NOTE})

    @property
    def is_empty(self) -> bool:
        """Whether nothing was answered."""
        return self == DayEntry(self.day)


@dataclass(frozen=True, slots=True)
class Resumption(Record):
    """The person says that an exercise they stopped has settled and that they want to try it again."""

    day: date = field(metadata={"column": DAY})
    exercise: str = field(metadata={"column": EXERCISE})


@dataclass(frozen=True, slots=True)
class Contact(Record):
    """The person has asked somebody for help: on which day, whom, and what they were told."""

    day: date = field(metadata={"column": DAY})
    whom: Whom = field(metadata=column(Kind.CHOICE, Whom, "{}"))
    note: str = field(default="", metadata={"column": NOTE})


@dataclass(frozen=True, slots=True)
class SignsCheck(Record):
    """What the person said of the urgent signs on a day; the last answer of the day stands."""

    day: date = field(metadata={"column": DAY})
    answer: SignsAnswer = field(metadata=column(Kind.CHOICE, SignsAnswer, "{}"))


@dataclass(frozen=True, slots=True)
class Settings(Record):
    """The person's own choices. ``exercises`` empty means all of the programme."""

    exercises: tuple[str, ...] = field(default=(), metadata=column(Kind.EXERCISES, None, "exercises: {}"))
    few_days: int = field(
        default=DEFAULT_FEW_DAYS, metadata=column(Kind.NUMBER, FEW_DAYS, "{} days before you can add more")
    )
    helpline: Helpline = field(
        default=Helpline.UNSURE, metadata=column(Kind.CHOICE, Helpline, "Helpline in my area: {}")
    )
    helpline_number: str = field(default="", metadata=column(Kind.TEXT, NAME_LENGTHS, "Helpline number {}"))
    activity_name: str = field(default="", metadata=column(Kind.TEXT, NAME_LENGTHS, "activity “{}”"))
    gp_signs_read: bool = field(default=False, metadata=column(Kind.FLAG, None, "signs to tell a GP about: read"))


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

    def seconds(self, reps: int) -> float:
        """How long a set takes in a guided session, with the change of position before it."""
        one = sum(OPEN_HOLD if phase.seconds is None else phase.seconds for phase in self.phases)
        return CHANGE_OF_POSITION + reps * one


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole programme and the advice around it, as ``programme.toml`` says."""

    exercises: tuple[Exercise, ...]
    source: Mapping[str, str]
    advice: Mapping[str, str]
    urgent_signs: tuple[str, ...]
    gp_signs: tuple[str, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The exercises' ids in the order of the programme."""
        return tuple(e.id for e in self.exercises)

    @property
    def titles(self) -> dict[str, str]:
        """The exercises' titles by id, in the order of the programme."""
        return {e.id: e.title for e in self.exercises}

    def exercise(self, exercise_id: str) -> Exercise:
        """The exercise with this id; ``InvalidValue`` when there is none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise InvalidValue("exercise", exercise_id, ", ".join(self.ids))

    def title_of(self, exercise_id: str) -> str:
        """An exercise's title; the id of one that is no longer in the programme."""
        return self.exercise(exercise_id).title if exercise_id in self.ids else exercise_id

    def minutes(self, reps: Mapping[str, int]) -> int:
        """How long a guided session of these repetitions by exercise takes, about, in whole minutes."""
        return max(1, round(sum(self.exercise(each).seconds(n) for each, n in reps.items()) / 60))


class ExerciseDay(NamedTuple):
    """What one day comes to for one exercise: its highest repetitions and its worst felt.

    ``pain_rose``: it was part of a session over which pain rose by more than the scale's error (``stop.PAIN_RISE``).
    A plain tuple, since ten years have 18,250 of them.
    """

    day: date
    most: int
    felt: Felt
    pain_rose: bool = False

    def with_later(self, later: "ExerciseDay") -> "ExerciseDay":
        """This part of a day and a later part of it: the highest repetitions, the worst felt."""
        most, felt = max(self.most, later.most), self.felt.or_worse(later.felt)
        return ExerciseDay(self.day, most, felt, self.pain_rose or later.pain_rose)


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
