"""The place of a term in its hierarchy, with the cases that present and that exclude each term.

Enters a term with its neighbours and their numbers; leaves a picture with the broader terms above
and the narrower below. Presence rises and absence falls, so the two numbers never add up.
"""

from casegraph.pictures.hierarchy.drawing import picture
from casegraph.pictures.hierarchy.filling import of_term
from casegraph.pictures.hierarchy.values import Counted, Hierarchy

__all__ = ["Counted", "Hierarchy", "of_term", "picture"]
