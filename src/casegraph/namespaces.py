"""The names of the design: prefixes, named graphs, and how a case document's IRIs hang together.

Everything here is computed from strings alone, so that the same input gives the same names on
every machine.
"""

import re
from collections.abc import Mapping

BASE = "https://w3id.org/casegraph"

CG = f"{BASE}/ontology#"
TERM = f"{BASE}/term/"
CASE = f"{BASE}/case/"
PUBLICATION = f"{BASE}/publication/"

CITO = "http://purl.org/spar/cito/"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: dict[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "case": CASE,
    "cg": CG,
    "cito": CITO,
    "dcterms": DCTERMS,
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": OA,
    "owl": OWL,
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": PROV,
    "publication": PUBLICATION,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": "https://schema.org/",
    "sh": SH,
    "skos": SKOS,
    "term": TERM,
    "xsd": XSD,
}
"""Prefix to namespace IRI, for printing and for queries."""

ONTOLOGY = f"{BASE}/ontology"
"""The named graph of the vocabulary and the axioms."""

TERMS = f"{BASE}/term"
"""The named graph of the terms, their hierarchy and their mappings."""

TERMS_INFERRED = f"{TERMS}/inferred"
"""The named graph of what follows about the terms."""

VOCABULARY = f"{BASE}/vocabulary/"
"""The namespace of the named graphs with the terms of public ontologies, one graph for each."""

PUBLICATIONS = f"{BASE}/publication"
"""The named graph of the bibliographic records that several cases share."""

PUBLICATIONS_INFERRED = f"{PUBLICATIONS}/inferred"
"""The named graph of what follows about the publications."""

CONTEXT = f"{BASE}/context.jsonld"
"""The name of the project's JSON-LD context."""

_DOCUMENT = re.compile(re.escape(CASE) + r"([A-Za-z0-9][A-Za-z0-9._~-]*)(?=[/#]|\Z)")
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")


def document_of(iri: str) -> str | None:
    """Return the case document that *iri* belongs to, or None when it belongs to none.

    >>> document_of("https://w3id.org/casegraph/case/neck-pain#patient")
    'https://w3id.org/casegraph/case/neck-pain'
    >>> document_of("https://w3id.org/casegraph/term/neck-pain") is None
    True
    """
    found = _DOCUMENT.match(iri)
    return found.group() if found else None


def document_named(name: str) -> str:
    """Return the case document that *name* means: a slug, a document, or any IRI inside it.

    >>> document_named("neck-pain")
    'https://w3id.org/casegraph/case/neck-pain'
    >>> document_named("https://w3id.org/casegraph/case/neck-pain#case")
    'https://w3id.org/casegraph/case/neck-pain'
    """
    return document_of(name) or CASE + name.removeprefix("case:")


def slug_of(document: str) -> str:
    """Return the last part of a case document's IRI.

    >>> slug_of("https://w3id.org/casegraph/case/neck-pain")
    'neck-pain'
    """
    return document.removeprefix(CASE)


def case_iri(document: str) -> str:
    """Return the IRI of the `cg:Case` in *document*."""
    return f"{document}#case"


def inferred_graph(document: str) -> str:
    """Return the named graph of what follows from *document*."""
    return f"{document}/inferred"


def provenance_graph(document: str) -> str:
    """Return the named graph that says who encoded *document*, from which text and when."""
    return f"{document}/provenance"


def is_term_graph(graph: str) -> bool:
    """Return whether *graph* holds what is said of terms, our own or those of a public ontology."""
    return graph == TERMS or graph.startswith(VOCABULARY)


def is_inferred_graph(graph: str) -> bool:
    """Return whether *graph* holds what follows and nothing else."""
    return graph in (TERMS_INFERRED, PUBLICATIONS_INFERRED) or (
        document_of(graph) is not None and graph.endswith("/inferred")
    )


def curie(iri: str, prefixes: Mapping[str, str] = PREFIXES) -> str:
    """Return *iri* as a reader likes it: with a prefix where one fits, else in angle brackets.

    >>> curie("https://w3id.org/casegraph/ontology#affirms")
    'cg:affirms'
    >>> curie("https://w3id.org/casegraph/case/neck-pain#patient")
    '<https://w3id.org/casegraph/case/neck-pain#patient>'
    """
    fitting = [(len(space), prefix) for prefix, space in prefixes.items() if iri.startswith(space)]
    if fitting:
        length, prefix = max(fitting)
        if _LOCAL_NAME.fullmatch(iri[length:]):
            return f"{prefix}:{iri[length:]}"
    return f"<{iri}>"
