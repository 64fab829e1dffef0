"""Where a thing's page is: from an IRI to a path, and from one page to another.

A path is that of a page without its ending: `case/neck-pain`, `term/HP_0001250`. The page is
PATH.html, its data PATH.ttl and PATH.jsonld. A fragment of the IRI is the id in the page. Further
pages of a long list are `PATH/2`, `PATH/3` and so on.
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote

from casegraph import curies
from casegraph.namespaces import CASE, CG, ONTOLOGY, PUBLICATION, TERM, document_of

HTML, TURTLE, JSONLD = "html", "ttl", "jsonld"

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]*")
_PLAIN = re.compile(r"[A-Za-z0-9._~/-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~-]+")
_LONGEST = 120


def case_path(document: str) -> str:
    """Return the path of the case *document*.

    >>> case_path("https://w3id.org/casegraph/case/neck-pain")
    'case/neck-pain'
    """
    return f"case/{_file_name(document.removeprefix(CASE))}"


def publication_path(iri: str) -> str:
    """Return the path of the publication *iri*, whose fragments are its authors."""
    return f"publication/{_file_name(_local(iri, PUBLICATION))}"


@lru_cache(maxsize=16_384)
def term_path(iri: str) -> str:
    """Return the path of the term *iri*, which of a public term is its CURIE.

    >>> term_path("https://w3id.org/casegraph/term/neck-pain")
    'term/neck-pain'
    >>> term_path("http://purl.obolibrary.org/obo/HP_0001250")
    'term/HP_0001250'
    """
    if iri.startswith(TERM):
        return f"term/{_file_name(iri.removeprefix(TERM))}"
    curie = curies.contracted(iri)
    return f"term/{_file_name(curie.replace(':', '_', 1) if curie else iri)}"


def ontology_path(iri: str) -> str:
    """Return the path of a name of the ontology, or of the ontology itself.

    Properties begin with a small letter and have a folder of their own, since some differ from a
    class in nothing else, and not every file system tells `Patient` from `patient`.

    >>> ontology_path("https://w3id.org/casegraph/ontology#Patient")
    'ontology/Patient'
    >>> ontology_path("https://w3id.org/casegraph/ontology#patient")
    'ontology/property/patient'
    """
    name = _file_name(iri.removeprefix(CG)) if iri.startswith(CG) else ""
    folder = "ontology/property" if name[:1].islower() else "ontology"
    return f"{folder}/{name}" if name else folder


def query_path(name: str) -> str:
    """Return the path of the library query *name*."""
    return f"query/{_file_name(name)}"


def place_of(iri: str) -> tuple[str, str]:
    """Return the path of the page of *iri*, and the id in that page, empty for the whole.

    What belongs to no case, publication or ontology is taken for a term.

    >>> place_of("https://w3id.org/casegraph/case/neck-pain#fever")
    ('case/neck-pain', 'fever')
    """
    document = document_of(iri)
    if document is not None:
        return case_path(document), iri.partition("#")[2]
    if iri.startswith(PUBLICATION):
        page, _, fragment = iri.partition("#")
        return publication_path(page), fragment
    if iri.startswith(ONTOLOGY):
        return ontology_path(iri), ""
    return term_path(iri), ""


def numbered(path: str, number: int) -> str:
    """Return the path of page *number*, counted from 1, of the list at *path*.

    >>> numbered("term/neck-pain", 1), numbered("term/neck-pain", 2)
    ('term/neck-pain', 'term/neck-pain/2')
    """
    return path if number == 1 else f"{path}/{number}"


def relative(to: str, here: str, *, ending: str = HTML, fragment: str = "") -> str:
    """Return the relative reference from the page *here* to the file of *to*.

    to, here: paths. ending: of the file, empty when *to* has one.

    >>> relative("term/neck-pain", "case/a", fragment="synonyms")
    '../term/neck-pain.html#synonyms'
    >>> relative("case/a", "case/a", fragment="fever")
    '#fever'
    """
    anchor = f"#{_quoted(fragment, _IN_FRAGMENTS)}" if fragment else ""
    if anchor and to == here and ending == HTML:
        return anchor
    up = "../" * here.count("/")
    return f"{up}{_quoted(to, '/')}{f'.{ending}' if ending else ''}{anchor}"


_IN_FRAGMENTS = "!$&'()*+,;=:@/?-._~"
"""What a fragment may hold as it is (RFC 3986, section 3.5)."""


def _quoted(text: str, safe: str) -> str:
    """Return *text* as it stands in an address. safe: what else may be in it as it is."""
    return text if _PLAIN.fullmatch(text) else quote(text, safe=safe)


def _local(iri: str, space: str) -> str:
    return iri.partition("#")[0].removeprefix(space)


def _file_name(name: str) -> str:
    """Return *name*, or when a file cannot be called so something near with a digest."""
    if _SAFE.fullmatch(name) and len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    near = _UNSAFE.sub("-", re.split(r"[/#]", name.rstrip("/#"))[-1]).strip("-.")[:_LONGEST]
    return f"{near}-{digest}" if near else digest
