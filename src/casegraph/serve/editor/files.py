"""An answer as a file: all of it, in a format that a reader chose by its name."""

from collections.abc import Mapping

from starlette.responses import Response

from casegraph.serve.sparql import Asked
from casegraph.serve.sparql.answers import answered
from casegraph.serve.sparql.formats import wanted
from casegraph.serve.workers import Context, Reply

ROWS: Mapping[str, str] = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
"""The formats of SELECT and ASK as a request names them, each with its name for readers."""

TRIPLES: Mapping[str, str] = {
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""Those of CONSTRUCT and DESCRIBE."""

_ENDINGS: Mapping[str, str] = {
    "turtle": "ttl",
    "ntriples": "nt",
    "rdfxml": "rdf",
    "nquads": "nq",
}
"""The endings of files that are not called as their format is."""


def written(context: Context, asked: Asked, name: str) -> Reply:
    """Return the whole answer to *asked* in the format *name*.

    :raises CasegraphError: as `sparql.answers.answered` does. RefusedError: 400, for no format.
    """
    return answered(context, asked, wanted("", name))


def as_file(response: Response, name: str) -> Response:
    """Return *response* with the header that makes a browser keep it (RFC 6266)."""
    ending = _ENDINGS.get(name, name)
    response.headers["content-disposition"] = f'attachment; filename="answer.{ending}"'
    return response
