"""Terms to codeable concepts.

Beside the term's own code stand those of public terms that mean exactly the same. One that is
merely close is no other name of the term, and its code would say that it is.
"""

from collections.abc import Iterable, Mapping

from casegraph.exporters.described import Described
from casegraph.exporters.fhir.plain import Plain, line, slim
from casegraph.exporters.fhir.systems import system_of
from casegraph.namespaces import BASE, CG
from casegraph.narrative.words import from_camel_case

PROPERTY = f"{BASE}/ontology#"
"""What the names of extensions are appended to that are properties of the vocabulary."""


class Concepts:
    """Writes terms. known: what is known of them."""

    def __init__(self, known: Mapping[str, Described]) -> None:
        self._known = known

    def label(self, iri: str) -> str:
        """Return the words for *iri*; without a label those in its name."""
        found = self._known.get(iri)
        if found and found.label:
            return line(found.label)
        code = system_of(iri)[1]
        return from_camel_case(code) if iri.startswith(CG) else code

    def concept(self, iri: str) -> Plain:
        """Return *iri* as a codeable concept."""
        found = self._known.get(iri)
        same = [one for one in found.same if one != iri] if found else []
        codings = [self.coding(iri), *map(_coding, same)]
        return {"coding": codings, "text": self.label(iri)}

    def coding(self, iri: str) -> Plain:
        """Return *iri* as a code in its system, with its label."""
        return _coding(iri, self.label(iri))

    def extensions(self, name: str, iris: Iterable[str]) -> list[Plain]:
        """Return the terms that a statement has under the property *name* of the vocabulary."""
        return [
            {"url": f"{PROPERTY}{name}", "valueCodeableConcept": self.concept(iri)} for iri in iris
        ]


def _coding(iri: str, display: str = "") -> Plain:
    system, code = system_of(iri)
    return slim({"system": system, "code": code, "display": display})
