"""Keys that the schema does not know, and that may deny what they stand beside.

To pass over `negated: true` would affirm what the packet denies.
"""

import re
from difflib import SequenceMatcher

STATEMENTS = frozenset(
    (
        *("PhenotypicFeature", "Disease", "Measurement", "ComplexValue", "TypedQuantity"),
        *("MedicalAction", "Procedure", "Treatment", "RadiationTherapy", "TherapeuticRegimen"),
        *("Interpretation", "Diagnosis", "GenomicInterpretation", "VariantInterpretation"),
        *("VariationDescriptor", "GeneDescriptor", "OntologyClass"),
    )
)
"""Messages that say something of a patient, or what it is that they say."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_EXACT = frozenset(("no", "non", "not", "neg", "never", "none", "without"))
_ALIKE = (
    *("absence", "absent", "denied", "denies", "exclude", "excluded", "exclusion", "negated"),
    *("negation", "negative", "observed", "polarity", "presence", "present", "refuted", "status"),
)
_ENOUGH = 0.8


def may_deny(key: str) -> bool:
    """Return whether *key* has a word like those that deny, or say whether something is there.

    >>> may_deny("isExcluded"), may_deny("exluded"), may_deny("verification_status")
    (True, True, True)
    >>> may_deny("notes"), may_deny("included_by"), may_deny("patient")
    (False, False, False)
    """
    words = [word.lower() for word in _WORDS.findall(key)]
    return any(
        word in _EXACT
        or any(SequenceMatcher(None, word, known).ratio() >= _ENOUGH for known in _ALIKE)
        for word in words
    )
