"""pyrudof, which validates: the same shapes over the same triples as both passes of casegraph.

It looks at a whole graph, the background too, and has no choice of focus nodes; what it finds in
the background alone is left out of the answers. So the time depends on how many cases are put into
one graph: its time for a case grows with the graph in the structure pass, and the background weighs
less in the consistency pass.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpora import Corpus
from outcome import Outcome, Unavailable, result

from casegraph.shacl.shapes import Shapes, consistency_shapes, structure_shapes

try:
    import pyrudof
except ImportError:
    pyrudof = None


def validate(corpus: Corpus, *, structure: int | None, consistency: int | None) -> Outcome:
    """Look at both passes. Answers: the shape and focus node of each result in a case.

    structure, consistency: cases in one graph in that pass, None for all of them.
    """
    if pyrudof is None:
        raise Unavailable("pyrudof is not installed: pip install pyrudof")
    outcome = Outcome(len(corpus.files))
    names = [file.stem for file in corpus.files]
    asserted = [(corpus.prepared(f"{name}.nt"),) for name in names]
    inferred = [(corpus.prepared(f"{name}.inferred.nt"),) for name in names]
    closed = [one + other for one, other in zip(asserted, inferred, strict=True)]
    sound = [files for files in closed if files[1].stat().st_size]
    background = corpus.prepared("background.nt")
    _look(structure_shapes(), background, asserted, structure, outcome)
    _look(consistency_shapes(), corpus.prepared("closed.nt"), sound, consistency, outcome)
    return outcome


def _look(
    shapes: Shapes,
    background: Path,
    cases: Sequence[tuple[Path, ...]],
    size: int | None,
    outcome: Outcome,
) -> None:
    """Do one pass over *cases*, *size* of them at a time."""
    size = size or max(1, len(cases))
    with outcome.timing("once"):
        session = pyrudof.Rudof(pyrudof.RudofConfig())
        session.read_data(background.read_text("utf-8"), pyrudof.RDFFormat.NTriples)
        turtle = shapes.graph.serialize(format="turtle")
        session.read_shacl(turtle, pyrudof.ShaclFormat.Turtle)
        before = _results(session)
    for start in range(0, len(cases), size):
        with outcome.timing("read"):
            files = [file for case in cases[start : start + size] for file in case]
            text = "".join(file.read_text("utf-8") for file in files)
            session.begin_staging()
            session.read_data(text, pyrudof.RDFFormat.NTriples, merge=True)
        with outcome.timing("work"):
            found = _results(session)
            session.rollback_staging()
        outcome.answer((found - before).elements())


def _results(session: Any) -> Counter[str]:  # noqa: ANN401  pyrudof may be absent
    report = session.validate_shacl(pyrudof.ShaclValidationMode.Native)
    return Counter(result(one.source_shape, one.focus_node.strip("<>")) for one in report)
