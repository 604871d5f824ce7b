"""The rules once more, naively: written from the text of the rules alone, to check the program against."""

from datetime import date, timedelta
from typing import NamedTuple

CONCERN = {"comfortable": 0, "uncomfortable": 1, "worse": 2, "new_pain": 3}
ONE_DAY = timedelta(days=1)


class Did(NamedTuple):
    """One set: an exercise in a slot of a day, its repetitions and how it felt."""

    day: date
    slot: str
    exercise: str
    reps: int
    felt: str


class Rated(NamedTuple):
    """One day's answers: the average pain and the change since the start, each perhaps missing."""

    day: date
    pain: int | None
    change: int | None


class Dose(NamedTuple):
    """What R2 and R3 say of one exercise on one day."""

    action: str
    target: int | None
    offers: tuple[int, ...]
    missing: int | None


class Verdict(NamedTuple):
    """What R4 says on one day."""

    verdict: str
    numbers: str | None
    person: str | None
    refer: bool


def course_start(sets, today):
    """R1: the first day of the course that is running today, or None."""
    start = last = None
    for day in sorted({row.day for row in sets if row.day <= today}):
        if last is None or (day - last).days > 14:
            start = day
        last = day
    if last is None or (today - last).days > 14:
        return None
    return start


def stopped(sets, resumptions, exercise, today):
    """R3: whether the exercise is stopped at the end of today."""
    bad = [row.day for row in sets if row.exercise == exercise and CONCERN[row.felt] >= 2 and row.day <= today]
    lifts = [day for day, name in resumptions if name == exercise and day <= today]
    return bool(bad) and not any(day > max(bad) for day in lifts)


def dose(sets, resumptions, exercise, today, few_days):
    """R2 and R3: what is advised today, by walking the whole calendar a day at a time."""
    if stopped(sets, resumptions, exercise, today):
        return Dose("stop", None, (), None)
    course = course_start(sets, today)
    target, good, short, counted, is_stopped = 5, 0, [], False, False
    mine = [row for row in sets if row.exercise == exercise and row.day < today]
    lifts = {day for day, name in resumptions if name == exercise}
    day = min([row.day for row in mine], default=today)
    while day < today:
        if day in lifts:
            is_stopped = False
        rows = [row for row in mine if row.day == day]
        if day == course:
            target, good, short, counted = 5, 0, [], False
        if rows:
            most = max(row.reps for row in rows)
            felt = max((row.felt for row in rows), key=CONCERN.get)
            if felt in ("worse", "new_pain"):
                is_stopped = True
                target, good, short, counted = 5, 0, [], False
            elif is_stopped:
                pass
            else:
                counted = True
                if most < target:
                    short = [*short, most]
                    if felt == "uncomfortable":
                        good = 0
                    if len(short) == few_days:
                        target, good, short = max(short), 0, []
                else:
                    short = []
                    if felt == "uncomfortable":
                        good = 0
                    elif good >= few_days and most > target:
                        target, good = min(most, target + 2), 1
                    else:
                        good = good + 1
        day += ONE_DAY
    if course is None or course == today or not counted:
        return Dose("start", 5, (), None)
    if good >= few_days:
        return Dose("offer", target, (target + 1, target + 2), None)
    return Dose("hold", target, (), few_days - good)


TABLE = """
better  improved      not_improved  worse  ask
low     improved      not_improved  worse  ask
same    not_improved  not_improved  worse  not_improved
worse   not_improved  worse         worse  worse
unknown not_enough    not_improved  worse  not_enough
"""


def review(sets, days, today):
    """R4: the two-week review."""
    first = course_start(sets, today)
    if first is None or (today - first).days + 1 <= 14:
        return Verdict("not_yet", None, None, False)
    rated = sorted((row.day, row.pain) for row in days if row.pain is not None)
    start = [pain for day, pain in rated if 0 <= (day - first).days <= 6][:3]
    end = [pain for day, pain in rated if 0 <= (today - day).days <= 6][-3:]
    if len(start) < 3 or len(end) < 3:
        numbers = "unknown"
    else:
        b, e = sum(start), sum(end)
        if e - b >= 3:
            numbers = "worse"
        elif b < 6:
            numbers = "low"
        elif b - e >= 3 and 10 * (b - e) >= 3 * b:
            numbers = "better"
        else:
            numbers = "same"
    answers = sorted((r.day, r.change) for r in days if r.change is not None and 0 <= (today - r.day).days <= 6)
    if not answers:
        person = "unasked"
    else:
        newest = answers[-1][1]
        person = "better" if newest > 0 else "worse" if newest < 0 else "same"
    table = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
    verdict = table[numbers][("better", "same", "worse", "unasked").index(person)]
    return Verdict(verdict, numbers, person, verdict in ("not_improved", "worse"))


def sessions_done(sets, resumptions, chosen, day):
    """Adherence of one day, out of three: slots with any exercise, or all three when every chosen one is stopped."""
    if chosen and all(stopped(sets, resumptions, exercise, day) for exercise in chosen):
        return 3
    return len({row.slot for row in sets if row.day == day})
