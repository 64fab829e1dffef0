"""A public ontology as it goes into a store: its terms as quads in a graph of its own, and counts.

In go the entries of a file, whatever its syntax; out come terms of SKOS with the kinds and links of
casegraph. What cannot be said truly there is left out, counted and named.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from casegraph.errors import VocabularyError
from casegraph.namespaces import BASE, CG, DCTERMS, OWL, RDF, SKOS, VOCABULARY, XSD
from casegraph.ontologies import identity, kinds, names, terms
from casegraph.ontologies.links import Left, links_of
from casegraph.ontologies.parsed import Entry, Parsed, merged
from casegraph.ontologies.source import Text

DANGLING = f"{CG}danglingLinks"
"""Says how many links of an ontology lead to terms that its file does not define."""

_MOST = 0.5
"""The part of the terms that must have a kind, unless the caller says which they are."""

_COUNTED: Mapping[str, str] = {
    f"{SKOS}prefLabel": "labels",
    f"{SKOS}altLabel": "synonyms",
    f"{SKOS}hiddenLabel": "synonyms that are not exact",
    f"{SKOS}definition": "definitions",
    f"{SKOS}broader": "broader",
    f"{CG}partOf": "part of",
    f"{SKOS}exactMatch": "exact matches",
    f"{SKOS}closeMatch": "close matches",
    f"{DCTERMS}isReplacedBy": "replacements",
}


@dataclass(frozen=True)
class Ontology:
    """A public ontology, ready to be added to a store.

    id: a short name in lower case, such as `hp`. version: as people write it. source: the name of
    the file without folders, sha256: of its bytes. quads: in the graph *iri*. counts: of terms and
    what is said of them. left_out: how much is not said, by the reason; notes: the same in words,
    with examples. kinds: how many terms are of each, `Term` for none. dangling: links to terms that
    the file does not define: term, property, missing term.
    """

    id: str
    title: str
    version: str | None
    version_iri: str | None
    licence: str | None
    source: str
    sha256: str
    quads: tuple[ox.Quad, ...]
    counts: Mapping[str, int]
    left_out: Mapping[str, int]
    kinds: Mapping[str, int]
    dangling: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The name of its graph."""
        return VOCABULARY + self.id

    def about(self) -> tuple[ox.Quad, ...]:
        """Return what its graph says of itself: title, version, licence, and where it is from."""
        graph = ox.NamedNode(self.iri)
        return tuple(
            ox.Quad(graph, ox.NamedNode(predicate), value, graph)
            for predicate, value in self._about()
        )

    def _about(self) -> Iterator[tuple[str, ox.NamedNode | ox.Literal]]:
        yield f"{RDF}type", ox.NamedNode(f"{SKOS}ConceptScheme")
        yield f"{DCTERMS}title", ox.Literal(self.title, language="en")
        if self.version:
            yield f"{OWL}versionInfo", ox.Literal(self.version)
        if self.version_iri:
            yield f"{OWL}versionIRI", ox.NamedNode(self.version_iri)
        if self.licence:
            is_iri = self.licence.startswith("http") and names.checked(self.licence)
            licence = ox.NamedNode(self.licence) if is_iri else ox.Literal(self.licence)
            yield f"{DCTERMS}license", licence
        yield f"{DCTERMS}source", ox.Literal(self.source)
        yield f"{CG}sha256", ox.Literal(self.sha256)
        count = ox.Literal(str(len(self.dangling)), datatype=ox.NamedNode(f"{XSD}integer"))
        yield DANGLING, count


