"""What the server keeps of answers: those to give again, and what a client has not taken yet."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from casegraph.serve.workers import spool as spool_module
from casegraph.serve.workers.cache import Cache
from casegraph.serve.workers.frames import Kind, Unframed, framed
from casegraph.serve.workers.reply import Answer
from casegraph.serve.workers.spool import Room, Spool


def answer(body: bytes, status: int = 200) -> Answer:
    return Answer(status, "text/plain", whole=body)


def kept(cache: Cache, *tasks: bytes) -> list[bytes]:
    return [task for task in tasks if cache.get("1", task) is not None]


def test_an_answer_is_kept_for_its_snapshot_alone() -> None:
    cache = Cache()
    cache.keep("1", b"a", answer(b"one"))
    assert cache.get("1", b"a") == answer(b"one")
    assert cache.get("2", b"a") is None
    assert cache.get("1", b"b") is None
    assert (cache.hits, cache.misses) == (1, 2)
    cache.clear()
    assert cache.get("1", b"a") is None
    assert cache.size == 0


def test_what_is_large_cut_or_failed_is_not_kept() -> None:
    cache = Cache(largest=10)
    cache.keep("1", b"large", answer(b"x" * 11))
    cache.keep("1", b"cut", Answer(200, "text/plain"))
    cache.keep("1", b"failed", answer(b"x", 500))
    cache.keep("1", b"small", answer(b"x" * 10))
    assert kept(cache, b"large", b"cut", b"failed", b"small") == [b"small"]


def test_the_answer_that_was_not_asked_for_longest_goes_first() -> None:
    cache = Cache(late=13_000, others=7_000)
    bodies = {bytes([number]): os.urandom(5_000) for number in range(4)}
    for number in range(3):
        cache.keep("1", bytes([number]), answer(bodies[bytes([number])]))
    assert kept(cache, b"\0") == [b"\0"]
    cache.keep("1", b"\3", answer(bodies[b"\3"]))
    assert kept(cache, b"\1", b"\0", b"\2", b"\3") == [b"\0", b"\2", b"\3"]
    assert all(cache.get("1", task) == answer(bodies[task]) for task in (b"\0", b"\2", b"\3"))


def test_a_short_answer_is_forgotten_and_not_compressed() -> None:
    cache = Cache(late=10_000)
    for number in range(4):
        cache.keep("1", bytes([number]), answer(b"short " * 600))
    assert kept(cache, *(bytes([number]) for number in range(4))) == [b"\2", b"\3"]
    assert cache.size < 10_000


def test_what_is_kept_has_a_size_that_ends() -> None:
    cache = Cache(late=50_000, others=50_000)
    for number in range(500):
        body = b"a word and another one " * 200
        cache.keep("1", str(number % 300).encode(), answer(body))
        assert cache.size <= 100_000
        assert cache.get("1", str(number % 300).encode()) == answer(body)
    many = kept(cache, *(str(number).encode() for number in range(300)))
    assert len(many) > 100_000 / len(body), "as many as without compression"


def test_frames_come_whole_however_they_are_split() -> None:
    sent = [(Kind.HEAD, b"head"), (Kind.BODY, b""), (Kind.BODY, bytes(range(256))), (Kind.END, b"")]
    stream = b"".join(framed(kind, content) for kind, content in sent)
    for size in (1, 2, 3, 7, len(stream)):
        unframed = Unframed()
        parts = [stream[start : start + size] for start in range(0, len(stream), size)]
        assert [frame for part in parts for frame in unframed.take(part)] == sent


@pytest.mark.parametrize("taken_each", [0, 1, 3])
def test_what_was_put_is_taken_in_its_order(taken_each: int) -> None:
    room = Room(10**6)
    spool = Spool(room, in_memory=100)
    put = [bytes([number % 256]) * 37 for number in range(200)]
    got = b""
    for data in put:
        spool.put(data)
        for _ in range(taken_each):
            got += spool.take()
    assert spool.size == sum(map(len, put)) - len(got)
    got += spool.whole()
    assert got == b"".join(put)
    assert (spool.size, spool.take(), room.left) == (0, b"", 10**6)
    spool.close()


class Slow(BytesIO):
    """A file on a disk that takes little at a time. room: how many bytes it takes at all."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        return super().write(data[: min(7, self._room - self.tell())])


def test_what_a_disk_takes_in_parts_is_written_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "TemporaryFile", lambda **_: Slow(10_000))
    spool = Spool(Room(10**6), in_memory=0)
    spool.put(b"a" * 100)
    spool.put(b"b" * 100)
    assert spool.whole() == b"a" * 100 + b"b" * 100


def test_what_a_disk_does_not_take_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "TemporaryFile", lambda **_: Slow(150))
    spool = Spool(Room(10**6), in_memory=0)
    spool.put(b"a" * 100)
    with pytest.raises(OSError, match="takes nothing more"):
        spool.put(b"b" * 100)


def test_what_is_not_there_any_more_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    file = BytesIO()
    monkeypatch.setattr(spool_module, "TemporaryFile", lambda **_: file)
    spool = Spool(Room(10**6), in_memory=0)
    spool.put(b"a" * 100)
    file.truncate(0)
    with pytest.raises(OSError, match="not there any more"):
        spool.whole()


def test_a_spool_has_a_file_only_as_long_as_it_needs_one() -> None:
    def files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before, room = files(), Room(1_000)
    spool = Spool(room, in_memory=100)
    spool.put(b"x" * 100)
    assert (files(), room.left) == (before, 1_000)
    spool.put(b"x" * 300)
    assert (files(), room.left) == (before + 1, 700)
    with pytest.raises(OSError, match="too many answers"):
        spool.put(b"x" * 701)
    spool.close()
    spool.close()
    assert (files(), room.left) == (before, 1_000)
