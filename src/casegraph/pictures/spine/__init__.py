"""The spine from occiput to sacrum: in how many cases something is present, and where.

Enters a store; leaves two pictures, of the whole spine and of the neck with its structures. What a
report denies is never counted as present: it has a mark and a number of its own.
"""

from casegraph.pictures.spine.cervical import picture as cervical
from casegraph.pictures.spine.counting import cases_at, of_store
from casegraph.pictures.spine.drawing import picture
from casegraph.pictures.spine.values import Count, Place, Spine, Structure

__all__ = ["Count", "Place", "Spine", "Structure", "cases_at", "cervical", "of_store", "picture"]
