"""What a case says and a format cannot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Something of a case that a format does not say.

    node: the local name of the node in the case, or the IRI of a term or publication. property:
    what is left out of it as a CURIE, empty for the node as a whole. why: the reason, in a few
    words.
    """

    node: str
    property: str
    why: str
