"""A packet that is imported and exported is the same case when it is imported again."""

from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phenopackets import Phenopacket

from casegraph.exporters.phenopackets.unsaid import LOCAL
from phenopackets_made import Plain, read, term
from phenopackets_round import as_said, exported, stored

# Packets of all that an import has a place for

AGE = {"age": {"iso8601duration": "P3Y2M"}}
SPAN = {"ageRange": {"start": {"iso8601duration": "P1Y"}, "end": {"iso8601duration": "P2Y"}}}

NONE: st.SearchStrategy[Plain] = st.just({})


def terms(*pairs: tuple[str, str]) -> st.SearchStrategy[Plain]:
    return st.sampled_from([term(*pair) for pair in pairs])


FINDINGS = terms(
    ("HP:0001250", "Seizure"), ("HP:2", "Fever"), ("XYZ:3/a%20b", "tail"), ("", "moon stare")
)
DISEASES = terms(("OMIM:1", "moon fever"), ("ORPHA:2", "star fever"), ("", "comet fever"))
QUALIFIERS = terms(
    ("HP:0012828", "Severe"), ("HP:0012825", "Mild"), ("HP:0031796", "Recurrent"), ("", "by night")
)
SIDES = terms(("HP:0012835", "Left"), ("NCIT:C25228", "Right"), ("HP:0012833", "Unilateral"))
SITES = terms(("UBERON:0000955", "brain"), ("https://example.org/paw", "paw"))
ANY = terms(("NCIT:C1", "one"), ("ECO:0000033", "two"), ("GENO:0000135", "heterozygous"))
DRUGS = terms(("CHEBI:1", "comet salt"), ("", "moon dust"))
PROCEDURES = terms(("MAXO:1", "moon bath"), ("NCIT:C5", "star scan"))
ASSAYS = terms(("LOINC:1-8", "lunin"), ("NCIT:C7", "pressure"))
UNITS = terms(("UCUM:mg/dL", "mg/dL"), ("UO:0000022", "milligram"), ("NCIT:C67245", "thousand"))
WORDS = st.sampled_from(["at night", 'quoted "words"', "two\nlines"])
NUMBERS = st.one_of(
    st.integers(0, 10**6), st.floats(0, 10**9, allow_nan=False), st.sampled_from([0.1, 2.3, 1e-7])
)
TIMES = st.one_of(
    st.sampled_from([AGE, SPAN, {"age": {"iso8601duration": "P2W"}}]),
    st.builds(
        lambda weeks, days: {"gestationalAge": {"weeks": weeks, "days": days}},
        st.integers(0, 60),
        st.integers(0, 420),
    ),
    ANY.map(lambda stage: {"ontologyClass": stage}),
)


def some(required: Any, **optional: Any) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(required, optional=optional)


def several(of: Any, most: int = 3) -> Any:
    return st.lists(of, max_size=most)


