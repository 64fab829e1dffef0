"""The files of `web.downloads` that are the same for every store: what a graph is read with."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from casegraph.query import queries
from casegraph.resources import ontology_dir
from casegraph.web.downloads import FOLDER

_THEN = (1980, 1, 1, 0, 0, 0)
"""The time that all files in an archive bear, the earliest that the format knows."""


def model() -> Iterator[tuple[str, bytes]]:
    """Yield the files that the graph is read with, each with its content."""
    folder = ontology_dir()
    for name in ("axioms.ttl", "alignments.ttl", "mappings.sssom.tsv", "context.jsonld"):
        yield f"{FOLDER}/{name}", (folder / name).read_bytes()
    yield f"{FOLDER}/vocabulary.ttl", (folder / "casegraph.ttl").read_bytes()
    shapes = sorted((folder / "shapes").rglob("*.ttl"))
    yield f"{FOLDER}/shapes.ttl", b"\n".join(map(Path.read_bytes, shapes))
    yield f"{FOLDER}/queries.zip", _archive({f"{q.name}.rq": q.text for q in queries()})


def _archive(texts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(texts.items()):
            archive.writestr(zipfile.ZipInfo(name, _THEN), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
