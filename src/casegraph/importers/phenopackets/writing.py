"""A draft to N-Quads: the asserted graph of a case, and its provenance."""

import re
from collections.abc import Iterator
from importlib.metadata import version

from casegraph.importers.phenopackets.draft import Draft, Statement, iri, text, typed
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.packet import Packet
from casegraph.namespaces import BASE, CG, DCTERMS, PROV, RDF, RDFS, provenance_graph

_TYPE = f"<{RDF}type>"
_VERSION = version("casegraph")
_ORCID = re.compile(
    r"(?:https?://)?(?:orcid(?:[.]org)?[:/])?((?:\d{4}-){3}\d{3}[\dX])", re.IGNORECASE
)
_AUTHORS = ("hasStatement", "AuthorObservation")
_BECAUSE = f"{CG}because"


def case(draft: Draft, message: Message) -> Iterator[str]:
    """Yield the N-Quads of the asserted graph."""
    end = f"<{draft.document}> .\n"
    node, patient = draft.node("case"), draft.node("patient")
    diseases = [one for one in draft.statements if one.kind == "Diagnosis"]
    present = next((one.term for one in diseases if one.polarity == "affirms"), "")
    label = next((use.label for use in draft.uses if use.iri == present), "")
    title = f"{message.id}: {label}" if label else message.id
    outcome = any(one.kind == "Outcome" for one in draft.statements)
    yield f"{node} {_TYPE} <{CG}Case> {end}"
    yield f"{node} <{RDFS}label> {text(title, 'en')} {end}"
    if draft.slug != message.id:
        yield f"{node} <{DCTERMS}identifier> {text(message.id)} {end}"
    yield f"{node} <{CG}patient> {patient} {end}"
    yield f"{node} <{CG}reportedIn> <{draft.works[0].iri}> {end}"
    for work in draft.works[1 : draft.whole]:
        yield f"{node} <{RDFS}seeAlso> <{work.iri}> {end}"
    yield f"{node} <{CG}outcomeReported> {typed('true' if outcome else 'false', 'boolean')} {end}"
    yield f"{patient} {_TYPE} <{CG}Patient> {end}"
    where = "subject" if message.HasField("subject") else "id"
    yield f"{patient} <{CG}evidence> <{draft.document}/source#{draft.pointer(where)}> {end}"
    for predicate, value in draft.patient:
        yield f"{patient} <{predicate}> {value} {end}"
    for statement in draft.statements:
        yield from _statement(statement, draft, node, end)


def _statement(said: Statement, draft: Draft, case: str, end: str) -> Iterator[str]:
    node = draft.node(said.name)
    listed, voice = ("hasInference", "CuratorInference") if said.inferred else _AUTHORS
    yield f"{case} <{CG}{listed}> {node} {end}"
    yield f"{node} {_TYPE} <{CG}{said.kind}> {end}"
    if said.polarity:
        yield f"{node} <{CG}{said.polarity}> <{said.term}> {end}"
    yield f"{node} <{CG}voice> <{CG}{voice}> {end}"
    for pointer in said.pointers:
        yield f"{node} <{CG}evidence> <{draft.document}/source#{pointer}> {end}"
    grounds = False
    for predicate, value in said.details:
        grounds = grounds or predicate == _BECAUSE
        yield f"{node} <{predicate}> {value} {end}"
    if said.kind == "Diagnosis" and not grounds:
        yield f"{node} <{CG}groundsNotStated> {typed('true', 'boolean')} {end}"


def provenance(draft: Draft, message: Message, packet: Packet) -> Iterator[str]:
    """Yield the N-Quads of the provenance graph."""
    end = f"<{provenance_graph(draft.document)}> .\n"
    document, source = f"<{draft.document}>", f"<{draft.document}/source>"
    created = message.meta_data.created
    by = message.meta_data.created_by.strip()
    yield f"{document} {_TYPE} <{PROV}Entity> {end}"
    yield f"{document} <{DCTERMS}conformsTo> <{BASE}/ontology/{_VERSION}> {end}"
    yield f"{document} <{PROV}wasDerivedFrom> {source} {end}"
    yield f"{document} <{PROV}wasAttributedTo> <{BASE}> {end}"
    yield f"{source} {_TYPE} <{PROV}Entity> {end}"
    yield f"{source} <{RDFS}label> {text(packet.name)} {end}"
    yield f"{source} <{CG}sha256> {text(packet.digest)} {end}"
    if by:
        found = _ORCID.fullmatch(by)
        creator = iri(f"https://orcid.org/{found.group(1).upper()}") if found else text(by)
        yield f"{document} <{DCTERMS}creator> {creator} {end}"
    if message.meta_data.HasField("created"):
        day = created.ToJsonString().partition("T")[0]
        yield f"{document} <{DCTERMS}created> {typed(day, 'date')} {end}"
    if version_ := message.meta_data.phenopacket_schema_version.strip():
        yield f"{source} <{DCTERMS}conformsTo> {text(f'Phenopacket Schema {version_}')} {end}"
