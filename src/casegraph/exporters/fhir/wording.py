"""What a resource says of a statement, in words: its narrative."""

from casegraph.exporters.fhir.concepts import Concepts
from casegraph.exporters.fhir.plan import NUMBER, TERM, Part
from casegraph.exporters.fhir.sites import Sites
from casegraph.exporters.node import Statement
from casegraph.narrative.polarity import mark


def told(said: Statement, part: Part, concepts: Concepts, sites: Sites) -> str:
    """Return what the resource *part* of *said* says: present or not, of what, and where."""
    about = said.see("cg:measures")[0] if part.role == NUMBER else said.term
    label = concepts.label(about)
    word = _word(said, part) if part.role == TERM else ""
    names = [one for one in said.see("rdfs:label") if one != label]
    named = f" ({'; '.join(names)})" if names else ""
    where = sites.words(said, part.site)
    return (f"{word}: " if word else "") + ", ".join(filter(None, (label, where))) + named


def _word(said: Statement, part: Part) -> str:
    """Return the word for the polarity."""
    if part.place.kind == "MedicationStatement":
        return "given" if said.polarity == "performs" else "not given"
    word = mark(said.polarity, "ruled out" if said.kind == "Diagnosis" else "").word
    if said.inferred:
        return f"inferred by the curator, {word if said.polarity == 'suspects' else 'unconfirmed'}"
    return word
