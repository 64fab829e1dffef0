"""The vocabulary of a build: the bundled one, what a store has besides, and new terms.

What is already known of a store's terms is not computed again as long as new ones are only added
below or beside them.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox

from casegraph.build import versions
from casegraph.build.old_names import OldNames, without_old_names
from casegraph.build.shared import Stored
from casegraph.build.stored_terms import StoredTerms, public_graphs
from casegraph.build.writing import Writing
from casegraph.namespaces import ONTOLOGY, RDF, TERMS, TERMS_INFERRED, VOCABULARY
from casegraph.quads import graph_of, nquads, subject_of, value_of
from casegraph.read import Reading, unlocated
from casegraph.reason import DOWNWARD, closed, entailments, reach_of
from casegraph.shacl import Report
from casegraph.store import Store
from casegraph.validate import infer_and_validate
from casegraph.vocabulary import Vocabulary, bundled

_TYPE = f"{RDF}type"


@dataclass(frozen=True)
class Terms:
    """The terms of a build.

    vocabulary: what is bundled, what the input brings, and what is around that; it is known what
    follows. stored: the terms that a case may lead to, of these and of the store. brought: what the
    input says of terms. old: what the store said of the same ones. lost: what of that is no longer
    said, and something may follow from. linking: what is said newly, and something may follow from.
    only_adds: whether nothing new follows about the terms of the store but what leads to new ones.
    """

    vocabulary: Vocabulary
    stored: StoredTerms
    brought: Reading
    old: Collection[ox.Quad] = ()
    lost: Collection[ox.Quad] = ()
    linking: Collection[ox.Quad] = ()
    only_adds: bool = True

    def for_cases(self) -> tuple[Vocabulary, StoredTerms | OldNames]:
        """Return all that cases are read against, and what gives the part that some lead to."""
        return (
            (self.vocabulary, self.stored) if self.only_adds else without_old_names(self.vocabulary)
        )

    def without(self, left_out: Collection[str]) -> "Terms":
        """Return the same without the terms that are *left_out*, and what follows about them."""
        if not left_out:
            return self
        brought = {
            quad: where
            for quad, where in self.brought.locations.items()
            if subject_of(quad).value not in left_out
        }
        follows = [
            quad
            for quad in self.vocabulary.follows or ()
            if subject_of(quad).value not in left_out and value_of(quad.object) not in left_out
        ]
        return replace(
            self,
            vocabulary=replace(self.vocabulary, follows=tuple(follows)),
            brought=Reading(tuple(brought), brought),
            old=[quad for quad in self.old if subject_of(quad).value not in left_out],
        )


def terms_of(stored: Stored, brought: Reading) -> Terms:
    """Return the terms of a build that brings the terms *brought*.

    A new description of a term takes the place of the stored one as a whole.

    :raises InferenceError: when the axioms contradict the terms.
    """
    own = closed(bundled())
    beside = StoredTerms(stored, reach_of(own))
    if not brought.quads:
        return Terms(own, beside, brought)
    old = beside.said_of({quad.subject for quad in brought.quads})
    said = set(brought.quads)
    lost = [quad for quad in old if quad not in said and _links(quad)]
    linking = [quad for quad in said - set(old) if _links(quad)]
    only_adds = not lost and _only_adds(linking, beside)
    if only_adds:
        around = beside.beside(own | brought, brought.quads)
        vocabulary = replace(closed(Vocabulary(around.quads, around.locations)), base=own)
    else:
        vocabulary = closed(whole(stored.store, brought))
        beside = StoredTerms(Stored(None, None), reach_of(own))
    return Terms(vocabulary, beside, brought, old, lost, linking, only_adds)


def _links(quad: ox.Quad) -> bool:
    """Return whether something may follow from *quad* for a case."""
    return isinstance(quad.object, ox.NamedNode) and quad.predicate.value != _TYPE


def _only_adds(linking: Iterable[ox.Quad], stored: StoredTerms) -> bool:
    """Return whether *linking* puts no new term above one that is there."""
    if any(quad.predicate.value in DOWNWARD for quad in linking):
        return False
    return not stored.is_known({quad.subject for quad in linking})


def whole(existing: Store | None, brought: Reading) -> Vocabulary:
    """Return the bundled vocabulary with all terms of *existing* and those *brought*."""
    own = bundled() | brought
    if existing is None:
        return own
    kept = [quad for quad in existing.graph(TERMS) if subject_of(quad) not in own.described]
    public = [quad for graph in public_graphs(existing) for quad in existing.graph(graph)]
    locations = {**own.locations, **unlocated((*kept, *public), "the store").locations}
    return Vocabulary(tuple(locations), locations)


def report_about(terms: Terms, engine: str) -> Report:
    """Return what the shapes say of the terms that an input brings, beside all others."""
    if not terms.brought.quads:
        return Report(())
    brought = set(terms.brought.quads)
    others = {
        quad: where for quad, where in terms.vocabulary.locations.items() if quad not in brought
    }
    known = Vocabulary(tuple(others), others)
    return infer_and_validate(terms.brought, vocabulary=known, engine=engine)[0]


def write_terms(changes: Writing, terms: Terms, existing: Store | None, engine: str) -> None:
    """Write the terms that a build brings, and all others where something else follows from them.

    :raises InferenceError: when the axioms contradict the terms.
    """
    known = None if existing is None else existing.built
    if known is None or not known.follows_alike(versions.current()) or not terms.only_adds:
        write_vocabulary(changes, whole(existing, terms.brought), engine)
    elif new := set(terms.brought.quads) - set(terms.old):
        gone = list(set(terms.old) - set(terms.brought.quads))
        follows = set(terms.vocabulary.follows or ()) - set(closed(bundled()).follows or ())
        changes.exchange(gone, nquads((*new, *follows)))


def write_vocabulary(changes: Writing, vocabulary: Vocabulary, engine: str) -> None:
    """Write all of *vocabulary*, but for public ontologies, and all that follows from it.

    :raises InferenceError: when the axioms contradict the terms.
    """
    follows = entailments(Reading((), {}), vocabulary=vocabulary, engine=engine)
    own = (quad for quad in vocabulary.quads if not graph_of(quad).startswith(VOCABULARY))
    changes.replace((ONTOLOGY, TERMS, TERMS_INFERRED), nquads((*own, *follows)))
