"""The numbers of a store for its description: those that Oxigraph counts in seconds.

How many different subjects and objects there are takes far longer, and is left out.
"""

import json
from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox

from casegraph.exporters.datasets import Count, Tally
from casegraph.namespaces import CASE, DCTERMS, RDF, TERMS
from casegraph.serve.parts import triples_by_part
from casegraph.serve.workers import Context, Reply
from casegraph.web.catalogue import Catalogue

_BY_PROPERTY = (
    "SELECT ?name (COUNT(*) AS ?number) WHERE { GRAPH ?g { ?s ?name ?o } } GROUP BY ?name"
)
_BY_CLASS = f"""
SELECT ?name (COUNT(DISTINCT ?thing) AS ?number)
WHERE {{ GRAPH ?g {{ ?thing <{RDF}type> ?name }} }}
GROUP BY ?name
"""
_SAID = f"""
SELECT ?property ?value (COUNT(*) AS ?number)
WHERE {{
  VALUES ?property {{
    <{DCTERMS}created> <{DCTERMS}conformsTo> <{DCTERMS}creator> <{DCTERMS}license>
  }}
  ?document ?property ?value .
  FILTER(STRSTARTS(STR(?document), "{CASE}") && !CONTAINS(STR(?document), "#"))
  FILTER(ISIRI(?value) || ?property = <{DCTERMS}created>)
}}
GROUP BY ?property ?value
"""


def counts(context: Context) -> Reply:
    """Return how many triples there are by part and by property, and things by class, as JSON."""
    catalogue = context.catalogue
    counted = {
        "triples": triples_by_part(catalogue),
        "properties": dict(_numbers(catalogue, _BY_PROPERTY)),
        "classes": dict(sorted(_numbers(catalogue, _BY_CLASS))),
    }
    return Reply(200, "application/json", (json.dumps(counted).encode(),))


def tally(catalogue: Catalogue, counted: bytes = b"") -> Tally:
    """Return the numbers of *catalogue*: what takes no time, with *counted*.

    counted: what `counts` gives, empty when that is not known yet.
    """
    known = json.loads(counted) if counted else {}
    terms = Count()
    terms.take(TERMS, catalogue.store.graph(TERMS))
    return Tally(
        cases=len(catalogue.cases),
        first=next(iter(catalogue.cases), ""),
        triples=Counter(known.get("triples", {})),
        properties=Counter(known.get("properties", {})),
        classes=known.get("classes", {}),
        links=terms.links,
        said=_said(catalogue),
    )


def _said(catalogue: Catalogue) -> Counter[tuple[str, str]]:
    """Return what the case documents say of themselves, with the number of cases."""
    return Counter(
        {
            (row["property"].value, row["value"].value): int(row["number"].value)
            for row in catalogue.solutions(_SAID)
        }
    )


def _numbers(catalogue: Catalogue, sparql: str) -> Iterable[tuple[str, int]]:
    for row in catalogue.solutions(sparql):
        if isinstance(row["name"], ox.NamedNode):
            yield row["name"].value, int(row["number"].value)
