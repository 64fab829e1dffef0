"""Addresses that a user gives, as IRIs."""

import re

import pyoxigraph as ox

from casegraph.errors import ExportError

_URL = re.compile(r"https?://[^\s/]+(/\S*)?", re.IGNORECASE)


def iri_at(url: str, what: str) -> ox.NamedNode:
    """Return *url* as an IRI. what: what it is the address of, for the error.

    :raises ExportError: when it is no absolute http or https URL.

    >>> iri_at("https://example.org/sparql", "endpoint").value
    'https://example.org/sparql'
    """
    try:
        if _URL.fullmatch(url):
            return ox.NamedNode(url)
    except ValueError:
        pass
    raise ExportError(
        f"{url!r} is not the address of a {what}",
        repair="Give a whole URL, such as https://example.org/name.",
    )
