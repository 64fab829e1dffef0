"""The words of the terms that a store has, for case files in YAML."""

from collections.abc import Iterable, Sequence
from typing import cast

import pyoxigraph as ox

from casegraph.build.parts import Part
from casegraph.build.stored_terms import public_graphs
from casegraph.namespaces import OWL, SKOS, TERMS
from casegraph.read import Words, bundled_words, is_yaml, words_of
from casegraph.store import Store

_NAMES = f"""SELECT ?term ?property ?name WHERE {{{{
  VALUES ?property {{{{ <{SKOS}prefLabel> <{SKOS}altLabel> }}}}
  GRAPH <{{graph}}> {{{{
    ?term ?property ?name
    FILTER NOT EXISTS {{{{ ?term <{OWL}deprecated> true }}}}
  }}}}
}}}}"""


def words_in(store: Store) -> Words:
    """Return the bundled words, and those of the terms of *store* where the bundled have none.

    Obsolete terms have no words.
    """
    return bundled_words().before(words_of(_names(store)))


def words_for(parts: Sequence[Part], store: Store | None) -> Words | None:
    """Return the words for *parts*, None when they need none but the bundled."""
    named = any(isinstance(part, str) and is_yaml(part) for part in parts)
    return words_in(store) if named and store is not None else None


def _names(store: Store) -> Iterable[tuple[str, str, str]]:
    for graph in (TERMS, *public_graphs(store)):
        for row in cast("ox.QuerySolutions", store.query(_NAMES.format(graph=graph))):
            yield row["term"].value, row["property"].value, row["name"].value
