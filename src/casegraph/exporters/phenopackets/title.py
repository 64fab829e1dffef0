"""The words for a case, which an import makes of the packet's id and its first disease."""

from casegraph.exporters.node import Statement
from casegraph.exporters.phenopackets.case import Case
from casegraph.importers.phenopackets.names import slug


def identifier(case: Case) -> str:
    """Return the id of the packet: the one that the case came with, else its slug."""
    if found := case.node.first("dcterms:identifier", lambda one: slug(one) == case.slug):
        return found
    if slug(case.slug) != case.slug:
        case.lose("case", "", "its name, of which an import makes another")
    return case.slug


def name_disease(case: Case, identifier: str) -> None:
    """Call the disease as the title of *case* does, when that was made of a packet."""
    disease = _disease(case)
    for title in case.node.see("rdfs:label"):
        _, mark, label = title.partition(f"{identifier}: ")
        if disease and disease.pointers and mark and label:
            case.names.labels[disease.term] = label


def take_title(case: Case, identifier: str) -> None:
    """Take the title of *case* when an import makes the same of the packet."""
    disease = _disease(case)
    label = case.names.label(disease.term) if disease else ""
    case.node.drop("rdfs:label", f"{identifier}: {label}" if label else identifier)


def _disease(case: Case) -> Statement | None:
    """Return the first diagnosis that is made, those by an interpretation alone last."""
    made = [one for one in case.statements if one.is_a("Diagnosis", "affirms")]
    return min(made, key=lambda one: one.is_interpreted_alone, default=None)
