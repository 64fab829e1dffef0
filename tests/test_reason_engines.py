"""Both engines find the same consequences, whatever the cases and the terms."""

import random
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bare_ontology import ontology
from both_engines import CONTRADICTION, by_native, by_reference, reading_of
from casegraph.batch import Batch
from casegraph.namespaces import CASE, CG, OWL, PUBLICATIONS, RDF, RDFS, SKOS, TERM, TERMS, XSD
from casegraph.quads import graph_of
from casegraph.read import read
from casegraph.reason import rules
from casegraph.reason.native import Contradictory, Entangled, Reasoner, Uncompiled
from casegraph.vocabulary import bundled

X = f"{CASE}x"
Node = ox.NamedNode | ox.BlankNode | ox.Literal


def quad(subject: str, predicate: str, value: str | Node, graph: str = X) -> ox.Quad:
    node = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), node, ox.NamedNode(graph))


def test_the_bundled_cases_have_the_same_consequences() -> None:
    reading = read()
    expected = by_reference(reading, bundled())
    assert expected != CONTRADICTION
    assert by_native(reading, bundled(), together=True) == expected
    assert by_native(reading, bundled(), together=False) == expected


SHARED = [f"{TERM}{name}" for name in ("rash", "red-rash", "spots", "arm", "wrist", "unknown")]
POLARITIES = [f"{CG}{name}" for name in ("affirms", "denies", "suspects", "performs", "resolves")]
BETWEEN = [
    *(f"{SKOS}{name}" for name in ("broader", "narrower", "broadMatch", "exactMatch")),
    *(f"{SKOS}{name}" for name in ("closeMatch", "broaderTransitive")),
    *(f"{CG}{name}" for name in ("partOf", "hasPart", "spans", "impliesSite")),
]
KINDS = [f"{CG}{name}" for name in ("FindingType", "Disease", "AnatomicalStructure")]
NUMBERS = [ox.Literal(text, datatype=ox.NamedNode(f"{XSD}decimal")) for text in ("2.5", "0", "7")]
DURATIONS = [
    ox.Literal(text, datatype=ox.NamedNode(f"{XSD}duration")) for text in ("P2Y", "-P14D", "P1M2D")
]

terms = st.sampled_from(SHARED)
hierarchies = st.lists(
    st.builds(quad, terms, st.sampled_from(BETWEEN), terms, st.just(TERMS))
    | st.builds(
        quad,
        st.sampled_from(SHARED[:5]),
        st.just(f"{RDF}type"),
        st.sampled_from(KINDS),
        st.just(TERMS),
    ),
    max_size=8,
)


def cases_called(name: str) -> st.SearchStrategy[list[ox.Quad]]:
    """Return cases of that name: statements about terms, and now and then something odd."""
    document = f"{CASE}{name}"
    graph = st.just(document)
    statement = st.sampled_from([f"{document}#{name}" for name in ("one", "two", "three")])
    said = st.one_of(
        st.builds(
            quad, st.just(f"{document}#case"), st.just(f"{CG}hasStatement"), statement, graph
        ),
        st.builds(quad, statement, st.sampled_from(POLARITIES), terms, graph),
        st.builds(quad, statement, st.just(f"{CG}site"), terms, graph),
        st.builds(quad, statement, st.just(f"{CG}because"), statement, graph),
        st.builds(quad, statement, st.just(f"{RDF}type"), st.just(f"{CG}Measurement"), graph),
        st.builds(quad, statement, st.just(f"{CG}value"), st.sampled_from(NUMBERS), graph),
        st.builds(quad, statement, st.just(f"{CG}referenceHigh"), st.sampled_from(NUMBERS), graph),
        st.builds(quad, statement, st.just(f"{CG}atOffset"), st.sampled_from(DURATIONS), graph),
        st.builds(quad, statement | terms, st.sampled_from(BETWEEN), statement | terms, graph),
    )
    return st.lists(said, max_size=10)


@settings(max_examples=40, deadline=None)
@given(shared=hierarchies, one=cases_called("x"), other=cases_called("y"), together=st.booleans())
def test_generated_cases_have_the_same_consequences(
    shared: list[ox.Quad], one: list[ox.Quad], other: list[ox.Quad], together: bool
) -> None:
    reading = reading_of([*shared, *one, *other])
    expected = by_reference(reading, ontology())
    assert by_native(reading, ontology(), together=together) == expected


def large_vocabulary(size: int) -> list[ox.Quad]:
    """Return *size* terms: a hierarchy with several parents, parts of parts, and mappings."""
    chance = random.Random(size)
    quads = []
    for number in range(size):
        term = f"{TERM}t{number}"
        quads.append(quad(term, f"{RDF}type", KINDS[0], TERMS))
        for _ in range(chance.choice((1, 1, 2))):
            wider = f"{TERM}t{number // chance.choice((2, 3, 4))}"
            quads.append(quad(term, f"{SKOS}broader", wider, TERMS))
        if number % 10 == 0:
            quads.append(quad(term, f"{SKOS}exactMatch", f"https://example.org/{number}", TERMS))
    return quads


