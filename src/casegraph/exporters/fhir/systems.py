"""IRIs of terms to the code systems of FHIR.

Source: the names of code systems in FHIR R4, https://hl7.org/fhir/R4/terminologies-systems.html,
and in HL7 Terminology. An ontology of the OBO Foundry that has none there goes by the IRI of its
OWL file, as FHIR asks of ontologies; any other term is an IRI without a system of its own.
"""

from collections.abc import Mapping
from urllib.parse import unquote

from casegraph.curies import NAMESPACES, OBO, contracted
from casegraph.exporters.fhir.places import URIS
from casegraph.namespaces import BASE, CG, TERM

OWN = f"{BASE}/term"
"""The terms of the project, and those that came without a public id."""

VOCABULARY = f"{BASE}/ontology"
"""Classes, properties and fixed values of the vocabulary."""

_BARE: Mapping[str, str] = {
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "LOINC": "http://loinc.org",
    "NCIT": "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl",
    "OMIM": "http://www.omim.org",
    "ORPHA": "http://www.orpha.net",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "SCTID": "http://snomed.info/sct",
}
"""Systems whose codes are ids without a prefix."""

_WITH_PREFIX: Mapping[str, str] = {
    "HGNC": "http://www.genenames.org",
    "HP": "http://human-phenotype-ontology.org",
    "SO": "http://www.sequenceontology.org",
}


def system_of(iri: str) -> tuple[str, str]:
    """Return the code system of the term *iri*, and its code there.

    >>> system_of("http://purl.obolibrary.org/obo/HP_0001250")
    ('http://human-phenotype-ontology.org', 'HP:0001250')
    >>> system_of("http://snomed.info/id/69896004")
    ('http://snomed.info/sct', '69896004')
    >>> system_of("https://w3id.org/casegraph/term/neck-pain")
    ('https://w3id.org/casegraph/term', 'neck-pain')
    """
    for space, system in ((TERM, OWN), (CG, VOCABULARY)):
        if iri.startswith(space) and len(iri) > len(space):
            return system, iri.removeprefix(space)
    prefix, _, written = (contracted(iri) or "").partition(":")
    local = unquote(written)
    if not local or any(map(str.isspace, local)):
        return URIS, iri
    if prefix in _BARE:
        return _BARE[prefix], local
    if prefix in _WITH_PREFIX:
        return _WITH_PREFIX[prefix], f"{prefix}:{local}"
    if NAMESPACES[prefix].startswith(OBO):
        return f"{OBO}{prefix.lower()}.owl", f"{prefix}:{local}"
    return NAMESPACES[prefix], local
