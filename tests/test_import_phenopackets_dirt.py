"""Dirt in packets is repaired where there is no doubt, and told; else the packet is refused."""

import json
import re
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casegraph.importers.phenopackets.durations import repaired_duration, xsd_duration
from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.mapping import mapped
from casegraph.importers.phenopackets.names import slug
from casegraph.importers.phenopackets.packet import Packet
from casegraph.namespaces import CASE, document_of
from phenopackets_made import Plain, feature, packet, read, said, term

VARIATION = "/interpretations/0/diagnosis/genomicInterpretations/0/variantInterpretation"


def variant(**described: Any) -> Any:
    call = {"variantInterpretation": {"variationDescriptor": described}}
    return [{"diagnosis": {"disease": term("OMIM:1"), "genomicInterpretations": [call]}}]


def features(*given: Plain) -> Plain:
    return packet(phenotypicFeatures=list(given))


@pytest.mark.parametrize(
    ("plain", "pointer", "became"),
    [
        (
            packet(interpretations=variant(vcfRecord={"chrom": "chr1", "pos": 7, "ref": "A"})),
            f"{VARIATION}/variationDescriptor/vcfRecord/pos",
            '"7"',
        ),
        (features(feature("HP:1", "x", excluded=1)), "/phenotypicFeatures/0/excluded", "True"),
        (features(feature("HP:1", "x", excluded="true")), "/phenotypicFeatures/0/excluded", "True"),
        (features(feature(" HP:1\u00a0", "x")), "/phenotypicFeatures/0/type/id", "HP:1"),
        (features(feature("HP: 1", "x")), "/phenotypicFeatures/0/type/id", "HP:1"),
        (features(feature("HP_0000001", "x")), "/phenotypicFeatures/0/type/id", "HP:0000001"),
        (features(feature("hp:1", "x")), "/phenotypicFeatures/0/type/id", "HP:1"),
        (features(feature("Seizure", "HP:1")), "/phenotypicFeatures/0/type", "the two exchanged"),
        (
            packet(subject={"timeAtLastEncounter": {"age": {"iso8601duration": "P15ys"}}}),
            "/subject/timeAtLastEncounter/age/iso8601duration",
            "P15Y",
        ),
        (packet(subject={"id": "x", "sex": "female"}), "/subject/sex", "FEMALE"),
        (packet(subject={"id": 7}), "/subject/id", '"7"'),
        (packet(diseases={"term": term("OMIM:1")}), "/diseases", "a list of it"),
        (
            packet(metaData={"created": "2020-01-02", "externalReferences": [{"id": "PMID: 123"}]}),
            "/metaData/externalReferences/0/id",
            "PMID:123",
        ),
        (
            packet(metaData={"created": "2020-01-02", "externalReferences": []}),
            "/metaData/created",
            "2020-01-02T00:00:00Z",
        ),
    ],
)
def test_what_is_repaired_is_told(plain: Plain, pointer: str, became: str) -> None:
    _, findings = read(plain)
    repairs = {repair.pointer: repair.became for repair in findings.repairs}
    assert repairs[pointer] == became


@pytest.mark.parametrize(
    ("plain", "pointer", "reason"),
    [
        (
            features(feature("HP:1", "x", excluded="maybe")),
            "/phenotypicFeatures/0/excluded",
            "true or",
        ),
        (features({"type": {}}), "/phenotypicFeatures/0/type", "neither id nor label"),
        (features({}), "/phenotypicFeatures/0/type", "neither id nor label"),
        (
            features(
                feature("HP:1", "x", excluded=True, resolution={"age": {"iso8601duration": "P1Y"}})
            ),
            "/phenotypicFeatures/0",
            "excluded, and yet said to be over",
        ),
        (packet(id=" "), "/id", "without an id"),
        (packet(subject={"sex": "M"}), "/subject/sex", "is none of FEMALE"),
        (
            packet(subject={"timeAtLastEncounter": {"age": {"iso8601duration": "adult"}}}),
            "/subject/timeAtLastEncounter/age/iso8601duration",
            "is no duration",
        ),
        (
            packet(subject={"taxonomy": term("NCBITaxon:9615", "dog")}),
            "/subject/taxonomy",
            "is dog and no human being",
        ),
        (packet(phenotypicFeatures=["HP:1"]), "/phenotypicFeatures/0", "an object is expected"),
        (packet(metaData={"created": "yesterday"}), "/metaData/created", "is no time"),
        (packet(subject={"id": "\ud800"}), "/subject/id", "not Unicode"),
        (packet(metaData={"phenopacketSchemaVersion": "1.0.0"}), "", "version 1"),
        (features(feature("HP:1", "x", negated=True)), "", "version 1"),
        ({"resourceType": "Patient"}, "", "not a phenopacket"),
    ],
)
def test_what_cannot_be_repaired_refuses_the_packet_with_the_place(
    plain: Plain, pointer: str, reason: str
) -> None:
    with pytest.raises(PacketError) as error:
        read(plain)
    assert error.value.pointer == pointer
    assert reason in str(error.value)


