"""The value lists of the import the other way round: values of the vocabulary to a packet's."""

from collections.abc import Mapping

from phenopackets import (
    GenomicInterpretation,
    Individual,
    Interpretation,
    TherapeuticRegimen,
    VariantInterpretation,
)

from casegraph.importers.phenopackets import actions, interpretations, subject, variants
from casegraph.importers.phenopackets.features import LATERALITIES
from casegraph.importers.phenopackets.messages import Message
from casegraph.namespaces import CG


def _inverted(table: Mapping[int, str], message: Message, field: str) -> Mapping[str, str]:
    """Return the names that JSON gives the numbers of *table*, by the values' IRIs."""
    names = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return {f"{CG}{value}": names[number].name for number, value in table.items()}


SEXES = _inverted(subject.SEXES, Individual, "sex")
PROGRESS = _inverted(interpretations.PROGRESS, Interpretation, "progress_status")
CONTRIBUTIONS = _inverted(
    interpretations.CONTRIBUTIONS, GenomicInterpretation, "interpretation_status"
)
PATHOGENICITIES = _inverted(
    variants.PATHOGENICITIES, VariantInterpretation, "acmg_pathogenicity_classification"
)
STATUSES = _inverted(actions.STATUSES, TherapeuticRegimen, "regimen_status")

SIDES: Mapping[str, Mapping[str, str]] = {
    f"{CG}{side}": {"id": curie, "label": side}
    for curie, side in LATERALITIES.items()
    if curie.startswith("HP:")
}
"""Laterality to its ontology class in HPO; the midline has none."""

SEVERITIES = frozenset(f"HP:{number:07}" for number in range(12825, 12830))
"""Mild, moderate, borderline, severe, profound: the terms below HP:0012824 Severity."""
