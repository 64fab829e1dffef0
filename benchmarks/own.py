"""casegraph itself, with each of its engines: infer, validate, build, and add a case to a store."""

import inspect
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from corpora import Corpus, require
from outcome import Outcome, Unavailable, result

from casegraph.build import build
from casegraph.namespaces import CG, document_of
from casegraph.quads import graph_of
from casegraph.read import read
from casegraph.reason import entailments
from casegraph.validate import Report, validate
from generate import write_corpus

# What the rules compute, and an engine of axioms does not.
COMPUTED = {
    f"{CG}{name}"
    for name in ("ageYears", "computedInterpretation", "lastingDays", "offsetDays", "onsetDays")
}
ADDED = 5  # cases that are added to a store, one after another


def infer(corpus: Corpus, engine: str) -> Outcome:
    """Read and infer, by axioms and rules. Answers: the triples that the axioms entail."""
    require(engine)
    outcome = Outcome(len(corpus.files))
    with outcome.timing("once"):
        publications = read(corpus.publications)
        entailments(publications, engine=engine)
    for files in corpus.chunks():
        with outcome.timing("read"):
            reading = publications | read(*files)
        with outcome.timing("work"):
            inferred = entailments(reading, engine=engine)
        outcome.answer(entailed(inferred))
    return outcome


def validate_prepared(corpus: Corpus, engine: str) -> Outcome:
    """Read cases and what was inferred from them beforehand, and look at both passes.

    It is the way of the reference engine; `examined.validate_prepared` is the native one's.

    Answers: the shape and focus node of each result that the background does not have by itself.
    """
    require(engine)
    outcome = Outcome(len(corpus.files))
    with outcome.timing("once"):
        publications = read(corpus.publications)
        shared = tuple(corpus.closed())
        before = _results(validate(publications, inferred=shared, engine=engine))
    for files in corpus.chunks():
        with outcome.timing("read"):
            reading = publications | read(*files)
            inferred = (*shared, *corpus.inferred(files))
        with outcome.timing("work"):
            report = validate(reading, inferred=inferred, engine=engine)
        outcome.answer((_results(report) - before).elements())
    return outcome


def build_store(corpus: Corpus, engine: str, workers: int = 1) -> Outcome:
    """Read, infer, validate and store on disk; the store stays beside the cases."""
    require(engine)
    outcome = Outcome(len(corpus.files))
    store = _store(corpus, engine)
    shutil.rmtree(store, ignore_errors=True)
    with outcome.timing("work"):
        built = _build([corpus.publications, corpus.folder / "cases"], store, engine, workers)
    outcome.answer(built.stored)
    if outcome.count != outcome.cases:
        raise SystemExit(f"{outcome.cases - outcome.count} cases were not stored")
    return outcome


def add(corpus: Corpus, engine: str) -> Outcome:
    """Add cases, one at a time, to the store that `build_store` left.

    The first one is counted as `once`: it loads what the others find loaded.
    """
    require(engine)
    store = _store(corpus, engine)
    if not store.exists():
        raise Unavailable("no store was built to which a case could be added")
    outcome = Outcome(ADDED)
    for number, file in enumerate(_new_cases(corpus, ADDED + 1)):
        with outcome.timing("work" if number else "once"):
            _build([file], store, engine, workers=1)
    return outcome


def _new_cases(corpus: Corpus, count: int) -> list[Path]:
    """Write cases that no run has added to the store of *corpus* yet."""
    folder = corpus.folder / "added"
    before = set(Corpus(folder).files)
    write_corpus(folder, count, seed=1, start=len(corpus.files) + len(before) + 1)
    return [file for file in Corpus(folder).files if file not in before]


def _build(paths: list[Path], store: Path, engine: str, workers: int) -> Any:  # noqa: ANN401
    """Build, close the store and return what `build` gave."""
    options: dict[str, int] = {}
    if "workers" in inspect.signature(build).parameters:
        options["workers"] = workers
    elif workers > 1:
        raise Unavailable("this version of casegraph builds with one worker only")
    built = build(paths, store=store, engine=engine, **options)
    built.store.close()
    return built


def _store(corpus: Corpus, engine: str) -> Path:
    return corpus.folder / f"store-{engine}"


def entailed(quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the triples of *quads* that need a case and no rule."""
    for quad in quads:
        if document_of(graph_of(quad)) and quad.predicate.value not in COMPUTED:
            yield str(quad.triple)


def _results(report: Report) -> Counter[str]:
    return Counter(result(one.shape, one.focus) for one in report.results)
