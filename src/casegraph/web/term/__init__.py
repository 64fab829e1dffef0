"""The page of a term: what it means, and which cases present it, exclude it or considered it."""

from casegraph.web.term.page import KIND

__all__ = ["KIND"]
