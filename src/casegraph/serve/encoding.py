"""Whether a body is sent compressed (RFC 9110, section 12.5.3)."""

import gzip
import re

from starlette.requests import Request
from starlette.responses import Response

_LEVEL, _QUICKLY = 6, 1
_FEW = 512
"""Bytes below which compressing gains nothing."""

_COMPRESSED = re.compile(r"text/|image/svg|application/(?:[\w.+-]*\+)?(?:json|xml|javascript|n-)")
_CODING = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client with this `Accept-Encoding` would rather have gzip than plain.

    >>> takes_gzip("gzip, deflate, br"), takes_gzip("gzip;q=0"), takes_gzip("*"), takes_gzip("")
    (True, False, True, False)
    >>> takes_gzip("gzip;q=0.5, identity"), takes_gzip("identity;q=0.5, *")
    (False, True)
    """
    qualities = {}
    for part in accept_encoding.split(","):
        if found := _CODING.fullmatch(part):
            qualities[found[1].lower()] = float(found[2] or 1)
    compressed = max(
        (qualities[name] for name in ("gzip", "x-gzip") if name in qualities),
        default=qualities.get("*", 0),
    )
    return compressed > 0 and compressed >= qualities.get("identity", 0)


def asked_by(request: Request) -> bool:
    """Return whether the client of *request* would rather have gzip than plain."""
    return takes_gzip(", ".join(request.headers.getlist("accept-encoding")))


def encoded(request: Request, response: Response) -> Response:
    """Return *response*, which is whole, compressed if the client of *request* likes that better.

    It is made while other clients wait, and therefore quickly.
    """
    if not is_worthwhile(response.headers.get("content-type", ""), bytes(response.body)):
        return response
    response.headers.add_vary_header("Accept-Encoding")
    if asked_by(request):
        response.body = gzip.compress(bytes(response.body), _QUICKLY, mtime=0)
        response.headers["content-length"] = str(len(response.body))
        response.headers["content-encoding"] = "gzip"
    return response


def is_worthwhile(media_type: str, body: bytes) -> bool:
    """Return whether *body* of *media_type* gets much shorter when it is compressed."""
    return len(body) >= _FEW and _COMPRESSED.match(media_type) is not None


def compressed(body: bytes) -> bytes:
    """Return *body* as gzip, the same for the same body."""
    return gzip.compress(body, _LEVEL, mtime=0)
