"""Ages of the patient and periods of life, in words."""

from casegraph.namespaces import CG
from casegraph.narrative.facts import Facts
from casegraph.narrative.words import between, duration

_STEPS = (
    ("at the age of", "atAge", "atMinAge", "atMaxAge"),
    ("onset at the age of", "ageAtOnset", "minAgeAtOnset", "maxAgeAtOnset"),
)
_GESTATIONAL = (("at", "atGestationalAge"), ("onset at", "gestationalAgeAtOnset"))


def ages(facts: Facts, node: str) -> list[str]:
    """Return at which age or in which period of life *node* held or began.

    `at the age of 2 months`, `onset at the age of 1 year to 3 years`, `at 17 weeks of gestation`,
    `Congenital onset`.
    """
    said = []
    for words, exact, low, high in _STEPS:
        span = between(_worded(facts, node, low), _worded(facts, node, high))
        age = _worded(facts, node, exact) or span
        said += [f"{words} {age}"] if age else []
    for words, step in _GESTATIONAL:
        age = _worded(facts, node, step) or ""
        said += [f"{words} {age} of gestation"] if age else []
    said += [f"in {label}" for label in facts.labels_of(node, f"{CG}atLifeStage")]
    for label in facts.labels_of(node, f"{CG}lifeStageAtOnset"):
        said.append(label if "onset" in label.casefold() else f"onset: {label}")
    return said


def age(facts: Facts, patient: str) -> list[str]:
    """Return the age of *patient* at presentation, or else when last seen."""
    presented = _worded(facts, patient, "ageAtPresentation")
    return [presented] if presented else [f"last seen {said}" for said in ages(facts, patient)]


def _worded(facts: Facts, node: str, step: str) -> str | None:
    lexical = facts.literal(node, CG + step)
    return duration(lexical) if lexical else None
