"""rdflib-endpoint over an Oxigraph on disk, where its data take the memory of their indexes alone.

    python benchmarks/rdflib_on_disk.py FOLDER DATA PORT

Runs in the environment of rdflib-endpoint, without casegraph. FOLDER is filled from the N-Quads
DATA when it is new.
"""

import sys
from pathlib import Path

import pyoxigraph as ox
import uvicorn
from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint


def main() -> None:
    """Load what is missing, and answer."""
    folder, data, port = sys.argv[1:]
    loaded = Path(folder, "loaded")
    store = ox.Store(folder)
    if not loaded.exists():
        store.clear()
        store.bulk_load(path=data, format=ox.RdfFormat.N_QUADS)
        store.optimize()
        loaded.touch()
    graphs = Dataset(store=OxigraphStore(store=store), default_union=True)
    uvicorn.run(SparqlEndpoint(graph=graphs), port=int(port), log_level="warning")


if __name__ == "__main__":
    main()
