"""From the values of a page to what a worker gives for it, and that as a response."""

from starlette.requests import Request
from starlette.responses import Response

from casegraph.serve.encoding import encoded
from casegraph.serve.server import response_of
from casegraph.serve.site import live_site
from casegraph.serve.tags import with_tag
from casegraph.serve.workers import Answer, Context, Reply
from casegraph.serve.workers.reply import Headers
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import rendered
from casegraph.web.kind import Kind
from casegraph.web.values import Page

_HTML = "text/html; charset=utf-8"


def live_kind(name: str, path: str) -> Kind:
    """Return the kind of a page that only a server has: the name of its template, and its path."""

    def values(_: Catalogue, __: str, ___: int) -> Page:
        raise NotImplementedError(f"{name} is made from a request")

    return Kind(name, keys=lambda _: (), path=lambda _: path, values=values)


def page_reply(
    context: Context,
    kind: Kind,
    page: Page,
    *,
    key: str = "",
    status: int = 200,
    headers: Headers = (),
) -> Reply:
    """Return *page* of *kind* about *key* as HTML."""
    site = live_site(context.settings)
    html = rendered(kind, page, kind.path(key), context.catalogue, site)
    return Reply(status, _HTML, (html.encode(),), headers)


def page_response(request: Request, answer: Answer) -> Response:
    """Return the response to *request* with a page, compressed and with a tag when it is whole."""
    response = response_of(answer)
    return response if answer.whole is None else with_tag(request, encoded(request, response))
