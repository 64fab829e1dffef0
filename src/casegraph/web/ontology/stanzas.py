"""The names of `cg:` in the order of their file, section by section.

Enters `ontology/casegraph.ttl`, whose sections begin with `## ` and whose stanzas name what they
define; leaves values for the pages and for the documentation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from casegraph.namespaces import CG, DCTERMS, OWL, RDFS, SKOS
from casegraph.resources import ontology_dir
from casegraph.web.ontology.said import Said, said

_SECTION = re.compile(r"## (.+)")
_STANZA = re.compile(r"cg:(\w+) a ")

KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "object property",
    f"{OWL}DatatypeProperty": "datatype property",
    f"{OWL}AnnotationProperty": "annotation property",
    f"{OWL}NamedIndividual": "individual",
}
"""What a name can be, and the words for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name and what it means. name: without the prefix. kind: as in `KINDS`, in words."""

    iri: str
    name: str
    kind: str
    label: str
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Names that belong together."""

    title: str
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """The id of the section in the page."""
        return "section-" + "-".join(self.title.lower().split())


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections of this installation's vocabulary.

    :raises ReadError: when the file is not Turtle.
    """
    text = (ontology_dir() / "casegraph.ttl").read_text("utf-8")
    return tuple(
        Section(title, tuple(_entry(said(), name) for name in names))
        for title, names in _written(text)
    )


def _written(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each section of the file with the names that it defines, in their order."""
    section, names = "", list[str]()
    for line in text.splitlines():
        if heading := _SECTION.match(line):
            if names:
                yield section, names
            section, names = heading[1], []
        elif stanza := _STANZA.match(line):
            names.append(stanza[1])
    yield section, names


def _entry(ontology: Said, name: str) -> Entry:
    iri = CG + name
    return Entry(
        iri,
        name,
        next(words for kind, words in KINDS.items() if kind in ontology.types(iri)),
        " ".join(ontology.texts(iri, f"{RDFS}label")),
        " ".join(ontology.texts(iri, f"{SKOS}definition")),
        ontology.texts(iri, f"{SKOS}scopeNote"),
        tuple(sorted(ontology.texts(iri, f"{SKOS}example"))),
        tuple(sorted(ontology.nodes(iri, f"{DCTERMS}source"))),
    )
