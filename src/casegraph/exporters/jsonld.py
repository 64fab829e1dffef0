"""Quads to JSON-LD 1.1, compacted with the project's context.

The context is written into the document, so that any reader can use it without the network.
"""

import json
from collections.abc import Iterable
from typing import NoReturn

import pyoxigraph as ox
from pyld import jsonld as processor

from casegraph.errors import ExportError
from casegraph.resources import ontology_dir


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """Return *quads* as compacted JSON-LD, one object for each node in each named graph."""
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    expanded = json.loads(ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]")
    options = {"documentLoader": _never_load, "processingMode": "json-ld-1.1", "graph": True}
    compacted = processor.compact(expanded, context, options)
    return json.dumps(compacted, ensure_ascii=False, indent=2) + "\n"


def _never_load(url: str, *_: object) -> NoReturn:
    raise ExportError(
        "the project's context names another one, which is never fetched",
        file=str(ontology_dir() / "context.jsonld"),
        node=f"<{url}>",
        repair="Write it out.",
    )
