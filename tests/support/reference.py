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


class Pained(NamedTuple):
    """The pain before and after one session, each perhaps missing."""

    day: date
    slot: str
    before: int | None
    after: int | None


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


def stopped(sets, resumptions, exercise, day, today):
    """R3: whether the exercise is stopped at the end of a day, as known today; what is ahead counts as today's."""
    marked = [min(row.day, today) for row in sets if row.exercise == exercise and CONCERN[row.felt] >= 2]
    marked = [each for each in marked if each <= day]
    lifts = [min(each, today) for each, name in resumptions if name == exercise]
    return bool(marked) and not any(max(marked) < each <= day for each in lifts)


def all_stopped(sets, resumptions, first, day, today):
    """R1: whether every exercise that the course has sets of up to a day is stopped on it."""
    members = {row.exercise for row in sets if first <= row.day <= day}
    return all(stopped(sets, resumptions, exercise, day, today) for exercise in members)


def courses(sets, resumptions, days, today):
    """R1: the first and the last alive day of every course, by walking the whole calendar a day at a time."""
    with_a_set = {row.day for row in sets if row.day <= today}
    dated = with_a_set | {row.day for row in days if row.pain is not None or row.change is not None}
    spans = []
    day = min(with_a_set, default=today + ONE_DAY)
    while day <= today:
        going = bool(spans) and (day - spans[-1][1]).days <= 14
        logged = any(day - n * ONE_DAY in dated for n in range(14))
        if day in with_a_set:
            spans = [*spans[:-1], (spans[-1][0], day)] if going else [*spans, (day, day)]
        elif going and logged and all_stopped(sets, resumptions, spans[-1][0], day, today):
            spans[-1] = (spans[-1][0], day)
        day += ONE_DAY
    return spans


def course_start(sets, resumptions, days, today):
    """R1: the first day of the course that is running today, or None."""
    spans = courses(sets, resumptions, days, today)
    return spans[-1][0] if spans and (today - spans[-1][1]).days <= 14 else None


def answer(days, today):
    """The person's answer that counts today: the newest of seven days, or a worse one that is ahead."""
    given = [row for row in days if row.change is not None and (today - row.day).days <= 6]
    kind = [row.day for row in given if row.change >= 0 and row.day > today]
    counted = [row for row in given if row.change < 0 or row.day <= today]
    counted = [row for row in counted if row.change >= 0 or not any(day > row.day for day in kind)]
    return max(counted, key=lambda row: row.day).change if counted else None


def dose(sets, resumptions, days, pains, exercise, today, few_days):
    """R2 and R3: what is advised today."""
    if stopped(sets, resumptions, exercise, today, today):
        return Dose("stop", None, (), None)
    hard = {(p.day, p.slot) for p in pains if None not in (p.before, p.after) and p.after - p.before >= 2}
    target, good, short, last = 5, 0, [], None
    mine = [row for row in sets if row.exercise == exercise and row.day < today]
    for day in sorted({row.day for row in mine}):
        rows = [row for row in mine if row.day == day]
        most = max(row.reps for row in rows)
        concern = max(max(CONCERN[row.felt], (row.day, row.slot) in hard) for row in rows)
        if last is not None and (day - last).days > 14:
            target, good, short = min(5, target), 0, []
        elif last is not None and (day - last).days > 7:
            good, short = 0, []
        if concern >= 2:
            target, good, short, last = min(5, target), 0, [], None
            continue
        if stopped(sets, resumptions, exercise, day, today):
            continue
        last = day
        if most < target:
            short = [*short, most]
            if concern:
                good = 0
            if len(short) == few_days:
                target, good, short = max(short), 0, []
            continue
        short = []
        said = [row for row in days if row.change is not None and 0 <= (day - row.day).days <= 6]
        worse = bool(said) and max(said, key=lambda row: row.day).change < 0
        if concern:
            good = 0
        elif good >= few_days and most > target and not worse:
            target, good = min(most, target + 2), 1
        else:
            good = good + 1
    if last is None or (today - last).days > 14:
        return Dose("start", min(5, target), (), None)
    if (today - last).days > 7:
        good = 0
    offers = tuple(number for number in (target + 1, target + 2) if number <= 200)
    worse = (answer(days, today) or 0) < 0 or review(sets, resumptions, days, today).numbers == "worse"
    if good >= few_days and offers and not worse:
        return Dose("offer", target, offers, None)
    return Dose("hold", target, (), max(few_days - good, 0))


TABLE = """
better  improved      not_improved  worse  ask
low     improved      not_improved  worse  ask
same    not_improved  not_improved  worse  not_improved
worse   not_improved  worse         worse  worse
unknown not_enough    not_improved  worse  not_enough
"""


def review(sets, resumptions, days, today):
    """R4: the two-week review."""
    first = course_start(sets, resumptions, days, today)
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
    said = answer(days, today)
    person = "unasked" if said is None else "better" if said > 0 else "worse" if said < 0 else "same"
    table = {line.split()[0]: line.split()[1:] for line in TABLE.strip().splitlines()}
    verdict = table[numbers][("better", "same", "worse", "unasked").index(person)]
    return Verdict(verdict, numbers, person, verdict in ("not_improved", "worse"))


def standing(sets, resumptions, days, contacts, today):
    """R4: the day and the verdict of the advice to get help that still stands, or None.

    ``contacts``: the days on which somebody was asked.
    """
    undecided = ("not_yet", "not_enough", "ask")
    if review(sets, resumptions, days, today).verdict not in undecided:
        return None
    for n in range(1, 91):
        day = today - n * ONE_DAY
        then = [[row for row in rows if row[0] <= day] for rows in (sets, resumptions, days)]
        given = review(*then, day)
        if given.verdict in undecided:
            continue
        asked = any(day <= each <= today for each in contacts)
        better = any(day < row.day <= today and (row.change or 0) > 0 for row in days)
        return (day, given.verdict) if given.refer and not asked and not better else None
    return None


def help_advised(sets, resumptions, days, contacts, today):
    """R5: whether help is due or was asked for, or None where none is advised."""
    now, earlier = review(sets, resumptions, days, today), standing(sets, resumptions, days, contacts, today)
    if not now.refer and earlier is None:
        return None
    worse = (now.verdict if now.refer else earlier[1]) == "worse"
    return "asked" if any(0 <= (today - each).days < (7 if worse else 14) for each in contacts) else "due"


def held(signs, today):
    """R6: whether an urgent sign applies. ``signs``: the days with their answers."""
    counted = sorted(row for row in signs if row[0] <= today)
    ahead = any(answer == "applies" for day, answer in signs if day > today)
    return ahead or (bool(counted) and counted[-1][1] == "applies")


def sessions_done(sets, resumptions, first, day, today):
    """Adherence of one day, out of three: slots with any exercise, or all three when all is stopped in the course."""
    if first is not None and all_stopped(sets, resumptions, first, day, today):
        return 3
    return len({row.slot for row in sets if row.day == day})
