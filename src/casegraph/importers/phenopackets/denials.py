"""Terms that deny what they stand beside, as a modifier or an allelic state may."""

from casegraph.importers.phenopackets.messages import Message

DENIALS = frozenset(
    (
        "GENO:0000036",
        "GENO:0000501",
        "HP:0040285",
        "LOINC:LA32-8",
        "LOINC:LA6577-6",
        "LOINC:LA9634-2",
        "NCIT:C48190",
        "PATO:0000462",
        "SCTID:2667000",
        "SCTID:260385009",
        "SCTID:260415000",
        "SCTID:410516002",
        "SCTID:410594000",
    )
)
"""Ids of terms for what is absent, excluded or not found, and for an allele without a variant."""

WORDS = frozenset(
    (
        *("absence", "absent", "denied", "excluded", "known absent", "negative", "no", "none"),
        *("not detected", "not found", "not present", "definitely not present", "ruled out"),
        *("hom ref", "homozygous reference", "homozygous wild type", "reference"),
        *("reference allele", "wild type", "wild type allele"),
    )
)
"""Labels that say the same, whatever the id."""


def denies(said: Message) -> bool:
    """Return whether an ontology class denies what it stands beside."""
    return said.id in DENIALS or _words(said.label) in WORDS


def _words(label: str) -> str:
    """Return *label* in small letters, without hyphens and what is added in parentheses."""
    return " ".join(label.partition("(")[0].lower().replace("-", " ").split())
