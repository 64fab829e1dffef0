"""Entity tags, and requests that hold only when the client's copy is old (RFC 9110, 8.8.3 and 13).

A tag is a digest of the body as it is sent, so that two servers over the same store give the same,
and each media type and content coding of a thing has its own.
"""

import hashlib
import re

from starlette.requests import Request
from starlette.responses import Response

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_KEPT = (
    *("cache-control", "content-location", "date", "etag", "expires", "link", "vary"),
    *("access-control-allow-origin", "access-control-expose-headers"),
)
"""What a 304 says of that which it stands for."""

_SAFE = ("GET", "HEAD")
_FOUND = 200
_NOT_MODIFIED = 304


def tag(body: bytes) -> str:
    """Return the strong entity tag of *body*, in its quotation marks.

    >>> tag(b"casegraph")
    '"584b8275e76e92ad486f05cbb8532857"'
    """
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def with_tag(request: Request, response: Response) -> Response:
    """Return *response* with its entity tag, or a 304 when the client of *request* has it already.

    response: whole, unless it has a tag, which then stays. One that is no 200 is given back.
    """
    if request.method not in _SAFE or response.status_code != _FOUND:
        return response
    known = response.headers.get("etag")
    if known is None:
        known = response.headers["etag"] = tag(bytes(response.body))
    asked = ", ".join(request.headers.getlist("if-none-match"))
    if not asked or not fits(known, asked):
        return response
    headers = {name: value for name, value in response.headers.items() if name in _KEPT}
    return Response(status_code=_NOT_MODIFIED, headers=headers)


def fits(known: str, asked: str) -> bool:
    """Return whether *asked*, the value of If-None-Match, names the tag *known*.

    The comparison is the weak one (RFC 9110, section 13.1.2).

    >>> fits('"a"', 'W/"b", W/"a"'), fits('"a"', "*"), fits('"a"', '"A"')
    (True, True, False)
    """
    return asked.strip() == "*" or known in _TAG.findall(asked)
