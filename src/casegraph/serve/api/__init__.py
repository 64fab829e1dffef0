"""The API: the query library with a path for each question, the search, and how the server does.

Enters what a client asks in the path and the query string; leaves JSON, or the answer to a question
in a format of SPARQL results. `/api/openapi.json` describes all of it.
"""

from casegraph.serve.api.routes import routes

__all__ = ["routes"]
