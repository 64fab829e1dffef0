"""The vocabulary is complete, defined in one form, and nothing else is used in its name."""

import re
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from casegraph.namespaces import CG, ONTOLOGY
from casegraph.resources import data_dir, ontology_dir, queries_dir

DOCUMENTS = ("casegraph.ttl", "axioms.ttl", "alignments.ttl")

CLASSES = """
    Case Patient Statement Finding Measurement Diagnosis Investigation Treatment Outcome Claim
    Figure SourceText UnresolvedReference Term Disease AnatomicalStructure FindingType Procedure
    Substance Observable Population Qualifier Sex Laterality Voice Interpretation Relation
    Positivity Variant Gene Progress Contribution Pathogenicity RegimenStatus
"""

PROPERTIES = """
    patient reportedIn hasStatement hasInference hasClaim hasFigure hasCitation outcomeReported
    danglingLinks
    ageAtPresentation ageYears sex affirms suspects denies deniesAt resolves performs notPerformed
    presents considers excludes underwent involves site targetSite laterality qualifier atOffset
    offsetDays offsetFrom after onset onsetDays lasting lastingDays inYear shownBy because
    groundsNotStated revises dueTo measures value minValue maxValue comparator unit referenceLow
    referenceHigh boundsExclusive interpretation computedInterpretation asWritten dose doseUnit
    indication follows evidence voice depicts figureNumber referenceNumber sha256 characterCount
    textOf claimSubject relation claimObject comparedWith proportion minProportion maxProportion
    population hedged positivity partOf hasPart spans impliesSite isMidline
    atAge atMinAge atMaxAge atGestationalAge atLifeStage ageAtOnset minAgeAtOnset maxAgeAtOnset
    gestationalAgeAtOnset lifeStageAtOnset codedValue schedule route fractions regimenStatus intent
    response terminationReason adverseEventOf causeOfDeath stage progress contribution
    pathogenicity evidenceCode inGene
"""

VALUES = {
    "Sex": "Female Male OtherSex UnknownSex",
    "Laterality": "Left Right Bilateral Midline",
    "Voice": "AuthorObservation AuthorClaim CitedClaim CuratorInference",
    "Interpretation": "High Low Normal Abnormal",
    "Positivity": "Positive Negative Unknown",
    "Progress": "Solved Unsolved Completed InProgress",
    "Contribution": "Causative Contributory Candidate Rejected",
    "Pathogenicity": "Pathogenic LikelyPathogenic UncertainSignificance LikelyBenign Benign",
    "RegimenStatus": "RegimenStarted RegimenCompleted RegimenDiscontinued",
    "Relation": """
        OccursIn ReportedIn HasFrequency MoreCommonIn MoreFrequentThanThought LessRecognizedThan
        TypicallyAt ManifestationOf CausedBy CanCause OccursAfter DistinguishedBy
        AssociationNotEstablished NotAssociatedWith CauseUnknown NoApprovedTreatment TreatedBy
    """,
}

OUTSIDE_THE_DATATYPE_MAP = [
    "ageAtPresentation",
    "atOffset",
    "onset",
    "lasting",
    "inYear",
    "atAge",
    "atMinAge",
    "atMaxAge",
    "atGestationalAge",
    "ageAtOnset",
    "minAgeAtOnset",
    "maxAgeAtOnset",
    "gestationalAgeAtOnset",
]

STANZA_ORDER = (
    "a",
    "rdfs:label",
    "skos:definition",
    "skos:scopeNote",
    "skos:example",
    "dcterms:source",
    "cg:positivity",
    "rdfs:isDefinedBy",
)

NAME = re.compile(r"(?<![\w:/])cg:([A-Za-z]\w*)")


@cache
def text() -> str:
    return (ontology_dir() / "casegraph.ttl").read_text(encoding="utf-8")


@cache
def vocabulary() -> Graph:
    return Graph().parse(ontology_dir() / "casegraph.ttl")


def local_names(*kinds: URIRef) -> list[str]:
    found = chain.from_iterable(vocabulary().subjects(RDF.type, kind) for kind in kinds)
    return sorted(str(subject).removeprefix(CG) for subject in found)


def defined() -> list[str]:
    return local_names(
        OWL.Class,
        OWL.ObjectProperty,
        OWL.DatatypeProperty,
        OWL.AnnotationProperty,
        OWL.NamedIndividual,
    )


# What must be there


def test_the_classes_are_those_of_the_design() -> None:
    assert local_names(OWL.Class) == sorted(CLASSES.split())


def test_the_properties_are_those_of_the_design() -> None:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    assert local_names(*kinds) == sorted(PROPERTIES.split())


@pytest.mark.parametrize(("kind", "values"), VALUES.items(), ids=VALUES)
def test_the_closed_lists_are_those_of_the_design(kind: str, values: str) -> None:
    assert local_names(URIRef(CG + kind)) == sorted(values.split())


def test_durations_and_years_are_annotations() -> None:
    assert local_names(OWL.AnnotationProperty) == sorted(OUTSIDE_THE_DATATYPE_MAP)


