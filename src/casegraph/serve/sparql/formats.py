"""In which format an answer is given: as `Accept` says, or as a field of the request does.

Which formats there are depends on the answer: rows and yes or no have those of SPARQL 1.1 Query
Results, triples the RDF syntaxes. So what is wanted is said for each, before the query is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casegraph.serve import syntaxes
from casegraph.serve.errors import RefusedError
from casegraph.serve.negotiation import best
from casegraph.serve.sparql.results import CSV, JSON, OFFERED, TSV, XML

HTML = "text/html"

_NAMES: Mapping[str, tuple[str | None, str | None]] = {
    "json": (JSON, syntaxes.JSONLD),
    "xml": (XML, syntaxes.RDFXML),
    "csv": (CSV, None),
    "tsv": (TSV, None),
    "turtle": (None, syntaxes.TURTLE),
    "ttl": (None, syntaxes.TURTLE),
    "n3": (None, syntaxes.TURTLE),
    "ntriples": (None, syntaxes.NTRIPLES),
    "nt": (None, syntaxes.NTRIPLES),
    "jsonld": (None, syntaxes.JSONLD),
    "json-ld": (None, syntaxes.JSONLD),
    "rdfxml": (None, syntaxes.RDFXML),
    "rdf+xml": (None, syntaxes.RDFXML),
    "rdf": (None, syntaxes.RDFXML),
    "trig": (None, syntaxes.TRIG),
    "nquads": (None, syntaxes.NQUADS),
    "nq": (None, syntaxes.NQUADS),
}
"""What a client may call a format, and the media types that it means for rows and for triples."""

_LISTED = ("json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld", "rdfxml", "trig", "nquads")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The media types of an answer, by what it is; None where the client takes none that there is.

    rows: of SELECT and ASK. triples: of CONSTRUCT and DESCRIBE.
    """

    rows: str | None
    triples: str | None

    def __reduce__(self) -> tuple[object, ...]:
        return Wanted, (self.rows, self.triples)


def wanted(accept: str, name: str) -> Wanted:
    """Return what a client wants. accept: the header. name: of a format, which goes before it.

    :raises RefusedError: 400, for the name of no format.

    >>> wanted("text/csv, text/turtle;q=0.5", "")
    Wanted(rows='text/csv', triples='text/turtle')
    >>> wanted("", "xml")
    Wanted(rows='application/sparql-results+xml', triples='application/rdf+xml')
    """
    if not name:
        return Wanted(best(accept, OFFERED), best(accept, syntaxes.OFFERED))
    known = name.lower()
    if known in _NAMES:
        return Wanted(*_NAMES[known])
    rows = known if known in OFFERED else None
    triples = known if known in syntaxes.OFFERED else None
    if rows is None and triples is None:
        raise RefusedError(
            400,
            f"there is no format {name[:50]!r}",
            repair=f"Use one of: {', '.join(_LISTED)}; or leave it to the header Accept.",
        )
    return Wanted(rows, triples)


def likes_pages(accept: str, name: str) -> bool:
    """Return whether a client would rather have a page than data, as browsers do.

    >>> likes_pages("text/html,application/xml;q=0.9,*/*;q=0.8", ""), likes_pages("*/*", "")
    (True, False)
    """
    if name:
        return name.lower() in {"html", HTML}
    return best(accept, (*OFFERED, *syntaxes.OFFERED, HTML)) == HTML


def unacceptable(what: str, offered: tuple[str, ...]) -> RefusedError:
    """Return the refusal to give *what*, of which there is nothing that the client takes."""
    return RefusedError(
        406,
        f"{what} in no format that the request accepts",
        repair=f"Ask for one of: {', '.join(offered)}.",
    )
