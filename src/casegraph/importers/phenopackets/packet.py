"""A packet as its file has it, before anything is read from it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet as JSON gave it.

    name: of its file, with the place in an archive. digest: the SHA-256 of that file's bytes, in
    hexadecimal. pointer: the JSON Pointer to the packet in the file. family: the id of the family
    or cohort that it is a member of, else empty; metadata: that of the family.
    """

    plain: dict[str, Any]
    name: str
    digest: str
    pointer: str = ""
    family: str = ""
    metadata: object = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file, or a part of one, that holds no packet that can be read."""

    name: str
    pointer: str
    reason: str


Found = Packet | Unusable
"""What a place in a file holds."""
