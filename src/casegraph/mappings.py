"""The mapping table, SSSOM/TSV with its metadata embedded, as match triples.

Specification: A Simple Standard for Sharing Ontological Mappings 1.0, section on SSSOM/TSV.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import yaml

from casegraph.errors import VocabularyError
from casegraph.namespaces import SKOS, TERMS
from casegraph.read import Location

_MATCHES = frozenset(
    f"{SKOS}{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch")
)
_COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")


@dataclass(frozen=True)
class Row:
    """A row of an SSSOM table: the match, all its cells by column, and where it stands."""

    quad: ox.Quad
    cells: Mapping[str, str]
    location: Location


def read_mappings(path: Path, file: str) -> Iterator[tuple[ox.Quad, Location]]:
    """Yield one match triple for each row of the SSSOM table at *path*, with its line.

    :raises VocabularyError: as `read_rows` does.
    """
    for row in read_rows(path, file):
        yield row.quad, row.location


def read_rows(path: Path, file: str) -> Iterator[Row]:
    """Yield the rows of the SSSOM table at *path*.

    The table has the YAML metadata in comment lines at its head, as SSSOM/TSV embeds it;
    `curie_map` gives the prefixes. A row whose `predicate_modifier` is `Not` says that there is
    no such match and gives nothing.

    :raises VocabularyError: for metadata without a `curie_map`, a missing column, a row with too
        few or too many cells, an unknown prefix, or a predicate that is no SKOS match; naming the
        line.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    head = 0
    while head < len(lines) and lines[head].startswith("#"):
        head += 1
    curie_map = _curie_map(lines[:head], file)
    rows = csv.reader(lines[head:], delimiter="\t")
    columns = next(rows, [])
    missing = [column for column in _COLUMNS if column not in columns]
    if missing:
        raise VocabularyError(
            f"the table has no column {missing[0]}",
            file=file,
            line=head + 1,
            repair="Write the header row of an SSSOM table.",
        )
    for row in rows:
        line = head + rows.line_num
        if len(row) != len(columns):
            raise VocabularyError(
                f"a row of {len(row)} cells under {len(columns)} columns",
                file=file,
                line=line,
                repair="Separate the cells by one tab each.",
            )
        cells = dict(zip(columns, row, strict=True))
        if cells.get("predicate_modifier") == "Not":
            continue
        subject, predicate, value = (
            _expanded(cells[column], curie_map, file, line) for column in _COLUMNS[:3]
        )
        if predicate.value not in _MATCHES:
            raise VocabularyError(
                "is not a match of SKOS",
                file=file,
                line=line,
                node=cells["predicate_id"],
                repair="Write skos:exactMatch, closeMatch, broadMatch or narrowMatch.",
            )
        quad = ox.Quad(subject, predicate, value, ox.NamedNode(TERMS))
        yield Row(quad, cells, Location(file, line))


def _curie_map(comments: list[str], file: str) -> Mapping[str, str]:
    try:
        metadata = yaml.safe_load("\n".join(line[1:] for line in comments))
        return {str(prefix): str(space) for prefix, space in metadata["curie_map"].items()}
    except (yaml.YAMLError, TypeError, KeyError, AttributeError):
        raise VocabularyError(
            "the head of the table has no curie_map",
            file=file,
            line=1,
            repair="Write the metadata of SSSOM in comment lines before the table.",
        ) from None


def _expanded(curie: str, curie_map: Mapping[str, str], file: str, line: int) -> ox.NamedNode:
    prefix, colon, local = curie.partition(":")
    if not colon or not local or prefix not in curie_map:
        raise VocabularyError(
            "is not a name with a prefix of the curie_map",
            file=file,
            line=line,
            node=repr(curie),
            repair=f"Write PREFIX:NAME with one of {', '.join(sorted(curie_map))}.",
        )
    try:
        return ox.NamedNode(curie_map[prefix] + local)
    except ValueError as error:
        raise VocabularyError(
            f"does not expand to an IRI: {error}",
            file=file,
            line=line,
            node=repr(curie),
            repair="Correct the name, or its prefix in the curie_map.",
        ) from None
