"""Phenotypic features: findings that a packet observes, excludes or says to be over."""

from collections.abc import Iterable

from casegraph.importers.phenopackets.denials import denies
from casegraph.importers.phenopackets.draft import Detail, Draft, Statement, cg, iri, text
from casegraph.importers.phenopackets.findings import PacketError
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.times import AT, ONSET, time
from casegraph.importers.phenopackets.works import work_of
from casegraph.namespaces import CG, RDFS

LATERALITIES = {
    "HP:0012832": "Bilateral",
    "HP:0012834": "Right",
    "HP:0012835": "Left",
    "NCIT:C13332": "Bilateral",
    "NCIT:C25228": "Right",
    "NCIT:C25229": "Left",
    "SCTID:24028007": "Right",
    "SCTID:51440002": "Bilateral",
    "SCTID:7771000": "Left",
}
"""Term to the laterality that means the same."""


def features(packet: Message, draft: Draft) -> None:
    """Add the phenotypic features of *packet* to *draft*.

    :raises PacketError: for one without a type, and one that is excluded and over.
    """
    for index, said in enumerate(packet.phenotypic_features):
        pointer = draft.pointer("phenotypicFeatures", index)
        narrowed = is_given(said.severity) or any(map(is_given, said.modifiers))
        if said.excluded and narrowed:
            draft.findings.lose(
                pointer, "excluded with a severity or modifier, which denies less than the term"
            )
            continue
        if any(map(denies, (said.severity, *said.modifiers))):
            draft.findings.lose(
                pointer, "a severity or modifier denies it, and excluded does not say so"
            )
            continue
        term = draft.term(said.type, "FindingType", f"{pointer}/type")
        details = [*comment(said.description), *evidence(said.evidence, draft, pointer)]
        if said.excluded:
            _excluded(said, draft, pointer)
            draft.add(Statement(f"feature-{index}", "Finding", "denies", term, [pointer], details))
            continue
        details += _manner(said, draft, pointer)
        onset = time(said.onset, ONSET, draft, f"{pointer}/onset")
        draft.add(
            Statement(f"feature-{index}", "Finding", "affirms", term, [pointer], details + onset)
        )
        if said.HasField("resolution"):
            draft.add(resolution(said.resolution, f"feature-{index}", term, draft, pointer))


def resolution(
    element: Message,
    name: str,
    term: str,
    draft: Draft,
    pointer: str,
) -> Statement:
    """Return the outcome that *term* is over; that it was there is a statement of its own."""
    where = f"{pointer}/resolution"
    details = time(element, AT, draft, where)
    return Statement(f"{name}-resolution", "Outcome", "resolves", term, [where], details)


def is_given(said: Message) -> bool:
    """Return whether an ontology class says anything."""
    return bool(said.id or said.label)


def comment(description: str) -> list[Detail]:
    """Return free words of the packet as a comment."""
    words = " ".join(description.split())
    return [(f"{RDFS}comment", text(words))] if words else []


def evidence(said: Iterable[Message], draft: Draft, pointer: str) -> list[Detail]:
    """Return the kinds of evidence, and the works that are not the case's own publication."""
    details: list[Detail] = []
    own = {work.iri for work in draft.works[:1]}
    for index, one in enumerate(said):
        if is_given(one.evidence_code):
            where = f"{pointer}/evidence/{index}/evidenceCode"
            details.append(cg("evidenceCode", iri(draft.term(one.evidence_code, "Term", where))))
        work = work_of(one.reference)
        if work is not None:
            draft.works.append(work)
            if work.iri not in own:
                details.append((f"{RDFS}seeAlso", iri(work.iri)))
    return list(dict.fromkeys(details))


def side(said: Iterable[Message]) -> str | None:
    """Return the one laterality that *said* has, None for none or for several."""
    found = {LATERALITIES[one.id] for one in said if one.id in LATERALITIES}
    return found.pop() if len(found) == 1 else None


def _manner(said: Message, draft: Draft, pointer: str) -> list[Detail]:
    """Return severity, modifiers and laterality."""
    details: list[Detail] = []
    if is_given(said.severity):
        severity = draft.term(said.severity, "Qualifier", f"{pointer}/severity")
        details.append(cg("qualifier", iri(severity)))
    laterality = side(said.modifiers)
    if laterality:
        details.append(cg("laterality", iri(f"{CG}{laterality}")))
    for index, one in enumerate(said.modifiers):
        if is_given(one) and not (laterality and one.id in LATERALITIES):
            modifier = draft.term(one, "Qualifier", f"{pointer}/modifiers/{index}")
            details.append(cg("qualifier", iri(modifier)))
    return list(dict.fromkeys(details))


def _excluded(said: Message, draft: Draft, pointer: str) -> None:
    """Tell what an excluded feature says besides."""
    if said.HasField("resolution"):
        raise PacketError("a feature is excluded, and yet said to be over", pointer)
    if said.onset.WhichOneof("element"):
        draft.findings.lose(f"{pointer}/onset", "the time of an absence")
