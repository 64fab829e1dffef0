"""What the axioms entail and what they do not: one closure over tiny cases, one test an axiom.

The rule names are those of OWL 2 Profiles, section 4.3. Each test has a case and terms of its own.
"""

from itertools import combinations
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from casegraph.namespaces import CG, CITO
from casegraph.reason.owl import Contradiction, close
from casegraph.resources import ontology_dir

cg = Namespace(CG)
cito = Namespace(CITO)
ex = Namespace("https://example.org/")

POLARITIES = ("affirms", "suspects", "denies", "deniesAt", "resolves", "performs", "notPerformed")
CONSEQUENCES = ("presents", "considers", "excludes", "underwent", "involves")

PREFIXES = f"""
@prefix : <{ex}> .
@prefix cg: <{CG}> .
@prefix cito: <{CITO}> .
@prefix skos: <{SKOS}> .
"""

CASES = """
:affirming cg:hasStatement [ cg:affirms :neckPain ] .
:neckPain skos:broader :spinalPain .
:spinalPain skos:broader :pain .
:nuchalRigidity skos:broader :neckPain .

:suspecting cg:hasStatement [ cg:suspects :abscess ] .
:abscess skos:broader :infection .

:denying cg:hasStatement [ cg:denies :deficit ] .
:deficit skos:broader :abnormality .
:deficit skos:narrower :weakness .
:paresis skos:broader :weakness .

:performing cg:hasStatement [ cg:performs :fusion ] .
:fusion skos:broader :surgery .

:denyingLocally cg:hasStatement [ cg:deniesAt :tenderness ; cg:targetSite :elbow ] .
:localTenderness skos:broader :tenderness .

:resolving cg:hasStatement [ cg:resolves :fever ] .
:highFever skos:broader :fever .
:fever skos:broader :sign .

:declining cg:hasStatement [ cg:notPerformed :biopsy ] .
:biopsy skos:broader :procedure .

:inferring cg:hasInference [ cg:affirms :rash ; cg:site :skin ] , [ cg:denies :itch ] ,
    [ cg:suspects :allergy ] , [ cg:performs :inspection ] .

:matching cg:hasStatement [ cg:affirms :hpPain ] , [ cg:denies :hpSwelling ] ,
    [ cg:suspects :mondoGout ] , [ cg:performs :maxoScan ] ,
    [ cg:affirms :lump ; cg:site :uberonHand ] .
:ourPain skos:exactMatch :hpPain .
:ourPain skos:broader :ourSensation .
:hpSwelling skos:exactMatch :ourSwelling .
:ourEdema skos:broader :ourSwelling .
:ourGout skos:exactMatch :mondoGout .
:ourScan skos:exactMatch :maxoScan .
:ourHand skos:exactMatch :uberonHand .

:nearlyMatching cg:hasStatement [ cg:affirms :calcinosis ] , [ cg:denies :reflux ] .
:calcinosis skos:closeMatch :hpCalcinosis .
:hpReflux skos:closeMatch :reflux .

:broadlyMatching cg:hasStatement [ cg:affirms :cordCompression ] .
:cordCompression skos:broadMatch :hpMyelopathy .

:involvingSite cg:hasStatement [ cg:affirms :mass ; cg:site :leftFacet ] .
:leftFacet skos:broader :facet .
:leftFacet cg:partOf :c3 .
:c3 cg:partOf :cervicalSpine .
:cervicalSpine cg:partOf :spine .
:c3 cg:hasPart :lamina .

:involvingSegment cg:hasStatement [ cg:affirms :slip ; cg:site :c5c6 ] .
:c5c6 cg:spans :c5 , :c6 .
:c6 cg:partOf :column .

:involvingByMeaning cg:hasStatement [ cg:affirms :alarCalcification ] .
:alarCalcification skos:broader :ligamentCalcification .
:ligamentCalcification cg:impliesSite :ligament .

:looking cg:hasStatement [ cg:performs :imaging ; cg:targetSite :knee ] ,
    [ cg:denies :gonarthrosis ] , [ cg:suspects :effusion ; cg:targetSite :knee ] .
:gonarthrosis cg:impliesSite :knee .
:effusion cg:impliesSite :knee .

:treating cg:hasStatement [ cg:performs :alendronate ; cg:indication :osteopenia ] .

:claiming cg:hasClaim :claim .
:claim cg:claimSubject :calcinosisCutis ; cg:relation cg:OccursIn ; cg:claimObject :sclerosis ;
    cito:citesAsEvidence :reference .

:osteopenia a cg:Disease , cg:FindingType .
:number a cg:Measurement .
:narrower skos:narrower :narrowest .
:inverse skos:narrowMatch :narrowMatched .
:partOfHip cg:partOf :hip .
:typed cg:patient :woman ; cg:hasFigure [ cg:depicts :depicted ] ; cg:hasCitation :citation .
:text cg:textOf :publication .
"""


