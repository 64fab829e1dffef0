"""Public ontologies into a store and out of it, with what follows about all terms.

What follows about the terms changes with each ontology, and what is stored of cases rests on that.
So a store that holds cases is marked: its record of what it was built with no longer says that its
vocabulary is the present one. Whoever opens it is told, and a build examines its cases again.
"""

from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox

from casegraph.build import versions
from casegraph.build.terms import whole, write_vocabulary
from casegraph.build.writing import writing
from casegraph.errors import VocabularyError
from casegraph.namespaces import CG, RDF, VOCABULARY, slug_of
from casegraph.ontologies import kinds, names
from casegraph.ontologies.graphs import stored
from casegraph.ontologies.ontology import Ontology
from casegraph.ontologies.uses import using
from casegraph.quads import graph_of, nquads, subject_of
from casegraph.read import Location, Reading
from casegraph.store import Built, Store
from casegraph.vocabulary import Vocabulary

_CHANGED = "changed by public ontologies"
_LISTED = 5


def add(store: Store, *ontologies: Ontology) -> int:
    """Put *ontologies* into *store*, each in place of the one of its name, all of them or none.

    Returns how many cases the store holds, which are to be built again.

    :raises VocabularyError: when two of them have one name, or a term gets kinds that are disjoint.
    :raises InferenceError: when the axioms contradict what they say together.
    :raises StoreError: when the store cannot be written.
    """
    named: dict[str, Ontology] = {}
    for ontology in ontologies:
        first = named.setdefault(ontology.id, ontology)
        if first is not ontology:
            raise VocabularyError(
                f"is {ontology.id}, as {first.source} is",
                file=ontology.source,
                repair="Give one of the two: an ontology takes the place of the one of its name.",
            )
    quads = [quad for ontology in ontologies for quad in (*ontology.about(), *ontology.quads)]
    return _change(store, {ontology.iri for ontology in ontologies}, quads)


def remove(store: Store, *ids: str, force: bool = False) -> int:
    """Remove the ontologies *ids* from *store*, all of them or, when one is missing, none.

    Returns how many cases the store holds, which are to be built again. force: also when cases use
    their terms, of which the store then tells neither label nor kind.

    :raises VocabularyError: when the store does not have one of them, or without *force* when cases
        use their terms.
    :raises StoreError: when the store cannot be written.
    """
    known = [ontology.id for ontology in stored(store)]
    for name in ids:
        if name not in known:
            raise VocabularyError(
                "the store has no such ontology; nothing was removed",
                node=name,
                repair=f"It has: {', '.join(known) or 'none'}.",
            )
    graphs = {VOCABULARY + name for name in ids}
    if not force and (cases := using(store, graphs)):
        first = ", ".join(slug_of(case) for case in cases[:_LISTED])
        more = f" and {len(cases) - _LISTED} more" if cases[_LISTED:] else ""
        raise VocabularyError(
            f"used by {len(cases)} case{'s' * (len(cases) != 1)}, {first}{more}; "
            "nothing was removed",
            node=", ".join(ids),
            repair="Remove these cases first; with --force the ontology goes all the same, and "
            "what they name has neither label nor kind.",
        )
    return _change(store, graphs, ())


def _change(store: Store, graphs: Iterable[str], quads: Iterable[ox.Quad]) -> int:
    """Put *quads* in place of *graphs*, and write what then follows about all terms."""
    graphs, quads = sorted(graphs), list(quads)
    before = whole(store, Reading((), {}))
    kept = {quad: at for quad, at in before.locations.items() if graph_of(quad) not in graphs}
    locations = {**kept, **dict.fromkeys(quads, Location("a public ontology", None))}
    _check_kinds(locations)
    linking = {quad: at for quad, at in locations.items() if not _is_text(quad)}
    cases = store.count()
    with writing(lambda: store, _built(store, cases)) as changes:
        changes.replace(graphs, nquads(quads))
        write_vocabulary(changes, Vocabulary(tuple(linking), linking), "native")
    return cases


def _is_text(quad: ox.Quad) -> bool:
    """Return whether *quad* is a label or so of a public term, from which nothing follows."""
    return isinstance(quad.object, ox.Literal) and graph_of(quad).startswith(VOCABULARY)


def _check_kinds(quads: Iterable[ox.Quad]) -> None:
    """Check that all *quads* together give no term two kinds that are disjoint.

    The axioms would find it too, but only after much longer.

    :raises VocabularyError: when they do, naming the term and where its kinds are from.
    """
    found: dict[str, dict[str, str]] = {}
    for quad in quads:
        if quad.predicate.value == f"{RDF}type" and isinstance(quad.object, ox.NamedNode):
            kind = quad.object.value.removeprefix(CG)
            found.setdefault(subject_of(quad).value, {})[kind] = graph_of(quad)
    for term, given in found.items():
        if both := kinds.disjoint(given):
            places = " and ".join(f"{kind} in <{given[kind]}>" for kind in both)
            raise VocabularyError(
                f"is of two kinds that no term can have both: {places}",
                node=names.curie(term),
                repair="Remove the one ontology, or read the other with another --as.",
            )


def _built(store: Store, cases: int) -> Built:
    """Return what the store then rests on: something that no build has, as long as it has cases."""
    now = versions.current()
    return replace(store.built or now, vocabulary=_CHANGED) if cases else now
