"""A packet as its file has it, before anything is read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casegraph.importers.phenopackets.findings import Lost


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is written otherwise than Python does, as 1.10: where text belongs, it is that.

    text: as it is written. value: what it is as a number.
    """

    text: str
    value: int | float

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Doubled:
    """An object that has a key twice, so that nobody knows what it says."""

    key: str


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet as JSON gave it.

    plain: of dictionaries, lists, text, numbers and truth, with `Number` and `Doubled` among them.
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
class Around:
    """What a family or cohort says beside its members, of which nothing is represented.

    pointer: the JSON Pointer to the family. lost: with pointers into it.
    """

    name: str
    pointer: str
    lost: Sequence[Lost]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file, or a part of one, that holds no packet that can be read."""

    name: str
    pointer: str
    reason: str


Found = Packet | Around | Unusable
"""What a place in a file holds."""