def parsed(*turtle: str) -> Graph:
    graph = Graph()
    for text in turtle:
        graph.parse(data=PREFIXES + text, format="turtle")
    return graph


def ontology(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(Path(ontology_dir() / name))
    return graph


@pytest.fixture(scope="module")
def closure() -> Graph:
    graph = ontology("casegraph.ttl", "axioms.ttl") + parsed(CASES)
    close(graph)
    return graph


@pytest.fixture(scope="module")
def axioms() -> Graph:
    return ontology("axioms.ttl")


def consequences(closure: Graph, case: str) -> dict[str, set[str]]:
    """Return what follows for *case*: consequence to the local names of terms, none empty."""
    found = {
        name: {str(term).removeprefix(ex) for term in closure[ex[case] : cg[name]]}
        for name in CONSEQUENCES
    }
    return {name: terms for name, terms in found.items() if terms}


# What follows for the case


def test_the_chains_are_those_of_the_design(axioms: Graph) -> None:
    """RULE prp-spo2: no chain is missing, and none is there that nobody promised."""
    rises, falls = SKOS.broaderTransitive, SKOS.narrowerTransitive
    expected = {
        "presents": [("hasStatement", "affirms"), ("presents", rises)],
        "considers": [("hasStatement", "suspects"), ("considers", rises)],
        "excludes": [("hasStatement", "denies"), ("excludes", falls)],
        "underwent": [("hasStatement", "performs"), ("underwent", rises)],
        "involves": [
            ("hasStatement", "site"),
            ("presents", "impliesSite"),
            ("involves", "partOf"),
            ("involves", "spans"),
            ("involves", rises),
        ],
    }
    chains = {
        (head, *Collection(axioms, links))
        for head, links in axioms.subject_objects(OWL.propertyChainAxiom)
    }
    assert chains == {
        (cg[head], cg[first], second if isinstance(second, URIRef) else cg[second])
        for head, links in expected.items()
        for first, second in (*links, (head, SKOS.exactMatch))
    }


def test_presence_rises(closure: Graph) -> None:
    """RULE prp-spo2 on cg:hasStatement o cg:affirms and cg:presents o skos:broaderTransitive."""
    assert consequences(closure, "affirming") == {"presents": {"neckPain", "spinalPain", "pain"}}


def test_presence_does_not_fall(closure: Graph) -> None:
    """No rule takes cg:presents to a narrower term."""
    assert (ex.affirming, cg.presents, ex.nuchalRigidity) not in closure


def test_a_suspicion_rises_and_presents_nothing(closure: Graph) -> None:
    """RULE prp-spo2 on cg:hasStatement o cg:suspects and cg:considers o skos:broaderTransitive."""
    assert consequences(closure, "suspecting") == {"considers": {"abscess", "infection"}}


def test_absence_falls_and_presents_nothing(closure: Graph) -> None:
    """RULE prp-spo2 on cg:hasStatement o cg:denies and cg:excludes o skos:narrowerTransitive."""
    assert consequences(closure, "denying") == {"excludes": {"deficit", "weakness", "paresis"}}


def test_absence_does_not_rise(closure: Graph) -> None:
    """No rule takes cg:excludes to a broader term: other kinds of it may be present."""
    assert (ex.denying, cg.excludes, ex.abnormality) not in closure


def test_what_was_done_rises(closure: Graph) -> None:
    """RULE prp-spo2 on cg:hasStatement o cg:performs and cg:underwent o skos:broaderTransitive."""
    assert consequences(closure, "performing") == {"underwent": {"fusion", "surgery"}}


@pytest.mark.parametrize("case", ["denyingLocally", "resolving", "declining"])
def test_a_local_denial_a_resolution_and_what_was_not_done_entail_nothing(
    closure: Graph, case: str
) -> None:
    """No rule has cg:deniesAt, cg:resolves, cg:notPerformed or cg:targetSite in its body."""
    assert consequences(closure, case) == {}


def test_a_curators_inference_entails_nothing(closure: Graph) -> None:
    """No rule has cg:hasInference in its body."""
    assert consequences(closure, "inferring") == {}


def test_a_claim_and_an_indication_entail_nothing_for_the_case(closure: Graph) -> None:
    """No rule has cg:hasClaim or cg:indication in its body."""
    assert consequences(closure, "claiming") == {}
    assert consequences(closure, "treating") == {"underwent": {"alendronate"}}


def test_an_exact_match_carries_over_both_ways(closure: Graph) -> None:
    """RULE prp-spo2 on each consequence o skos:exactMatch, RULE prp-symp on skos:exactMatch."""
    assert consequences(closure, "matching") == {
        "presents": {"hpPain", "ourPain", "ourSensation", "lump"},
        "excludes": {"hpSwelling", "ourSwelling", "ourEdema"},
        "considers": {"mondoGout", "ourGout"},
        "underwent": {"maxoScan", "ourScan"},
        "involves": {"uberonHand", "ourHand"},
    }


def test_a_close_match_carries_nothing_over(closure: Graph) -> None:
    """No rule has skos:closeMatch in its body."""
    assert consequences(closure, "nearlyMatching") == {
        "presents": {"calcinosis"},
        "excludes": {"reflux"},
    }


def test_a_broad_match_is_a_broader_term(closure: Graph) -> None:
    """RULE prp-spo1 on skos:broadMatch and skos:broader."""
    assert consequences(closure, "broadlyMatching") == {
        "presents": {"cordCompression", "hpMyelopathy"}
    }


def test_a_site_involves_its_wholes_and_kinds(closure: Graph) -> None:
    """RULE prp-spo2 on cg:hasStatement o cg:site, cg:involves o cg:partOf and o broader."""
    involved = {"leftFacet", "facet", "c3", "cervicalSpine", "spine"}
    assert consequences(closure, "involvingSite") == {"presents": {"mass"}, "involves": involved}


def test_a_site_does_not_involve_the_other_parts_of_its_whole(closure: Graph) -> None:
    """No rule takes cg:involves along cg:hasPart."""
    assert (ex.involvingSite, cg.involves, ex.lamina) not in closure


def test_a_segment_involves_its_vertebrae(closure: Graph) -> None:
    """RULE prp-spo2 on cg:involves o cg:spans."""
    assert consequences(closure, "involvingSegment") == {
        "presents": {"slip"},
        "involves": {"c5c6", "c5", "c6", "column"},
    }


def test_a_present_term_involves_the_structure_in_its_meaning(closure: Graph) -> None:
    """RULE prp-spo2 on cg:presents o cg:impliesSite, also for a broader term."""
    assert consequences(closure, "involvingByMeaning") == {
        "presents": {"alarCalcification", "ligamentCalcification"},
        "involves": {"ligament"},
    }


def test_what_is_looked_at_suspected_or_denied_is_not_involved(closure: Graph) -> None:
    """No rule takes cg:targetSite, cg:considers or cg:excludes to cg:involves."""
    assert consequences(closure, "looking") == {
        "underwent": {"imaging"},
        "considers": {"effusion"},
        "excludes": {"gonarthrosis"},
    }


# Polarity


def test_a_statement_with_two_polarities_for_one_term_is_a_contradiction(axioms: Graph) -> None:
    """RULE prp-adp on all pairs of the polarity predicates, as pairs by RULE prp-pdw."""
    disjoint = Graph()
    (node,) = axioms.subjects(RDF.type, OWL.AllDisjointProperties)
    disjoint += axioms.cbd(node)
    for one, other in combinations(POLARITIES, 2):
        with pytest.raises(Contradiction):
            close(disjoint + parsed(f":statement cg:{one} :term ; cg:{other} :term ."))


def test_no_property_stands_over_a_polarity() -> None:
    """RULE prp-spo1, prp-eqp1 and prp-inv1 find nothing to do on a polarity predicate."""
    graph = ontology("casegraph.ttl", "axioms.ttl", "alignments.ttl")
    links = (RDFS.subPropertyOf, OWL.equivalentProperty, OWL.inverseOf)
    for polarity in POLARITIES:
        assert not [link for link in links if (cg[polarity], link, None) in graph]
        assert not [link for link in links if (None, link, cg[polarity]) in graph]


def test_a_term_is_no_class_and_no_finding_is_typed_with_one(closure: Graph) -> None:
    """RULE prp-rng: what is affirmed, denied or suspected becomes a term and nothing more."""
    for term in (ex.neckPain, ex.deficit, ex.abscess, ex.biopsy):
        assert types(closure, term) == {cg.Term}


# Between terms


def test_part_of_is_transitive_and_has_an_inverse(closure: Graph) -> None:
    """RULE prp-trp and prp-inv1/2 on cg:partOf."""
    assert (ex.c3, cg.partOf, ex.spine) in closure
    assert (ex.hip, cg.hasPart, ex.partOfHip) in closure
    assert (ex.lamina, cg.partOf, ex.c3) in closure


def test_broader_and_narrower_are_inverse_and_have_transitive_forms(closure: Graph) -> None:
    """RULE prp-inv1/2, prp-spo1 and prp-trp on the SKOS hierarchy (SKOS S22, S24 to S26)."""
    assert (ex.narrowest, SKOS.broader, ex.narrower) in closure
    assert (ex.pain, SKOS.narrower, ex.spinalPain) in closure
    assert (ex.neckPain, SKOS.broaderTransitive, ex.pain) in closure
    assert (ex.pain, SKOS.narrowerTransitive, ex.nuchalRigidity) in closure
    assert (ex.neckPain, SKOS.broader, ex.pain) not in closure


def test_matches_have_the_semantics_of_skos(closure: Graph) -> None:
    """RULE prp-symp, prp-trp, prp-inv1/2 and prp-spo1 on the mappings (SKOS S41 to S45)."""
    assert (ex.hpPain, SKOS.exactMatch, ex.ourPain) in closure
    assert (ex.ourPain, SKOS.closeMatch, ex.hpPain) in closure
    assert (ex.reflux, SKOS.closeMatch, ex.hpReflux) in closure
    assert (ex.narrowMatched, SKOS.broadMatch, ex.inverse) in closure
    assert (ex.narrowMatched, SKOS.broader, ex.inverse) in closure


# Classes, domains, ranges, citations


def types(closure: Graph, node: Node) -> set[Node]:
    return {kind for kind in closure[node : RDF.type] if str(kind).startswith(CG)}


def test_classes_have_their_places(closure: Graph) -> None:
    """RULE cax-sco on statements and terms."""
    assert types(closure, ex.number) == {cg.Measurement, cg.Finding, cg.Statement}
    assert types(closure, ex.osteopenia) == {cg.Disease, cg.FindingType, cg.Term}
    assert (ex.osteopenia, RDF.type, SKOS.Concept) in closure


def test_domains_and_ranges_give_only_broad_classes(closure: Graph) -> None:
    """RULE prp-dom and prp-rng: no kind of term or statement is inferred from a property."""
    assert types(closure, ex.typed) == {cg.Case}
    assert types(closure, ex.woman) == {cg.Patient}
    assert types(closure, ex.depicted) == {cg.Statement}
    assert types(closure, ex.claim) == {cg.Claim}
    assert types(closure, ex.text) == {cg.SourceText}
    assert types(closure, ex.knee) == {cg.Term}
    assert types(closure, ex.publication) == set()
    assert (ex.citation, RDF.type, cito.Citation) in closure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Finding", "Diagnosis"),
        ("Treatment", "Investigation"),
        ("Patient", "Case"),
        ("Claim", "Statement"),
        ("Disease", "AnatomicalStructure"),
        ("FindingType", "Qualifier"),
        ("Substance", "Procedure"),
    ],
)
def test_what_cannot_be_both_is_a_contradiction(axioms: Graph, one: str, other: str) -> None:
    """RULE cax-adc and cax-dw on the disjoint classes."""
    with pytest.raises(Contradiction):
        close(axioms + parsed(f":thing a cg:{one} , cg:{other} ."))


def test_disease_and_finding_type_may_be_one_term(closure: Graph) -> None:
    """RULE cax-adc finds nothing: the closure, which has such a term, is no contradiction."""
    assert {cg.Disease, cg.FindingType} <= types(closure, ex.osteopenia)


def test_citing_as_evidence_is_citing(closure: Graph) -> None:
    """RULE prp-spo1 on cito:citesAsEvidence and cito:cites."""
    assert (ex.claim, cito.cites, ex.reference) in closure


def test_the_alignments_add_nothing_about_a_case(axioms: Graph) -> None:
    """No alignment has a polarity, a consequence or a kind of statement in it."""
    alignments = ontology("alignments.ttl")
    kept: set[Node | None] = {cg[name] for name in (*POLARITIES, *CONSEQUENCES)}
    kept |= set(axioms.transitive_subjects(RDFS.subClassOf, cg.Statement)) - {cg.Statement}
    assert not kept & {*alignments.all_nodes(), *alignments.predicates()}
