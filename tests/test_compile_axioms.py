"""Each kind of axiom that is compiled means what owlrl takes it to mean, and others are named."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from both_engines import by_native, by_reference, reading_of, vocabulary_of
from casegraph.errors import InferenceError
from casegraph.namespaces import CASE, CG, ONTOLOGY, OWL, RDF, RDFS, TERM, TERMS, XSD, curie
from casegraph.reason import rules
from casegraph.reason.axioms import Chain, Copy, Member, Path, Relation, compile_axioms
from casegraph.reason.program import order
from casegraph.vocabulary import bundled

EXAMPLE = "https://example.org/"
PROPERTIES = [f"{CG}p", f"{CG}q", f"{CG}r", f"{EXAMPLE}hidden"]
CLASSES = [f"{CG}X", f"{CG}Y", f"{EXAMPLE}Hidden"]
SHARED = [ox.NamedNode(f"{TERM}{name}") for name in "abc"]
CASES = [f"{CASE}{name}" for name in "xy"]
OWN = {
    case: [ox.NamedNode(f"{case}#a"), ox.NamedNode(f"{case}#b"), ox.BlankNode(f"b{case[-1]}")]
    for case in CASES
}
Node = ox.NamedNode | ox.BlankNode


def quad(subject: Node, predicate: str, value: Node, graph: str) -> ox.Quad:
    return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(graph))


def axiom(subject: str, predicate: str, value: str) -> ox.Quad:
    return quad(ox.NamedNode(subject), predicate, ox.NamedNode(value), ONTOLOGY)


def listed(subject: Node, predicate: str, names: list[str], label: str) -> list[ox.Quad]:
    """Return the axiom that *subject* has the list of *names*."""
    nodes: list[Node] = [ox.BlankNode(f"{label}{number}") for number in range(len(names))]
    nodes.append(ox.NamedNode(f"{RDF}nil"))
    links = [
        link
        for name, node, rest in zip(names, nodes, nodes[1:], strict=False)
        for link in (
            quad(node, f"{RDF}first", ox.NamedNode(name), ONTOLOGY),
            quad(node, f"{RDF}rest", rest, ONTOLOGY),
        )
    ]
    return [quad(subject, predicate, nodes[0], ONTOLOGY), *links]


def chain(head: str, steps: list[str]) -> list[ox.Quad]:
    return listed(ox.NamedNode(head), f"{OWL}propertyChainAxiom", steps, f"{head[-1]}{len(steps)}")


properties = st.sampled_from(PROPERTIES)
classes = st.sampled_from(CLASSES)
characteristics = st.sampled_from(
    [f"{OWL}{name}Property" for name in ("Asymmetric", "Irreflexive", "Symmetric", "Transitive")]
)
single_axioms = st.one_of(
    st.builds(axiom, properties, st.just(f"{RDFS}subPropertyOf"), properties),
    st.builds(axiom, properties, st.just(f"{OWL}equivalentProperty"), properties),
    st.builds(axiom, properties, st.just(f"{OWL}inverseOf"), properties),
    st.builds(axiom, properties, st.just(f"{RDF}type"), characteristics),
    st.builds(axiom, properties, st.just(f"{RDFS}domain"), classes),
    st.builds(axiom, properties, st.just(f"{RDFS}range"), classes),
    st.builds(axiom, classes, st.just(f"{RDFS}subClassOf"), classes),
    st.builds(axiom, classes, st.just(f"{OWL}equivalentClass"), classes),
)
pairs = st.permutations(PROPERTIES).map(lambda names: names[:2])
disjoint_axioms = st.one_of(
    pairs.map(lambda two: [axiom(two[0], f"{OWL}propertyDisjointWith", two[1])]),
    st.permutations(CLASSES).map(lambda two: [axiom(two[0], f"{OWL}disjointWith", two[1])]),
    st.permutations(PROPERTIES).map(
        lambda names: [
            *listed(ox.BlankNode("all"), f"{OWL}members", names[:3], "member"),
            quad(
                ox.BlankNode("all"),
                f"{RDF}type",
                ox.NamedNode(f"{OWL}AllDisjointProperties"),
                ONTOLOGY,
            ),
        ]
    ),
    st.permutations(CLASSES).map(
        lambda names: [
            *listed(ox.BlankNode("all"), f"{OWL}members", names, "member"),
            quad(
                ox.BlankNode("all"),
                f"{RDF}type",
                ox.NamedNode(f"{OWL}AllDisjointClasses"),
                ONTOLOGY,
            ),
        ]
    ),
)
chains = st.builds(chain, properties, st.lists(properties, min_size=1, max_size=3))


def facts_of(case: str) -> st.SearchStrategy[ox.Quad]:
    """Return facts of *case*, mostly about its own nodes."""
    own, any_node = st.sampled_from(OWN[case]), st.sampled_from([*OWN[case], *SHARED])
    pair = st.builds(quad, own, properties, any_node, st.just(case))
    member = st.builds(quad, own, st.just(f"{RDF}type"), classes.map(ox.NamedNode), st.just(case))
    stray = st.builds(quad, any_node, properties, any_node, st.just(case))
    return st.one_of(pair, pair, member, stray)


def facts_between(nodes: list[ox.NamedNode]) -> st.SearchStrategy[ox.Quad]:
    node = st.sampled_from(nodes)
    pair = st.builds(quad, node, properties, node, st.just(TERMS))
    return pair | st.builds(
        quad, node, st.just(f"{RDF}type"), classes.map(ox.NamedNode), st.just(TERMS)
    )


@settings(max_examples=120, deadline=None)
@given(
    single=st.lists(single_axioms, max_size=6),
    disjoint=st.lists(disjoint_axioms, max_size=1),
    chained=st.lists(chains, max_size=2, unique_by=lambda quads: quads[0]),
    shared=st.lists(facts_between(SHARED), max_size=6),
    one=st.lists(facts_of(CASES[0]), max_size=6),
    other=st.lists(facts_of(CASES[1]), max_size=4),
    together=st.booleans(),
)
def test_any_axioms_entail_of_any_facts_what_owlrl_finds(
    single: list[ox.Quad],
    disjoint: list[list[ox.Quad]],
    chained: list[list[ox.Quad]],
    shared: list[ox.Quad],
    one: list[ox.Quad],
    other: list[ox.Quad],
    together: bool,
) -> None:
    axioms = [*single, *(part for parts in (*disjoint, *chained) for part in parts)]
    vocabulary, reading = vocabulary_of([*axioms, *shared]), reading_of([*one, *other])
    expected = by_reference(reading, vocabulary)
    assert by_native(reading, vocabulary, together=together) == expected


EVERYTHING = axiom("urn:p", f"{RDFS}domain", f"{OWL}Thing")
DECLARED = axiom("urn:p", f"{RDF}type", f"{OWL}ObjectProperty")


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        (
            [axiom("urn:p", f"{RDFS}subPropertyOf", "urn:q")],
            Copy(Relation("urn:q"), ("urn:p",), ()),
        ),
        (
            [axiom("urn:p", f"{RDF}type", f"{OWL}SymmetricProperty")],
            Copy(Relation("urn:p"), (), ("urn:p",)),
        ),
        (
            [axiom("urn:p", f"{RDF}type", f"{OWL}TransitiveProperty")],
            Path(Relation("urn:p"), (("urn:p",),)),
        ),
        (
            [axiom("urn:p", f"{RDFS}domain", "urn:X")],
            Member(Relation("urn:X", True), (), ("urn:p",), ()),
        ),
        (chain("urn:p", ["urn:q", "urn:r"]), Chain(Relation("urn:p"), ("urn:q", "urn:r"))),
        (chain("urn:p", ["urn:p", "urn:r"]), Path(Relation("urn:p"), (("urn:r",),))),
    ],
)
def test_an_axiom_is_one_rule(said: list[ox.Quad], rule: object) -> None:
    assert compile_axioms(said).rules == (rule,)


@pytest.mark.parametrize(
    "said",
    [
        axiom("urn:x", f"{OWL}sameAs", "urn:y"),
        axiom("urn:p", f"{RDF}type", f"{OWL}FunctionalProperty"),
        axiom("urn:X", f"{OWL}someValuesFrom", "urn:Y"),
        axiom("urn:X", f"{OWL}hasKey", "urn:p"),
        axiom("urn:X", f"{OWL}intersectionOf", "urn:p"),
        axiom("urn:p", f"{RDFS}subPropertyOf", f"{OWL}sameAs"),
        axiom(f"{OWL}Thing", f"{RDFS}subClassOf", "urn:X"),
        axiom("urn:X", f"{RDFS}subClassOf", f"{OWL}Nothing"),
        axiom("urn:X", f"{RDFS}subClassOf", f"{XSD}decimal"),
        axiom("urn:x", f"{RDF}type", f"{XSD}decimal"),
        axiom("urn:p", f"{OWL}propertyChainAxiom", "urn:no-list"),
        axiom("urn:p", f"{OWL}propertyDisjointWith", "urn:p"),
        quad(ox.NamedNode("urn:X"), f"{RDFS}subClassOf", ox.BlankNode("node"), ONTOLOGY),
        quad(ox.BlankNode("node"), f"{OWL}inverseOf", ox.NamedNode("urn:p"), ONTOLOGY),
    ],
    ids=str,
)
def test_an_axiom_that_cannot_be_compiled_is_named(said: ox.Quad) -> None:
    with pytest.raises(InferenceError, match="no rule for the axiom") as error:
        compile_axioms([DECLARED, said])
    assert curie(said.predicate.value) in str(error.value)
    assert "--engine reference" in str(error.value)


def test_declarations_and_annotations_are_no_rules() -> None:
    title = axiom("urn:p", f"{RDFS}isDefinedBy", "urn:o")
    assert compile_axioms([DECLARED, title]).rules == ()


def test_what_leads_to_nothing_published_or_checked_is_left_out() -> None:
    step = axiom("urn:p", f"{RDFS}subPropertyOf", "urn:q")
    assert order(compile_axioms([EVERYTHING, step]), ()) == ()
    published = axiom("urn:q", f"{RDFS}subPropertyOf", f"{CG}r")
    strata = order(compile_axioms([published, step]), ())
    assert [rule.head.iri for (rule,) in strata] == ["urn:q", f"{CG}r"]


def test_what_only_a_rule_reads_is_made_for_it() -> None:
    step = axiom("urn:p", f"{RDFS}subPropertyOf", "urn:q")
    text = "PREFIX u: <urn:> CONSTRUCT { ?x ?made ?y } WHERE { ?x u:q ?y }"
    assert order(compile_axioms([step]), (rules.Rule("rules/test.rq", text),)) != ()


def test_the_bundled_axioms_are_compiled_whole() -> None:
    strata = order(compile_axioms(bundled().quads), rules.bundled())
    assert {Path, Chain, Copy, Member} == {type(rule) for stratum in strata for rule in stratum}
