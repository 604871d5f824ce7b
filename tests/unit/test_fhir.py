"""The FHIR bundle: valid against the R4 models, the right codes and values, and the same bytes every time."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fhirclient.models.bundle import Bundle
from fhirclient.models.fhirabstractbase import FHIRValidationError
from hypothesis import given
from hypothesis import strategies as st

from backcare.exchange import to_fhir
from backcare.exchange.fhir import LOINC_NOTICE
from backcare.log import Log

NUMBERS = st.none() | st.integers(0, 10)


def log_of_days(*rows: tuple[date, int | None, int | None]) -> Log:
    return Log({"days": {(d,): (pain, None, None, walk, None, "a private note") for d, pain, walk in rows}})


LOG = log_of_days((date(2026, 3, 2), 0, 0), (date(2026, 3, 3), None, 1440), (date(2026, 3, 4), 10, None))


def bundle(log: Log, name: str | None = None) -> dict[str, Any]:
    return json.loads(to_fhir(log, name))


def observations(log: Log) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle(log)["entry"] if entry["resource"]["resourceType"] == "Observation"]


@pytest.mark.parametrize("name", ["flare", "improving", "odd"])
def test_a_sample_is_valid_against_the_r4_models(sample: Callable[[str], Log], name: str) -> None:
    read = Bundle(bundle(sample(name), "Person A"), strict=True)
    assert read.type == "collection"
    assert len(read.entry) == 1 + sum(int(sample(name).days[column].count()) for column in ("pain", "walk_minutes"))


def test_the_models_would_notice_a_mistake() -> None:
    wrong = bundle(LOG)
    wrong["entry"][1]["resource"]["valueInteger"] = "0"
    with pytest.raises(FHIRValidationError):
        Bundle(wrong, strict=True)


@given(
    st.dictionaries(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.tuples(NUMBERS, NUMBERS), max_size=5),
    st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
)
def test_any_log_and_name_are_valid(days: dict[date, tuple[int | None, int | None]], name: str | None) -> None:
    log = log_of_days(*((day, *row) for day, row in sorted(days.items())))
    assert Bundle(bundle(log, name), strict=True).as_json()


def test_pain_is_a_whole_number_with_its_loinc_code_on_its_day() -> None:
    first = observations(LOG)[0]
    patient = bundle(LOG)["entry"][0]["fullUrl"]
    assert {key: value for key, value in first.items() if key != "id"} == {
        "resourceType": "Observation",
        "status": "final",
        "category": [
            {
                "coding": [
                    {
                        "system": "http://terminology.hl7.org/CodeSystem/observation-category",
                        "code": "survey",
                        "display": "Survey",
                    }
                ]
            }
        ],
        "code": {
            "coding": [
                {
                    "system": "http://loinc.org",
                    "code": "72514-3",
                    "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported",
                }
            ]
        },
        "subject": {"reference": patient},
        "effectiveDateTime": "2026-03-02",
        "performer": [{"reference": patient}],
        "valueInteger": 0,
    }


def test_walking_is_minutes_with_their_loinc_and_ucum_codes() -> None:
    walk = observations(LOG)[1]
    assert walk["code"]["coding"] == [{"system": "http://loinc.org", "code": "55411-3", "display": "Exercise duration"}]
    assert walk["valueQuantity"] == {
        "value": 0, "unit": "min", "system": "http://unitsofmeasure.org", "code": "min"
    }  # fmt: skip


def test_there_is_one_observation_for_each_day_and_answer() -> None:
    found = [
        (one["effectiveDateTime"], one["code"]["coding"][0]["code"], one.get("valueInteger"))
        for one in observations(LOG)
    ]
    assert found == [
        ("2026-03-02", "72514-3", 0),
        ("2026-03-02", "55411-3", None),
        ("2026-03-03", "55411-3", None),
        ("2026-03-04", "72514-3", 10),
    ]


def test_every_entry_has_an_id_that_a_longer_log_keeps() -> None:
    longer = log_of_days((date(2026, 3, 1), 5, 5), *[(date(2026, 3, 2), 0, 0), (date(2026, 3, 4), 9, None)])
    ids = [entry["fullUrl"] for entry in bundle(LOG)["entry"]]
    assert len(set(ids)) == len(ids)
    kept = [entry["fullUrl"] for entry in bundle(longer)["entry"]]
    # The patient, both answers of 2 March, and 4 March's pain although it was corrected.
    assert {ids[0], ids[1], ids[2], ids[4]} <= set(kept)
    assert all(entry["fullUrl"] == f"urn:uuid:{entry['resource']['id']}" for entry in bundle(LOG)["entry"])


def test_two_people_do_not_share_ids() -> None:
    first, second = ({entry["fullUrl"] for entry in bundle(LOG, name)["entry"]} for name in ("Person A", "Person B"))
    assert not first & second


def test_the_name_is_given_only_when_there_is_one() -> None:
    assert bundle(LOG, " Person  A ")["entry"][0]["resource"]["name"] == [{"text": "Person A"}]
    assert "name" not in bundle(LOG, "  ")["entry"][0]["resource"]
    assert "name" not in bundle(LOG)["entry"][0]["resource"]


def test_the_same_log_gives_the_same_bytes() -> None:
    assert to_fhir(LOG, "Zoë") == to_fhir(LOG, "Zoë")
    assert "Zoë".encode() in to_fhir(LOG, "Zoë")


def test_an_empty_log_is_a_patient_alone() -> None:
    assert [entry["resource"]["resourceType"] for entry in bundle(Log())["entry"]] == ["Patient"]


def test_no_note_leaves_with_the_bundle() -> None:
    assert b"private" not in to_fhir(LOG)


def test_the_loinc_notice_goes_wherever_the_codes_go() -> None:
    assert bundle(LOG)["meta"]["tag"][0]["display"] == LOINC_NOTICE
    assert LOINC_NOTICE in (Path(__file__).parents[2] / "data" / "LOINC-NOTICE.txt").read_text(encoding="utf-8")
