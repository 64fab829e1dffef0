"""What the system denies to a worker, whatever a query makes it do.

Oxigraph can open connections (for SERVICE), and a stranger may know a way past our reading of a
query. So a worker gives up, for good, what it has no use for: opening connections, starting
programs and changing files. On Linux that is a seccomp filter: a program of the kernel's packet
filter (`linux/filter.h`) that looks at each system call (`linux/seccomp.h`).
"""

import ctypes
import errno
import os
import platform
import struct
import sys

from casegraph.serve.workers.syscalls import ARCHITECTURES, Architecture

NOTHING = "nothing"
"""What is denied where the system offers no filter."""

_LOAD, _IS, _IS_AT_LEAST, _HAS_ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Where a filter finds them in `struct seccomp_data`, in bytes."""

_X32 = 1 << 30
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
"""Of prctl(2)."""


def confined(*, network: bool = False, files: bool = False) -> str:
    """Deny for good to this thread, and those that it begins, what a worker has no use for.

    Returns in a few words what is denied, `NOTHING` where the system offers no way.
    network: leave connections, for those who allow federation. files: leave changes of files, for
    the process that writes.
    """
    architecture = ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or architecture is None or struct.calcsize("P") != 8:
        return NOTHING
    program = _program(architecture, network=network, files=files)
    code = ctypes.create_string_buffer(program, len(program))
    count = len(program) // struct.calcsize("HBBI")
    header = struct.pack("HxxxxxxP", count, ctypes.addressof(code))
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.prctl(_SECCOMP, _FILTER, header):
        return NOTHING
    denied = {"network": not network, "programs": True, "changes of files": not files}
    return ", ".join(name for name, is_denied in denied.items() if is_denied)


def _program(architecture: Architecture, *, network: bool, files: bool) -> bytes:
    """Return the filter: each instruction is a code, two jumps (if true, if not) and a value."""
    deny = (_RETURN, 0, 0, _DENY)
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IS, 1, 0, architecture.audit),
        deny,
        (_LOAD, 0, 0, _NUMBER),
    ]
    if architecture.has_x32:
        lines += [(_IS_AT_LEAST, 0, 1, _X32), deny]
    for number in architecture.denied(network=network, files=files):
        lines += [(_IS, 0, 1, number), deny]
    for number, argument in () if files else architecture.opening():
        lines += [
            (_IS, 0, 4, number),
            (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
            (_HAS_ANY, 0, 1, _WRITING),
            deny,
            (_RETURN, 0, 0, _ALLOW),
        ]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)
