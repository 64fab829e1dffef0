"""Names of public terms: CURIE to IRI and back, as the OBO Foundry and the terms' owners have them.

An OBO name such as HP:0001250 stands for a PURL, `http://purl.obolibrary.org/obo/HP_0001250`.
A cross-reference whose prefix is not known makes no IRI, since a guessed one would name nothing.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from casegraph import curies, namespaces
from casegraph.curies import OBO

_CURIE = re.compile(r"([A-Za-z][\w.-]*):(?!//)(\S+)")
_UNDERSCORED = re.compile(r"([A-Za-z]+)_(\w+)")
_PURL = re.compile(re.escape(OBO) + r"([A-Za-z]+)_(\w+)")
_ABSOLUTE = re.compile(r"(?:https?://|urn:)")


def mapped(name: str) -> str | None:
    """Return the IRI of a cross-reference *name*, a CURIE; None when its prefix is not known.

    >>> mapped("SNOMEDCT_US:91175000"), mapped("PMID:15816939")
    ('http://snomed.info/id/91175000', None)
    """
    name = name.strip()
    iri = curies.expanded(name) if _CURIE.fullmatch(name) else None
    return checked(iri) if iri else None


def expanded(name: str, spaces: Mapping[str, str] | None = None) -> str | None:
    """Return the IRI of a term *name*: a CURIE, an IRI, or an OBO name with an underscore.

    spaces: prefix to namespace, where the file declares its own. Any other prefix that is not
    listed here is read as one of the OBO Foundry, as the OBO format has it (OBO 1.4, 5.9.2).
    None when it makes no IRI.

    >>> expanded("HP:0001250"), expanded("HP_0001250")
    ('http://purl.obolibrary.org/obo/HP_0001250', 'http://purl.obolibrary.org/obo/HP_0001250')
    """
    name = name.strip()
    if _ABSOLUTE.match(name):
        return checked(name)
    found = _CURIE.fullmatch(name) or _UNDERSCORED.fullmatch(name)
    if not found:
        return None
    prefix, local = found[1], found[2]
    if spaces and prefix in spaces:
        return checked(spaces[prefix] + local)
    return mapped(f"{prefix}:{local}") or checked(f"{OBO}{prefix}_{local}")


def curie(iri: str) -> str:
    """Return *iri* as a reader likes it, in angle brackets when no prefix fits.

    >>> curie("http://purl.obolibrary.org/obo/HP_0001250")
    'HP:0001250'
    >>> curie("http://www.orpha.net/ORDO/Orphanet_558")
    'ORPHA:558'
    """
    if found := _PURL.fullmatch(iri):
        return f"{found[1]}:{found[2]}"
    return curies.contracted(iri) or namespaces.curie(iri)


def prefix_of(iri: str) -> str | None:
    """Return the prefix of a public term in upper case, None when *iri* has none."""
    prefix, colon, _ = curie(iri).partition(":")
    return prefix.upper() if colon and not prefix.startswith("<") else None


@lru_cache(maxsize=4096)
def checked(iri: str) -> str | None:
    """Return *iri*, or None when it is none (RFC 3987)."""
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return None
