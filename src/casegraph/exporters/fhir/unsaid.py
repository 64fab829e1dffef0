"""Why a bundle leaves out what it does."""

from collections.abc import Mapping

NO_PLACE = "FHIR has no place for it"

_LINK = "a link between statements for which their resources have no element"
_WORDS = "the position of words that no resource rests on"
_RECORD = "how the case was made"

REASONS: Mapping[str, str] = {
    "cg:after": "that one thing came after another, at no known time",
    "cg:atGestationalAge": "an age that counts from before birth",
    "cg:because": _LINK,
    "cg:dueTo": _LINK,
    "cg:evidence": _WORDS,
    "cg:figureNumber": "a figure",
    "cg:follows": "that an outcome came after a treatment",
    "cg:gestationalAgeAtOnset": "an age that counts from before birth",
    "cg:indication": "what was treated and is not sure, which would read as present",
    "cg:laterality": _LINK,
    "cg:outcomeReported": "whether the report tells the outcome",
    "cg:revises": _LINK,
    "cg:shownBy": _LINK,
    "cg:voice": "whose voice a citation is",
    "cito:hasCitationCharacterization": "what a work is cited for",
    "dcterms:conformsTo": _RECORD,
    "dcterms:hasPart": _LINK,
    "dcterms:license": "the licence of the case",
    "rdfs:comment": "words, for which a resource has no place",
    "rdfs:label": "words, for which a resource has no place",
}
"""Property to why it is left out where it is."""

KINDS: Mapping[str, str] = {
    "cg:Claim": "a claim that is not about the patient",
    "cg:Figure": "a figure",
    "oa:SpecificResource": _WORDS,
}
"""Class to why its members are left out as a whole."""

INFERRED = "what only the curator infers, and no diagnosis"

WHOLE: Mapping[str, str] = {
    "denies": "denied with a qualifier or a stage; its absence would deny more",
    "deniesAt": "denied with a qualifier or a stage, or at no place; its absence would deny more",
    "resolves": "over with a qualifier or a stage; that it is over would say more",
    "": "a number without a value",
}
"""Polarity to why a statement is left out as a whole."""


def reason(name: str) -> str:
    """Return why the property *name* is left out.

    >>> reason("cg:follows"), reason("cg:midnight")
    ('that an outcome came after a treatment', 'FHIR has no place for it')
    """
    return REASONS.get(name, NO_PLACE)
