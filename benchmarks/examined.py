"""casegraph as a build uses it, but for the store: cases to what follows and what is wrong.

Each file is read once, without the places of its triples, and all that a batch of cases needs is
done in one database in memory.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from corpora import Corpus, require
from outcome import KEPT, Outcome, result
from own import entailed

from casegraph.batch import Batch
from casegraph.build.crew import Crew, batched
from casegraph.examine import Group, examine
from casegraph.grouping import SIZE, grouped
from casegraph.namespaces import document_of
from casegraph.quads import graph_of
from casegraph.read import Location, Reading, contents, read, reading_of
from casegraph.shacl.findings import Finding
from casegraph.shacl.passes import check
from casegraph.shacl.result import Severity
from casegraph.shacl.shapes import consistency_shapes, structure_shapes
from casegraph.vocabulary import bundled

Quads = Sequence[ox.Quad]


def infer_and_validate(corpus: Corpus, engine: str, workers: int = 1) -> Outcome:
    """Read, infer and validate. Answers: those of `own.infer` and of `validate_prepared`."""
    require(engine)
    outcome = Outcome(len(corpus.files))
    examiner = Examiner(read(corpus.publications), engine, outcome.cases <= KEPT)
    if workers == 1:  # the processes of a larger crew get ready as a part of the work
        with outcome.timing("once"):
            examiner.examine(())
    with outcome.timing("work"), Crew(workers, examiner) as crew:
        tasks = batched([str(file) for file in corpus.files], SIZE)
        for count, answers in crew.each(Examiner.examine, tasks):
            outcome.count += count
            outcome.answers += answers
    return outcome


@dataclass(frozen=True)
class Examiner:
    """One engine, as each process has it.

    publications: those that the cases share. answers: whether they are wanted.
    """

    publications: Reading
    engine: str
    answers: bool

    def examine(self, files: Sequence[str]) -> tuple[int, list[str]]:
        """Return how many answers there are about the cases in *files*, and which."""
        cases: dict[str, Quads] = {}
        home: dict[str, str] = {}
        brought: list[ox.Quad] = []
        for content in map(contents, files):
            cases |= content.cases
            home |= dict.fromkeys(content.cases, content.file)
            brought += content.background
        nowhere = dict.fromkeys(brought, Location("", None))
        shared = self.publications | Reading(tuple(brought), nowhere)

        def reading(document: str) -> Reading:
            return reading_of(home[document]).case(document)

        examined = examine(Group(cases, shared, bundled(), bundled(), reading), self.engine)
        findings = [one for found in examined.findings.values() for one in found]
        inferred = [one for quads in examined.inferred.values() for one in quads]
        count = len(findings) + len(inferred)
        return count, [*entailed(inferred), *map(_answer, findings)] if self.answers else []


def validate_prepared(corpus: Corpus) -> Outcome:
    """Read cases and what was inferred from them beforehand, and look at both passes natively.

    Answers: the shape and focus node of each result.
    """
    require("native")
    outcome = Outcome(len(corpus.files))
    with outcome.timing("once"):
        background = [*bundled().quads, *read(corpus.publications).quads]
        closed = [*corpus.closed()]
        for shapes in (structure_shapes(), consistency_shapes()):
            list(check(shapes, Batch(background), {}))
    for files in batched(corpus.files, SIZE):
        with outcome.timing("read"):
            said: dict[str, Quads] = {}
            follows: dict[str | None, list[ox.Quad]] = {}
            brought = [*background]
            for content in map(contents, map(str, files)):
                said |= content.cases
                brought += content.background
            for quad in corpus.inferred(files):
                follows.setdefault(document_of(graph_of(quad)), []).append(quad)
        with outcome.timing("work"):
            found = [*_found(brought, closed, said, follows)]
        outcome.answer(_answer(one) for _, one in found)
    return outcome


def _found(
    background: Quads,
    closed: Quads,
    said: Mapping[str, Quads],
    follows: Mapping[str | None, Quads],
) -> Iterator[tuple[str, Finding]]:
    """Yield the findings of both passes, each case's with its name.

    closed: what follows from the *background*. said, follows: by case.

    :raises SystemExit: for cases that a batch cannot hold, of which none is generated.
    """
    grouping = grouped(said, background)
    if grouping.unfaithful:
        raise SystemExit("cases that no batch can hold: " + ", ".join(grouping.unfaithful))
    for group in grouping.groups:
        batch = Batch(background)
        for name, quads in group.items():
            batch.add(name, quads)
        found = [*check(structure_shapes(), batch, group)]
        for name in {name for name, one in found if one.severity is Severity.VIOLATION}:
            batch.remove(name)
        batch.add_background(closed)
        for name in batch.names:
            batch.add_inferred(name, follows.get(name, ()))
        yield from found
        yield from check(consistency_shapes(), batch, group)


def _answer(finding: Finding) -> str:
    node = finding.focus
    return result(finding.shape, node.value if isinstance(node, ox.NamedNode) else str(node))