def ontology_of(parsed: Parsed, text: Text, kind: str | None) -> Ontology:
    """Return the ontology in the file *text*, of which *parsed* is the content.

    kind: of the terms whose prefix and branch do not tell theirs.

    :raises VocabularyError: when it has no term, describes names of casegraph, or does not tell the
        kind of most of its terms and *kind* is None; and when *kind* is none.
    """
    entries = merged(parsed.entries)
    _check(entries, text.file)
    old = _alternatives(entries)
    described = [*entries, *old]
    found = _kinds(described, kinds.option(kind), text.file)
    left = Left(
        unmapped=[name for entry in entries for name in entry.unmapped], unnamed=parsed.unnamed
    )
    links = links_of(described, found, left)
    name = identity.short_name(parsed, entries, text.file)
    graph = ox.NamedNode(VOCABULARY + name)
    quads: list[ox.Quad] = []
    for entry in described:
        quads += terms.quads_of(entry, found.get(entry.iri, ()), links[entry.iri], graph)
    counts = {
        "terms": len(entries),
        "obsolete terms": sum(entry.obsolete for entry in entries),
        "names of merged terms": len(old),
        "terms without a label": sum(not entry.labels for entry in entries),
        **_said(quads),
    }
    return Ontology(
        id=name,
        title=parsed.title or parsed.name or name,
        version=identity.version(parsed),
        version_iri=identity.version_iri(parsed),
        licence=parsed.licence,
        source=identity.file_name(text.file),
        sha256=text.sha256,
        quads=tuple(quads),
        counts=_present(counts),
        left_out=_present(left.counts()),
        kinds=_by_kind(entries, found),
        dangling=tuple(left.dangling),
        notes=tuple(left.notes()),
    )


def _check(entries: Sequence[Entry], file: str) -> None:
    """Check that *entries* are terms, and not ours.

    :raises VocabularyError: when there are none, or one describes a name of casegraph.
    """
    if not entries:
        raise VocabularyError(
            "holds no term",
            file=file,
            repair="Give an ontology with classes (OBO, OBO Graphs, OWL) or concepts (SKOS).",
        )
    for entry in entries:
        if entry.iri.startswith(BASE):
            raise VocabularyError(
                "describes a name of casegraph itself",
                file=file,
                node=f"<{entry.iri}>",
                repair="Put a term of your own below another IRI, or into a case file.",
            )


def _kinds(
    entries: Sequence[Entry], given: kinds.Kinds | None, file: str
) -> Mapping[str, Sequence[str]]:
    """Return the kinds of *entries*; an obsolete term has those of its replacement.

    :raises VocabularyError: when most have none and none are *given*.
    """
    found = dict(kinds.of_terms({entry.iri: entry.broader for entry in entries}, given))
    for entry in entries:
        if entry.obsolete and entry.replaced_by:
            now = entry.replaced_by[0]
            if now in found and kinds.may_be_one(entry.iri, now):
                found[entry.iri] = found[now]
    if given is None and len(found) < _MOST * len(entries):
        unknown = next(entry.iri for entry in entries if entry.iri not in found)
        raise VocabularyError(
            f"of {len(entries) - len(found)} terms of {len(entries)} nothing tells what they are",
            file=file,
            node=names.curie(unknown),
            repair=f"Give their kind with --as: {', '.join(kinds.KINDS)}, or Term for none.",
        )
    return found


def _alternatives(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return entries for the names of merged terms that have none, with what they mean now."""
    defined = {entry.iri for entry in entries}
    found: dict[str, Entry] = {}
    for entry in entries:
        for name in entry.alternatives:
            if name not in defined and not name.startswith(BASE):
                old = found.setdefault(name, Entry(name, obsolete=True))
                old.replaced_by.append(entry.iri)
    return list(found.values())


def _said(quads: Sequence[ox.Quad]) -> Mapping[str, int]:
    predicates = Counter(quad.predicate.value for quad in quads)
    return {what: predicates[predicate] for predicate, what in _COUNTED.items()}


def _present(counts: Mapping[str, int]) -> Mapping[str, int]:
    return {what: count for what, count in counts.items() if count}


def _by_kind(entries: Sequence[Entry], found: Mapping[str, Sequence[str]]) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for entry in entries:
        counted.update(kind.removeprefix(CG) for kind in found.get(entry.iri) or ("Term",))
    return {kind: counted[kind] for kind in (*kinds.KINDS, "Term") if counted[kind]}
