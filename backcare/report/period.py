"""Which days a report is about, and what was done in them: sessions, exercises, stops, walking, activity, notes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from backcare.domain import Felt, Programme
from backcare.errors import InvalidValue
from backcare.labels import count, format_short
from backcare.log import Log, frames
from backcare.log.daily_values import DailyValues
from backcare.report.printable import plain
from backcare.rules import adherence, course, stop
from backcare.rules.course import Course
from backcare.rules.stop import Stop

WEEKS_SHOWN = 6
NOTES_SHOWN = 40
"""More notes than ever fit are not even laid out (ours)."""
NOTE_SHOWN = 300
"""Characters of one note; the whole of it stays in the log (ours)."""
WHAT_HAPPENED = {Felt.WORSE: "it made the symptoms worse", Felt.NEW_PAIN: "a new pain appeared"}


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a report, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day <= self.last

    def x(self, day: date) -> float:
        """Where a day lies from 0 to 1: it is as wide as its share of them, and its middle counts."""
        return ((day - self.first).days + 0.5) / self.days

    def short(self, day: date) -> str:
        """A day in few letters, with its year when these days lie in several."""
        return format_short(day, year=self.first.year != self.last.year or day.year != self.last.year)


def choose_period(
    courses: Sequence[Course], oldest: date | None, today: date, first: date | None, last: date | None
) -> Period:
    """The asked days, none after ``today``; left open, those of the current course, or else of the newest one.

    ``courses``: those of the plan for ``today``; ``oldest``: the first day with anything recorded.
    """
    if last is None:
        over = first is None and courses and course.current_course(courses, today) is None
        last = courses[-1].last if over else today
    last = min(last, today)
    if first is None:
        begun = [each.first for each in courses if each.first <= last]
        # Without any course, scores may still have been written down.
        first = begun[-1] if begun else min(oldest or last, last)
    if first > last:
        raise InvalidValue("first", first.isoformat(), f"a day up to {last.isoformat()}")
    return Period(first, last)


def sessions(slots: Mapping[date, int], period: Period) -> dict[str, object]:
    """Sessions done, all in all and in the newest weeks, out of 3 a day. What was done, not what was excused.

    ``slots``: how many slots of each day had any exercise in them.
    """
    total = adherence.adherence(slots, (), period.first, period.last)
    weeks = []
    for start in list(range(0, period.days, adherence.WEEK))[-WEEKS_SHOWN:]:
        begin = period.first + timedelta(days=start)
        end = min(begin + timedelta(days=adherence.WEEK - 1), period.last)
        part = adherence.adherence(slots, (), begin, end)
        label = format_short(begin) + (f" – {format_short(end)}" if end > begin else "")
        weeks.append({"label": label, "done": f"{part.sessions} of {part.of}"})
    return {
        "done": f"{total.sessions:,} of {total.of:,}",
        "share": round(100 * total.sessions / total.of),
        "days": f"{sum(map(period.holds, slots)):,} of {count(period.days, 'day')}",
        "weeks": weeks,
        "all_weeks": period.days <= WEEKS_SHOWN * adherence.WEEK,
    }


def exercise_rows(programme: Programme, log: Log, chosen: Collection[str]) -> list[dict[str, object]]:
    """Each exercise's sessions, repetitions from → to, and how it felt; those that were chosen or done.

    ``log``: the days of the period.
    """
    felt, reps = frames.times_felt(log), log.sets.groupby(["exercise", "day"])["reps"].max().groupby("exercise")
    listed = [exercise for exercise in programme.ids if exercise in chosen or exercise in felt.index]
    listed += sorted(set(felt.index) - set(programme.ids))
    return [
        {
            "title": programme.title_of(str(exercise)),
            "sessions": f"{times.sum():,}",
            "reps": _from_to(reps.get_group(exercise)) if times.any() else "not done",
            "felt": [f"{number:,}" for number in times],
        }
        for exercise, times in felt.reindex(listed, fill_value=0).iterrows()
    ]


def _from_to(reps: "pd.Series[Any]") -> str:
    """The highest repetitions of the first and of the last day, and of all days where those were higher."""
    before, after, most = reps.iloc[0], reps.iloc[-1], reps.max()
    return f"{before} → {after}" + (f" (max {most})" if most > max(before, after) else "")


def stop_lines(programme: Programme, by_day: DailyValues, period: Period) -> list[str]:
    """In words, oldest first: what was stopped before or in these days and not lifted before them, when and why.

    ``by_day``: the log as it stood on the last of them.
    """
    dated = [
        (one.marked[0].day, f"{programme.title_of(exercise)}: {_stop_words(one, period)}")
        for exercise, days in by_day.done.items()
        for one in stop.stops(days, by_day.resumed.get(exercise, ()), period.last)
        if one.lifted is None or one.lifted >= period.first
    ]
    return [words for _, words in sorted(dated)]


def _stop_words(one: Stop, period: Period) -> str:
    first, last = one.marked[0], one.marked[-1]
    most = count(first.most, "repetition")
    words = f"stopped on {period.short(first.day)} (up to {most}): {WHAT_HAPPENED[first.felt]}"
    if last is not first:
        words += f", and again on {period.short(last.day)}: {WHAT_HAPPENED[last.felt]}"
    if one.lifted is None:
        return f"{words}; still stopped on {period.short(period.last)}."
    return f"{words}; tried again from {period.short(one.lifted)}."


def walking(log: Log) -> str:
    """Walking in one sentence."""
    minutes = frames.answers(log, "walk_minutes")
    walked = minutes[minutes > 0]
    if minutes.empty:
        return "not recorded."
    if walked.empty:
        return f"none, on {count(len(minutes), 'recorded day')}."
    usual = f"{round(walked.median())} minutes on a typical one, {walked.max()} at most."
    return f"on {count(len(walked), 'day')}; {usual}"


def activity(log: Log, period: Period) -> str:
    """How hard the person's own activity was, from → to, in one sentence."""
    scores = frames.answers(log, "activity")
    if scores.empty:
        return "not recorded."
    start = f"{scores.iloc[0]} out of 10 on {period.short(scores.index[0].date())}"
    if len(scores) == 1:
        return f"{start}."
    end = f"{scores.iloc[-1]} on {period.short(scores.index[-1].date())}"
    return f"from {start} to {end} ({count(len(scores), 'answer')})."


def newest_notes(log: Log, period: Period) -> dict[str, object]:
    """The newest notes, newest first, and how many there are in all. Of a long one only the beginning."""
    written = frames.notes(log)
    newest = written.head(NOTES_SHOWN)
    shown = zip(newest["day"].dt.date, newest["note"], strict=True)
    return {
        "notes": [{"day": period.short(day), "text": plain(note, NOTE_SHOWN)} for day, note in shown],
        "notes_in_all": len(written),
    }
