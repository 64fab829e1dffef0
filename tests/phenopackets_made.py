"""Invented phenopackets, and what is said of the cases that they become."""

import json
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from casegraph.importers.phenopackets.findings import Findings
from casegraph.importers.phenopackets.mapping import Mapped, mapped
from casegraph.importers.phenopackets.packet import Packet
from casegraph.namespaces import CG, PREFIXES, RDF

Plain = dict[str, Any]

PACKET: Plain = {
    "id": "moon-1",
    "subject": {"id": "Patient 1", "sex": "FEMALE"},
    "phenotypicFeatures": [{"type": {"id": "HP:0001250", "label": "Seizure"}}],
    "metaData": {
        "created": "2024-05-06T07:08:09Z",
        "createdBy": "ORCID:0000-0001-2345-6789",
        "phenopacketSchemaVersion": "2.0",
        "externalReferences": [{"id": "PMID:123", "description": "Seizures at full moon"}],
    },
}
"""The least that a packet usually has."""

SEIZURE = "http://purl.obolibrary.org/obo/HP_0001250"


def packet(**changes: Any) -> Plain:
    """Return a packet with other values for some of its keys; None takes a key away."""
    found = {**deepcopy(PACKET), **deepcopy(changes)}
    return {key: value for key, value in found.items() if value is not None}


def feature(identifier: str, label: str, **more: Any) -> Plain:
    """Return a phenotypic feature."""
    return {"type": {"id": identifier, "label": label}, **more}


def term(identifier: str, label: str = "") -> Plain:
    """Return an ontology class."""
    return {"id": identifier, "label": label}


def read(plain: Plain, **more: Any) -> tuple[Mapped, Findings]:
    """Return the case of one packet, and what was met on the way."""
    findings = Findings()
    return mapped(Packet(plain, "packet.json", "0" * 64, **more), findings), findings


def said(plain: Plain) -> dict[str, dict[str, set[str]]]:
    """Return what the case of *plain* says: node, property and values, all in short names.

    Values are IRIs with a prefix where one fits, or lexical forms.
    """
    found: dict[str, dict[str, set[str]]] = {}
    for quad in ox.parse(read(plain)[0].lines.encode(), ox.RdfFormat.N_QUADS):
        node = str(quad.subject.value).partition("#")[2] or "document"
        values = found.setdefault(node, {}).setdefault(short(quad.predicate.value), set())
        values.add(short(str(quad.object.value)))
    return found


def short(iri: str) -> str:
    """Return *iri* with the prefix of its namespace, those of the vocabulary and OBO without."""
    for start in (CG, f"{RDF}", "http://purl.obolibrary.org/obo/"):
        if iri.startswith(start):
            return iri.removeprefix(start)
    if "#" in iri and "/case/" in iri:
        return iri.partition("#")[2]
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri


def write(folder: Path, *plains: Mapping[str, Any]) -> Path:
    """Write each packet to a file of its own, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, plain in enumerate(plains):
        (folder / f"{number}.json").write_text(json.dumps(plain), encoding="utf-8")
    return folder
