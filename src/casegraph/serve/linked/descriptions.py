"""What the store holds, for crawlers and catalogues: VoID and DCAT at their well-known addresses.

Sources: VoID, section 7.2 (`/.well-known/void`); RFC 8615. The numbers of a large store take some
seconds; until they are counted the description is without them, and all that it says is true.
"""

import asyncio
import logging
from collections.abc import Callable

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.errors import CasegraphError, ExportError
from casegraph.exporters.datasets import Download, dcat, description, void
from casegraph.serve.errors import RefusedError
from casegraph.serve.linked import media
from casegraph.serve.linked.counted import counts, tally
from casegraph.serve.linked.redirects import redirect
from casegraph.serve.linked.written import written
from casegraph.serve.server import server_of
from casegraph.serve.tags import tag, with_tag
from casegraph.serve.workers import BusyError, Context, Pool, Reply, Workers
from casegraph.web.addresses import HTML, TURTLE
from casegraph.web.downloads import FOLDER, GRAPH

_LOGGER = logging.getLogger(__name__)

_WAIT = 1.0
"""For how many seconds a client waits for numbers that are not counted yet."""

_DESCRIBING: dict[str, Callable[..., list[ox.Quad]]] = {"void": void, "dcat": dcat}
_NAMES = {"dataset": "void", "catalogue": "dcat"}
_PAGE = "downloads.html"
_ZERO = "0"


def routes() -> list[BaseRoute]:
    """Return the routes: the well-known ones, the IRIs of what is described, and the downloads."""
    numbers = Numbers()

    async def described(request: Request) -> Response:
        """Return the description that *request* names, or lead a browser to the downloads.

        :raises RefusedError: 406 when the client takes none of the syntaxes.
        """
        server = server_of(request)
        path, ending = media.split(request.url.path)
        liked = (ending,) if ending else media.wanted(request.headers.get("accept", ""), _OFFERED)
        if not liked:
            raise RefusedError(
                406,
                "there is no such representation of this",
                repair=f"Accept one of {', '.join(media.TYPES[one] for one in _OFFERED)}.",
            )
        name = path.rpartition("/")[2]
        url = server.url(request)
        counted = await numbers.of(server.workers)
        asked = (_NAMES.get(name, name), liked[0], url, counted)
        return with_tag(
            request, redirect(request, await server.workers.run(Pool.PAGES, description_of, *asked))
        )

    well_known = [f"/.well-known/{name}" for name in _DESCRIBING]
    names = [*well_known, *(f"/{name}" for name in _NAMES)]
    return [
        *(Route(name, described) for name in names),
        *(Route(f"{name}.{ending}", described) for name in names for ending in media.TYPES),
        *(Route(f"/{FOLDER}/{name}.{TURTLE}", described) for name in _DESCRIBING),
    ]


_OFFERED = (*media.DATA, HTML)
"""The endings, Turtle first: who asks for anything here is a crawler."""


def description_of(context: Context, name: str, ending: str, url: str, counted: bytes) -> Reply:
    """Return the description *name* of the store, in the syntax of *ending*.

    url: of the server. counted: what `counted.counts` gives, empty when that is not known yet.

    :raises RefusedError: 400 when *url* is none.
    """
    vary = ("vary", "Accept, Host")
    if ending == HTML:
        return Reply(303, "text/plain; charset=utf-8", (), (("location", _PAGE), vary))
    told = description(context.store, counted=tally(context.catalogue, counted))
    files = tuple(Download(f"{url}/{FOLDER}/{file.name}", file.title) for file in GRAPH)
    try:
        quads = _DESCRIBING[name](told, downloads=files, endpoint=f"{url}/sparql")
    except ExportError as error:
        raise RefusedError(400, error.message, repair="Send the name of this server.") from None
    body = b"".join(written((quad for quad in quads if not _is_uncounted(quad)), ending))
    headers = (("cache-control", "no-cache"), vary, ("etag", tag(body)))
    return Reply(200, media.content_type(ending), (body,), headers)


def _is_uncounted(quad: ox.Quad) -> bool:
    """Return whether *quad* says that there is none of something, which nobody has counted."""
    return isinstance(quad.object, ox.Literal) and quad.object.value == _ZERO


class Numbers:
    """What was counted of the present content of the store.

    They are counted once, however that ends: what takes longer than a query may is not tried again
    and again because somebody asks for it. Only who had no turn has another.
    """

    def __init__(self) -> None:
        self._snapshot = ""
        self._counting: asyncio.Task[bytes | None] | None = None

    async def of(self, workers: Workers) -> bytes:
        """Return the numbers as `counted.tally` takes them, empty while they are being counted."""
        if self._counting is None or workers.snapshot != self._snapshot:
            self._snapshot = workers.snapshot
            self._counting = asyncio.create_task(_count(workers))
        done, _ = await asyncio.wait({self._counting}, timeout=_WAIT)
        if not done:
            return b""
        counted = self._counting.result()
        if counted is None:
            self._counting = None
        return counted or b""


async def _count(workers: Workers) -> bytes | None:
    """Return the numbers, empty when they cannot be counted, None when others are first."""
    try:
        answer = await workers.run(Pool.QUERIES, counts)
    except BusyError:
        return None
    except CasegraphError:
        return b""
    except Exception:
        _LOGGER.exception("the numbers of the store cannot be counted")
        return b""
    return answer.whole or b""
