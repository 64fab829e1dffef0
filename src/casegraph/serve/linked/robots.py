"""What search engines read: `robots.txt` and the sitemap with the address of every page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from casegraph.serve.errors import RefusedError
from casegraph.serve.linked.places import paths
from casegraph.serve.server import response_of, server_of
from casegraph.serve.site import live_site
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Context, Pool, Reply
from casegraph.site import sitemap
from casegraph.web.addresses import HTML

_UNWANTED = ("/sparql", "/data?", "/api/", "/compare", "/search")
"""Where a crawler would find no end."""

_CACHE = ("cache-control", "no-cache")


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/robots.txt", robots),
        Route("/sitemap.xml", sitemaps),
        Route("/sitemap-{part:int}.xml", sitemaps),
    ]


async def robots(request: Request) -> Response:
    """Return what crawlers are asked not to read, and where the sitemap is if that is known."""
    url = server_of(request).settings.url
    told = [f"Disallow: {path}" for path in _UNWANTED]
    told += [f"Sitemap: {url}/sitemap.xml"] if url else []
    text = "\n".join(("User-agent: *", *told, ""))
    return with_tag(request, Response(text, headers=dict([_CACHE]), media_type="text/plain"))


async def sitemaps(request: Request) -> Response:
    """Return the sitemap, or a part of it.

    :raises RefusedError: 404 when there is no such part.
    """
    part = request.path_params.get("part")
    name = "sitemap.xml" if part is None else f"sitemap-{part}.xml"
    answer = await server_of(request).workers.run(Pool.PAGES, written, name)
    response = response_of(answer)
    return response if answer.whole is None else with_tag(request, response)


def written(context: Context, name: str) -> Reply:
    """Return the file *name* of the sitemap.

    :raises RefusedError: 404 when there is none of that name.
    """
    pages = sorted(f"{path}.{HTML}" for path in paths(context.catalogue))
    for file, content in sitemap.files(live_site(context.settings), pages):
        if file == name:
            return Reply(200, "application/xml", (content,), (_CACHE,))
    raise RefusedError(404, "there is no such part of the sitemap", repair="See /sitemap.xml.")
