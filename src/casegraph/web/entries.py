"""What can be found by its names: terms, cases, publications, questions, and the ontology's names.

The search of a site on disk and that of a server find the same, by the beginnings of the words of
a name.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from casegraph import curies, namespaces
from casegraph.exporters.examples import LIBRARY
from casegraph.namespaces import CG, SKOS
from casegraph.query import queries
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.works import works

SORTS = ("term", "query", "ontology", "publication", "case")
"""The sorts of things, those first that are shown where there is room for some."""

_WORD = re.compile(r"[^\W_]+")

_CONDITIONS = frozenset({"disease", "finding type"})
"""The kinds of terms that a patient may have."""

_PLAIN = {
    "finding type": "finding",
    "observable": "measurement",
    "ontology": "name in the ontology",
    "qualifier": "describing word",
    "query": "question",
}
"""What a reader is told in place of a kind that only the ontology calls so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing to find. kind: in a word. others: its synonyms, by which it is found too."""

    label: str
    path: str
    kind: str
    iri: str
    others: tuple[str, ...] = ()

    @property
    def sort(self) -> str:
        """Which of `SORTS` it is."""
        return self.path.partition("/")[0]

    @property
    def is_condition(self) -> bool:
        """Whether it is a disease or a finding."""
        return self.sort == "term" and not _CONDITIONS.isdisjoint(self.kind.split(", "))

    @property
    def plain_kind(self) -> str:
        """Its kind in words for a reader who does not know the ontology."""
        return ", ".join(_PLAIN.get(kind, kind) for kind in self.kind.split(", "))

    @property
    def names(self) -> tuple[str, ...]:
        """Its label and its synonyms."""
        return self.label, *self.others

    @property
    def rank(self) -> tuple[int, str, str]:
        """What comes first where there is room for some: terms, then publications, then cases."""
        return SORTS.index(self.sort), self.label, self.path


def entries(catalogue: Catalogue) -> Iterator[Entry]:
    """Yield everything that can be found."""
    synonyms = _synonyms(catalogue)
    for iri, label in catalogue.terms.items():
        kinds = [catalogue.label(CG + kind) for kind in catalogue.kinds_of(iri)]
        synonymous = tuple(name for name in synonyms.get(iri, ()) if name != label)
        curie = curies.contracted(iri)
        synonymous += (curie,) if curie else ()
        kind = ", ".join(kinds) or "term"
        yield Entry(label, addresses.term_path(iri), kind, iri, synonymous)
    for document in catalogue.cases:
        label = catalogue.label(namespaces.case_iri(document))
        slug = namespaces.slug_of(document)
        yield Entry(label, addresses.case_path(document), "case", document, (slug,))
    for work in works(catalogue):
        others = (work.label,) if work.title else ()
        path = addresses.publication_path(work.iri)
        yield Entry(work.title or work.label, path, "publication", work.iri, others)
    for query in queries():
        iri = f"{LIBRARY}/{query.name}"
        yield Entry(query.summary, addresses.query_path(query.name), "query", iri, (query.name,))
    for iri, label in catalogue.ontology.items():
        name = iri.removeprefix(CG)
        yield Entry(label, addresses.ontology_path(iri), "ontology", iri, (name,))


def words(text: str) -> list[str]:
    """Return the words of *text* as the search compares them, without accents and capitals.

    >>> words("Sjögren syndrome, C3-C4")
    ['sjogren', 'syndrome', 'c3', 'c4']
    """
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(bare.lower())


def _synonyms(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    sparql = f"SELECT ?term ?name WHERE {{ ?term <{SKOS}altLabel> ?name }}"
    for solution in catalogue.solutions(sparql):
        found.setdefault(solution["term"].value, []).append(solution["name"].value)
    return {term: sorted(set(names)) for term, names in found.items()}
