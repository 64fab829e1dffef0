"""The SPARQL page: a form that any browser can use, and an editor where one was built in.

Enters a request for `/sparql` from a browser; leaves HTML. `source/` is the script of the editor in
JavaScript, which a build hook bundles into `static/editor`.
"""

from casegraph.serve.editor.routes import page, routes

__all__ = ["page", "routes"]
