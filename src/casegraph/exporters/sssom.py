"""The matches of a store as one SSSOM table: its own terms' and those of public ontologies.

A row tells who says so: the project's table, with the reason and the comment that stand there, or
the ontology that has the match. A match that follows from another is no row.

Source: A Simple Standard for Sharing Ontological Mappings 1.0, section on SSSOM/TSV.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from os import PathLike
from typing import cast

import pyoxigraph as ox
import yaml

from casegraph import curies
from casegraph.build import opened
from casegraph.exporters.file import Out, pieces_to
from casegraph.exporters.labels import labels
from casegraph.mappings import read_rows
from casegraph.namespaces import BASE, PREFIXES, SKOS, TERMS, is_term_graph
from casegraph.progress import Progress, silent
from casegraph.quads import value_of
from casegraph.resources import ontology_dir
from casegraph.store import Store

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "mapping_provider",
    "comment",
)

_OWN_TABLE = f"{BASE}/mappings"
_SET = f"{BASE}/dataset/mappings"
_UNSPECIFIED = "semapv:UnspecifiedMatching"
_OWN_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_NO_LICENCE = "https://w3id.org/sssom/license/unspecified"
_MATCHES = tuple(f"{SKOS}{kind}Match" for kind in ("broad", "close", "exact", "narrow"))
_BUILT_IN = {"semapv": "https://w3id.org/semapv/vocab/", "skos": SKOS}
_AT_A_TIME = 500

Match = tuple[str, str, str]
"""Subject, predicate and object, as IRIs."""


def export_sssom(
    out: Out[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    progress: Progress = silent,
) -> int:
    """Write the matches of *store* to *out* as SSSOM/TSV, and return how many there are.

    out: a file, or what takes the pieces of the text. store: a store, the path of one, or None for
    the bundled cases.

    :raises ExportError: when the file cannot be written.
    :raises StoreError: when *store* cannot be opened.
    """
    with opened(store) as source:
        said = _matches(source)
        names = _Names(iri for match in said for iri in match)
        with pieces_to(out) as put:
            put(_head(names, only_own=said.keys() <= _own_rows().keys()))
            put(_line(COLUMNS))
            for number, start in enumerate(range(0, len(said), _AT_A_TIME), 1):
                some = list(said)[start : start + _AT_A_TIME]
                known = labels(source, {iri for one in some for iri in (one[0], one[2])})
                put("".join(_row(match, said[match], names, known) for match in some))
                progress("Writing matches", min(number * _AT_A_TIME, len(said)), len(said))
    return len(said)


class _Names:
    """CURIEs for IRIs, and the prefixes that they take.

    A namespace that nobody knows gets a prefix of its own: `ns1`, `ns2` and so on, by its name.
    """

    def __init__(self, iris: Iterable[str]) -> None:
        self.prefixes = dict(_BUILT_IN)
        self._names: dict[str, str] = {}
        unknown = []
        for iri in set(iris):
            known = curies.contracted(iri) or _own(iri)
            if known is None:
                unknown.append(iri)
            else:
                prefix = known.partition(":")[0]
                self._names[iri] = known
                self.prefixes[prefix] = curies.NAMESPACES.get(prefix) or PREFIXES[prefix]
        for number, space in enumerate(sorted({_space(iri) for iri in unknown}), 1):
            self.prefixes[f"ns{number}"] = space
        new = {space: prefix for prefix, space in self.prefixes.items()}
        for iri in unknown:
            space = _space(iri)
            self._names[iri] = f"{new[space]}:{iri.removeprefix(space)}"

    def of(self, iri: str) -> str:
        """Return the CURIE of *iri*."""
        return self._names[iri]


def _own(iri: str) -> str | None:
    """Return the CURIE of *iri* by the project's own prefixes, None when none fits."""
    fitting = [(len(space), prefix) for prefix, space in PREFIXES.items() if iri.startswith(space)]
    if not fitting:
        return None
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}" if len(iri) > length else None


def _space(iri: str) -> str:
    """Return *iri* up to its last part."""
    end = max(iri.rstrip("#/").rfind(mark) for mark in ("#", "/", ":"))
    return iri[: end + 1]


def _matches(store: Store) -> Mapping[Match, str]:
    """Return the asserted matches, sorted, with the graph that has each; our own goes first."""
    found: dict[Match, str] = {}
    kinds = " ".join(f"<{kind}>" for kind in _MATCHES)
    graphs = [graph for graph in store.graphs() if is_term_graph(graph)]
    for graph in sorted(graphs, key=lambda graph: graph != TERMS):
        rows = store.query(
            f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ VALUES ?p {{ {kinds} }} ?s ?p ?o }} }}"
        )
        for row in cast("ox.QuerySolutions", rows):
            if isinstance(row["s"], ox.NamedNode) and isinstance(row["o"], ox.NamedNode):
                found.setdefault((row["s"].value, row["p"].value, row["o"].value), graph)
    return dict(sorted(found.items()))


def _row(match: Match, graph: str, names: _Names, known: Mapping[str, str]) -> str:
    subject, predicate, value = match
    own = _own_rows().get(match, {}) if graph == TERMS else {}
    provider = _OWN_TABLE if own else graph if graph != TERMS else ""
    return _line(
        (
            names.of(subject),
            known.get(subject) or own.get("subject_label", ""),
            names.of(predicate),
            names.of(value),
            own.get("object_label") or known.get(value, ""),
            own.get("mapping_justification", _UNSPECIFIED),
            provider,
            own.get("comment", ""),
        )
    )


@cache
def _own_rows() -> Mapping[Match, Mapping[str, str]]:
    """Return the cells of the project's own table by the match."""
    file = ontology_dir() / "mappings.sssom.tsv"
    return {
        (
            value_of(row.quad.subject),
            row.quad.predicate.value,
            value_of(row.quad.object),
        ): row.cells
        for row in read_rows(file, file.name)
    }


def _head(names: _Names, *, only_own: bool) -> str:
    """Return the metadata as comment lines."""
    metadata = {
        "mapping_set_id": _SET,
        "mapping_set_title": "Matches of terms in a store of casegraph",
        "license": _OWN_LICENCE if only_own else _NO_LICENCE,
        "curie_map": dict(sorted(names.prefixes.items())),
    }
    return "".join(f"# {line}\n" for line in yaml.safe_dump(metadata, sort_keys=False).splitlines())


def _line(cells: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerow(cells)
    return written.getvalue()
