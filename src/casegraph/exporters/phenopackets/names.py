"""IRIs of terms to ids of ontology classes, by the table of the import, and their namespaces."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from casegraph.curies import NAMESPACES
from casegraph.exporters.described import Described
from casegraph.importers.phenopackets.names import curie_of, iri_of
from casegraph.importers.phenopackets.units import ucum
from casegraph.namespaces import TERM

Plain = dict[str, Any]
"""An object of JSON."""

OWN = "casegraph"
"""The prefix of terms that have no public id."""

TITLES: Mapping[str, str] = {
    "CHEBI": "Chemical Entities of Biological Interest",
    "CL": "Cell Ontology",
    "DOID": "Human Disease Ontology",
    "ECO": "Evidence and Conclusion Ontology",
    "EFO": "Experimental Factor Ontology",
    "GENO": "Genotype Ontology",
    "GO": "Gene Ontology",
    "HGNC": "HUGO Gene Nomenclature Committee",
    "HP": "Human Phenotype Ontology",
    "LOINC": "Logical Observation Identifiers Names and Codes",
    "MAXO": "Medical Action Ontology",
    "MESH": "Medical Subject Headings",
    "MONDO": "Mondo Disease Ontology",
    "NCBITaxon": "NCBI organismal classification",
    "NCIT": "NCI Thesaurus",
    "OMIM": "Online Mendelian Inheritance in Man",
    "ORPHA": "Orphanet Rare Disease Ontology",
    "SCTID": "SNOMED CT",
    "SO": "Sequence Ontology",
    "UBERON": "Uberon multi-species anatomy ontology",
    "UCUM": "Unified Code for Units of Measure",
    "UO": "Units of measurement ontology",
    OWN: "Terms of casegraph",
}
"""Prefix to the name of the ontology, for resources of a packet."""

_ELSEWHERE = re.compile(r"https://identifiers[.]org/([A-Za-z][A-Za-z0-9._-]*):(.+)", re.ASCII)
_ANNOTATION = re.compile(r"\{(.+)\}")


class Names:
    """Writes terms, and remembers the namespaces that it uses.

    known: what is known of terms. labels: other labels than the preferred ones, by IRI. local: the
    terms without a public id that were written. strange: those that no packet can name.
    """

    def __init__(self, known: Mapping[str, Described]) -> None:
        self.known = known
        self.labels: dict[str, str] = {}
        self.local: dict[str, None] = {}
        self.strange: dict[str, None] = {}
        self._used: dict[str, str] = {}

    def term(self, iri: str) -> Plain:
        """Return the ontology class for *iri*."""
        label = self.label(iri)
        return {"id": self.id(iri), "label": label} if label else {"id": self.id(iri)}

    def label(self, iri: str) -> str:
        """Return the label of *iri*, empty when it has none."""
        return self.labels.get(iri) or (self.known[iri].label if iri in self.known else "")

    def id(self, iri: str) -> str:
        """Return the CURIE that an import reads as *iri*; without one, the IRI itself."""
        for prefix, base, local in _candidates(iri):
            curie = f"{prefix}:{local}"
            if curie_of(curie) == curie and iri_of(curie, {prefix.upper(): base}) == iri:
                self._used[prefix] = base
                if prefix == OWN:
                    self.local[iri] = None
                return curie
        if iri_of(iri, {}) != iri:
            self.strange[iri] = None
        return iri

    def unit(self, code: str) -> Plain:
        """Return the ontology class for the UCUM code of a unit."""
        inside = _ANNOTATION.fullmatch(code)
        if inside and curie_of(inside[1]) == inside[1] and ucum(inside[1]) == (code, False):
            prefix = inside[1].partition(":")[0]
            if prefix in NAMESPACES:
                self._used[prefix] = NAMESPACES[prefix]
            return {"id": inside[1]}
        self._used["UCUM"] = NAMESPACES["UCUM"]
        return {"id": f"UCUM:{code}", "label": code}

    def resources(self, ontologies: Mapping[str, tuple[str, str]]) -> list[Plain]:
        """Return the resources of the namespaces that were used.

        ontologies: title and version of those that are known, by their id.
        """
        found = []
        for prefix, base in sorted(self._used.items()):
            title, version = ontologies.get(prefix.lower(), ("", ""))
            one = {"id": prefix.lower(), "name": TITLES.get(prefix) or title or prefix}
            if version:
                one["version"] = version
            found.append({**one, "namespacePrefix": prefix, "iriPrefix": base})
        return found


def _candidates(iri: str) -> list[tuple[str, str, str]]:
    """Return the prefixes, namespaces and local ids that may stand for *iri*."""
    spaces = {**NAMESPACES, OWN: TERM}
    found = [
        (prefix, base, unquote(iri.removeprefix(base)))
        for prefix, base in spaces.items()
        if iri.startswith(base)
    ]
    if elsewhere := _ELSEWHERE.fullmatch(iri):
        prefix, local = elsewhere.groups()
        found.append((prefix, f"https://identifiers.org/{prefix}:", unquote(local)))
    return found
