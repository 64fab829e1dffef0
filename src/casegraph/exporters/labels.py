"""The preferred labels of terms."""

from collections.abc import Iterable, Mapping
from typing import cast

import pyoxigraph as ox

from casegraph.namespaces import SKOS
from casegraph.store import Store

_AT_A_TIME = 500


def labels(store: Store, iris: Iterable[str]) -> Mapping[str, str]:
    """Return the preferred label that *store* has of each of *iris*, an English one first."""
    wanted = sorted(iris)
    found: dict[str, tuple[bool, str]] = {}
    for start in range(0, len(wanted), _AT_A_TIME):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _AT_A_TIME])
        rows = store.query(
            f"SELECT ?s ?label WHERE {{ VALUES ?s {{ {values} }} ?s <{SKOS}prefLabel> ?label }}"
        )
        for row in cast("ox.QuerySolutions", rows):
            label = (row["label"].language not in (None, "en"), row["label"].value)
            found[row["s"].value] = min(label, found.get(row["s"].value, label))
    return {iri: label for iri, (_, label) in found.items()}
