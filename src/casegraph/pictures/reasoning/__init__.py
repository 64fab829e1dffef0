"""The diagnostic reasoning of a case as a small graph: what moved which hypothesis, and whereto.

Enters a case's facts; leaves a picture that reads from top to bottom: findings and investigations,
the hypotheses that they moved, and what became of these.
"""

from casegraph.pictures.reasoning.drawing import picture
from casegraph.pictures.reasoning.filling import of_case
from casegraph.pictures.reasoning.values import Link, Reasoning, Step

__all__ = ["Link", "Reasoning", "Step", "of_case", "picture"]
