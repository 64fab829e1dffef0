"""Publications to external references that an import reads as the same publications."""

from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain
from casegraph.importers.phenopackets.names import publication
from casegraph.importers.phenopackets.works import named_by


def references(case: Case) -> list[Plain]:
    """Return the publications of *case*, the one that reports it first.

    A packet that names none is its own publication, so that one is left out.
    """
    itself = publication(f"phenopacket-{case.slug}")
    works = [*case.node.take("cg:reportedIn"), *case.node.take("rdfs:seeAlso")]
    return [reference(work, case) for work in works if work != itself]


def reference(work: str, case: Case) -> Plain:
    """Return the external reference for the publication *work*.

    Its id is the identifier that it is called after. Where none is known, its IRI stands for it.
    """
    known = case.about(work)
    if known.more:
        case.lose(work, "", "what a bibliography says beside identifier and title")
    title = known.title or known.label
    said = {"description": title} if title else {}
    given = [*known.identifiers, *known.addresses]
    others = [
        [{"id": one, "reference": other} for other in (*known.addresses, *given) if other != one]
        for one in given
    ]
    attempts = [*(pair for pairs in others for pair in pairs), *({"id": one} for one in given), {}]
    for attempt in attempts:
        found = {**attempt, **said}
        if named_by(found.get("id", ""), found.get("reference", ""), title) == work:
            return found
    return {"reference": work, **said}
