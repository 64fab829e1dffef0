"""A group of cases, from what they say to what follows and what is wrong with them.

The two engines do this each in its own way and give the same answer. A group is a value, so that
groups can be handed to several processes.
"""

from casegraph.engines import choose
from casegraph.examine import native, reference
from casegraph.examine.group import Examined, Group

__all__ = ["Examined", "Group", "examine"]

_ENGINES = {"native": native.examine, "reference": reference.examine}


def examine(group: Group, engine: str = "native") -> Examined:
    """Return what follows from *group*, and what the shapes find in it.

    :raises InferenceError: when the axioms contradict what the cases share.
    :raises ShapeError: for a shape that cannot be used.
    """
    return choose(_ENGINES, engine)(group)
