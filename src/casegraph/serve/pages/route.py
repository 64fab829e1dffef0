"""Routes of pages that share their address with linked data."""

from starlette.datastructures import Headers
from starlette.routing import Match, Route
from starlette.types import Scope

from casegraph.serve.negotiation import best

_HTML = "text/html"
_DATA = (
    "text/turtle",
    "application/ld+json",
    "application/n-triples",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
    "application/json",
)


class PageRoute(Route):
    """A route that is passed over when the client likes data better, or names a file by its ending.

    The last part of its path is the parameter `name`.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether this is the route for *scope*."""
        match, child = super().matches(scope)
        if match is not Match.NONE and not _is_page(scope, child):
            return Match.NONE, {}
        return match, child


def _is_page(scope: Scope, child: Scope) -> bool:
    accept = Headers(scope=scope).get("accept", "")
    return "." not in child["path_params"]["name"] and best(accept, (_HTML, *_DATA)) == _HTML
