"""The SPARQL 1.1 Protocol for queries, the Service Description, and the reading of graphs."""

from casegraph.serve.sparql import graph_store
from casegraph.serve.sparql.asked import Asked
from casegraph.serve.sparql.routes import Handler, Page, routes

__all__ = ["Asked", "Handler", "Page", "graph_store", "routes"]
