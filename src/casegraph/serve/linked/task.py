"""What a worker does for an address: it finds what is there, and writes it in one syntax."""

from dataclasses import dataclass

from casegraph.serve import encoding
from casegraph.serve.errors import RefusedError
from casegraph.serve.linked import media
from casegraph.serve.linked.links import links
from casegraph.serve.linked.nothing import refusal
from casegraph.serve.linked.places import Place
from casegraph.serve.linked.things import thing
from casegraph.serve.linked.written import written
from casegraph.serve.site import live_site
from casegraph.serve.syntaxes import pieces
from casegraph.serve.tags import tag
from casegraph.serve.workers import Context, Reply
from casegraph.web import addresses
from casegraph.web.addresses import HTML
from casegraph.web.environment import rendered

CACHE = ("cache-control", "no-cache")
"""A client may keep it, and asks each time whether it is still so."""

_START = "index"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client wants.

    path: without an ending and without a slash at its beginning. liked: endings, the best first.
    is_negotiated: the address did not say the ending, so that others get something else from it.
    takes_gzip: compressed if that is shorter.
    """

    path: str
    liked: tuple[str, ...]
    is_negotiated: bool
    takes_gzip: bool


def answered(context: Context, asked: Asked) -> Reply:
    """Return what is at the path of *asked* in the first syntax liked that it has.

    A `location` among the headers is a path from the top of the server, without the slash.

    :raises RefusedError: 404 when nothing is there, 410 when a removed case was, 406 when it has
        none of these syntaxes.
    """
    found = thing(context.catalogue, asked.path or _START)
    if found is None:
        plain = asked.path.removesuffix("/")
        if plain == asked.path or thing(context.catalogue, plain) is None:
            raise refusal(context, asked.path)
        return _lead(308, addresses.relative(plain, "", ending=""), [CACHE])
    ending = next((one for one in asked.liked if one in found.offered), None)
    if ending is None:
        raise _unacceptable(asked.path, found.offered)
    vary = "Accept, Accept-Encoding" if asked.is_negotiated else "Accept-Encoding"
    headers = [CACHE, ("vary", vary)]
    if ending == HTML and found.page is None:
        page, _, anchor = found.see.partition("#")
        return _lead(303, addresses.relative(page, "", fragment=anchor), headers)
    here = found.page.here if found.page else asked.path
    if told := links(context.catalogue, found, here, ending):
        headers.append(("link", told))
    if asked.is_negotiated:
        headers.append(("content-location", f"{here.rpartition('/')[2]}.{ending}"))
    kind = media.content_type(ending)
    if ending == HTML and found.page:
        return _whole(_html(context, found.page), kind, headers, takes_gzip=asked.takes_gzip)
    quads = found.quads() if found.quads else ()
    if found.is_large:
        return Reply(200, kind, pieces(quads, media.TYPES[ending]), tuple(headers))
    return _whole(b"".join(written(quads, ending)), kind, headers, takes_gzip=asked.takes_gzip)


def _lead(status: int, location: str, headers: list[tuple[str, str]]) -> Reply:
    return Reply(status, "text/plain; charset=utf-8", (), (*headers, ("location", location)))


def _whole(body: bytes, kind: str, headers: list[tuple[str, str]], *, takes_gzip: bool) -> Reply:
    """Return the reply with *body*, which is complete."""
    if takes_gzip and encoding.is_worthwhile(kind, body):
        body = encoding.compressed(body)
        headers.append(("content-encoding", "gzip"))
    return Reply(200, kind, (body,), (*headers, ("etag", tag(body))))


def _html(context: Context, page: Place) -> bytes:
    """Return *page* as HTML.

    :raises RefusedError: when the list is not that long.
    """
    values = page.kind.values(context.catalogue, page.key, page.number)
    if page.number > values.pager.of:
        raise refusal(context, page.here)
    site = live_site(context.settings)
    return rendered(page.kind, values, page.path, context.catalogue, site).encode()


def _unacceptable(path: str, offered: tuple[str, ...]) -> RefusedError:
    """Return the refusal of a client that takes nothing of what there is."""
    types = ", ".join(media.TYPES[ending] for ending in offered)
    return RefusedError(
        406,
        "there is no such representation of this",
        node=f"/{path}",
        repair=f"Accept one of {types}, or ask for one of the endings .{', .'.join(offered)}.",
        headers={"vary": "Accept"},
    )
