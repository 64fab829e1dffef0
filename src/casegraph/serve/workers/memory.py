"""How much memory a worker may have, and when it has had so much that a new one is better."""

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_STATM = Path("/proc/self/statm")
_DATA = 5
"""The place of the size of the data in `statm`, in pages."""


def limit_memory(more: int) -> None:
    """Let this process take *more* bytes beside those that it has; where Linux runs.

    Beyond them an allocation fails: Python raises MemoryError, Rust and C++ abort the process.
    """
    if sys.platform == "linux":
        pages = int(_STATM.read_text(encoding="ascii").split()[_DATA])
        most = pages * resource.getpagesize() + more
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Worn:
    """Whether this process has grown since it began; what it has freed does not all go back.

    memory: the bytes that it may take; an eighth of them is a lot.
    """

    def __init__(self, memory: int) -> None:
        self._most = _peak() + memory // 8

    def is_worn(self) -> bool:
        """Return whether it once had a lot of memory."""
        return _peak() > self._most


def _peak() -> int:
    """Return the most bytes that this process had resident; 0 where that is not known."""
    if sys.platform != "linux":
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
