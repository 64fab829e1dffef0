"""The ontology's own documentation, made from its files.

What the names mean, what follows by the axioms in words, what the rules compute, and where the
shapes are told. Each name has a page of its own too: `casegraph.web.name`.
"""

from casegraph.web.ontology.page import KIND

__all__ = ["KIND"]
