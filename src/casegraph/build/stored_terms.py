"""The terms that a store and an input have beside the bundled ones, as far as quads lead to them.

A public ontology has ten thousands of terms, and an import brings as many; cases lead to a few of
them: those they name, all that is above these, and what is below what they deny (`build.leading`).
So what a case costs does not depend on how many terms there are. Nothing leads to the old name of a
term but a case that uses it; else each case would present as many old names as terms.
"""

from collections.abc import Collection, Iterable

import pyoxigraph as ox

from casegraph.build.crew import batched
from casegraph.build.leading import Leading
from casegraph.build.leads import (
    AT_A_TIME,
    EVERY,
    Looked,
    Said,
    Sources,
    by_subject,
    old_names,
    rows,
)
from casegraph.build.shared import Stored
from casegraph.namespaces import SKOS, TERMS, TERMS_INFERRED, VOCABULARY
from casegraph.quads import subject_of
from casegraph.read import Location
from casegraph.reason import Reach
from casegraph.store import Store
from casegraph.vocabulary import Vocabulary

_PUBLIC = f"""SELECT ?graph WHERE {{
  ?graph a <{SKOS}ConceptScheme>
  FILTER(STRSTARTS(STR(?graph), "{VOCABULARY}"))
}}
ORDER BY ?graph"""
_SUBJECTS = (
    "SELECT DISTINCT ?node WHERE {{ GRAPH <{graph}> {{ ?node ?property ?value }} }} LIMIT {limit}"
)
_KNOWN = """ASK {{
  VALUES ?node {{ {nodes} }}
  GRAPH <{graph}> {{ {{ ?node ?property ?value }} UNION {{ ?value ?property ?node }} }}
}}"""

_THERE = Location("the store", None)

Node = ox.NamedNode | ox.BlankNode | ox.Triple


def public_graphs(store: Store) -> tuple[str, ...]:
    """Return the named graphs of the public ontologies that *store* has, sorted."""
    return tuple(row["graph"].value for row in rows(store, _PUBLIC))


class StoredTerms:
    """The terms of a store, none when there is no store.

    reach: how far rules go.
    """

    def __init__(self, stored: Stored, reach: Reach) -> None:
        self._stored = stored
        self._reach = reach
        self._graphs: tuple[str, ...] | None = None
        self._beside: tuple[Vocabulary, Leading | None] | None = None
        self._within: tuple[Vocabulary, Leading] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return (StoredTerms, (self._stored, self._reach))

    def beside(self, vocabulary: Vocabulary, quads: Iterable[ox.Quad]) -> Vocabulary:
        """Return *vocabulary* with the stored terms that *quads* lead to.

        vocabulary: one of which is known what follows. It alone says what its terms are.
        """
        leading = self._leading_beside(vocabulary)
        if leading is None:
            return vocabulary
        said, follows = leading.led_to(quads)
        return vocabulary.beside(said, follows, "the store") if said or follows else vocabulary

    def around(self, vocabulary: Vocabulary, quads: Iterable[ox.Quad]) -> Vocabulary:
        """Return the base of *vocabulary* with its own and the stored terms that *quads* lead to.

        vocabulary: as for `beside`; one without a base is kept whole.
        """
        base = vocabulary.base
        if base is None:
            return self.beside(vocabulary, quads)
        said, follows = self._leading_within(vocabulary).led_to(quads)
        where = {quad: vocabulary.locations.get(quad, _THERE) for quad in said}
        locations = {**base.locations, **where}
        known = dict.fromkeys((*(base.follows or ()), *follows))
        return Vocabulary(tuple(locations), locations, tuple(known), base)

    def said_of(self, nodes: Collection[Node]) -> list[ox.Quad]:
        """Return what the store says of *nodes* among the terms that cases brought."""
        if self._stored.store is None:
            return []
        named = [node for node in nodes if isinstance(node, ox.NamedNode)]
        about = Looked(Sources(self._stored.store, (TERMS,)), EVERY).about(set(named))
        return [quad for lead in about.values() for quad in lead.said]

    def is_known(self, nodes: Collection[Node]) -> bool:
        """Return whether anything follows in the store about one of *nodes*, or leads to it."""
        store = self._stored.store
        named = sorted(str(node) for node in nodes if isinstance(node, ox.NamedNode))
        return store is not None and any(
            store.query(_KNOWN.format(nodes=" ".join(some), graph=TERMS_INFERRED))
            for some in batched(named, AT_A_TIME)
        )

    def _source(self, vocabulary: Vocabulary) -> Store | None:
        """Return the store when it has any term that *vocabulary* lacks."""
        store = self._stored.store
        if store is None:
            return None
        if self._graphs is None:
            self._graphs = public_graphs(store)
        query = _SUBJECTS.format(graph=TERMS, limit=len(vocabulary.described) + 1)
        has_more = bool(self._graphs) or not vocabulary.described.issuperset(
            row["node"] for row in rows(store, query)
        )
        return store if has_more else None

    def _leading_beside(self, vocabulary: Vocabulary) -> Leading | None:
        """Return what leads on in the store, made once; None where it has no further term."""
        if self._beside is None or self._beside[0] is not vocabulary:
            leading = None
            if (store := self._source(vocabulary)) is not None:
                sources = self._sources(store, {}, {}, vocabulary.described)
                leading = Leading(self._reach, sources)
            self._beside = vocabulary, leading
        return self._beside[1]

    def _leading_within(self, vocabulary: Vocabulary) -> Leading:
        """Return what leads on in *vocabulary* too, made once for the one that cases rest on."""
        if self._within is None or self._within[0] is not vocabulary:
            described = frozenset(
                subject_of(quad) for quad, at in vocabulary.locations.items() if at != _THERE
            )
            said, follows = by_subject(vocabulary.quads), by_subject(vocabulary.follows or ())
            store = self._source(vocabulary)
            sources = self._sources(store, said, follows, described)
            self._within = vocabulary, Leading(self._reach, sources)
        return self._within[1]

    def _sources(
        self,
        store: Store | None,
        said: Said,
        follows: Said,
        described: Collection[ox.NamedNode | ox.BlankNode],
    ) -> Sources:
        public = self._graphs or ()
        old = frozenset() if store is None else old_names(store, public)
        return Sources(store, (TERMS, *public, TERMS_INFERRED), said, follows, described, old)
