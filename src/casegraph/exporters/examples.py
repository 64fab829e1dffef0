"""The query library as linked data: one `sh:SPARQLExecutable` a question, ready to run.

The convention is that of the SPARQL examples of the SIB, which other endpoints follow: the class
says the form of the query, `rdfs:comment` asks the question, `schema:keywords` has its tags,
`schema:target` the endpoint that answers it, and `sh:select` the whole text, prefixes included. A
parameter has its default as its value, a term of the bundled vocabulary by its IRI; one without a
default stays open, which asks about all that there is.

Source: SHACL, section 5.2.1 (`sh:prefixes`, `sh:declare`).
"""

from collections.abc import Iterator

import pyoxigraph as ox

from casegraph.exporters.file import Out, pieces_to
from casegraph.exporters.triple import triple
from casegraph.exporters.urls import iri_at
from casegraph.namespaces import BASE, DCTERMS, OWL, PREFIXES, RDF, RDFS, SH, XSD
from casegraph.quads import nquads
from casegraph.query import LibraryQuery, queries
from casegraph.query.parameters import bind
from casegraph.query.slots import with_values
from casegraph.store import Store
from casegraph.syntaxes.turtle import turtle
from casegraph.vocabulary import bundled

LIBRARY = f"{BASE}/query"
"""The IRI of the library; `/NAME` after it is the IRI of a query."""

_LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
_FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct"}
_HEADER = "#+"
_PREFIXES = {**PREFIXES, "query": f"{LIBRARY}/"}


def export_examples(out: Out[str], *, endpoint: str | None = None) -> None:
    """Write the query library to *out* as Turtle.

    out: a file, or what takes the text. endpoint: the URL of the SPARQL endpoint at which the
    queries can be asked, None when there is none.

    :raises ExportError: when the file cannot be written, or *endpoint* is not a URL.
    """
    content = written(endpoint=endpoint)
    with pieces_to(out) as put:
        put(content)


def written(*, endpoint: str | None = None) -> str:
    """Return the library as Turtle.

    :raises ExportError: when *endpoint* is not a URL.
    """
    return turtle(examples(endpoint=endpoint), _PREFIXES)


def examples(*, endpoint: str | None = None) -> Iterator[ox.Quad]:
    """Yield the triples of the library and of each query in it.

    :raises ExportError: when *endpoint* is not a URL.
    """
    asked = queries()
    yield from _library(sorted({prefix for one in asked for prefix in one.sparql.used_prefixes}))
    with _vocabulary() as store:
        for one in asked:
            yield from _example(one, text(one, store), endpoint)


def text(asked: LibraryQuery, store: Store) -> str:
    """Return the SPARQL of *asked* without its header, each parameter at its default.

    store: has the terms that the defaults name.

    :raises QueryError: when it lacks one.
    """
    values = {
        one.name: bind(one, one.default, store) for one in asked.params if one.default is not None
    }
    lines = with_values(asked.sparql, values).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_HEADER)).lstrip("\n")


def _vocabulary() -> Store:
    """Return a store with the bundled vocabulary."""
    store = Store.open()
    with store.rewriting(empty=True) as rewrite:
        rewrite.load(nquads(bundled().quads))
    return store


def _example(asked: LibraryQuery, sparql: str, endpoint: str | None) -> Iterator[ox.Quad]:
    """Yield the triples of one query."""
    form = _FORMS[asked.sparql.form]
    node = ox.NamedNode(f"{LIBRARY}/{asked.name}")
    for kind in ("SPARQLExecutable", f"SPARQL{form}Executable"):
        yield triple(node, f"{RDF}type", ox.NamedNode(SH + kind))
    yield triple(node, f"{RDFS}label", ox.Literal(asked.name))
    yield triple(node, f"{RDFS}comment", ox.Literal(asked.summary, language="en"))
    yield triple(node, f"{DCTERMS}description", ox.Literal(asked.description, language="en"))
    yield triple(node, f"{DCTERMS}isPartOf", ox.NamedNode(LIBRARY))
    yield triple(node, f"{DCTERMS}license", _LICENCE)
    for tag in asked.tags:
        yield triple(node, f"{PREFIXES['schema']}keywords", ox.Literal(tag))
    if endpoint is not None:
        yield triple(node, f"{PREFIXES['schema']}target", iri_at(endpoint, "SPARQL endpoint"))
    yield triple(node, f"{SH}prefixes", ox.NamedNode(LIBRARY))
    yield triple(node, SH + form.lower(), ox.Literal(sparql))


def _library(prefixes: list[str]) -> Iterator[ox.Quad]:
    """Yield what says which prefixes the queries use."""
    node = ox.NamedNode(LIBRARY)
    yield triple(node, f"{RDF}type", ox.NamedNode(f"{OWL}Ontology"))
    yield triple(node, f"{RDFS}label", ox.Literal("Questions to casegraph", language="en"))
    yield triple(node, f"{DCTERMS}license", _LICENCE)
    for prefix in prefixes:
        declared = ox.NamedNode(f"{LIBRARY}#{prefix}")
        namespace = ox.Literal(PREFIXES[prefix], datatype=ox.NamedNode(f"{XSD}anyURI"))
        yield triple(node, f"{SH}declare", declared)
        yield triple(declared, f"{RDF}type", ox.NamedNode(f"{SH}PrefixDeclaration"))
        yield triple(declared, f"{SH}prefix", ox.Literal(prefix))
        yield triple(declared, f"{SH}namespace", namespace)
