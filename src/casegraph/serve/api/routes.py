"""The paths of the API."""

from starlette.routing import BaseRoute

from casegraph.serve.api import answers, health, index, library, metrics, openapi, search


def routes() -> list[BaseRoute]:
    """Return the routes of the API."""
    parts = (index, library, answers, search, openapi, health, metrics)
    return [route for part in parts for route in part.routes()]
