"""Every RDF file of a crate is the same to rdflib and to pyoxigraph."""

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from casegraph.exporters.crate import export_crate
from casegraph.quads import canonical
from casegraph.store import Store

SYNTAXES = {
    ".ttl": (ox.RdfFormat.TURTLE, "turtle"),
    ".trig": (ox.RdfFormat.TRIG, "trig"),
    ".nt": (ox.RdfFormat.N_TRIPLES, "nt"),
}


@pytest.fixture(scope="module")
def crate(bundled_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a crate of the bundled cases."""
    folder = tmp_path_factory.mktemp("crate") / "out"
    export_crate(folder, store=bundled_store)
    return folder


@pytest.mark.parametrize("ending", SYNTAXES)
def test_both_readers_read_the_files_of_a_crate_alike(crate: Path, ending: str) -> None:
    ours, theirs = SYNTAXES[ending]
    files = sorted(crate.rglob(f"*{ending}"))
    assert files
    for file in files:
        graph = rdflib.Dataset().parse(file, format=theirs)
        lines = graph.serialize(format="nquads").encode()
        back = ox.parse(lines, format=ox.RdfFormat.N_QUADS)
        assert canonical(back) == canonical(ox.parse(path=str(file), format=ours)), file
