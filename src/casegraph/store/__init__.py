"""Named graphs in an embedded Oxigraph, on disk or in memory, or at a SPARQL 1.1 endpoint.

A store on disk is a folder with `casegraph.json`, which says what it was built with and which
generation of the database counts. One process writes at a time; any number read.
"""

from casegraph.store.built import Built
from casegraph.store.database import Rewrite
from casegraph.store.generations import LockedError
from casegraph.store.store import Store, graphs_of

__all__ = ["Built", "LockedError", "Rewrite", "Store", "graphs_of"]
