"""Both sample logs against ``expected.csv``, every row of it, worked out from the rules by someone else."""

from datetime import date

import pytest
import reference
from logs import EXERCISES, expected, sample_rows

from backcare.model import Action
from backcare.plan import Plan, plan_day

ROWS = [(name, row) for name in ("flare", "improving") for row in expected(name)]
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


def test_there_are_rows_for_every_exercise_on_eleven_days_of_each_sample():
    for name in ("flare", "improving"):
        rows = expected(name)
        assert {row["exercise"] for row in rows} == set(EXERCISES)
        assert len(rows) == len({(row["today"], row["exercise"]) for row in rows}) == 55


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_the_plan_of_the_sample_is_the_expected_row(programme, sample, name, row):
    plan = plan_day(programme, sample(name), date.fromisoformat(row["today"]))
    assert as_row(plan, row["exercise"]) == row


@pytest.mark.parametrize("name", ["flare", "improving"])
def test_every_row_is_reproduced_through_a_store(any_store, programme, name):
    any_store.record_rows("import", sample_rows(name))
    log = any_store.read_log()
    rows = expected(name)
    plans = {row["today"]: plan_day(programme, log, date.fromisoformat(row["today"])) for row in rows}
    assert [as_row(plans[row["today"]], row["exercise"]) for row in rows] == rows


@pytest.mark.parametrize(("name", "row"), ROWS, ids=IDS)
def test_a_naive_reading_of_the_rules_says_the_same(name, row):
    read = sample_rows(name)
    sets = [reference.Did(*key, *values) for key, values in read["sets"].items()]
    days = [reference.Rated(key[0], values[0], values[2]) for key, values in read["days"].items()]
    today = date.fromisoformat(row["today"])
    dose = reference.dose(sets, list(read["resumptions"]), row["exercise"], today, 3)
    review = reference.review(sets, days, today)
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
