"""Both engines on the same input: one answer, or an error that shows where they differ."""

from collections.abc import Callable, Iterable

import pyoxigraph as ox

from casegraph.errors import EngineError
from casegraph.shacl import Report

Answer = tuple[Report, tuple[ox.Quad, ...]]
"""What an engine says: the report, and what follows."""

_SHOWN = 3


def agreed(answer: Callable[[str], Answer]) -> Answer:
    """Return what both engines answer.

    answer: gives that of an engine by its name.

    :raises EngineError: when they differ, with the first differences: in what they report, which
        decides what is inferred, then in that.
    """
    native, reference = answer("native"), answer("reference")
    differences = [
        *_reported("native", native, reference),
        *_reported("reference", reference, native),
        *_inferred("native", native, reference),
        *_inferred("reference", reference, native),
    ]
    if differences:
        more = f" and {len(differences) - _SHOWN} more" if len(differences) > _SHOWN else ""
        raise EngineError(
            f"the engines differ: {'; '.join(differences[:_SHOWN])}{more}",
            repair="This is a bug; report it, and use --engine reference until it is mended.",
        )
    return native


def _reported(name: str, one: Answer, other: Answer) -> Iterable[str]:
    """Yield in words what the engine called *name* reports and the other does not."""
    known = set(other[0].results)
    for result in one[0].results:
        if result not in known:
            yield f"only {name} reports {result.focus} {result.component} {result.shape}"


def _inferred(name: str, one: Answer, other: Answer) -> Iterable[str]:
    """Yield in words what the engine called *name* infers and the other does not."""
    for quad in sorted(set(one[1]) - set(other[1]), key=str):
        yield f"only {name} infers {quad.triple}"
