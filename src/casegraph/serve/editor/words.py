"""What the editor offers to complete: the prefixes, and the names of the ontology.

Leaves JSON with the members `prefixes`, from prefix to namespace, and `names`, each with its name
as SPARQL writes it, its label, its kind and its definition. Terms are found by the search.
"""

import json
from collections.abc import Iterator

from casegraph.namespaces import ONTOLOGY, OWL, PREFIXES, RDF, SKOS, curie
from casegraph.serve.workers import Context, Reply

_KINDS = (
    ("Class", "class"),
    ("ObjectProperty", "property"),
    ("DatatypeProperty", "property"),
    ("AnnotationProperty", "property"),
    ("NamedIndividual", "individual"),
)
"""What the ontology declares, and what the editor calls it, the first that fits."""

_NAMES = f"""
SELECT ?name ?kind ?definition
WHERE {{
  GRAPH <{ONTOLOGY}> {{
    ?name <{RDF}type> ?kind .
    OPTIONAL {{ ?name <{SKOS}definition> ?definition }}
  }}
}}
ORDER BY ?name
"""


def words(context: Context) -> Reply:
    """Return the words of the store in *context*."""
    said = {"prefixes": PREFIXES, "names": list(_names(context))}
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(200, "application/json", (body,))


def _names(context: Context) -> Iterator[dict[str, str]]:
    known = context.catalogue.ontology
    kinds: dict[str, set[str]] = {}
    definitions: dict[str, str] = {}
    for solution in context.catalogue.solutions(_NAMES):
        iri = solution["name"].value
        kinds.setdefault(iri, set()).add(solution["kind"].value.removeprefix(OWL))
        if solution["definition"] is not None:
            definitions.setdefault(iri, solution["definition"].value)
    for iri, label in known.items():
        kind = next((word for name, word in _KINDS if name in kinds.get(iri, ())), "name")
        yield {
            "name": curie(iri),
            "label": label,
            "kind": kind,
            "definition": definitions.get(iri, ""),
        }
