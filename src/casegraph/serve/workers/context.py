"""What a task finds in the process that it runs in."""

from collections.abc import Callable
from functools import cached_property

from casegraph.lookup import case_finder, finder
from casegraph.serve.settings import Limits, Settings
from casegraph.store import Store
from casegraph.web.catalogue import Catalogue


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

    @cached_property
    def term(self) -> Callable[[str], str]:
        """What `lookup.term` does, with the labels of the snapshot read once."""
        return finder(self.store)

    @cached_property
    def case(self) -> Callable[[str], str]:
        """What `lookup.case` does, with the cases of the snapshot listed once."""
        return case_finder(self.store)
