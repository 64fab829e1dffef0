"""Inference: what follows from a case, by the axioms and then by the rules."""

import pyoxigraph as ox

from casegraph.engines import choose
from casegraph.errors import InferenceError
from casegraph.namespaces import curie
from casegraph.read import Readable, Reading, as_reading
from casegraph.reason import batches, reference
from casegraph.reason.batches import closed, reach_of
from casegraph.reason.reach import DOWNWARD, Reach
from casegraph.shacl import structure
from casegraph.vocabulary import Vocabulary, bundled

__all__ = ["DOWNWARD", "Reach", "closed", "entailments", "infer", "reach_of"]

_ENGINES = {"native": batches.entailments, "reference": reference.entailments}


def infer(
    reading: Readable, *, vocabulary: Vocabulary | None = None, engine: str = "native"
) -> tuple[ox.Quad, ...]:
    """Return what follows from *reading* and what it does not say itself, sorted.

    Each quad is in the `/inferred` graph of its case, of the terms or of the publications. The
    structure shapes are asked first: nothing is inferred from a statement with two polarities.
    reading: what `read` returns, or a path or paths that are read for it.

    :raises ReadError: when a path cannot be used.
    :raises InferenceError: when the structure shapes find a violation, the axioms contradict what
        is said, or a rule cannot run; naming file, line and node.

    >>> import casegraph
    >>> reading = casegraph.read().case(
    ...     "https://w3id.org/casegraph/case/alar-ligament-calcification-ra"
    ... )
    >>> for quad in casegraph.infer(reading):
    ...     name = quad.object.value
    ...     if quad.predicate.value.endswith("#considers") and "/term/" in name:
    ...         print(name.rpartition("/")[2])
    cervical-epidural-abscess
    crowned-dens-syndrome
    crystal-arthropathy
    epidural-abscess
    infection
    rheumatic-disease
    spinal-epidural-abscess
    """
    reading = as_reading(reading)
    violations = structure(reading, vocabulary=vocabulary, engine=engine).violations
    if violations:
        first = violations[0]
        more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
        raise InferenceError(
            f"nothing is inferred from this{more}: {first.message.rstrip('.')}",
            file=first.location.file if first.location else None,
            line=first.location.line if first.location else None,
            node=curie(first.focus),
            repair="`casegraph validate` lists every violation.",
        )
    return entailments(reading, vocabulary=vocabulary, engine=engine)


def entailments(
    reading: Reading, *, vocabulary: Vocabulary | None = None, engine: str = "native"
) -> tuple[ox.Quad, ...]:
    """Return the same as `infer` for a *reading* whose structure is known to be sound.

    :raises InferenceError: when the axioms contradict what is said, or a rule cannot run.
    """
    return choose(_ENGINES, engine)(reading, vocabulary or bundled())
