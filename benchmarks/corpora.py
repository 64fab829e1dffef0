"""The corpora that are measured, and the files that engines other than casegraph's read.

A corpus is a folder with `cases/*.ttl` and `publications.ttl`, as `generate.py` writes it. Beside
them is `prepared/`, in N-Triples:

- `background.nt`: vocabulary and shared publications as they are asserted;
- `closed.nt`: the same with all that follows from them;
- `shared.nt`: only what follows from them;
- `NAME.nt` and `NAME.inferred.nt`: what a case file says, and what follows from its case;
- `all.nq`: everything, in N-Quads.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph as ox
from outcome import Outcome, Unavailable
from spoil import spoil

from casegraph.errors import CasegraphError
from casegraph.namespaces import CASE, TERMS_INFERRED, document_of, inferred_graph
from casegraph.quads import graph_of
from casegraph.read import Reading, read
from casegraph.reason import entailments, rules
from casegraph.validate import infer_and_validate
from casegraph.vocabulary import bundled
from generate import write_corpus

CHUNK = 500  # cases that are in memory at the same time


@dataclass(frozen=True)
class Corpus:
    """A folder of generated cases."""

    folder: Path

    @cached_property
    def files(self) -> Sequence[Path]:
        """The case files, in the order of their names."""
        return sorted((self.folder / "cases").rglob("*.ttl"))

    @property
    def publications(self) -> Path:
        """The file with the publications."""
        return self.folder / "publications.ttl"

    def chunks(self) -> Iterator[Sequence[Path]]:
        """Yield the case files, a part of them at a time."""
        for start in range(0, len(self.files), CHUNK):
            yield self.files[start : start + CHUNK]

    def prepared(self, name: str) -> Path:
        """Return the prepared file of that *name*."""
        return self.folder / "prepared" / name

    @property
    def is_prepared(self) -> bool:
        """Whether the prepared files are all there."""
        return self.prepared("complete").exists()

    def closed(self) -> Iterator[ox.Quad]:
        """Yield what follows from the background."""
        return _quads(self.prepared("shared.nt"), TERMS_INFERRED)

    def inferred(self, files: Iterable[Path]) -> Iterator[ox.Quad]:
        """Yield what follows from the cases in *files*."""
        for file in files:
            graph = inferred_graph(CASE + file.stem)
            yield from _quads(self.prepared(f"{file.stem}.inferred.nt"), graph)


def generated(folder: Path, cases: int, seed: int, *, broken: bool = False) -> Corpus:
    """Return the corpus of *cases* in *folder*, written unless it is there; *broken*: spoilt."""
    name = f"{_origin()}-{'broken' if broken else 'conforming'}-{cases}-{seed}"
    complete = folder / f"{name}.complete"
    if not complete.exists():
        write_corpus(folder / name, cases, seed)
        if broken:
            spoil(folder / name, seed)
        complete.touch()
    return Corpus(folder / name)


def prepare(corpus: Corpus, engine: str) -> Outcome:
    """Write the prepared files of *corpus*; *engine*: what infers."""
    require(engine)
    outcome = Outcome(len(corpus.files))
    corpus.prepared("").mkdir(exist_ok=True)
    publications = read(corpus.publications)
    shared = entailments(publications, engine=engine)
    with corpus.prepared("all.nq").open("wb") as everything:
        for files in corpus.chunks():
            inferred = infer_and_validate(publications | read(*files), engine=engine)[1]
            follows: dict[str | None, list[ox.Quad]] = {}
            for quad in inferred:
                follows.setdefault(document_of(graph_of(quad)), []).append(quad)
            for file in files:
                said, new = read(file).quads, follows.get(CASE + file.stem, [])
                _write(corpus.prepared(f"{file.stem}.nt"), said)
                _write(corpus.prepared(f"{file.stem}.inferred.nt"), new)
                ox.serialize([*said, *new], everything, ox.RdfFormat.N_QUADS)
        asserted = [*bundled().quads, *publications.quads]
        ox.serialize([*asserted, *shared], everything, ox.RdfFormat.N_QUADS)
    _write(corpus.prepared("background.nt"), asserted)
    _write(corpus.prepared("shared.nt"), shared)
    _write(corpus.prepared("closed.nt"), [*asserted, *shared])
    corpus.prepared("complete").touch()
    return outcome


@cache
def _origin() -> str:
    """Return the start of the digest of all that the files of a corpus rest on."""
    digest = hashlib.sha256(bundled().digest.encode())
    for script in ("case_writer.py", "corpora.py", "generate.py", "spoil.py"):
        digest.update((Path(__file__).parent / script).read_bytes())
    for rule in rules.bundled():
        digest.update(rule.text.encode())
    return digest.hexdigest()[:8]


def require(engine: str) -> None:
    """Try one of casegraph's engines on nothing.

    :raises Unavailable: when this version does not have it.
    """
    try:
        entailments(Reading((), {}), engine=engine)
    except CasegraphError as error:
        raise Unavailable(str(error)) from None


def _write(file: Path, quads: Iterable[ox.Quad]) -> None:
    ox.serialize((quad.triple for quad in quads), file, ox.RdfFormat.N_TRIPLES)


def _quads(file: Path, graph: str) -> Iterator[ox.Quad]:
    named = ox.NamedNode(graph)
    for quad in ox.parse(path=file, format=ox.RdfFormat.N_TRIPLES):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, named)
