"""The JSON Schema takes what is right, marks what is spoilt, and knows every key and word."""

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml as pyyaml

from casegraph.authoring.schema import schema
from casegraph.read import read
from casegraph.read.keys import keys
from casegraph.read.words import Words, bundled_words
from casegraph.resources import data_dir
from casegraph.syntaxes.yaml import yaml

FILES = [
    *sorted(data_dir().rglob("*.ttl")),
    Path(__file__).parents[1] / "docs" / "examples" / "stiff-neck.ttl",
]


class Loader(pyyaml.SafeLoader):
    """YAML as editors read it: 1.2, in which a date is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in pyyaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def validator() -> jsonschema.Draft7Validator:
    jsonschema.Draft7Validator.check_schema(schema())
    return jsonschema.Draft7Validator(schema())


def loaded(path: Path) -> Any:
    return pyyaml.load(yaml(read(path).quads), Loader=Loader)  # noqa: S506 - a safe loader


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_converted_file_is_valid(path: Path) -> None:
    assert [error.message for error in validator().iter_errors(loaded(path))] == []


@cache
def case() -> Any:
    return loaded(FILES[0])


def statement(spoilt: Any, kind: str) -> Any:
    return next(one for one in spoilt["statements"] if one["type"] == kind)


def unknown_key(spoilt: Any) -> None:
    spoilt["statments"] = []


def unknown_key_of_a_statement(spoilt: Any) -> None:
    statement(spoilt, "Finding")["affrims"] = "neck pain"


def key_of_another_class(spoilt: Any) -> None:
    statement(spoilt, "Finding")["dose"] = 20


def no_label(spoilt: Any) -> None:
    del spoilt["label"]


def no_patient(spoilt: Any) -> None:
    del spoilt["patient"]


def two_polarities(spoilt: Any) -> None:
    statement(spoilt, "Finding")["suspected"] = "neck pain"


def no_polarity(spoilt: Any) -> None:
    del statement(spoilt, "Finding")["absent"]


def unknown_type(spoilt: Any) -> None:
    spoilt["statements"][0]["type"] = "Symptom"


def unknown_side(spoilt: Any) -> None:
    statement(spoilt, "Finding")["laterality"] = "leftish"


def voice_of_another_class(spoilt: Any) -> None:
    spoilt["claims"][0]["voice"] = "author observation"


def two_voices(spoilt: Any) -> None:
    spoilt["claims"][0]["voice"] = ["author claim", "cited claim"]


def number_with_unit(spoilt: Any) -> None:
    statement(spoilt, "Treatment")["dose"] = "20 mg/d"


def age_in_weeks(spoilt: Any) -> None:
    spoilt["patient"]["age"] = "P2W"


def truth_in_words(spoilt: Any) -> None:
    spoilt["outcomeReported"] = "perhaps"


def reference_without_mark(spoilt: Any) -> None:
    statement(spoilt, "Treatment")["because"] = "neck-pain"


def unknown_comparator(spoilt: Any) -> None:
    statement(spoilt, "Measurement")["comparator"] = "=<"


def unknown_key_of_a_place(spoilt: Any) -> None:
    spoilt["places"][0]["stat"] = 1


SPOILT: list[Callable[[Any], None]] = [
    unknown_key,
    unknown_key_of_a_statement,
    key_of_another_class,
    no_label,
    no_patient,
    two_polarities,
    no_polarity,
    unknown_type,
    unknown_side,
    voice_of_another_class,
    two_voices,
    number_with_unit,
    age_in_weeks,
    truth_in_words,
    reference_without_mark,
    unknown_comparator,
    unknown_key_of_a_place,
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_file_is_not_valid(spoil: Callable[[Any], None]) -> None:
    spoilt = copy.deepcopy(case())
    spoil(spoilt)
    assert not validator().is_valid(spoilt)


def test_every_key_is_offered() -> None:
    node = schema()["definitions"]["node"]["properties"]
    case = schema()["properties"]
    assert {name for name, key in keys().items() if not key.is_group} <= node.keys()
    assert {name for name, key in keys().items() if key.is_group} <= case.keys()
    assert {"statements", "patient", "claims", "outcomeReported"} <= case.keys()


def test_terms_are_offered_by_kind() -> None:
    words = schema()["definitions"]
    assert "neck pain" in words["words-FindingType"]["enum"]
    assert "neck pain" not in words["words-AnatomicalStructure"]["enum"]
    assert {"neck pain", "alar ligament"} <= set(words["words-Term"]["enum"])
    assert "c-reactive protein" not in words["words-Term"]["enum"]


def test_terms_of_a_store_are_offered_too() -> None:
    seizure = {"Seizure": frozenset({"http://purl.obolibrary.org/obo/HP_0001250"})}
    words = bundled_words() | Words(seizure, {})
    assert "Seizure" in schema(words)["definitions"]["words-Term"]["enum"]


def test_a_property_tells_what_it_means() -> None:
    finding = schema()["definitions"]["Finding"]
    assert finding["description"]
    assert finding["properties"]["affirms"]["description"]
