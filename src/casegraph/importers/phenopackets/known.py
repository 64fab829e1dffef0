"""What a store and the bundled vocabulary say already of the terms and works that packets name."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from casegraph.build.leads import rows
from casegraph.build.stored_terms import public_graphs
from casegraph.namespaces import CG, PUBLICATIONS, RDF, SKOS, TERMS, provenance_graph
from casegraph.quads import graph_of, value_of
from casegraph.store import Store
from casegraph.vocabulary import bundled

Said = Mapping[str, list[ox.Quad]]
"""Quads by their subject's IRI."""

_AT_A_TIME = 500
_SAID = """SELECT ?subject ?predicate ?object WHERE {{
  VALUES ?subject {{ {subjects} }}
  GRAPH <{graph}> {{ ?subject ?predicate ?object }}
  FILTER({test})
}}"""
_NAMES_AND_KINDS = f"?predicate IN (<{RDF}type>, <{SKOS}prefLabel>, <{SKOS}altLabel>)"
"""What is asked of a public ontology."""


def described(iris: Iterable[str], place: str | None) -> Said:
    """Return what is said of *iris* as terms and publications, in its graphs.

    What public ontologies say is no more than names and kinds.
    place: the folder or URL of the store, which need not exist.

    :raises StoreError: when the store cannot be read.
    """
    wanted = list(dict.fromkeys(iris))
    found: dict[str, list[ox.Quad]] = {}
    named = set(wanted)
    for quad in bundled().quads:
        if graph_of(quad) == TERMS and value_of(quad.subject) in named:
            found.setdefault(value_of(quad.subject), []).append(quad)
    if place is None or not (Store.is_url(place) or Path(place).exists()):
        return found
    with Store.open(place) as store:
        public = public_graphs(store)
        graphs = (TERMS, *public, PUBLICATIONS)
        for start in range(0, len(wanted), _AT_A_TIME):
            values = " ".join(f"<{one}>" for one in wanted[start : start + _AT_A_TIME])
            for name in graphs:
                graph = ox.NamedNode(name)
                test = _NAMES_AND_KINDS if name in public else "true"
                query = _SAID.format(subjects=values, graph=name, test=test)
                for subject, predicate, value in rows(store, query):
                    quad = ox.Quad(subject, predicate, value, graph)
                    found.setdefault(subject.value, []).append(quad)
    return found


def sources_of(documents: Iterable[str], place: str | None) -> Mapping[str, str]:
    """Return the SHA-256 of the file of those *documents* that are in a store.

    It is empty for a case that was not imported. place: the folder or URL of the store, which need
    not exist.

    :raises StoreError: when the store cannot be read.
    """
    found: dict[str, str] = {}
    if place is None or not (Store.is_url(place) or Path(place).exists()):
        return found
    with Store.open(place) as store:
        named = list(dict.fromkeys(documents))
        for start in range(0, len(named), _AT_A_TIME):
            values = " ".join(
                f"(<{one}> <{one}/source> <{provenance_graph(one)}>)"
                for one in named[start : start + _AT_A_TIME]
            )
            query = (
                "SELECT ?document ?digest WHERE { "
                f"VALUES (?document ?source ?provenance) {{ {values} }} "
                f"GRAPH ?document {{ ?case a <{CG}Case> }} "
                f"OPTIONAL {{ GRAPH ?provenance {{ ?source <{CG}sha256> ?digest }} }} }}"
            )
            for row in rows(store, query):
                found[row["document"].value] = row["digest"].value if row["digest"] else ""
    return found