REFERENCES = st.sampled_from(
    [
        {"id": "PMID:456", "description": "Under the moon"},
        {"id": "DOI:10.1/x", "reference": "https://example.org/x"},
        {"reference": "https://example.org/y"},
        {"description": "A work without a number"},
    ]
)
OBSERVED = some(
    {"type": FINDINGS},
    description=WORDS,
    severity=QUALIFIERS,
    modifiers=several(st.one_of(QUALIFIERS, SIDES)),
    onset=TIMES,
    resolution=st.one_of(NONE, TIMES),
    evidence=several(some({}, evidenceCode=ANY, reference=REFERENCES), 2),
)
EXCLUDED = some({"type": FINDINGS, "excluded": st.just(True)}, description=WORDS)
DISEASE = some(
    {"term": DISEASES},
    onset=TIMES,
    resolution=st.one_of(NONE, TIMES),
    diseaseStage=several(ANY, 2),
    clinicalTnmFinding=several(terms(("NCIT:C48720", "T1"), ("NCIT:C48705", "N0")), 2),
    primarySite=SITES,
    laterality=SIDES,
)
RULED_OUT = some({"term": DISEASES, "excluded": st.just(True)}, primarySite=SITES)
QUANTITIES = some(
    {"unit": UNITS, "value": NUMBERS},
    referenceRange=some({}, low=st.integers(0, 9), high=st.integers(0, 9)),
)
PROCEDURE = some({"code": PROCEDURES}, bodySite=SITES, performed=TIMES)
VALUES = st.one_of(
    st.builds(lambda quantity: {"quantity": quantity}, QUANTITIES),
    st.builds(lambda code: {"ontologyClass": code}, ANY),
)
MEASUREMENT = st.one_of(
    some(
        {"assay": ASSAYS, "value": VALUES},
        description=WORDS,
        timeObserved=TIMES,
        procedure=PROCEDURE,
    ),
    some(
        {
            "complexValue": st.builds(
                lambda parts: {"typedQuantities": parts},
                several(some({"type": ASSAYS, "quantity": QUANTITIES})),
            )
        },
        procedure=PROCEDURE,
    ),
)
ACTIONS = {
    "procedure": PROCEDURE,
    "treatment": some(
        {"agent": DRUGS},
        routeOfAdministration=ANY,
        doseIntervals=several(some({}, quantity=QUANTITIES, scheduleFrequency=ANY)),
    ),
    "radiationTherapy": some(
        {"modality": PROCEDURES},
        bodySite=SITES,
        dosage=st.integers(0, 90),
        fractions=st.integers(0, 40),
    ),
    "therapeuticRegimen": some(
        {"ontologyClass": PROCEDURES},
        startTime=TIMES,
        regimenStatus=st.sampled_from(["STARTED", "COMPLETED", "DISCONTINUED"]),
    ),
}
ACTION = st.sampled_from(sorted(ACTIONS)).flatmap(
    lambda kind: some(
        {kind: ACTIONS[kind]},
        treatmentTarget=st.one_of(FINDINGS.filter(lambda one: "HP" in one["id"]), DISEASES),
        treatmentIntent=ANY,
        responseToTreatment=ANY,
        treatmentTerminationReason=ANY,
        adverseEvents=several(FINDINGS, 2),
    )
)
GENES = st.sampled_from([{"valueId": "HGNC:7", "symbol": "LUN1"}, {"symbol": "LUN2"}])
EXPRESSIONS = st.sampled_from(
    [
        {"syntax": "hgvs.c", "value": "NM_000001.2:c.1A>T"},
        {"syntax": "hgvs.g", "value": "NC_000001.11:g.5A>T"},
        {"syntax": "hgvs.p", "value": "NP_000001.1:p.Met1Leu"},
        {"syntax": "spdi", "value": "NC_000001.11:4:A:T"},
        {"syntax": "hgvs", "value": "c.35delG"},
        {"syntax": "iscn", "value": "t(9;22)"},
    ]
)
VARIANTS = some(
    {},
    geneContext=GENES,
    expressions=several(EXPRESSIONS),
    label=st.sampled_from(["NM_000001.2:c.1A>T", "moon change"]),
    alternateLabels=several(st.sampled_from(["other change", "chr1:5:A:T"]), 2),
    vcfRecord=some(
        {"chrom": st.just("chr1"), "pos": st.just("5")},
        genomeAssembly=st.just("GRCh38"),
        ref=st.just("A"),
        alt=st.sampled_from(["T", "<DEL>", "]chr2:1]A"]),
    ),
    allelicState=terms(("GENO:0000135", "heterozygous"), ("GENO:0000136", "homozygous")),
    structuralType=terms(("SO:1000029", "chromosomal deletion")),
)
STATUSES = st.sampled_from(["UNKNOWN_STATUS", "REJECTED", "CANDIDATE", "CONTRIBUTORY", "CAUSATIVE"])
GENOMIC = st.one_of(
    some({"interpretationStatus": STATUSES, "gene": GENES}),
    some(
        {
            "interpretationStatus": STATUSES,
            "variantInterpretation": some(
                {"variationDescriptor": VARIANTS},
                acmgPathogenicityClassification=st.sampled_from(["BENIGN", "PATHOGENIC"]),
            ),
        }
    ),
)
INTERPRETATION = some(
    {
        "progressStatus": st.sampled_from(
            ["UNKNOWN_PROGRESS", "IN_PROGRESS", "COMPLETED", "SOLVED", "UNSOLVED"]
        ),
        "diagnosis": some({"genomicInterpretations": several(GENOMIC)}, disease=DISEASES),
    },
    summary=WORDS,
)
VITAL = st.one_of(
    st.just({"status": "ALIVE"}),
    some({"status": st.just("DECEASED")}, timeOfDeath=TIMES, causeOfDeath=DISEASES),
)
PACKETS = some(
    {
        "id": st.sampled_from(["moon-1", "moon fever/1", "Mond\u00a0#2"]),
        "metaData": some(
            {"phenopacketSchemaVersion": st.just("2.0")},
            created=st.just("2024-05-06T07:08:09Z"),
            createdBy=st.sampled_from(["ORCID:0000-0001-2345-6789", "a curator"]),
            externalReferences=several(REFERENCES),
            resources=st.just([{"namespacePrefix": "XYZ", "iriPrefix": "https://example.org/z#"}]),
        ),
    },
    subject=some(
        {},
        id=st.sampled_from(["Patient 1", "x/y"]),
        sex=st.sampled_from(["UNKNOWN_SEX", "FEMALE", "MALE", "OTHER_SEX"]),
        timeAtLastEncounter=TIMES,
        vitalStatus=VITAL,
    ),
    phenotypicFeatures=several(st.one_of(OBSERVED, EXCLUDED), 4),
    measurements=several(MEASUREMENT),
    diseases=several(st.one_of(DISEASE, RULED_OUT)),
    interpretations=several(INTERPRETATION),
    medicalActions=several(ACTION),
)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plain=PACKETS)
def test_any_case_of_a_packet_comes_back_from_its_packet(plain: Plain, tmp_path: Path) -> None:
    with stored(tmp_path, plain) as store:
        (document,) = store.cases()
        first = list(store.graph(document))
        (made,) = exported(store)
    ParseDict(made.plain, Phenopacket())
    findings = read(made.plain)[1]
    with stored(tmp_path, made.plain) as store:
        assert store.cases() == (document,)
        second = list(store.graph(document))
        (same,) = exported(store)
    assert as_said(second) == as_said(first)
    assert same.plain == made.plain, "an export of what was exported is another"
    assert {(one.property, one.why) for one in made.unsaid} <= {("", LOCAL)}
    assert {one.pointer.rpartition("/")[2] for one in findings.lost} <= {"id", "unit"}
