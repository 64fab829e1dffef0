"""What a store holds, counted in one pass, case after case."""

from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from casegraph.exporters.datasets.count import ENTITIES, OBJECTS, SUBJECTS, Count
from casegraph.exporters.datasets.distinct import Distinct
from casegraph.namespaces import document_of
from casegraph.progress import Progress, silent
from casegraph.store import Store, graphs_of


@dataclass
class Tally:
    """The numbers of a store.

    cases, first, triples, properties, links, said: as in `Count`. classes: typed things by class.
    subjects, objects, entities: different ones; an entity is a subject with an IRI.
    """

    cases: int = 0
    first: str = ""
    triples: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    classes: dict[str, int] = field(default_factory=dict)
    subjects: int = 0
    objects: int = 0
    entities: int = 0
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: Counter[tuple[str, str]] = field(default_factory=Counter)


class Tallying:
    """Adds up counts; memory does not grow with their number."""

    def __init__(self) -> None:
        self._distinct = Distinct()
        self._sum = Tally()

    def __enter__(self) -> Self:
        self._distinct.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._distinct.__exit__(kind, error, traceback)

    def add(self, count: Count) -> None:
        """Add *count*, of graphs of which no other count is."""
        total = self._sum
        total.cases += count.cases
        total.first = min(filter(None, (total.first, count.first)), default="")
        total.triples.update(count.triples)
        total.properties.update(count.properties)
        total.links.update(count.links)
        total.said.update(count.said)
        for kind, things in count.things.items():
            self._distinct.add(kind, things)

    def tally(self) -> Tally:
        """Return the sum."""
        counts = self._distinct.counts()
        total = self._sum
        total.subjects, total.objects = counts.pop(SUBJECTS, 0), counts.pop(OBJECTS, 0)
        total.entities = counts.pop(ENTITIES, 0)
        total.classes = {kind: counts[kind] for kind in sorted(counts)}
        return total


def tally(store: Store, progress: Progress = silent) -> Tally:
    """Return the numbers of *store*; memory does not grow with the number of cases."""
    documents = store.cases()
    with Tallying() as tallying:
        for graph in store.graphs():
            if document_of(graph) is None:
                count = Count()
                count.take(graph, store.graph(graph))
                tallying.add(count)
        for number, document in enumerate(documents, 1):
            count = Count()
            for graph in graphs_of(document):
                count.take(graph, store.graph(graph))
            tallying.add(count)
            progress("Counting", number, len(documents))
        return tallying.tally()
