"""Linked data: whatever the data name has a page and triples at its address.

Enters a path; leaves a page of `web`, or triples in the syntax that the client asks for. The paths
are those of `web.addresses`, read backwards; nothing that a client sends reaches the file system.
"""

from casegraph.serve.linked.hosts import UnderTheBase
from casegraph.serve.linked.routes import routes

__all__ = ["UnderTheBase", "routes"]
