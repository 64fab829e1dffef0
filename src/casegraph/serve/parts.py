"""How many triples a store has in each of its parts."""

from collections import Counter

import pyoxigraph as ox

from casegraph.exporters.datasets.count import part_of
from casegraph.web.catalogue import Catalogue

_BY_GRAPH = "SELECT ?name (COUNT(*) AS ?number) WHERE { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name"


def triples_by_part(catalogue: Catalogue) -> Counter[str]:
    """Return the number of triples by part: graphs of one kind, as a dataset offers them."""
    found: Counter[str] = Counter()
    for row in catalogue.solutions(_BY_GRAPH):
        if isinstance(row["name"], ox.NamedNode):
            found[part_of(row["name"].value)] += int(row["number"].value)
    return found
