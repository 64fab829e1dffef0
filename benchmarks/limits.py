"""What nothing can be faster than: parsing alone, reading alone, loading in bulk alone."""

import shutil

import pyoxigraph as ox
from corpora import Corpus
from outcome import Outcome

from casegraph.read import read


def parse(corpus: Corpus) -> Outcome:
    """Parse the case files with pyoxigraph, and keep nothing."""
    outcome = Outcome(len(corpus.files))
    with outcome.timing("work"):
        for file in corpus.files:
            outcome.count += sum(1 for _ in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    return outcome


def read_cases(corpus: Corpus) -> Outcome:
    """Read the case files as casegraph does: named graphs, and the line of each triple."""
    outcome = Outcome(len(corpus.files))
    for files in corpus.chunks():
        with outcome.timing("work"):
            outcome.count += len(read(*files).quads)
    return outcome


def load(corpus: Corpus) -> Outcome:
    """Load what is asserted and what follows, in N-Quads, into a new database on disk."""
    outcome = Outcome(len(corpus.files))
    folder = corpus.folder / "loaded"
    shutil.rmtree(folder, ignore_errors=True)
    with outcome.timing("work"):
        database = ox.Store(folder)
        database.bulk_load(path=corpus.prepared("all.nq"), format=ox.RdfFormat.N_QUADS)
        database.flush()
    outcome.count = len(database)
    del database
    shutil.rmtree(folder)
    return outcome
