"""Where in the body something is: sites and sides.

A site is a coded body site. A side is no other name of a site, so it is not among the codes: it is
the qualifier of a body structure, to which the body site leads by the standard's own extension, and
it is in the words. R4 has the same in every resource that has a body site.

Source: https://hl7.org/fhir/R4/extension-bodysite.html, https://hl7.org/fhir/R4/bodystructure.html.
"""

from casegraph.exporters.fhir.concepts import Concepts
from casegraph.exporters.fhir.places import Place, place
from casegraph.exporters.fhir.plain import EXTENSION, Plain, narrative
from casegraph.exporters.node import Statement

_STRUCTURE = f"{EXTENSION}bodySite"
_SITES = ("cg:site", "cg:targetSite")


class Sites:
    """Body sites of one case, and the body structures that these lead to.

    structures: the body structures that were used, by id.
    """

    def __init__(self, document: str, patient: Place, concepts: Concepts) -> None:
        """Write the sites of the case *document* of *patient*, with *concepts*."""
        self._document = document
        self._patient = patient
        self._concepts = concepts
        self.structures: dict[str, Plain] = {}

    def of(self, said: Statement, site: str = "") -> list[Plain]:
        """Return the body sites of *said*, or that for the one *site*.

        Of a side without a site there is a body site that has no more than words for it.
        """
        sites = [site] if site else [one for name in _SITES for one in said.see(name)]
        sides = said.see("cg:laterality")
        return [self._site(one, sides) for one in sites or [""] if one or sides]

    def words(self, said: Statement, site: str = "") -> str:
        """Return the sites and sides of *said* in words, empty without any."""
        return ", ".join(one["text"] for one in self.of(said, site))

    @staticmethod
    def take(said: Statement) -> None:
        """Take from *said* what is said of its sites."""
        for name in (*_SITES, "cg:laterality"):
            said.take(name)

    def _site(self, site: str, sides: list[str]) -> Plain:
        found = self._concepts.concept(site) if site else {"text": ""}
        if not sides:
            return found
        words = " ".join([*map(self._concepts.label, sides), found["text"]]).strip()
        structure = place("BodyStructure", f"{self._document}#site", "/".join([*sides, site]))
        self.structures[structure.id] = {
            **structure.opened(),
            "text": narrative(words),
            **({"location": found} if site else {}),
            "locationQualifier": [self._concepts.concept(side) for side in sides],
            "patient": self._patient.reference,
        }
        link = {"url": _STRUCTURE, "valueReference": structure.reference}
        return {"extension": [link], **found, "text": words}
