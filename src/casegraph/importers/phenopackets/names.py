"""Names: ids of packets, terms and publications to IRIs, the same on every machine."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Mapping
from urllib.parse import quote

import pyoxigraph as ox

from casegraph import curies
from casegraph.curies import NAMESPACES, OBO
from casegraph.namespaces import PUBLICATION, TERM

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*", re.ASCII)
_HASHED = re.compile(r"-[0-9a-f]{10}$", re.ASCII)
_LONGEST = 120
_CURIE = re.compile(r"([A-Za-z][A-Za-z0-9._-]*):([^\s:][^\s]*)", re.ASCII)
_PROTOCOL = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.ASCII | re.IGNORECASE)
_LOCAL = "-._~!$&'()*+,;=:@/"


def digest(text: str, length: int = 10) -> str:
    """Return the first hexadecimal digits of the SHA-256 of *text*."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def readable(text: str) -> str:
    """Return *text* in ASCII letters, digits and hyphens, empty when nothing is left.

    >>> readable("Müller, family 3/II:1")
    'Muller-family-3-II-1'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain)[:_LONGEST].strip("-._")


def slug(identifier: str) -> str:
    """Return the slug for *identifier*: itself where it can be one, else cleaned with a short hash.

    An id that ends as with a hash gets one too. So two ids do not meet, however alike they look.

    >>> slug("PMID_30968594_individual_67")
    'PMID_30968594_individual_67'
    >>> slug("family 3/II:1"), slug("family 3 II#1")
    ('family-3-II-1-a8bcef68e7', 'family-3-II-1-41192243b0')
    >>> slug("family-3-II-1-a8bcef68e7")
    'family-3-II-1-a8bcef68e7-3145f1483a'
    """
    is_slug = _SLUG.fullmatch(identifier) and len(identifier) <= _LONGEST
    if is_slug and not _HASHED.search(identifier):
        return identifier
    return f"{readable(identifier) or 'packet'}-{digest(identifier)}"


def curie_of(text: str) -> str | None:
    """Return *text* as a CURIE with the usual spelling of its prefix, None when it is none.

    >>> curie_of("hp:0001250"), curie_of("HP_0001250"), curie_of("SNOMED:123"), curie_of("55417-0")
    ('HP:0001250', 'HP:0001250', 'SCTID:123', None)
    """
    if text.startswith(OBO):
        text = text.removeprefix(OBO)
    found = _CURIE.fullmatch(text)
    if found is None:
        prefix, mark, local = text.partition("_")
        if not (mark and curies.prefix_of(prefix) and local.isalnum() and local.isascii()):
            return None
    else:
        prefix, local = found.groups()
    return f"{curies.prefix_of(prefix) or prefix}:{local}"


def is_known(curie: str, declared: Container[str]) -> bool:
    """Return whether the prefix of *curie* is known, or *declared*, in capitals, by its packet.

    >>> is_known("HP:0001250", ()), is_known("Syndrome:Marfan", ()), is_known("xyz:1", {"XYZ"})
    (True, False, True)
    """
    prefix = curie.partition(":")[0].upper()
    return curies.prefix_of(prefix) is not None or prefix in declared


def iri_of(curie: str, resources: Mapping[str, str]) -> str:
    """Return the IRI that *curie* stands for.

    resources: prefix in capitals to IRI, as the packet declares them; used for prefixes that the
    vocabulary does not know. The rest goes to identifiers.org.

    >>> iri_of("HP:0001250", {})
    'http://purl.obolibrary.org/obo/HP_0001250'
    >>> iri_of("XYZ:1", {"XYZ": "https://example.org/xyz/"}), iri_of("XYZ:1", {})
    ('https://example.org/xyz/1', 'https://identifiers.org/XYZ:1')
    """
    if is_web_address(curie):
        return curie
    prefix, _, local = curie.partition(":")
    base = NAMESPACES.get(prefix) or resources.get(prefix.upper())
    if prefix == "ORPHA":
        local = local.removeprefix("Orphanet_")
    return f"{base or f'https://identifiers.org/{prefix}:'}{quote(local, safe=_LOCAL)}"


def shown(iri: str) -> str:
    """Return *iri* as a reader of packets knows it.

    >>> shown("http://purl.obolibrary.org/obo/HP_0001250"), shown("https://example.org/1")
    ('HP:0001250', 'https://example.org/1')
    """
    return curies.contracted(iri) or iri


def is_web_address(text: str) -> bool:
    """Return whether *text* is an address of the web that can stand as an IRI."""
    if _PROTOCOL.fullmatch(text) is None:
        return False
    try:
        return bool(ox.NamedNode(text))
    except ValueError:
        return False


def local_term(identifier: str, label: str) -> str:
    """Return the IRI of a term that has no public id: the same for the same id and label."""
    words = readable(label) or readable(identifier) or "term"
    return f"{TERM}{words.lower()}-{digest(f'{identifier}|{label}')}"


def publication(identifier: str) -> str:
    """Return the IRI of the publication that *identifier* stands for.

    >>> publication("PMID:123")
    'https://w3id.org/casegraph/publication/pmid-123'
    """
    prefix, _, local = identifier.partition(":")
    if prefix.upper() in ("PMID", "PMC", "PMCID") and local.isalnum() and local.isascii():
        number = local.upper().removeprefix("PMC")
        return f"{PUBLICATION}{'pmid' if prefix.upper() == 'PMID' else 'pmc'}-{number}"
    return f"{PUBLICATION}{readable(identifier).lower() or 'work'}-{digest(identifier)}"
