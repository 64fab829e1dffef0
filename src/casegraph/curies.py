"""Prefixes of public terms, and the namespaces that their owners use in RDF.

An OBO name such as HP:0001250 stands for a PURL, `http://purl.obolibrary.org/obo/HP_0001250`. The
other namespaces are those of the mappings of the vocabulary, or else of the owners' own RDF.
"""

import re
from collections.abc import Mapping

OBO = "http://purl.obolibrary.org/obo/"

_FOUNDRY = (
    *("BFO", "BSPO", "BTO", "CARO", "CHEBI", "CL", "CMO", "DOID", "DRON", "ECO", "ECTO", "EMAPA"),
    *("ENVO", "FBbt", "FMA", "GENO", "GO", "HANCESTRO", "HP", "IAO", "MA", "MAXO", "MF", "MFOMD"),
    *("MONDO", "MP", "MPATH", "NBO", "NCBITaxon", "NCIT", "OAE", "OBA", "OBI", "OGMS", "OMRSE"),
    *("OVAE", "PATO", "PR", "RO", "SO", "SYMP", "TRANS", "UBERON", "UO", "UPHENO", "VO", "VT"),
    *("WBbt", "XAO", "ZFA"),
)
"""Prefixes of the OBO Foundry that clinical ontologies refer to."""

NAMESPACES: Mapping[str, str] = {
    **{prefix: f"{OBO}{prefix}_" for prefix in _FOUNDRY},
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "HGNC": "https://identifiers.org/hgnc:",
    "ICD10CM": "http://purl.bioontology.org/ontology/ICD10CM/",
    "LOINC": "https://loinc.org/rdf/",
    "MEDDRA": "http://identifiers.org/meddra/",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "OMIM": "https://omim.org/entry/",
    "ORPHA": "http://www.orpha.net/ORDO/Orphanet_",
    "RXNORM": "http://purl.bioontology.org/ontology/RXNORM/",
    "SCTID": "http://snomed.info/id/",
    "UCUM": "https://identifiers.org/ucum:",
    "UMLS": "http://linkedlifedata.com/resource/umls/id/",
}
"""Prefix to what its ids are appended to."""

_SAME = {
    "LNC": "LOINC",
    "MIM": "OMIM",
    "MSH": "MESH",
    "ORDO": "ORPHA",
    "ORPHANET": "ORPHA",
    "SNOMED": "SCTID",
    "SNOMEDCT": "SCTID",
    "SNOMEDCT_US": "SCTID",
    "SNOMED_CT": "SCTID",
    "UMLS_CUI": "UMLS",
}
"""Other spellings of a prefix."""

_SPELLINGS = {prefix.upper(): prefix for prefix in NAMESPACES} | _SAME
_PURL = re.compile(re.escape(OBO) + r"([A-Za-z]+)_(\w+)")
_ELSEWHERE = {prefix: space for prefix, space in NAMESPACES.items() if not space.startswith(OBO)}


def prefix_of(written: str) -> str | None:
    """Return the prefix that *written* means, in its usual spelling; None when it is not known.

    >>> prefix_of("hp"), prefix_of("SNOMEDCT_US"), prefix_of("LAB")
    ('HP', 'SCTID', None)
    """
    return _SPELLINGS.get(written.upper())


def expanded(curie: str) -> str | None:
    """Return the IRI that *curie* stands for, not checked; None when its prefix is not known.

    >>> expanded("HP:0001250"), expanded("LAB:7")
    ('http://purl.obolibrary.org/obo/HP_0001250', None)
    """
    written, colon, local = curie.partition(":")
    prefix = prefix_of(written)
    return f"{NAMESPACES[prefix]}{local}" if colon and local and prefix else None


def contracted(iri: str) -> str | None:
    """Return the CURIE of *iri*, None when no prefix that is known fits.

    >>> contracted("http://www.orpha.net/ORDO/Orphanet_558")
    'ORPHA:558'
    """
    if found := _PURL.fullmatch(iri):
        return f"{found[1]}:{found[2]}" if found[1] in NAMESPACES else None
    for prefix, space in _ELSEWHERE.items():
        if iri.startswith(space) and len(iri) > len(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return None
