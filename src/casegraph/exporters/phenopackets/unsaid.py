"""What a case says and a packet cannot, with the reasons."""

from collections.abc import Mapping

NO_PLACE = "a packet has no place for it"
LOCAL = "a term of casegraph, of which others know the label alone"

_REASONING = "a step of the reasoning, or a link between statements"
_WORDS = "the position of the words in the source"
_PRESENTATION = "a time that counts from the presentation or another statement, and not from birth"
_NUMBER = "how a number was written or judged"
_PLACE = "a feature and an outcome have no site, and other things only one"
_LONG = "how long it lasted, which a packet says only with calendar dates"
_TEXT = "words, for which this part of a packet has no place"
_RECORD = "how the case was made, which is told anew"

REASONS: Mapping[str, str] = {
    "cg:after": _REASONING,
    "cg:ageAtPresentation": "a packet has the age at the last encounter, which can be another",
    "cg:asWritten": _NUMBER,
    "cg:atOffset": _PRESENTATION,
    "cg:because": _REASONING,
    "cg:boundsExclusive": _NUMBER,
    "cg:comparator": _NUMBER,
    "cg:dueTo": _REASONING,
    "cg:evidence": _WORDS,
    "cg:follows": _REASONING,
    "cg:indication": "a second target, or one that is not sure and would read as present",
    "cg:inYear": "a calendar date",
    "cg:interpretation": _NUMBER,
    "cg:lasting": _LONG,
    "cg:maxValue": _NUMBER,
    "cg:minValue": _NUMBER,
    "cg:offsetFrom": _PRESENTATION,
    "cg:onset": _PRESENTATION,
    "cg:outcomeReported": "whether the report tells the outcome",
    "cg:revises": _REASONING,
    "cg:shownBy": _REASONING,
    "cg:site": _PLACE,
    "cg:targetSite": _PLACE,
    "cg:voice": "whose voice it is",
    "dcterms:hasPart": _REASONING,
    "dcterms:license": _RECORD,
    "rdfs:comment": _TEXT,
    "rdfs:label": _TEXT,
}
"""Property to why it is left out where it is."""

KINDS: Mapping[str, str] = {
    "cg:Claim": "a claim that is not about the patient",
    "cg:Figure": "a figure",
    "cg:SourceText": "the text that was read, with its digest",
    "cg:UnresolvedReference": "a work that is cited",
    "cito:Citation": "a citation with its role",
    "oa:SpecificResource": _WORDS,
}
"""Class to why its members are left out as a whole."""


def reason(name: str) -> str:
    """Return why the property *name* is left out.

    >>> reason("cg:revises"), reason("cg:midnight")
    ('a step of the reasoning, or a link between statements', 'a packet has no place for it')
    """
    return REASONS.get(name, NO_PLACE)
