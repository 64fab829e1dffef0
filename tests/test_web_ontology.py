"""The ontology's own pages: every axiom in words, every name told, absence kept in each example."""

import re
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from casegraph.errors import VocabularyError
from casegraph.namespaces import CG, ONTOLOGY
from casegraph.narrative.statements import POLARITIES
from casegraph.pictures import classes
from casegraph.quads import canonical
from casegraph.resources import ontology_dir
from casegraph.shacl.told import told_shapes
from casegraph.store import Store
from casegraph.web import name, ontology
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.name.asked import asked_of, taken
from casegraph.web.name.page import Name
from casegraph.web.name.page import values as values_of_name
from casegraph.web.ontology.axioms import ALIGNED, BORROWED, CHAIN, axioms, worded
from casegraph.web.ontology.polarities import polarities
from casegraph.web.ontology.said import Said, said
from casegraph.web.ontology.stanzas import sections
from casegraph.web.ontology.words import one
from pictures_boxes import SVG, overlapping, parsed

_PREFIXES = f"""
@prefix cg: <{CG}> .
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="module")
def catalogue(bundled_store: Store) -> Catalogue:
    return Catalogue(bundled_store)


def files() -> rdflib.Graph:
    graph = rdflib.Graph()
    for file in ontology_dir().glob("*.ttl"):
        graph.parse(file)
    return graph


def ontology_of(turtle: str) -> Said:
    """Return what the installed ontology and *turtle* say."""
    added = ox.parse(_PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return Said([*said().quads, *(ox.Quad(*quad.triple) for quad in added)])


def page(catalogue: Catalogue, local: str) -> Name:
    return values_of_name(catalogue, CG + local, 1)


def html(catalogue: Catalogue, kind: Kind, key: str) -> str:
    shown = kind.values(catalogue, key, 1)
    return rendered(kind, shown, kind.path(key), catalogue, Site("0"))


def test_every_axiom_of_the_files_has_words() -> None:
    graph = files()
    expected = sum(
        len(list(graph.subject_objects(predicate)))
        for predicate in (
            OWL.propertyChainAxiom,
            OWL.inverseOf,
            OWL.disjointWith,
            RDFS.subClassOf,
            RDFS.subPropertyOf,
            RDFS.domain,
            RDFS.range,
        )
    ) + sum(
        len(list(graph.subjects(RDF.type, kind)))
        for kind in (
            OWL.TransitiveProperty,
            OWL.SymmetricProperty,
            OWL.AllDisjointClasses,
            OWL.AllDisjointProperties,
        )
    )
    assert len(axioms()) == expected
    assert expected > 200


def test_the_sentences_of_one_axiom_of_each_form() -> None:
    assert {
        "A case presents what a statement of it affirms.",
        "A case that presents something presents all that is broader too.",
        "A case that excludes something excludes all that is narrower too.",
        "A case involves what something that it presents implies as its site.",
        "Every measurement is a finding.",
        "Every statement is a prov:Entity.",
        "Nothing is both a substance and a finding type.",
        "Nothing is of two of the classes “finding”, “diagnosis”, “investigation”, “treatment” and "
        "“outcome”. A statement is of one kind.",
        "“part of” from one to another is “has part” from the other to the one.",
        "skos:exactMatch holds in both directions.",
        "Where skos:broader holds, skos:broaderTransitive holds too.",
        "“affirms” leads from a statement.",
        "“age in years” leads to a decimal number.",
    } <= {axiom.text for axiom in axioms()}


def test_what_is_said_of_other_vocabularies_is_told_apart() -> None:
    groups = {axiom.text: axiom.group for axiom in axioms()}
    assert groups["Every statement is a prov:Entity."] == ALIGNED
    assert groups["skos:exactMatch holds in both directions."] == BORROWED
    assert Counter(groups.values())[CHAIN] == 18


@pytest.mark.parametrize(
    ("turtle", "node"),
    [
        ("cg:patient a owl:FunctionalProperty .", "cg:patient"),
        ("cg:Case owl:equivalentClass cg:Patient .", "cg:Case"),
        ("cg:Case owl:hasKey ( cg:patient ) .", "cg:Case"),
        ("cg:presents owl:propertyChainAxiom ( cg:hasFigure cg:depicts cg:affirms ) .", None),
        ("cg:presents owl:propertyChainAxiom ( cg:hasFigure cg:affirms ) .", "cg:presents"),
        ("cg:dose owl:propertyChainAxiom ( cg:hasStatement cg:affirms ) .", "cg:dose"),
        ("cg:Case rdfs:subClassOf [ a owl:Class ; owl:complementOf cg:Patient ] .", None),
        ("cg:Case owl:disjointWith [ owl:complementOf cg:Patient ] .", None),
    ],
)
def test_an_axiom_without_words_is_an_error(turtle: str, node: str | None) -> None:
    with pytest.raises(VocabularyError) as caught:
        list(worded(ontology_of(turtle)))
    assert caught.value.repair
    assert node is None or caught.value.node == node


def test_only_four_polarities_have_consequences() -> None:
    follows = {one.name: "".join(word.text for word in one.follows) for one in polarities(said())}
    assert list(follows) == list(POLARITIES)
    assert follows == {
        "affirms": "the case presents it and all that is broader and what matches it exactly",
        "suspects": "the case considers it and all that is broader and what matches it exactly",
        "denies": "the case excludes it and all that is narrower and what matches it exactly",
        "deniesAt": "",
        "resolves": "",
        "performs": "the case underwent it and all that is broader and what matches it exactly",
        "notPerformed": "",
    }


def test_each_name_stands_in_one_section_and_has_a_definition() -> None:
    entries = [entry for section in sections() for entry in section.entries]
    named = {str(node) for node in files().subjects(RDFS.label) if str(node).startswith(CG)}
    assert Counter(entry.iri for entry in entries) == Counter(named)
    assert all(entry.definition and entry.label and entry.kind for entry in entries)


def test_the_picture_agrees_with_domains_and_ranges() -> None:
    graph = files()
    drawn = classes.of_ontology(lambda iri: one(said(), iri).text)
    for relation in drawn.relations:
        for property_ in relation.properties:
            node = rdflib.URIRef(property_.iri)
            assert set(map(str, graph.objects(node, RDFS.domain))) <= {relation.source}
            assert set(map(str, graph.objects(node, RDFS.range))) <= {relation.target}
            assert property_.label != property_.iri
    for drawn_class in drawn.classes:
        for kind in drawn_class.kinds:
            above = graph.transitive_objects(rdflib.URIRef(kind.iri), RDFS.subClassOf)
            assert rdflib.URIRef(drawn_class.name.iri) in set(above)


def test_what_only_follows_has_a_line_of_its_own_in_the_picture() -> None:
    drawn = classes.of_ontology(lambda iri: one(said(), iri).text)
    follows = [relation for relation in drawn.relations if relation.follows]
    assert [[each.label for each in relation.properties] for relation in follows] == [
        ["presents", "considers", "excludes", "underwent", "involves"]
    ]
    told = classes.picture(drawn)
    assert ("case", "excludes (follows)", "term") in {row.cells for row in told.rows}


def test_the_picture_has_no_words_over_others_and_links_every_name() -> None:
    drawn = classes.of_ontology(lambda iri: one(said(), iri).text)
    told = classes.picture(drawn, href=str)
    assert overlapping(told.svg) == []
    linked = {node.get("href") for node in parsed(told.svg).iter(f"{SVG}a")}
    assert linked == {each.name.iri for each in drawn.classes} | {row.href for row in told.rows}


@pytest.mark.parametrize("polarity", POLARITIES)
def test_an_example_of_a_polarity_shows_it(catalogue: Catalogue, polarity: str) -> None:
    for example in page(catalogue, polarity).used:
        assert example.subject.polarity == polarity
        assert example.subject.word
        assert example.value is None


def test_an_excluded_term_is_marked_absent(catalogue: Catalogue) -> None:
    used = page(catalogue, "excludes").used
    assert used
    assert {example.value.polarity for example in used if example.value} == {"excludes"}
    assert "mark-absent" in html(catalogue, name.KIND, f"{CG}excludes")


def test_a_statement_among_examples_never_stands_without_its_polarity(
    catalogue: Catalogue,
) -> None:
    sparql = "SELECT ?node ?polarity WHERE { ?node ?polarity ?term FILTER(?polarity IN (%s)) }"
    listed = ", ".join(f"<{CG}{polarity}>" for polarity in POLARITIES)
    stated = {
        solution["node"].value: solution["polarity"].value.removeprefix(CG)
        for solution in catalogue.solutions(sparql % listed)
    }
    seen = 0
    for iri in catalogue.ontology:
        for example in values_of_name(catalogue, iri, 1).used:
            for thing in filter(None, (example.subject, example.value)):
                if thing.link.target in stated:
                    assert thing.polarity == stated[thing.link.target]
                    seen += 1
    assert seen > 100


def test_what_the_curator_infers_is_said_to_be_theirs(catalogue: Catalogue) -> None:
    used = page(catalogue, "hasInference").used
    assert [example.value.voice for example in used if example.value] == [
        "the curator's inference"
    ] * len(used)
    assert used


def test_uses_are_counted_apart_by_whether_they_follow(catalogue: Catalogue) -> None:
    def counted(local: str) -> list[tuple[str, int, int]]:
        return [(use.how, use.triples, use.cases) for use in page(catalogue, local).uses.counted]

    assert counted("hasInference") == [("asserted", 2, 2)]
    assert counted("danglingLinks") == []
    ((how, triples, cases),) = counted("ageYears")
    assert (how, triples, cases) == ("inferred", 3, 3)
    assert {how for how, _, _ in counted("partOf")} == {
        "asserted among terms and publications",
        "inferred among terms and publications",
    }


def test_a_value_is_found_where_it_stands_at_the_end(catalogue: Catalogue) -> None:
    used = page(catalogue, "Left").used
    assert {example.property.text for example in used} == {"laterality"}


def test_shapes_are_told_where_they_name_a_property_or_use_it_in_a_query() -> None:
    assert "statement-denies" in {told.name for told in asked_of(f"{CG}denies")}
    assert "age-span" in {told.name for told in asked_of(f"{CG}atMinAge")}
    known = {told.name for file in told_shapes() for told in file.shapes}
    used = {told.name for iri in _names() for told in asked_of(iri)}
    assert used <= known
    assert len(used) > 0.9 * len(known)


def test_a_closed_shape_is_about_its_class_and_not_about_what_it_lets_pass() -> None:
    assert "claim" in {told.name for told in asked_of(f"{CG}Claim")}
    assert "claim" not in {told.name for told in asked_of(f"{CG}evidence")}
    assert (f"{CG}Claim", f"{CG}evidence") in taken()
    assert (f"{CG}Claim", f"{CG}denies") not in taken()


def test_mappings_of_values_are_told(catalogue: Catalogue) -> None:
    ((words, target),) = page(catalogue, "Left").alignments
    assert (words, target.text) == ("the same as", "HP:0012835")


def test_data_beside_a_name_is_what_the_ontology_says_of_it(catalogue: Catalogue) -> None:
    assert name.KIND.quads
    quads = list(name.KIND.quads(catalogue, f"{CG}presents"))
    assert {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)} == {
        f"{CG}presents"
    }
    chains = [quad for quad in quads if quad.predicate.value == str(OWL.propertyChainAxiom)]
    cells = [quad for quad in quads if quad.predicate.value == str(RDF.first)]
    assert (len(chains), len(cells)) == (3, 6)


def test_data_beside_the_whole_is_the_ontology(catalogue: Catalogue, bundled_store: Store) -> None:
    assert ontology.KIND.quads
    quads = list(ontology.KIND.quads(catalogue, ONTOLOGY))
    assert canonical(quads) == canonical(bundled_store.graph(ONTOLOGY))
    assert canonical(quads) == canonical(said().quads)


def test_a_name_that_only_the_store_has_still_gets_a_page() -> None:
    store = Store.open()
    graph, label = ox.NamedNode(ONTOLOGY), ox.NamedNode(str(RDFS.label))
    quads = [
        ox.Quad(ox.NamedNode(CG + local), label, ox.Literal(local), graph)
        for local in ("Omen", "foretells")
    ]
    store.replace_graphs([ONTOLOGY], quads)
    catalogue = Catalogue(store)
    assert [page(catalogue, local).kind for local in ("Omen", "foretells")] == [
        "class",
        "property",
    ]


def test_places_that_the_whole_page_names_are_in_it(catalogue: Catalogue) -> None:
    text = html(catalogue, ontology.KIND, ONTOLOGY)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    named = re.findall(r'href="#([^"]+)"|aria-labelledby="([^"]+)"', text)
    assert {place for pair in named for one in pair for place in one.split()} <= set(ids)


def test_permanent_address_of_a_name_has_its_place_on_the_whole_page(catalogue: Catalogue) -> None:
    """A fragment never reaches a server, so `ontology#Case` leads to a place on that page."""
    ids = set(re.findall(r' id="([^"]+)"', html(catalogue, ontology.KIND, ONTOLOGY)))
    assert {iri.removeprefix(CG) for iri in _names()} <= ids


def _names() -> list[str]:
    return [entry.iri for section in sections() for entry in section.entries]
