"""What a file says is read as it is written, by whom it is said, and into the store once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegraph.importers.phenopackets import Report, import_phenopackets
from casegraph.importers.phenopackets.documents import content
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.packet import Around, Found, Packet, Unusable
from casegraph.importers.phenopackets.parsing import json_value, yaml_value
from casegraph.namespaces import PUBLICATIONS, PUBLICATIONS_INFERRED, TERMS, TERMS_INFERRED
from casegraph.quads import value_of
from casegraph.store import Store
from phenopackets_made import Plain, feature, packet, read, said, term, write

SEIZURE = '"type": {"id": "HP:0001250", "label": "Seizure"}'
METADATA = '"id": "moon-1", "metaData": {"createdBy": "Ann"}'


def found(text: str, name: str = "a.json") -> list[Found]:
    return list(content(text.encode(), name))


def features(*given: Plain) -> Plain:
    return packet(phenotypicFeatures=list(given))


def refusal(plain: Any) -> PacketError:
    with pytest.raises(PacketError) as error:
        read(plain)
    return error.value


# Keys


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.json",
            f'{{{METADATA}, "phenotypicFeatures": '
            f'[{{{SEIZURE}, "excluded": true, "excluded": false}}]}}',
        ),
        (
            "a.yaml",
            "id: moon-1\nmetaData: {createdBy: Ann}\nphenotypicFeatures:\n"
            "- type: {id: 'HP:0001250'}\n  excluded: true\n  excluded: false\n",
        ),
    ],
)
def test_a_key_given_twice_affirms_nothing(name: str, text: str) -> None:
    (one,) = found(text, name)
    assert isinstance(one, Packet)
    error = refusal(one.plain)
    assert error.pointer == "/phenotypicFeatures/0"
    assert "the key 'excluded' is given twice" in str(error)


def test_a_key_given_twice_refuses_that_packet_alone() -> None:
    twice = '{"id": "a", "id": "b"}'
    first, second, third = found(f'[{{{METADATA}}}, {twice}, {{"members": [{twice}]}}]')
    assert isinstance(first, Packet)
    assert isinstance(second, Unusable)
    assert isinstance(third, Unusable)
    assert (second.pointer, second.reason) == ("/1", "the key 'id' is given twice")
    assert (third.pointer, third.reason) == ("/2/members/0", "the key 'id' is given twice")


@pytest.mark.parametrize(
    ("plain", "pointer"),
    [
        (features(feature("HP:1", "x", isAbsent=True)), "/phenotypicFeatures/0/isAbsent"),
        (features(feature("HP:1", "x", exluded=True)), "/phenotypicFeatures/0/exluded"),
        (packet(diseases=[{"term": term("OMIM:1"), "negated": True}]), "/diseases/0/negated"),
        (
            packet(diseases=[{"term": term("OMIM:1"), "verificationStatus": "refuted"}]),
            "/diseases/0/verificationStatus",
        ),
        (packet(measurements=[{"assay": term("LOINC:1"), "not": 1}]), "/measurements/0/not"),
        (
            packet(medicalActions=[{"procedure": {"code": term("NCIT:1")}, "status": "not-done"}]),
            "/medicalActions/0/status",
        ),
        (
            packet(medicalActions=[{"procedure": {"code": term("NCIT:1"), "notDone": True}}]),
            "/medicalActions/0/procedure/notDone",
        ),
    ],
)
def test_a_field_that_nobody_knows_and_that_may_deny_refuses_the_packet(
    plain: Plain, pointer: str
) -> None:
    error = refusal(plain)
    assert error.pointer == pointer
    assert "may deny" in str(error)


def test_excluded_in_capitals_denies() -> None:
    plain = features(feature("HP:1", "x", Excluded=True))
    assert said(plain)["feature-0"]["denies"] == {"HP_1"}
    (repair,) = read(plain)[1].repairs
    assert (repair.pointer, repair.became) == ("/phenotypicFeatures/0/Excluded", "excluded")
    both = features(feature("HP:1", "x", Excluded=True, excluded=False))
    assert "under two names" in str(refusal(both))


def test_excluded_without_a_value_affirms_and_is_told() -> None:
    plain = features(feature("HP:1", "x", excluded=None))
    assert said(plain)["feature-0"]["affirms"] == {"HP_1"}
    (repair,) = read(plain)[1].repairs
    assert (repair.pointer, repair.was) == ("/phenotypicFeatures/0/excluded", "null")


def test_a_field_that_nobody_knows_and_that_denies_nothing_is_listed() -> None:
    _, findings = read(features(feature("HP:1", "x", notes="seen at night", source="EHR")))
    assert [lost.pointer for lost in findings.lost] == [
        "/phenotypicFeatures/0/notes",
        "/phenotypicFeatures/0/source",
    ]


# Values


@pytest.mark.parametrize("written", ["0123", "1.10", "1_000", "12:30:45", "0x1F", "1e3", "no"])
def test_text_is_as_it_is_written_in_yaml(written: str) -> None:
    text = (
        f"id: {written}\nmetaData: {{createdBy: Ann}}\n"
        f"phenotypicFeatures:\n- type: {{id: HP:0001250, label: {written}}}\n"
    )
    (one,) = found(text, "a.yaml")
    assert isinstance(one, Packet)
    case, _ = read(one.plain)
    assert case.document.endswith(f"/{written}") or f'"{written}"' in case.lines
    assert {use.label for use in case.uses} == {written}


def test_text_is_as_it_is_written_in_json() -> None:
    (one,) = found('{"id": 1.10, "subject": {"id": 1E5}}')
    assert isinstance(one, Packet)
    case, findings = read(one.plain)
    assert case.document.endswith("/1.10")
    assert [repair.became for repair in findings.repairs] == ['"1.10"', '"1E5"']


def test_a_number_is_a_number_however_it_is_written() -> None:
    for one in ("1.50", "15E-1", "1.5"):
        quantity = f'{{"unit": {{"id": "UCUM:mg"}}, "value": {one}}}'
        plain = json_value(
            f'{{{METADATA}, "measurements": '
            f'[{{"assay": {{"id": "LOINC:1"}}, "value": {{"quantity": {quantity}}}}}]}}'
        )
        assert said(plain)["measurement-0"]["value"] == {"1.5"}  # type: ignore[arg-type]


@given(st.from_regex(r"[-+.]?[0-9][0-9._:eExo+-]{0,6}[0-9]", fullmatch=True))
def test_no_scalar_of_yaml_loses_how_it_is_written(written: str) -> None:
    value = yaml_value(f"a: {written}\n")
    assert isinstance(value, dict)
    assert str(value["a"]) == written


def test_a_key_that_is_a_number_is_text() -> None:
    assert yaml_value("1.10: x\ntrue: y\n") == {"1.10": "x", "true": "y"}


@pytest.mark.parametrize("prefix", [[], {}, 1.5])
def test_a_prefix_that_is_no_text_is_a_named_error(prefix: object) -> None:
    plain = packet(metaData={"resources": [{"namespacePrefix": prefix, "iriPrefix": "x"}]})
    if prefix == 1.5:
        assert read(plain)[1].repairs
    else:
        assert "/namespacePrefix" in refusal(plain).pointer


# Families, cohorts and samples


FAMILY: Plain = {
    "id": "fam",
    "proband": packet(id="proband"),
    "pedigree": {"persons": [{"individualId": "M"}]},
    "consanguinousParents": True,
    "files": [],
    "wish": 1,
    "metaData": {"createdBy": "Ann", "submittedBy": "Bob"},
}


def test_what_a_family_says_beside_its_members_is_listed_once(tmp_path: Path) -> None:
    around, member = found(json.dumps(FAMILY))
    assert isinstance(around, Around)
    assert isinstance(member, Packet)
    places = ["/pedigree", "/consanguinousParents", "/wish", "/metaData/submittedBy"]
    assert [lost.pointer for lost in around.lost] == places
    cohort = {"id": "all", "description": "seen in May", "members": [packet(id="x")]}
    report, store = build(tmp_path, FAMILY, cohort)
    store.close()
    assert (report.packets, report.cases) == (2, 2)
    assert {place for place, _ in report.lost} == {*places, "/description"}
    assert set(report.lost.values()) == {1}


@pytest.mark.parametrize(
    "more", [{"metaData": {"phenopacketSchemaVersion": "1.0.0"}}, {"htsFiles": []}]
)
def test_a_family_of_version_1_is_refused_by_name(more: Plain) -> None:
    (one,) = found(json.dumps({**FAMILY, **more}))
    assert isinstance(one, Unusable)
    assert one.reason.startswith("a family of version 1")


@pytest.mark.parametrize("members", [[], 5, "none", {"id": 1}])
def test_members_that_are_none_are_told(members: object) -> None:
    (one,) = found(json.dumps({"id": "group", "members": members}))
    if isinstance(members, dict):
        assert isinstance(one, Packet)
    else:
        assert isinstance(one, Unusable)


@pytest.mark.parametrize(
    ("owner", "is_own"),
    [
        ({}, True),
        ({"individualId": "Patient 1"}, True),
        ({"individual_id": ""}, True),
        ({"individualId": "mother"}, False),
        ({"individualID": "mother"}, False),
    ],
)
def test_a_variant_of_somebody_elses_sample_is_not_the_patients(owner: Plain, is_own: bool) -> None:
    call = {
        "subjectOrBiosampleId": "s1",
        "variantInterpretation": {"variationDescriptor": {"label": "gone"}},
    }
    diagnosis = {"disease": term("OMIM:1"), "genomicInterpretations": [call]}
    plain = packet(biosamples=[{"id": "s1", **owner}], interpretations=[{"diagnosis": diagnosis}])
    assert ("variant-0-0" in said(plain)) is is_own


# The store


def build(folder: Path, *plains: Any, **more: Any) -> tuple[Report, Store]:
    place = str(folder / "store")
    report = import_phenopackets(
        [write(folder / str(len(list(folder.iterdir()))), *plains)], store=place, **more
    )
    return report, Store.open(place)


def named(store: Store) -> Iterator[str]:
    """Yield all that the store describes as a term or publication of packets."""
    for graph in (TERMS, TERMS_INFERRED, PUBLICATIONS, PUBLICATIONS_INFERRED):
        for quad in store.graph(graph):
            yield from (value_of(quad.subject), value_of(quad.object))


STAR = {"metaData": {"externalReferences": [{"id": "PMID:77777777"}]}}
STARRY = feature("XYZ:9", "star fever")
TWICE = [
    packet(id="twice", phenotypicFeatures=[STARRY], subject={"id": one}, **STAR) for one in "ab"
]
BOTH = packet(id="both", phenotypicFeatures=[STARRY, {**STARRY, "excluded": True}], **STAR)


@pytest.mark.parametrize("refused", [TWICE, [BOTH]], ids=["before it is built", "by the shapes"])
def test_a_refused_packet_leaves_no_term_and_no_publication(
    tmp_path: Path, refused: list[Plain]
) -> None:
    for _ in range(2):
        report, store = build(tmp_path, packet(), *refused)
        with store:
            assert len(report.refusals) == len(refused)
            assert store.cases() == ("https://w3id.org/casegraph/case/moon-1",)
            about = set(named(store))
        assert "http://purl.obolibrary.org/obo/HP_0001250" in about
        for trace in ("XYZ:9", "star fever", "77777777"):
            assert not [one for one in about if trace in one]
        assert report.terms == 1


def test_a_packet_that_takes_the_place_of_another_is_told(tmp_path: Path) -> None:
    report, store = build(tmp_path, packet())
    store.close()
    assert not report.replaced
    report, store = build(tmp_path, packet())
    store.close()
    assert not report.replaced
    details = tmp_path / "details.jsonl"
    report, store = build(
        tmp_path, packet(subject={"id": "Patient 2"}), packet(id="x"), details=details
    )
    store.close()
    (place,) = report.replaced
    assert place.endswith("0.json")
    records = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    assert [one["replaced"] for one in records] == [True, False]
