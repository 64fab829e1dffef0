"""Which generations are being read, so that none is removed under a reader.

A reader holds a shared lock (`flock`) on the folder of its generation, and who removes one holds
the exclusive lock meanwhile. The system releases both when a process ends. Where a system or a file
system has no such locks nothing is held, and a reader that is slower than two writers fails.
"""

import os
import shutil
import sys
from pathlib import Path

if sys.platform != "win32":  # Windows itself does not remove files that are open
    import fcntl


class Hold:
    """A lock on *folder*, shared or exclusive, until it is closed.

    :raises BlockingIOError: when another process has it for the other purpose.
    :raises FileNotFoundError: when there is no such folder.
    """

    def __init__(self, folder: Path, *, exclusive: bool) -> None:
        self._handle: int | None = None
        if sys.platform != "win32":
            self._handle = os.open(folder, os.O_RDONLY)
            kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
            try:
                fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                raise
            except OSError:  # a file system without locks
                self.close()

    def close(self) -> None:
        """Let go of the folder. Closing twice is no error."""
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None

    def __del__(self) -> None:
        self.close()


def remove_unless_held(folder: Path) -> None:
    """Remove *folder*, unless somebody reads it."""
    try:
        hold = Hold(folder, exclusive=True)
    except (BlockingIOError, FileNotFoundError):
        return
    shutil.rmtree(folder, ignore_errors=True)
    hold.close()
