"""The public ontologies that a store holds, each in its named graph."""

from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import CG, DCTERMS, OWL, SKOS, VOCABULARY
from casegraph.ontologies.ontology import DANGLING
from casegraph.store import Store

_ABOUT = f"""
SELECT ?graph ?property ?value
WHERE {{
  GRAPH ?graph {{
    ?graph a <{SKOS}ConceptScheme> ;
      ?property ?value .
  }}
  FILTER (STRSTARTS(STR(?graph), "{VOCABULARY}"))
}}
"""
_COUNT = f"""
SELECT (COUNT(DISTINCT ?term) AS ?count)
WHERE {{
  GRAPH ?graph {{ ?term <{SKOS}prefLabel> ?label . }}
}}
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A public ontology in a store.

    id: the last part of its graph's name, *iri*. terms: how many have a label, obsolete
    ones among them. dangling: how many links of its file lead to terms that it does not define.
    source: the name of the file, sha256: of its bytes.
    """

    id: str
    iri: str
    title: str
    version: str | None
    licence: str | None
    terms: int
    dangling: int
    source: str
    sha256: str


def stored(store: Store) -> tuple[Stored, ...]:
    """Return the public ontologies in *store*, by their names."""
    about: dict[str, dict[str, str]] = {}
    for row in cast("ox.QuerySolutions", store.query(_ABOUT)):
        about.setdefault(row["graph"].value, {})[row["property"].value] = row["value"].value
    return tuple(_stored(store, graph, about[graph]) for graph in sorted(about))


def _stored(store: Store, graph: str, about: dict[str, str]) -> Stored:
    counted = cast("ox.QuerySolutions", store.query(_COUNT.replace("?graph", f"<{graph}>")))
    return Stored(
        id=graph.removeprefix(VOCABULARY),
        iri=graph,
        title=about.get(f"{DCTERMS}title", ""),
        version=about.get(f"{OWL}versionInfo"),
        licence=about.get(f"{DCTERMS}license"),
        terms=int(next(counted)["count"].value),
        dangling=int(about.get(DANGLING, "0")),
        source=about.get(f"{DCTERMS}source", ""),
        sha256=about.get(f"{CG}sha256", ""),
    )
