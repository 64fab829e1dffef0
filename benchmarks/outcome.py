"""What one engine did in one stage: how long it took, and what it answered."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

KEPT = 100  # cases up to which the answers are kept


@dataclass
class Outcome:
    """The seconds of a stage by their kind, and the answers.

    cases: how many were done. seconds: `start` (an engine inside the process), `once` (whatever the
    number of cases, such as the closure of the vocabulary), `read` (from files to the engine's own
    data) and `work`; absent where an engine does not tell them apart. count: of the answers.
    answers: one line for each entailed triple or each result, kept for a small corpus only.
    """

    cases: int
    seconds: dict[str, float] = field(default_factory=dict)
    count: int = 0
    answers: list[str] = field(default_factory=list)

    @contextmanager
    def timing(self, kind: str) -> Iterator[None]:
        """Add the seconds that the block takes to those of *kind*."""
        start = time.perf_counter()
        yield
        taken = time.perf_counter() - start
        self.seconds[kind] = self.seconds.get(kind, 0.0) + taken

    def answer(self, answers: Iterable[str]) -> None:
        """Add *answers*."""
        for answer in answers:
            self.count += 1
            if self.cases <= KEPT:
                self.answers.append(answer)


class Unavailable(Exception):  # noqa: N818  the word for it
    """An engine that is not there; its message says why."""


def result(shape: str, focus: str) -> str:
    """Return the answer for a validation result; blank nodes have other labels in each engine."""
    return f"{shape} {'_:' if focus.startswith('_:') else focus}"
