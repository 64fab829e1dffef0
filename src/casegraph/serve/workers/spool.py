"""What of an answer has come and is not taken yet: a little in memory, the rest in a file."""

from collections import deque
from tempfile import TemporaryFile
from typing import IO

from casegraph.serve.settings import MIB

_IN_MEMORY = MIB
_AT_ONCE = 64 * 1024


class Room:
    """How many bytes all spools together may have in files."""

    def __init__(self, left: int) -> None:
        self.left = left


class Spool:
    """Bytes in the order in which they came; those beyond a mebibyte in a file without a name.

    A file goes when it is closed, or when the process ends.
    room: for the files. in_memory: how many bytes need none.
    """

    def __init__(self, room: Room, in_memory: int = _IN_MEMORY) -> None:
        self.size = 0
        self._room = room
        self._in_memory = in_memory
        self._first: deque[bytes] = deque()
        self._file: IO[bytes] | None = None
        self._read = 0
        self._written = 0

    def put(self, data: bytes) -> None:
        """Add *data*.

        :raises OSError: when the file cannot be written, or others have taken all the room.
        """
        if self._written == self._read and self.size + len(data) <= self._in_memory:
            self._first.append(data)
        else:
            self._write(data)
        self.size += len(data)

    def take(self) -> bytes:
        """Return the next bytes, none when there are none now.

        :raises OSError: when the file cannot be read.
        """
        data = self._first.popleft() if self._first else self._reread()
        self.size -= len(data)
        return data

    def whole(self) -> bytes:
        """Return all bytes that are there."""
        return b"".join(iter(self.take, b""))

    def close(self) -> None:
        """Forget everything. Closing twice is no error."""
        self._first.clear()
        self._room.left += self._written
        self.size = self._read = self._written = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, data: bytes) -> None:
        if len(data) > self._room.left:
            raise OSError("too many answers wait for their clients")
        if self._file is None:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - see close
        self._file.seek(self._written)
        rest = memoryview(data)
        while rest:
            count = self._file.write(rest)
            if not count:
                raise OSError("the disk takes nothing more")
            rest = rest[count:]
        self._written += len(data)
        self._room.left -= len(data)

    def _reread(self) -> bytes:
        if self._file is None or self._read == self._written:
            return b""
        self._file.seek(self._read)
        data = self._file.read(min(_AT_ONCE, self._written - self._read))
        if not data:
            raise OSError("what was written is not there any more")
        self._read += len(data)
        if self._read == self._written:
            self._file.truncate(0)
            self._room.left += self._written
            self._read = self._written = 0
        return data
