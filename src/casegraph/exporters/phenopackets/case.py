"""A case ready to be said in a packet."""

from casegraph.exporters import case
from casegraph.exporters.phenopackets.names import Names
from casegraph.store import Store


class Case(case.Case):
    """One case. names: writes its terms."""

    def __init__(self, store: Store, document: str) -> None:
        super().__init__(store, document)
        self.names = Names(self.known)
