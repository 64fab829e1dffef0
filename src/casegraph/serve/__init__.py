"""The live graph: a SPARQL endpoint, linked data, an API and the pages, over a store on disk.

Enters `Settings`; leaves an ASGI application. Nothing that takes long or that a stranger wrote runs
in the process that talks to clients: queries are answered and pages made in worker processes over a
read-only snapshot of the store, which are killed when they pass a limit.
"""

from casegraph.serve.app import application
from casegraph.serve.settings import Limits, Settings

__all__ = ["Limits", "Settings", "application"]
