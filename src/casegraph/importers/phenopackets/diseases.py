"""Diseases: diagnoses that a packet makes or excludes."""

from casegraph.importers.phenopackets.denials import denies
from casegraph.importers.phenopackets.draft import Detail, Draft, Statement, cg, iri
from casegraph.importers.phenopackets.features import is_given, resolution, side
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.times import ONSET, time
from casegraph.namespaces import CG


def diseases(packet: Message, draft: Draft) -> None:
    """Add the diseases of *packet* to *draft*.

    :raises PacketError: for one without a term, and one that is excluded and over.
    """
    for index, said in enumerate(packet.diseases):
        pointer = draft.pointer("diseases", index)
        name = f"disease-{index}"
        if said.excluded:
            if statement := _excluded(said, name, draft, pointer):
                draft.add(statement)
            continue
        if any(map(denies, (*said.disease_stage, *said.clinical_tnm_finding))):
            draft.findings.lose(pointer, "a stage denies it, and excluded does not say so")
            continue
        term = draft.term(said.term, "Disease", f"{pointer}/term")
        details = [*_place(said, "site", draft, pointer), *_manner(said, draft, pointer)]
        details += time(said.onset, ONSET, draft, f"{pointer}/onset")
        draft.add(Statement(name, "Diagnosis", "affirms", term, [pointer], details))
        if said.HasField("resolution"):
            draft.add(resolution(said.resolution, name, term, draft, pointer))


def _excluded(
    said: Message,
    name: str,
    draft: Draft,
    pointer: str,
) -> Statement | None:
    """Return the denial of a disease, at its site if it has one; None when less is denied."""
    if said.HasField("resolution"):
        raise PacketError("a disease is excluded, and yet said to be over", pointer)
    staged = any(map(is_given, (*said.disease_stage, *said.clinical_tnm_finding)))
    somewhere = is_given(said.primary_site)
    if staged or (is_given(said.laterality) and not somewhere):
        draft.findings.lose(
            pointer, "excluded with a stage or a side, which denies less than the disease"
        )
        return None
    if said.onset.WhichOneof("element"):
        draft.findings.lose(f"{pointer}/onset", "the time of an absence")
    term = draft.term(said.term, "Disease", f"{pointer}/term")
    details = _place(said, "targetSite", draft, pointer)
    polarity = "deniesAt" if somewhere else "denies"
    return Statement(name, "Diagnosis", polarity, term, [pointer], details)


def _place(said: Message, property_: str, draft: Draft, pointer: str) -> list[Detail]:
    details: list[Detail] = []
    if is_given(said.primary_site):
        site = draft.term(said.primary_site, "AnatomicalStructure", f"{pointer}/primarySite")
        details.append(cg(property_, iri(site)))
    if laterality := side([said.laterality]):
        details.append(cg("laterality", iri(f"{CG}{laterality}")))
    elif is_given(said.laterality):
        if property_ == "site":
            other = draft.term(said.laterality, "Qualifier", f"{pointer}/laterality")
            details.append(cg("qualifier", iri(other)))
        else:
            draft.findings.lose(f"{pointer}/laterality", "no side that the vocabulary knows")
    return details


def _manner(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    """Return stages and TNM findings."""
    stages = [
        cg("stage", iri(draft.term(one, "Term", f"{pointer}/diseaseStage/{index}")))
        for index, one in enumerate(said.disease_stage)
        if is_given(one)
    ]
    tumour = [
        cg("qualifier", iri(draft.term(one, "Qualifier", f"{pointer}/clinicalTnmFinding/{index}")))
        for index, one in enumerate(said.clinical_tnm_finding)
        if is_given(one)
    ]
    return list(dict.fromkeys(stages + tumour))