def test_a_packet_without_disease_feature_or_sex_is_a_case() -> None:
    found = said({"id": "bare", "metaData": {"createdBy": "Ann"}})
    assert found["patient"]["sex"] == {"UnknownSex"}
    assert found["case"]["reportedIn"] == {"publication:phenopacket-bare-f139f56204"}
    assert "hasStatement" not in found["case"]


def test_a_term_without_a_public_id_gets_a_name_of_its_own() -> None:
    first, findings = read(features(feature("55417-0", "glow")))
    second, _ = read(features(feature("55417-0", "another glow")))
    assert {use.iri for use in first.uses}.isdisjoint(use.iri for use in second.uses)
    assert [repair.pointer for repair in findings.repairs] == ["/phenotypicFeatures/0/type/id"]


def test_names_with_underscores_are_read_and_pointed_at_as_they_are() -> None:
    plain = {"id": "x", "phenotypic_features": [feature("HP:1", "x")], "meta_data": {}}
    assert said(plain)["feature-0"]["evidence"] == {"/phenotypic_features/0"}


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("P15ys", "P15Y"),
        ("P3y", "P3Y"),
        ("3Y", "P3Y"),
        ("P1Y 6M", "P1Y6M"),
        ("P0.5Y", "P6M"),
        ("2 weeks", "P14D"),
        ("P3", None),
        ("adult", None),
        ("P1Y1Y", None),
        ("P0.3Y", None),
        ("", None),
    ],
)
def test_ages_are_read_as_they_are_meant(text: str, meaning: str | None) -> None:
    assert repaired_duration(text) == meaning


WORDS = {
    "Y": ("Y", "y", "ys", "yr", "yrs", " year", " years "),
    "M": ("M", "m", "mos", " month", " months"),
    "D": ("D", "d", " day", "days"),
}


@given(
    st.dictionaries(st.sampled_from("YMD"), st.integers(0, 999), min_size=1),
    st.data(),
    st.booleans(),
)
def test_an_age_keeps_its_numbers_and_units_however_it_is_written(
    counts: dict[str, int], data: st.DataObject, p: bool
) -> None:
    order = [unit for unit in "YMD" if unit in counts]
    words = {unit: data.draw(st.sampled_from(WORDS[unit])) for unit in order}
    text = ("P" if p else "") + "".join(f"{counts[unit]}{words[unit]}" for unit in order)
    found = xsd_duration(text) or repaired_duration(text)
    assert found is not None
    read = {unit: int(number) for number, unit in re.findall(r"(\d+)([YMD])", found)}
    assert {unit: read.get(unit, 0) for unit in "YMD"} == {
        unit: counts.get(unit, 0) for unit in "YMD"
    }


@given(st.text("PYMWDTHS0123456789. ymwdapx-", max_size=8))
def test_no_text_is_a_duration_by_accident(text: str) -> None:
    found = repaired_duration(text)
    if found is not None:
        assert xsd_duration(found) == found
        assert any(letter.isdigit() for letter in text)
        assert set(text.lower()) <= set("pymwdths0123456789. ")


# Ids


IDS = st.text(min_size=1, max_size=40) | st.text("aB1-/ .", min_size=1, max_size=4)


