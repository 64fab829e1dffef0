"""Bundles are valid by the JSON Schema of FHIR R4, and not by the models of R4B alone."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator

from casegraph.exporters.fhir.bundle import bundle
from casegraph.store import Store
from fhir_read import Plain, resources
from npm import installed
from phenopackets_made import feature, term
from phenopackets_made import packet as made
from phenopackets_round import stored

SCHEMA = ("@asymmetrik", "fhir-json-schema-validator", "fhir.schema.json")
"""Where an npm package has the schema, below node_modules."""

AGE = {"age": {"iso8601duration": "P3Y"}}


@pytest.fixture(scope="module")
def definitions() -> Mapping[str, Any]:
    """Return the definitions of the schema."""
    schema = json.loads(installed(*SCHEMA).read_text(encoding="utf-8"))
    assert schema["id"] == "http://hl7.org/fhir/json-schema/4.0"
    found: Mapping[str, Any] = schema["definitions"]
    return found


def faults(plain: Plain, definitions: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the resources of *plain*, each by the schema of its type."""

    @cache
    def validator(kind: str) -> Draft6Validator:
        return Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": definitions})

    return [
        f"{one['resourceType']}/{one['id']}: {error.json_path}: {error.message}"
        for one in (*resources(plain), {**plain, "entry": []})
        for error in validator(one["resourceType"]).iter_errors(
            {key: part for key, part in one.items() if part != []}
        )
    ]


def test_bundled_cases_are_valid(bundled_store: Store, definitions: Mapping[str, Any]) -> None:
    for document in bundled_store.cases():
        plain = json.loads(bundle(bundled_store, document).line())
        assert faults(plain, definitions) == []
        plain["entry"][1]["resource"]["mood"] = "sombre"
        assert len(faults(plain, definitions)) == 1


def test_imported_cases_are_valid(tmp_path: Path, definitions: Mapping[str, Any]) -> None:
    drug = {
        "agent": term("CHEBI:1", "comet salt"),
        "routeOfAdministration": term("NCIT:C1", "by mouth"),
        "doseIntervals": [
            {
                "quantity": {"unit": term("UCUM:mg", "mg"), "value": 2.5},
                "scheduleFrequency": term("NCIT:C2", "twice a day"),
            }
        ],
    }
    plain = made(
        subject={
            "id": "Patient 1",
            "sex": "OTHER_SEX",
            "timeAtLastEncounter": AGE,
            "vitalStatus": {"status": "DECEASED", "timeOfDeath": AGE},
        },
        phenotypicFeatures=[
            feature("HP:0001250", "Seizure", onset=AGE, resolution=AGE),
            feature("HP:0001251", "Ataxia", excluded=True),
        ],
        measurements=[
            {
                "assay": term("LOINC:2", "moon dust"),
                "value": {"quantity": {"unit": term("UCUM:mg/dL", "mg/dL"), "value": 0.5}},
            }
        ],
        diseases=[{"term": term("OMIM:1", "moon fever"), "onset": AGE}],
        medicalActions=[
            {"treatment": drug, "adverseEvents": [term("HP:3", "nausea")]},
            {"procedure": {"code": term("MAXO:1", "moon bath"), "performed": AGE}},
        ],
    )
    with stored(tmp_path, plain) as store:
        (one,) = [bundle(store, document) for document in store.cases()]
    assert one.slug == "moon-1"
    assert faults(json.loads(one.line()), definitions) == []