def test_each_relation_has_one_positivity() -> None:
    marks = {
        name: [
            str(mark).removeprefix(CG)
            for mark in vocabulary()[URIRef(CG + name) : URIRef(CG + "positivity")]
        ]
        for name in VALUES["Relation"].split()
    }
    assert {name for name, mark in marks.items() if mark == ["Negative"]} == {
        "NotAssociatedWith",
        "NoApprovedTreatment",
    }
    assert {name for name, mark in marks.items() if mark == ["Unknown"]} == {
        "AssociationNotEstablished",
        "CauseUnknown",
    }
    assert Counter(chain.from_iterable(marks.values())).total() == len(marks)


# How it reads


@pytest.mark.parametrize("document", DOCUMENTS)
def test_each_document_has_a_header_and_sorted_prefixes(document: str) -> None:
    content = (ontology_dir() / document).read_text(encoding="utf-8")
    graph = Graph().parse(ontology_dir() / document)
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    for needed in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionIRI):
        assert graph.value(header, needed) is not None
    prefixes = re.findall(r"^@prefix (\w+):", content, flags=re.M)
    assert prefixes == sorted(prefixes)
    assert [prefix for prefix in prefixes if f"{prefix}:" not in content.split("\n\n", 1)[1]] == []


def stanzas() -> dict[str, list[str]]:
    """Return the predicates of each stanza about a name of ours, in the order of the file."""
    found = {}
    for block in text().split("\n\n"):
        if match := re.match(r"cg:(\w+) (a) ", block):
            followers = re.findall(r"^    (\S+) ", block, flags=re.M)
            found[match[1]] = [match[2], *followers]
    return found


def test_each_name_has_one_stanza() -> None:
    assert sorted(stanzas()) == defined()
    assert sorted(re.findall(r"^cg:(\w+) ", text(), flags=re.M)) == defined()


def test_each_stanza_has_the_same_order() -> None:
    for name, predicates in stanzas().items():
        places = [STANZA_ORDER.index(predicate) for predicate in predicates]
        assert places == sorted(set(places)), name


def test_each_name_has_one_label_one_definition_and_its_ontology() -> None:
    for name in defined():
        node = URIRef(CG + name)
        (label,) = vocabulary()[node : RDFS.label]
        (definition,) = vocabulary()[node : SKOS.definition]
        for words in (label, definition, *vocabulary()[node : SKOS.scopeNote]):
            assert isinstance(words, Literal)
            assert words.language == "en"
        assert re.fullmatch(r"[A-Z][^.]*\.", str(definition)), name
        assert list(vocabulary()[node : RDFS.isDefinedBy]) == [URIRef(ONTOLOGY)]


def test_labels_and_definitions_tell_names_apart() -> None:
    for predicate in (RDFS.label, SKOS.definition):
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual):
            said = Counter(
                str(words)
                for node in vocabulary().subjects(RDF.type, kind)
                for words in vocabulary()[node:predicate]
            )
            assert [words for words, count in said.items() if count > 1] == []


def test_a_label_is_its_name_in_words() -> None:
    for name in defined():
        (label,) = vocabulary()[URIRef(CG + name) : RDFS.label]
        long_forms = {"min ": "minimum ", "max ": "maximum ", "sha256": "sha-256"}
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
        for short, long in long_forms.items():
            words = words.replace(short, long)
        computed = re.sub(r"(age|offset|onset|lasting) (years|days)$", r"\1 in \2", words)
        assert str(label).lower() == computed


@pytest.mark.parametrize(
    ("polarity", "follows"),
    [
        ("affirms", "The case presents the term and all broader ones."),
        ("suspects", "The case considers the term and all broader ones."),
        ("denies", "The case excludes the term and all narrower ones."),
        ("performs", "The case underwent the term and all broader ones."),
        ("deniesAt", "Nothing follows for the case"),
        ("resolves", "Nothing follows for the case"),
        ("notPerformed", "Nothing follows for the case"),
    ],
)
def test_each_polarity_says_what_follows(polarity: str, follows: str) -> None:
    (note,) = vocabulary()[URIRef(CG + polarity) : SKOS.scopeNote]
    assert follows in str(note)


# Where it is used

USERS = sorted(
    path
    for folder in (ontology_dir(), data_dir(), queries_dir())
    for path in folder.rglob("*")
    if path.suffix in {".ttl", ".rq", ".tsv", ".jsonld"}
)


def test_no_name_is_used_that_nobody_defined() -> None:
    known = set(defined())
    assert any(path.name == "axioms.ttl" for path in USERS)
    unknown = {
        f"{path.name}: cg:{name}"
        for path in USERS
        for name in NAME.findall(path.read_text(encoding="utf-8"))
        if name not in known
    }
    assert unknown == set()


def test_each_property_is_used_within_its_domain_and_range() -> None:
    axioms = Graph().parse(ontology_dir() / "axioms.ttl")
    for path in (*(ontology_dir() / "terms").glob("*.ttl"), *data_dir().rglob("*.ttl")):
        axioms.parse(Path(path))
    for side, place in ((RDFS.domain, 0), (RDFS.range, 2)):
        for used, wanted in axioms.subject_objects(side):
            for triple in axioms.triples((None, used, None)):
                types = set(axioms[triple[place] : RDF.type])
                above = {
                    kind
                    for one in types
                    for kind in axioms.transitive_objects(one, RDFS.subClassOf)
                }
                assert not types or wanted in above, triple