@given(IDS, IDS)
def test_no_two_ids_meet_in_one_slug(one: str, other: str) -> None:
    ids = {one, other, slug(one), slug(other), slug(slug(one))}
    assert len({slug(identifier) for identifier in ids}) == len(ids)
    assert document_of(f"{CASE}{slug(one)}") == f"{CASE}{slug(one)}"


# Whatever comes

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)

RICH: Plain = packet(
    subject={
        "id": "Patient 1",
        "sex": "MALE",
        "timeAtLastEncounter": {
            "ageRange": {"start": {"iso8601duration": "P1Y"}, "end": {"iso8601duration": "P2Y"}}
        },
        "vitalStatus": {"status": "DECEASED", "causeOfDeath": term("OMIM:1", "moon fever")},
    },
    phenotypicFeatures=[
        feature(
            "HP:1",
            "x",
            severity=term("HP:2"),
            modifiers=[term("HP:0012834")],
            onset={"gestationalAge": {"weeks": 3}},
            evidence=[{"evidenceCode": term("ECO:1"), "reference": {"id": "PMID:1"}}],
        ),
        feature("HP:3", "y", excluded=True),
    ],
    measurements=[
        {"assay": term("LOINC:1"), "value": {"quantity": {"unit": term("UCUM:mg"), "value": 1.5}}}
    ],
    diseases=[{"term": term("OMIM:1", "moon fever"), "excluded": False}],
    medicalActions=[
        {
            "treatment": {
                "agent": term("CHEBI:1"),
                "doseIntervals": [{"quantity": {"unit": term("UO:0000022"), "value": 3}}],
            },
            "treatmentTarget": term("OMIM:1"),
        }
    ],
    interpretations=variant(label="gone", vcfRecord={"chrom": "1", "pos": "7"}),
)


def places(value: object, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to each value inside *value*."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [here, *(place for key, inner in pairs for place in places(inner, (*here, key)))]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(places(RICH)[1:]), ANY)
def test_whatever_stands_in_a_packet_is_a_case_or_a_named_error(
    place: tuple[Any, ...], value: Any
) -> None:
    plain = json.loads(json.dumps(RICH))
    target = plain
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    findings = Findings()
    try:
        found = mapped(Packet(plain, "packet.json", "0" * 64), findings)
    except PacketError as error:
        assert str(error)
        return
    quads = list(ox.parse(found.lines.encode(), ox.RdfFormat.N_QUADS))
    assert {document_of(quad.graph_name.value) for quad in quads} == {found.document}
    affirmed = {quad.subject for quad in quads if quad.predicate.value.endswith("#affirms")}
    denied = {quad.subject for quad in quads if quad.predicate.value.endswith("#denies")}
    assert affirmed.isdisjoint(denied)


def test_all_faults_of_a_packet_are_told_at_once() -> None:
    bad = packet(
        subject={"id": "x", "sex": "WHATEVER"},
        phenotypicFeatures=[
            feature("HP:1", "Fever", onset={"age": {"iso8601duration": "P3 years and"}}),
            feature("HP:2", "Chills", isAbsent=True),
        ],
    )
    with pytest.raises(PacketError) as error:
        read(bad)
    places = [said.partition(":")[0] for said in str(error.value).split("; ")]
    assert places == [
        "/subject/sex",
        "/phenotypicFeatures/0/onset/age/iso8601duration",
        "/phenotypicFeatures/1/isAbsent",
    ]


def test_of_many_faults_the_first_five_are_told_and_how_many_more() -> None:
    bad = packet(phenotypicFeatures=[feature("HP:1", "Fever", isAbsent=True) for _ in range(8)])
    with pytest.raises(PacketError, match=r"/4/isAbsent: [^;]*; and 3 more"):
        read(bad)


def test_faults_in_several_sections_of_a_packet_are_told_at_once() -> None:
    over = {"excluded": True, "resolution": {"age": {"iso8601duration": "P3Y"}}}
    bad = packet(
        phenotypicFeatures=[feature("HP:1", "Fever", **over)],
        diseases=[{"term": term("MONDO:1", "Flu"), **over}],
    )
    with pytest.raises(PacketError, match="a feature is excluded.*; .*a disease is excluded"):
        read(bad)
