"""Where the things of a picture lead; the page that the picture stands in knows."""

from collections.abc import Callable

Href = Callable[[str], str]
"""The address for an IRI, empty for one that leads nowhere."""


def nowhere(_iri: str) -> str:
    """Return no address."""
    return ""


def within(iri: str) -> str:
    """Return the address of a part of the page in which the picture stands.

    >>> within("https://w3id.org/casegraph/case/neck-pain#ct")
    '#ct'
    """
    _, mark, fragment = iri.partition("#")
    return mark + fragment
