"""The three sample logs against ``expected.csv``, every row of it, worked out from the rules by someone else."""

from datetime import date

import pytest
from support import reference
from support.logs import EXERCISES, expected, sample_rows

from backcare.domain import Action
from backcare.plan import Plan, plan_day

NAMES = ("flare", "improving", "odd")
ROWS = [(name, row) for name in NAMES for row in expected(name)]
IDS = [f"{name}-{row['today']}-{row['exercise']}" for name, row in ROWS]


def as_row(plan: Plan, exercise: str) -> dict[str, str]:
    """A plan in the words of ``expected.csv``."""
    dose, review = plan.doses[exercise], plan.review
    return {
        "today": plan.today.isoformat(),
        "exercise": exercise,
        "action": str(dose.action),
        "target": "" if dose.target is None else str(dose.target),
        "offers": " ".join(map(str, dose.offers)),
        "verdict": str(review.verdict),
        "numbers": str(review.numbers or ""),
        "person": str(review.person or ""),
        "refer": str(review.refer),
    }


@pytest.mark.parametrize(("name", "days"), [("flare", 15), ("improving", 15), ("odd", 35)])
def test_there_are_rows_for_every_exercise_on_many_days_of_each_sample(name, days):
    rows = expected(name)
    assert {row["exercise"] for row in rows} == set(EXERCISES)
    assert len(rows) == len({(row["today"], row["exercise"]) for row in rows}) == 5 * days


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_the_plan_of_the_sample_is_the_expected_row(programme, sample, name, row):
    today = date.fromisoformat(row["today"])
    plan = plan_day(programme, sample(name).until(today), today)
    assert as_row(plan, row["exercise"]) == row


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_reproduced_through_a_store(any_store, programme, name):
    any_store.record_rows("import", sample_rows(name))
    log = any_store.read_log()
    rows = expected(name)
    days = {row["today"]: date.fromisoformat(row["today"]) for row in rows}
    plans = {day: plan_day(programme, log.until(today), today) for day, today in days.items()}
    assert [as_row(plans[row["today"]], row["exercise"]) for row in rows] == rows


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_a_naive_reading_of_the_rules_says_the_same(name, row):
    today = date.fromisoformat(row["today"])
    read = {table: {k: v for k, v in rows.items() if k[0] <= today} for table, rows in sample_rows(name).items()}
    sets = [reference.Did(*key, *values) for key, values in read["sets"].items()]
    days = [reference.Rated(key[0], values[0], values[2]) for key, values in read["days"].items()]
    pains = [reference.Pained(*key, *values[:2]) for key, values in read["sessions"].items()]
    resumptions = list(read["resumptions"])
    dose = reference.dose(sets, resumptions, days, pains, row["exercise"], today, 3)
    review = reference.review(sets, resumptions, days, today)
    assert {
        "action": dose.action,
        "target": "" if dose.target is None else str(dose.target),
        "offers": " ".join(map(str, dose.offers)),
        "verdict": review.verdict,
        "numbers": review.numbers or "",
        "person": review.person or "",
        "refer": str(review.refer),
    }.items() <= row.items()
    assert Action(row["action"])
