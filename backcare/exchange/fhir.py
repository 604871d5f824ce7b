"""``to_fhir``: the day entries as a FHIR R4 bundle, for a clinic's system. One observation a day and question."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from backcare.log import Log
from backcare.log.columns import TABLES

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright © Regenstrief Institute, Inc. "
    "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the "
    "license at http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief Institute, Inc."
)
"""The licence asks that it goes wherever the codes go; ``data/LOINC-NOTICE.txt`` holds it too."""
PAIN = {"system": LOINC, "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported"}
WALKING = {"system": LOINC, "code": "55411-3", "display": "Exercise duration"}
SURVEY = {
    "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey", "display": "Survey",
}  # fmt: skip
NAMESPACE = UUID("6f3c1c1e-6a0d-5c58-9d0b-5d3f0f4e8a57")
"""Ours: the same day of the same person has the same id in every export."""

Resource = dict[str, Any]


def to_fhir(log: Log, person_name: str | None = None) -> bytes:
    """The log's pain (0-10) and walking minutes as JSON; the same log and name always give the same bytes.

    The patient comes first, then the days in order, pain before walking. Days without an answer are left out. Ids are
    made from the name and the day, so a later export of the same log names the same day alike.
    """
    name = " ".join((person_name or "").split())
    patient = uuid5(NAMESPACE, f"patient/{name}").urn
    resource: Resource = {"resourceType": "Patient", "id": _id(patient)}
    if name:
        resource["name"] = [{"text": name}]
    entries = [{"fullUrl": patient, "resource": resource}, *_observations(log, patient)]
    tag = {"system": "http://loinc.org/license", "display": LOINC_NOTICE}
    bundle = {"resourceType": "Bundle", "meta": {"tag": [tag]}, "type": "collection", "entry": entries}
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()


def _observations(log: Log, patient: str) -> Iterator[Resource]:
    for (day,), row in log.rows["days"].items():
        answers = TABLES["days"].by_name(row)
        if "pain" in answers:
            yield _observation(patient, day, PAIN, {"valueInteger": answers["pain"]})
        if "walk_minutes" in answers:
            minutes = {"value": answers["walk_minutes"], "unit": "min", "system": UCUM, "code": "min"}
            yield _observation(patient, day, WALKING, {"valueQuantity": minutes})


def _observation(patient: str, day: date, code: Resource, value: Resource) -> Resource:
    url = uuid5(UUID(patient), f"{code['code']}/{day}").urn
    resource = {
        "resourceType": "Observation",
        "id": _id(url),
        "status": "final",
        "category": [{"coding": [SURVEY]}],
        "code": {"coding": [code]},
        "subject": {"reference": patient},
        "effectiveDateTime": day.isoformat(),
        "performer": [{"reference": patient}],
        **value,
    }
    return {"fullUrl": url, "resource": resource}


def _id(urn: str) -> str:
    return urn.removeprefix("urn:uuid:")
