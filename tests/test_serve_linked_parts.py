"""Answers that are made of several tasks: the whole graph, and a description with its numbers."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from casegraph.serve.linked.descriptions import Numbers
from casegraph.serve.linked.downloads import parts
from casegraph.serve.workers import Answer, AnswerCutError, BusyError, LimitError, Workers

NAME = "casegraph.nq.gz"


class Told:
    """Workers that do what they are told, an answer or an error for each time they are asked.

    changing: before which answer the store changes, None when it does not.
    """

    def __init__(self, *answers: bytes | Exception | None, changing: int | None = None) -> None:
        self.asked = 0
        self._answers = answers
        self._changing = changing

    @property
    def snapshot(self) -> str:
        return "old" if self._changing is None or self.asked <= self._changing else "new"

    async def run(self, *_: object) -> Answer:
        found = self._answers[min(self.asked, len(self._answers) - 1)]
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(found, Exception):
            raise found
        return Answer(204 if found is None else 200, "application/gzip", whole=found or b"")


def all_of(told: Told) -> list[bytes]:
    async def taken() -> list[bytes]:
        return [piece async for piece in parts(cast("Workers", told), NAME)]

    return asyncio.run(taken())


def numbers(told: Told, times: int = 1) -> list[bytes]:
    async def asked() -> list[bytes]:
        counted = Numbers()
        return [await counted.of(cast("Workers", told)) for _ in range(times)]

    return asyncio.run(asked())


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BusyError, "retry_after", 0)


def busy() -> BusyError:
    return BusyError("too much at once", repair="Later.")


def test_graph_is_all_of_its_parts() -> None:
    assert all_of(Told(b"a", b"b", None)) == [b"a", b"b"]


def test_graph_breaks_off_when_the_store_changes() -> None:
    for changing in (0, 1, 2):
        with pytest.raises(AnswerCutError, match="changed"):
            all_of(Told(b"a", b"b", None, changing=changing))


@pytest.mark.usefixtures("no_pause")
def test_part_waits_for_its_turn() -> None:
    assert all_of(Told(b"a", busy(), busy(), b"b", None)) == [b"a", b"b"]


@pytest.mark.usefixtures("no_pause")
def test_graph_breaks_off_when_there_is_no_end_of_waiting() -> None:
    with pytest.raises(AnswerCutError, match="asked"):
        all_of(Told(b"a", busy()))


def test_numbers_are_counted_once() -> None:
    told = Told(b"{}", b"other")
    assert numbers(told, 3) == [b"{}"] * 3
    assert told.asked == 1


def test_numbers_that_take_too_long_are_not_tried_again() -> None:
    told = Told(LimitError("seconds", "too long", repair="Less."), b"{}")
    assert numbers(told, 3) == [b""] * 3
    assert told.asked == 1


def test_numbers_that_had_no_turn_are_tried_again() -> None:
    told = Told(busy(), b"{}")
    assert numbers(told, 3) == [b"", b"{}", b"{}"]


def test_numbers_are_counted_again_when_the_store_has_changed() -> None:
    told = Told(b"{}", b"new", changing=0)
    assert numbers(told, 2) == [b"{}", b"new"]
    assert told.asked == 2


def test_unfinished_numbers_are_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegraph.serve.linked.descriptions._WAIT", 0.01)

    async def never(*_: object) -> Any:
        await asyncio.Event().wait()

    told = Told(b"{}")
    told.run = cast("Callable[..., Any]", never)  # type: ignore[method-assign]
    assert numbers(told) == [b""]


def test_description_is_without_numbers_that_nobody_could_count() -> None:
    assert numbers(Told(RuntimeError("nobody foresaw this")), 2) == [b"", b""]
