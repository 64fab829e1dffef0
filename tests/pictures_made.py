"""Invented cases to be drawn, in a store of their own."""

from pathlib import Path

from casegraph.narrative.facts import Facts
from casegraph.quads import graph_of
from casegraph.read import read
from casegraph.reason import entailments
from casegraph.store import Store
from casegraph.vocabulary import bundled

DOCUMENT = "https://w3id.org/casegraph/case/invented"
CASE = f"{DOCUMENT}#case"

_HEAD = """\
@base <https://w3id.org/casegraph/case/invented> .
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<#case> a cg:Case ; rdfs:label "Invented"@en ; cg:patient <#patient> .
<#patient> a cg:Patient ; cg:ageAtPresentation "P40Y"^^xsd:duration .
"""


def store_of(folder: Path, turtle: str) -> Store:
    """Return a store with an invented case, which need not be valid, and what follows from it."""
    file = folder / "invented.ttl"
    file.write_text(_HEAD + turtle)
    reading = read(file)
    quads = [*reading.quads, *bundled().quads, *entailments(reading)]
    store = Store.open()
    store.replace_graphs({graph_of(quad) for quad in quads}, quads)
    return store


def facts_of(folder: Path, turtle: str) -> Facts:
    """Return the facts of an invented case."""
    return Facts(store_of(folder, turtle), DOCUMENT)
