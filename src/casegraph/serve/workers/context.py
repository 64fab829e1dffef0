"""What a task finds in the process that it runs in."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from casegraph.serve.settings import Limits, Settings
from casegraph.serve.workers.errors import LimitError
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue

_Row = TypeVar("_Row")


class Context:
    """A worker's snapshot of the store, opened once and used for many tasks.

    settings: of the server. store: the snapshot, which never changes.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store

    @property
    def limits(self) -> Limits:
        """What a client may take."""
        return self.settings.limits

    @cached_property
    def catalogue(self) -> Catalogue:
        """The store as the pages see it; made at its first use."""
        return Catalogue(self.store, self.settings.sources)

    def limited(self, rows: Iterable[_Row]) -> Iterator[_Row]:
        """Yield *rows*, solutions or triples, as many as a client may take.

        :raises LimitError: when there are more.
        """
        most = self.limits.rows
        for number, row in enumerate(rows):
            if number == most:
                raise LimitError(
                    "rows",
                    f"the answer has more than {most:,} rows",
                    repair="Ask for one part after the other, with ORDER BY, LIMIT and OFFSET.",
                )
            yield row
