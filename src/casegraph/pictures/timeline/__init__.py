"""The timeline of a case: what the report dates, to scale, and what it only orders, in order.

Enters a case's facts; leaves a picture whose time runs downwards, so that it fits a phone. What
counts from the presentation stands on one axis. What counts from a step that has no date stands on
an axis of its own, and what has only an order stands behind, marked as not to scale.
"""

from casegraph.pictures.timeline.drawing import picture
from casegraph.pictures.timeline.filling import of_case
from casegraph.pictures.timeline.values import Event, Strand, Timeline

__all__ = ["Event", "Strand", "Timeline", "of_case", "picture"]