def case_over(size: int) -> list[ox.Quad]:
    chance = random.Random(size)
    quads = []
    for number in range(30):
        statement = f"{X}#s{number}"
        term = f"{TERM}t{chance.randrange(size)}"
        quads.append(quad(f"{X}#case", f"{CG}hasStatement", statement))
        quads.append(quad(statement, chance.choice(POLARITIES), term))
    return quads


def test_a_large_vocabulary_has_the_same_consequences() -> None:
    """As large as owlrl follows in some seconds."""
    size = 1000
    reading = reading_of([*large_vocabulary(size), *case_over(size)])
    expected = by_reference(reading, ontology())
    assert len(expected) > 10 * size
    assert by_native(reading, ontology(), together=True) == expected


@pytest.fixture
def reasoner() -> Reasoner:
    return Reasoner(ontology().quads, rules.bundled())


def batch_of(*quads: ox.Quad, names: Sequence[str] = (X,)) -> Batch:
    batch = Batch(ontology().quads)
    for name in names:
        batch.add(name, [said for said in quads if graph_of(said) == name])
    return batch


Y = f"{CASE}y"
SAID = (
    quad(f"{X}#case", f"{CG}hasStatement", f"{X}#one"),
    quad(f"{X}#one", f"{CG}affirms", f"{TERM}rash"),
)


def test_a_case_among_many_that_says_something_new_of_a_term_is_named(reasoner: Reasoner) -> None:
    batch = batch_of(*SAID, names=(X, Y))
    with pytest.raises(Entangled) as error:
        reasoner.follow(batch)
    assert error.value.names == (X,)
    assert list(batch.inferred(X)) == []


def test_what_follows_is_left_in_the_batch_and_nothing_else(reasoner: Reasoner) -> None:
    batch = batch_of(*SAID)
    before = len(batch.store)
    followed = reasoner.follow(batch)
    assert set(followed[X]) == set(batch.inferred(X))
    assert len(batch.store) == before + len(followed[X])
    assert quad(f"{X}#case", f"{CG}presents", f"{TERM}rash", f"{X}/inferred") in followed[X]


@pytest.mark.parametrize(
    "said",
    [
        quad(f"{X}#one", f"{OWL}sameAs", f"{X}#two"),
        quad(f"{X}#one", f"{RDF}type", f"{OWL}Nothing"),
        quad(f"{CG}p", f"{RDFS}subPropertyOf", f"{CG}q"),
        quad(f"{X}#one", f"{CG}affirms", ox.Literal("rash")),
        quad(f"{X}#one", f"{CG}partOf", ox.Literal("arm")),
        quad(f"{X}#one", f"{CG}value", ox.Literal("much")),
        quad(f"{X}#one", f"{CG}value", f"{TERM}much"),
    ],
    ids=str,
)
def test_what_only_the_reference_engine_can_follow_is_handed_back(
    said: ox.Quad, reasoner: Reasoner
) -> None:
    batch = batch_of(said)
    with pytest.raises(Uncompiled) as error:
        reasoner.follow(batch)
    assert error.value.names == (X,)
    assert list(batch.inferred(X)) == []


@pytest.mark.parametrize(
    "said",
    [
        (*SAID, quad(f"{X}#one", f"{CG}denies", f"{TERM}rash")),
        (
            quad(f"{X}#one", f"{RDF}type", f"{CG}Finding"),
            quad(f"{X}#one", f"{RDF}type", f"{CG}Outcome"),
        ),
        (
            quad(
                f"{X}#one",
                f"{RDFS}comment",
                ox.Literal("much", datatype=ox.NamedNode(f"{XSD}decimal")),
            ),
        ),
    ],
)
def test_a_case_that_the_axioms_contradict_is_named_by_both(
    said: tuple[ox.Quad, ...], reasoner: Reasoner
) -> None:
    with pytest.raises(Contradictory) as error:
        reasoner.follow(batch_of(*said))
    assert error.value.names == (X,)
    assert by_reference(reading_of(list(said)), ontology()) == CONTRADICTION


def test_a_publication_has_its_consequences_in_the_graph_of_publications() -> None:
    paper = f"{PUBLICATIONS}/paper"
    cites = quad(
        paper, "http://purl.org/spar/cito/citesAsEvidence", f"{PUBLICATIONS}/older", PUBLICATIONS
    )
    reading = reading_of([cites])
    expected = by_reference(reading, ontology())
    assert by_native(reading, ontology(), together=True) == expected
    assert any(f"{PUBLICATIONS}/inferred" in str(said) for said in expected)
