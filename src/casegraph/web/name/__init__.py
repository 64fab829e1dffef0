"""The page of a class, property or individual of `cg:`.

What it means, what follows from it, what is asked of it, and how often the collection uses it.
"""

from casegraph.web.name.page import KIND

__all__ = ["KIND"]
