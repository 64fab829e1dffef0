"""What the shapes say of the cases in a store, group by group."""

from casegraph.build import lent
from casegraph.grouping import SIZE
from casegraph.namespaces import provenance_graph
from casegraph.progress import Progress, silent
from casegraph.read import unlocated
from casegraph.shacl import Report
from casegraph.shacl.result import Result
from casegraph.store import Store
from casegraph.validate import validate


def validation(store: Store, progress: Progress = silent) -> Report:
    """Return the report about the cases of *store*; memory grows with the results alone."""
    documents = store.cases()
    results: list[Result] = []
    for start in range(0, len(documents), SIZE):
        some = documents[start : start + SIZE]
        said = (
            quad
            for document in some
            for graph in (document, provenance_graph(document))
            for quad in store.graph(graph)
        )
        reading, vocabulary = lent(store, unlocated(said, "the store"))
        results += validate(reading, vocabulary=vocabulary).results
        progress("Validating", start + len(some), len(documents))
    return Report.of(results, documents)
