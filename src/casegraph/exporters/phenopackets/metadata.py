"""Metadata of a packet: who made it and when, its publications and its namespaces."""

from collections.abc import Mapping

from casegraph.exporters.node import Node
from casegraph.exporters.phenopackets.case import Case
from casegraph.exporters.phenopackets.names import Plain

_ORCID = "https://orcid.org/"
_SCHEMA = "Phenopacket Schema "
_VERSION = "2.0"


def metadata(
    case: Case, references: list[Plain], ontologies: Mapping[str, tuple[str, str]]
) -> Plain:
    """Return the metadata.

    references: the publications. ontologies: title and version of public ontologies, by their id.
    """
    document = case.record.get(case.document, Node(case.document, {}))
    source = case.record.get(f"{case.document}/source", Node("source", {}))
    found: Plain = {}
    if day := document.first("dcterms:created"):
        found["created"] = f"{day}T00:00:00Z"
    if creator := document.first("dcterms:creator"):
        is_orcid = creator.startswith(_ORCID)
        found["createdBy"] = f"ORCID:{creator.removeprefix(_ORCID)}" if is_orcid else creator
    if resources := case.names.resources(ontologies):
        found["resources"] = resources
    said = source.first("dcterms:conformsTo", lambda one: one.startswith(_SCHEMA))
    found["phenopacketSchemaVersion"] = said.removeprefix(_SCHEMA) or _VERSION
    if references:
        found["externalReferences"] = references
    return found
