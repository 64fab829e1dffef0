"""The vocabulary that cases are read against: ontology, axioms, terms and mappings, as quads.

`ontology/*.ttl` goes to the graph of the ontology, `ontology/terms/*.ttl` to that of the terms, and
each row of the SSSOM table `ontology/mappings.sssom.tsv` becomes one match triple among the terms.
"""

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox

from casegraph.mappings import read_mappings
from casegraph.namespaces import ONTOLOGY, SKOS, TERM, TERMS, is_term_graph
from casegraph.quads import graph_of, nquads, subject_of, value_of
from casegraph.read.reading import Location, Reading
from casegraph.read.syntax import parse
from casegraph.resources import ontology_dir

_PREF_LABEL = f"{SKOS}prefLabel"
_ALT_LABEL = f"{SKOS}altLabel"


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Ontology, axioms, terms and mappings.

    quads: in the graphs of the ontology and the terms. locations: where each was written.
    follows: what follows from the quads, where that is known already, as `casegraph.reason` keeps
    it; else None. base: the vocabulary beside which some of the terms are, which has all axioms.
    Two are equal when they say the same, wherever it was written.
    """

    quads: tuple[ox.Quad, ...]
    locations: Mapping[ox.Quad, Location]
    follows: tuple[ox.Quad, ...] | None = None
    base: "Vocabulary | None" = None

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the quads, whatever their order."""
        lines = sorted(f"{quad} .\n" for quad in self.quads)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The preferred label of each term, by the term's IRI."""
        return {
            subject_of(quad).value: value_of(quad.object)
            for quad in self.quads
            if quad.predicate.value == _PREF_LABEL and is_term_graph(graph_of(quad))
        }

    @cached_property
    def reading(self) -> Reading:
        """The vocabulary as if it were an input."""
        return Reading(self.quads, self.locations)

    @cached_property
    def lent(self) -> tuple[ox.Quad, ...]:
        """What is known to follow about the terms beside the base, of which not all is said."""
        if self.base is None:
            return ()
        own = set(self.base.follows or ())
        return tuple(quad for quad in self.follows or () if quad not in own)

    @cached_property
    def described(self) -> frozenset[ox.NamedNode | ox.BlankNode]:
        """The nodes of which something is said."""
        return frozenset(map(subject_of, self.quads))

    def __reduce__(self) -> tuple[object, ...]:
        """Return how it goes to another process: N-Quads, ten times as fast as quad by quad."""
        where = [self.locations[quad] for quad in self.quads]
        follows = None if self.follows is None else nquads(self.follows)
        return _handed_over, (nquads(self.quads), where, follows, self.base)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vocabulary) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def nearest(self, name: str, count: int = 3) -> tuple[str, ...]:
        """Return the IRIs of the terms that *name* is likely to mean, the likeliest first.

        name: a label, or the IRI of a term that nobody defined.
        """
        wanted = name.removeprefix(TERM).replace("-", " ").lower()
        close = difflib.get_close_matches(wanted, self._names, n=3 * count, cutoff=0.6)
        return tuple(dict.fromkeys(self._names[match] for match in close))[:count]

    def __or__(self, other: Reading) -> "Vocabulary":
        """Return this vocabulary and the terms that *other* brings."""
        added = {
            quad: other.locations[quad]
            for quad in other.quads
            if graph_of(quad) == TERMS and quad not in self.locations
        }
        locations = {**self.locations, **added}
        return Vocabulary(tuple(locations), locations) if added else self

    def beside(
        self, said: Iterable[ox.Quad], follows: Iterable[ox.Quad], place: str
    ) -> "Vocabulary":
        """Return this vocabulary, of which is known what follows, with more terms.

        said: what *place* says of them, no axioms. follows: what follows from that and from this.
        """
        locations = {**self.locations, **dict.fromkeys(said, Location(place, None))}
        known = tuple(dict.fromkeys((*(self.follows or ()), *follows)))
        return Vocabulary(tuple(locations), locations, known, self.base or self)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """Each label, synonym and last IRI part in lower case, to its term."""
        names: dict[str, str] = {}
        for quad in self.quads:
            if quad.predicate.value in (_PREF_LABEL, _ALT_LABEL) and is_term_graph(graph_of(quad)):
                term = subject_of(quad).value
                names.setdefault(value_of(quad.object).lower(), term)
                names.setdefault(term.removeprefix(TERM).replace("-", " ").lower(), term)
        return names


def _handed_over(
    said: bytes, where: Sequence[Location], follows: bytes | None, base: Vocabulary | None
) -> Vocabulary:
    """Return the vocabulary that another process gave. where: of each quad *said*, its place."""
    quads = _quads(said)
    known = None if follows is None else _quads(follows)
    return Vocabulary(quads, dict(zip(quads, where, strict=True)), known, base)


def _quads(nquads: bytes) -> tuple[ox.Quad, ...]:
    return tuple(ox.parse(nquads, ox.RdfFormat.N_QUADS))


@cache
def bundled() -> Vocabulary:
    """Return the vocabulary of this installation, read once.

    :raises VocabularyError: for a mapping row that cannot be used.
    :raises ReadError: for an ontology file that is not Turtle.
    """
    return load(ontology_dir())


def load(folder: Path) -> Vocabulary:
    """Return the vocabulary in *folder*, which is laid out as `ontology/` is.

    :raises VocabularyError: for a mapping row that cannot be used.
    :raises ReadError: for a file that is not Turtle.
    """
    locations: dict[ox.Quad, Location] = {}
    for quad, where in _written(folder):
        locations.setdefault(quad, where)
    return Vocabulary(tuple(locations), locations)


def _written(folder: Path) -> Iterator[tuple[ox.Quad, Location]]:
    for pattern, graph in (("*.ttl", ONTOLOGY), ("terms/*.ttl", TERMS)):
        for path in sorted(folder.glob(pattern)):
            for quad, where in parse(path, _name(path, folder)):
                named = ox.NamedNode(graph)
                yield ox.Quad(quad.subject, quad.predicate, quad.object, named), where
    table = folder / "mappings.sssom.tsv"
    if table.exists():
        yield from read_mappings(table, _name(table, folder))


def _name(path: Path, folder: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"
