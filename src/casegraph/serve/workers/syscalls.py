"""The system calls of Linux that a worker has no use for, with their numbers.

From the tables of the kernel, `arch/x86/entry/syscalls/syscall_64.tbl` and, for aarch64,
`include/uapi/asm-generic/unistd.h`, which lacks those that a newer call has replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_NETWORK = {
    "socket": (41, 198),
    "io_uring_setup": (425, 425),  # it opens sockets too, past any filter
}

_PROGRAMS = {
    "execve": (59, 221),
    "execveat": (322, 281),
    "ptrace": (101, 117),
    "process_vm_writev": (311, 271),
}

_FILES = {
    "openat2": (437, 437),  # its flags are where no filter can look
    "creat": (85, None),
    "truncate": (76, 45),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "mount": (165, 40),
}

_OPENING = {"open": ((2, None), 1), "openat": ((257, 56), 2)}
"""Those that open a file, and which of their arguments has the flags, counted from 0."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A kind of processor.

    audit: the number by which a filter knows it. place: of its numbers above. has_x32: whether it
    has a second set of numbers, from 2**30, for the same calls.
    """

    audit: int
    place: int
    has_x32: bool

    def denied(self, *, network: bool, files: bool) -> list[int]:
        """Return the calls that are denied whatever their arguments.

        network: leave those that open connections. files: leave those that change files.
        """
        names: dict[str, tuple[int, int | None]] = {**_PROGRAMS}
        if not files:
            names |= _FILES
        if not network:
            names |= _NETWORK
        numbers = (places[self.place] for places in names.values())
        return [number for number in numbers if number is not None]

    def opening(self) -> list[tuple[int, int]]:
        """Return the calls that open files, each with the place of its argument for the flags."""
        found = ((places[self.place], argument) for places, argument in _OPENING.values())
        return [(number, argument) for number, argument in found if number is not None]


ARCHITECTURES: Mapping[str, Architecture] = MappingProxyType(
    {
        "x86_64": Architecture(0xC000003E, 0, has_x32=True),
        "aarch64": Architecture(0xC00000B7, 1, has_x32=False),
    }
)
"""By the name that the system gives the machine."""
