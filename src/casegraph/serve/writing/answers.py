"""What a client that writes is told: what was done, or why a build refuses it.

A refusal is 422 with the results of validation: as problem details (RFC 9457) with the results as
`casegraph validate --format json` has them, as text, or as a SHACL report in RDF (SHACL, 3.6).
"""

import json

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from casegraph.serve.identity import request_id
from casegraph.serve.negotiation import best
from casegraph.serve.writing.change import Done
from casegraph.serve.writing.rejected import RejectedError

_JSON, _TEXT, _TURTLE, _NTRIPLES, _JSONLD = _OFFERED = (
    *("application/problem+json", "text/plain", "text/turtle"),
    *("application/n-triples", "application/ld+json"),
)
_UNPROCESSABLE = 422


def done(status: int, what: Done, *, seen: bool, location: str = "") -> Response:
    """Return the response to a request that was done.

    status: 202 takes its place as long as readers do not see it. location: of what is new.
    What it says is JSON: the documents of the cases that were `stored`, `builtAgain` since they
    rest on what changed, and `removed`; `results`, the number of warnings and notes that
    validation has about them; `seen`, whether the next request that reads finds the change.
    """
    headers = {"location": location} if location else {}
    if not seen:
        status = 202
    if status == 204:
        return Response(status_code=status, headers=headers)
    said = {
        "stored": what.stored,
        "builtAgain": what.again,
        "removed": what.removed,
        "results": what.results,
        "seen": seen,
    }
    content = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    return Response(content, status, headers, media_type="application/json")


def rejected(request: Request, error: RejectedError) -> Response:
    """Return the response to a request that a build refuses, in a form that *request* accepts.

    A report has no place for errors: where there is nothing else, RDF is not given.
    """
    accept = ",".join(request.headers.getlist("accept"))
    form = best(accept, (*_OFFERED, "application/json")) or _JSON
    headers = {"vary": "Accept", "cache-control": "no-store"}
    report = error.report
    if form == _TEXT:
        told = () if report.conforms else (report.serialize("text"),)
        content = "\n".join((*error.errors, *told, ""))
    elif not report.conforms and form in (_TURTLE, _NTRIPLES, _JSONLD):
        content = _rdf(report.serialize("turtle"), form)
    else:
        form = _JSON
        content = _problem(error, request_id(request.scope))
    return Response(content, _UNPROCESSABLE, headers, media_type=form)


def _rdf(turtle: str, media_type: str) -> str:
    if media_type == _TURTLE:
        return turtle
    syntax = ox.RdfFormat.from_media_type(media_type)
    triples = (quad.triple for quad in ox.parse(turtle, ox.RdfFormat.TURTLE))
    return (ox.serialize(triples, format=syntax) or b"").decode()


def _problem(error: RejectedError, number: str) -> str:
    said = json.loads(error.report.serialize("json"))
    members = {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": _UNPROCESSABLE,
        "detail": error.message,
        "repair": error.repair,
        "errors": error.errors,
        "cases": said["cases"],
        "counts": said["counts"],
        "results": said["results"],
        "request": number,
    }
    return json.dumps(members, ensure_ascii=False, indent=2) + "\n"
