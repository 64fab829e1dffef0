"""Where a thing of a case stands in its bundle: the type and the id of a resource.

An id is readable and the same on every machine: the thing's name in the case, then a digest of its
IRI. So two cases that both name a finding `neck-pain` may lie on one server, names that FHIR does
not allow stay apart, and another statement changes no id.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

from casegraph.exporters.fhir.plain import Plain
from casegraph.namespaces import BASE

URIS = "urn:ietf:rfc:3986"
"""The system of identifiers and codes that are IRIs."""

_ROOT = f"{BASE}/fhir/"
_LOCAL = re.compile(r"[/#]")
_FORBIDDEN = re.compile(r"[^A-Za-z0-9.-]+")
_LONGEST, _DIGEST = 64, 16


@dataclass(frozen=True, slots=True)
class Place:
    """A resource of the bundle. kind: its type. id: unique. iri: what it says something of."""

    kind: str
    id: str
    iri: str

    @property
    def reference(self) -> Plain:
        """What leads to it from another resource."""
        return {"reference": f"{self.kind}/{self.id}"}

    @property
    def url(self) -> str:
        """Its full URL, against which references are resolved."""
        return f"{_ROOT}{self.kind}/{self.id}"

    def opened(self) -> Plain:
        """Return the beginning of the resource."""
        return {"resourceType": self.kind, "id": self.id}


def place(kind: str, iri: str, part: str = "") -> Place:
    """Return the place of the resource of type *kind* for *iri*.

    part: tells several resources for one thing apart.

    >>> place("Observation", "https://example.org/case/moon#neck_pain").id
    'neck-pain.88ea4b562649c857'
    """
    local = _LOCAL.split(part)[-1]
    named = f"{_LOCAL.split(iri)[-1]}{f'-{local}' if local else ''}"
    readable = _FORBIDDEN.sub("-", named).strip("-.")[: _LONGEST - _DIGEST - 1]
    digest = sha256(f"{iri} {part}".encode()).hexdigest()[:_DIGEST]
    return Place(kind, f"{readable or 'x'}.{digest}", iri)


def identifier(iri: str) -> Plain:
    """Return *iri* as an identifier."""
    return {"system": URIS, "value": iri}
