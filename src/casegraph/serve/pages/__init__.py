"""The pages that only a server has, and those that it can do more with than a folder of files.

Enters a request; leaves HTML made in a worker process. Each module is one page: its values as a
dataclass, the task that makes it, and its routes. All of them work without JavaScript.
"""

from starlette.routing import BaseRoute

from casegraph.serve.pages import compare, query, search, store


def routes() -> list[BaseRoute]:
    """Return the routes of these pages."""
    return [*query.routes(), *search.routes(), *compare.routes(), *store.routes()]
