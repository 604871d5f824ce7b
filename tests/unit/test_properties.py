"""What holds for every log, however odd, tried on random ones; among it that a naive second reading agrees."""

import random
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import reference
from support.logs import EXERCISES, A, B, log_of
from support.strategies import FEW, PARTS, START, rows, rows_and_today

from backcare.domain import Action, ExerciseSet, Felt, Numbers, Session, Settings, SignsAnswer, Slot
from backcare.log import Log
from backcare.log.daily_values import daily_values
from backcare.plan import Plan, plan_day, targets_by_day
from backcare.programme import load_programme

DAY = timedelta(days=1)
FEWER = settings(max_examples=settings.default.max_examples // 3)  # These take several plans each, or a store.
PROGRAMME = load_programme()


def plan_of(rows, today) -> Plan:
    return plan_day(PROGRAMME, rows.log, today)


def advice(plan: Plan) -> tuple:
    """What a plan decides, without its words."""
    doses = {e: (d.action, d.target, d.offers, d.wait) for e, d in plan.doses.items()}
    review = plan.review
    return doses, (review.verdict, review.numbers, review.person, review.refer), plan.adherence, plan.stopped


def naive(rows, today) -> tuple:
    """What the naive second reading says of the same."""
    doses = {}
    for exercise in EXERCISES:
        dose = reference.dose(rows.sets, rows.resumptions, rows.days, rows.pains, exercise, today, rows.few_days)
        doses[exercise] = (dose.action, dose.target, dose.offers, dose.missing or 0)
    return doses, tuple(reference.review(rows.sets, rows.resumptions, rows.days, today))


@given(rows_and_today())
def test_the_plan_is_what_a_naive_reading_of_the_rules_says(case):
    doses, review, *_ = advice(plan_of(*case))
    assert (doses, review) == naive(*case)


@given(rows_and_today(exercises=EXERCISES[:1], steps=80))
def test_the_plan_of_one_exercise_agrees_with_a_naive_reading(case):
    doses, review, *_ = advice(plan_of(*case))
    assert (doses, review) == naive(*case)


CONTACTS = st.lists(st.integers(-100, 5), max_size=3)


@FEWER
@given(rows_and_today(steps=30), CONTACTS)
def test_the_help_advised_is_what_a_naive_reading_says(case, days_ago):
    made, today = case
    contacts = sorted({today + n * DAY for n in days_ago})
    plan = plan_day(PROGRAMME, made.log_with([(day, "gp") for day in contacts]), today)
    rows = made.sets, made.resumptions, made.days, contacts, today
    assert (plan.standing and (plan.standing[0], plan.standing[1].verdict)) == reference.standing(*rows)
    assert plan.help == reference.help_advised(*rows)


@given(st.dictionaries(st.integers(-20, 20), st.sampled_from(list(SignsAnswer)), max_size=5))
def test_signs_hold_as_a_naive_reading_says(answers):
    signs = [(START + n * DAY, str(answer)) for n, answer in answers.items()]
    assert plan_day(PROGRAMME, log_of(signs=signs), START).held == reference.held(signs, START)


@given(rows_and_today())
def test_the_courses_are_those_of_a_walk_over_the_calendar(case):
    made, today = case
    plan = plan_of(made, today)
    found = [(course.first, course.last) for course in plan.courses]
    wanted = reference.courses(made.sets, made.resumptions, made.days, today)
    assert [first for first, _ in found] == [first for first, _ in wanted]
    assert found[:-1] == wanted[:-1]
    begun = reference.course_start(made.sets, made.resumptions, made.days, today)
    assert (plan.course and plan.course.first) == begun


@given(rows_and_today(exercises=EXERCISES[:2]))
def test_the_share_of_sessions_is_what_a_naive_reading_says(case):
    made, today = case
    plan = plan_of(made, today)
    begun = reference.course_start(made.sets, made.resumptions, made.days, today)
    first = today if begun is None else max(today - 6 * DAY, begun)
    days = [first + n * DAY for n in range((today - first).days + 1)]
    done = sum(reference.sessions_done(made.sets, made.resumptions, begun, day, today) for day in days)
    assert (plan.adherence.sessions, plan.adherence.of) == (done, 3 * len(days))


@given(rows_and_today(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(case, shuffler: random.Random):
    made, today = case
    mixed = made._replace(**{part: list(getattr(made, part)) for part in PARTS})
    for part in mixed[:4]:
        shuffler.shuffle(part)
    assert plan_of(mixed, today) == plan_of(made, today)


@given(rows_and_today())
def test_of_the_entries_ahead_only_warnings_and_what_lifts_them_count(case):
    made, today = case
    sets = [row for row in made.sets if row.day <= today or reference.CONCERN[row.felt] >= 2]
    pains = [row for row in made.pains if row.day <= today]
    days = [row if row.day <= today else row._replace(pain=None) for row in made.days]
    kept = made._replace(sets=sets, pains=pains, days=days)
    assert advice(plan_of(kept, today)) == advice(plan_of(made, today))


@given(rows_and_today())
def test_entries_ahead_never_raise_a_number_nor_lift_a_stop(case):
    made, today = case
    plan, before = plan_of(made, today), plan_of(made.until(today), today)
    resumed = {exercise for day, exercise in made.resumptions if day > today}
    for exercise in set(EXERCISES) - resumed:
        dose, then = plan.doses[exercise], before.doses[exercise]
        assert (dose.target or 0) <= (then.target or 0)
        assert then.action is not Action.STOP or dose.action is Action.STOP


@given(rows_and_today())
def test_a_stop_that_is_not_lifted_shows_no_number_on_any_day(case):
    made, today = case
    for exercise in EXERCISES:
        marked = [row.day for row in made.sets if row.exercise == exercise and reference.CONCERN[row.felt] >= 2]
        if marked and not any(day > max(marked) for day, name in made.resumptions if name == exercise):
            for day in (max(marked), today, min(marked) - DAY, made.last + 300 * DAY):
                if day >= max(marked) or not any(name == exercise for _, name in made.resumptions):
                    assert plan_of(made, day).doses[exercise].target is None


@given(rows_and_today(exercises=(A,)), st.integers(-3, -1), st.integers(0, 6))
def test_while_worse_now_nothing_is_offered_and_doing_more_raises_nothing(case, change, ago):
    made, today = case
    days = [row._replace(change=None) if row.day > today - ago * DAY else row for row in made.days]
    days = [row for row in days if row.day != today - ago * DAY]
    made = made._replace(days=[*days, reference.Rated(today - ago * DAY, None, change)])
    plan = plan_of(made, today)
    assert all(dose.action is not Action.OFFER and not dose.offers for dose in plan.doses.values())
    more = [row for row in made.sets if row.day != today]
    more.append(reference.Did(today, "morning", A, 200, "comfortable"))
    tomorrow = plan_of(made._replace(sets=more).until(today), today + DAY).doses[A]
    assert (tomorrow.target or 0) <= max(plan_of(made.until(today), today).doses[A].target or 0, 5)


def numbers(made, exercise=A) -> dict:
    """The exercise's number at the dawn of every day of a log and of two after it."""
    last = made.last + 2 * DAY
    found = targets_by_day(PROGRAMME, daily_values(made.log), START, last)[exercise]
    return {START + n * DAY: number for n, number in enumerate(found)}


def worst(made, day, exercise=A) -> str | None:
    felt = [row.felt for row in made.sets if row.exercise == exercise and row.day == day]
    return max(felt, key=reference.CONCERN.get, default=None)


@given(rows(exercises=(A,), steps=25))
def test_the_number_rises_by_two_at_most_after_few_comfortable_days(made):
    found = numbers(made)
    comfortable_since = 0
    for day in found:
        if day == START:
            continue
        before, now, yesterday = found[day - DAY], found[day], worst(made, day - DAY)
        fell = before is not None and now is not None and now < before
        if before is not None and now is not None and now > before:
            assert now - before <= 2
            assert yesterday == "comfortable"
            assert comfortable_since >= made.few_days
            comfortable_since = 0
        if fell or now is None:
            comfortable_since = 0
        if yesterday == "comfortable" and not fell:
            comfortable_since += 1
        elif yesterday is not None and yesterday != "comfortable":
            comfortable_since = 0


@given(rows(exercises=(A,), steps=25))
def test_the_number_never_rises_after_an_uncomfortable_or_missing_day(made):
    found = numbers(made)
    for day in found:
        if day == START or worst(made, day - DAY) == "comfortable":
            continue
        before, now = found[day - DAY], found[day]
        assert before is None or now is None or now <= before


@given(rows_and_today())
def test_a_stop_shows_no_number(case):
    plan = plan_of(*case)
    for exercise, dose in plan.doses.items():
        assert (dose.action is Action.STOP) == (dose.target is None) == (exercise in plan.stopped)
        if dose.target is None:
            assert (dose.offers, dose.wait) == ((), 0)


@given(rows_and_today(exercises=(A,)), st.integers(1, 40))
def test_days_without_anything_never_raise_the_number(case, days):
    made, today = case
    tomorrow, later = (plan_of(made.until(today), today + n * DAY).doses[A] for n in (1, 1 + days))
    assert (later.target or 0) <= (tomorrow.target or 0)
    assert later.target == tomorrow.target or later.target == 5


@given(rows_and_today(), st.sampled_from([A, B]), st.integers(0, 30))
def test_another_exercise_never_raises_a_number(case, other, ago):
    made, today = case
    more = [*made.sets, reference.Did(today - ago * DAY, "evening", other, 9, "comfortable")]
    before, after = (plan_of(rows, today).doses for rows in (made, made._replace(sets=more)))
    for exercise in set(EXERCISES) - {other}:
        assert after[exercise].target == before[exercise].target


@given(rows_and_today(exercises=(A,)), st.integers(0, 20))
def test_a_stop_never_raises_a_number_when_it_is_lifted(case, ago):
    made, today = case
    stopped = today - ago * DAY
    sets = [row for row in made.sets if row.day < stopped]
    stop = reference.Did(stopped, "morning", A, 9, "worse")
    before = plan_of(made._replace(sets=sets).until(stopped), stopped).doses[A].target
    resumptions = [*made.resumptions, (stopped + DAY, A)]
    lifted = made._replace(sets=[*sets, stop], resumptions=resumptions).until(stopped + DAY)
    after = plan_of(lifted, stopped + DAY).doses[A].target
    assert before is None or after <= min(5, before)


@given(rows_and_today(), st.sampled_from(EXERCISES), st.integers(1, 200), st.sampled_from(list(Felt)))
def test_nothing_recorded_today_changes_a_number_of_today_but_a_stop(case, exercise, reps, felt):
    made, today = case
    before = plan_of(made._replace(sets=[r for r in made.sets if r.day != today]), today)
    kept = [r for r in made.sets if r.day != today]
    after = plan_of(made._replace(sets=[*kept, reference.Did(today, "evening", exercise, reps, felt)]), today)
    for name in EXERCISES:
        if name == exercise and felt.stops:
            assert after.doses[name].action is Action.STOP
        else:
            assert after.doses[name] == before.doses[name]


CAREFUL = st.integers(0, 6)


@st.composite
def reviewed(draw):
    """Rows with a review: sets now and then over 15 to 40 days, and scores on most days of the two windows."""
    made = draw(rows(exercises=(A,), steps=6))
    start = made.last + 20 * DAY
    length = draw(st.integers(14, 40))
    sets = [reference.Did(start + n * DAY, "morning", A, 5, "comfortable") for n in range(0, length, 7)]
    days = [
        reference.Rated(start + n * DAY, draw(st.none() | st.integers(0, 10) | st.integers(0, 3)),
                        draw(st.none() | st.none() | st.integers(-3, 3)))
        for n in range(length + 1)
    ]  # fmt: skip
    made = made._replace(sets=made.sets + sets, days=made.days + days)
    return made, start + length * DAY


@given(reviewed())
def test_the_review_after_other_courses_agrees_with_a_naive_reading(case):
    made, today = case
    plan = plan_of(made, today)
    assert plan.review.numbers is not None
    assert advice(plan)[1] == tuple(reference.review(made.sets, made.resumptions, made.days, today))


@given(reviewed(), st.data())
def test_a_worse_answer_never_removes_the_advice_to_get_help(case, data):
    made, today = case
    answered = [n for n, row in enumerate(made.days) if row.change is not None and row.change > -3]
    assume(answered)
    which = data.draw(st.sampled_from(answered))
    lower = data.draw(st.integers(-3, made.days[which].change - 1))
    worse = [row._replace(change=lower) if n == which else row for n, row in enumerate(made.days)]
    refer = plan_of(made, today).review.refer
    assert not refer or plan_of(made._replace(days=worse), today).review.refer


@FEWER
@given(reviewed(), st.data())
def test_more_pain_at_the_end_never_removes_the_advice_for_help(case, data):
    made, today = case
    review = plan_of(made, today).review
    assume(review.end)
    # On day 15 to 20 the windows may share days; a score that is in both is the start as much as the end.
    only_end = [day for day, pain in review.end if pain < 10 and day not in dict(review.start)]
    assume(only_end)
    which = data.draw(st.sampled_from(only_end))
    more = [
        row._replace(pain=data.draw(st.integers(row.pain + 1, 10))) if row.day == which else row for row in made.days
    ]
    now = plan_of(made._replace(days=more), today).review
    assert not review.refer or now.refer
    assert now.numbers is Numbers.WORSE or review.numbers is not Numbers.WORSE


@FEWER
@given(rows(exercises=(A, B), steps=20), st.data())
def test_the_targets_are_those_before_anything_was_done_that_day(made, data):
    last = made.last + 2 * DAY
    found = targets_by_day(PROGRAMME, daily_values(made.log), START, last)
    assert set(found) == set(EXERCISES)
    for n in data.draw(st.lists(st.integers(0, (last - START).days), min_size=1, max_size=4)):
        day = START + n * DAY
        dawn = made._replace(sets=[row for row in made.sets if row.day < day])
        plan = plan_of(dawn.until(day), day)
        assert {e: found[e][n] for e in EXERCISES} == {e: dose.target for e, dose in plan.doses.items()}


def sessions_of(made) -> dict[tuple, Session]:
    """The rows as the sessions that a person saves."""
    found: dict[tuple, list] = {}
    for row in made.sets:
        found.setdefault((row.day, Slot(row.slot)), []).append(ExerciseSet(row.exercise, row.reps, Felt(row.felt)))
    return {key: Session(*key, tuple(sets)) for key, sets in found.items()}


def same(one: Log, other: Log) -> bool:
    return one.settings == other.settings and one.rows == other.rows


@pytest.fixture(scope="module")
def new_store(tmp_path_factory):
    """Stores in one file, each of another person: quicker to make than files."""
    from backcare.store import open_store

    path = tmp_path_factory.mktemp("new_store") / "backcare.db"
    people = iter(range(10**9))
    return lambda: open_store(path, person=f"person-{next(people)}")


@FEWER
@given(made=rows(steps=6), reps=st.integers(1, 200), felt=st.sampled_from(list(Felt)), data=st.data())
def test_correcting_a_mistake_equals_never_having_made_it(new_store, made, reps, felt, data):
    sessions = sessions_of(made)
    assume(sessions)
    right, wrong = new_store(), new_store()
    which = data.draw(st.sampled_from(sorted(sessions)))
    mistaken = Session(*which, (ExerciseSet(EXERCISES[4], reps, felt),), pain_before=9)
    for key, value in sessions.items():
        right.record_session(value)
        wrong.record_session(mistaken if key == which else value)
    plan_with_the_mistake = plan_day(PROGRAMME, wrong.read_log(), made.last)
    if data.draw(st.booleans()):
        wrong.record_session(sessions[which], expected=mistaken)
    else:
        wrong.delete_session(*which)
        wrong.record_session(sessions[which])
    assert same(wrong.read_log(), right.read_log())
    assert plan_day(PROGRAMME, wrong.read_log(), made.last) == plan_day(PROGRAMME, right.read_log(), made.last)
    assert plan_with_the_mistake.today == made.last


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["comfortable", "uncomfortable"])), max_size=30), FEW)
def test_without_a_stop_the_number_stays_between_least_and_most_done(days, few_days):
    sets = [reference.Did(START + n * DAY, "morning", A, reps, felt) for n, (reps, felt) in enumerate(days)]
    today = START + len(days) * DAY
    target = plan_day(PROGRAMME, log_of(sets, settings=Settings(few_days=few_days)), today).doses[A].target
    done = [5, *(row.reps for row in sets)]
    assert min(done) <= target <= max(done)
