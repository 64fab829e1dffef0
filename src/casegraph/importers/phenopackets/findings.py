"""What an import has to tell of a packet: what was repaired, what stays outside, why it failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casegraph.errors import CasegraphError

_TOLD = 5
"""How many reasons are told of one packet."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A fault of a packet that could be put right without doubt.

    pointer: where, a JSON Pointer (RFC 6901) into the packet. was, became: the value before and
    after, as text.
    """

    pointer: str
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that a packet says and the case does not.

    pointer: where in the packet. why: the reason, in a few words.
    """

    pointer: str
    why: str


@dataclass(slots=True)
class Findings:
    """What was met while one packet was read, in the order of the packet.

    faults: those for which it cannot be imported.
    """

    repairs: list[Repair] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    faults: list["PacketError"] = field(default_factory=list)

    def repaired(self, pointer: str, was: object, became: object) -> None:
        """Note a repair."""
        self.repairs.append(Repair(pointer, str(was), str(became)))

    def lose(self, pointer: str, why: str) -> None:
        """Note what is not represented."""
        self.lost.append(Lost(pointer, why))

    def check(self) -> None:
        """Check that no fault was met.

        :raises PacketError: when one was; of several, it tells the first and how many there are.
        """
        if self.faults[1:]:
            raise PacketError(together(map(str, self.faults)))
        if self.faults:
            raise self.faults[0]


def together(reasons: Iterable[str]) -> str:
    """Return *reasons* in one line: each once, the first five and how many more.

    >>> together("abcbdefg")
    'a; b; c; d; e; and 2 more'
    """
    different: Sequence[str] = list(dict.fromkeys(reasons))
    more = [f"and {len(different) - _TOLD} more"] if different[_TOLD:] else []
    return "; ".join([*different[:_TOLD], *more])


class PacketError(CasegraphError):
    """A packet that cannot be imported.

    message: the reason. node: the JSON Pointer of the fault, empty for the packet as a whole.
    """

    def __init__(self, message: str, pointer: str = "", repair: str | None = None) -> None:
        super().__init__(message, node=pointer or None, repair=repair)
        self.pointer = pointer
