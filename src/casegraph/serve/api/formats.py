"""The formats of an answer: SPARQL 1.1 Query Results as JSON, XML, CSV and TSV."""

from collections.abc import Iterator, Mapping

from casegraph.serve.sparql import results
from casegraph.solutions import Solutions

OFFERED = (results.JSON, "application/json", results.XML, results.CSV, results.TSV)
"""Media types, what the server prefers first. A browser asks for XML that it cannot show by the
names `application/xml` and `text/xml`, so that these are none of them."""

NAMES: Mapping[str, str] = {
    "json": results.JSON,
    "xml": results.XML,
    "csv": results.CSV,
    "tsv": results.TSV,
}
"""What `format` may be, and the media type that it stands for."""


def pieces(answer: Solutions, media_type: str, head: Mapping[str, object]) -> Iterator[bytes]:
    """Yield *answer* in *media_type*.

    head: further members for the head of JSON, which other formats have no place for.
    """
    rows = (map(row.get, answer.variables) for row in answer.terms)
    return results.rows(answer.variables, rows, media_type, head)
