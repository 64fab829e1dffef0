"""The page of the store: how much it holds, what it was built with, what the shapes find, limits.

What takes long over many cases (counting triples, asking the shapes again) is done when it is asked
for, and over few cases at once.
"""

from casegraph.serve.pages.store.routes import routes

__all__ = ["routes"]
