"""Two to six cases side by side: what each tells of the terms that any of them names.

Enters the cases, each by the last part of its address; leaves a page with a row for each term and a
column for each case. A case that tells nothing of a term has "not reported" there, which is not
absence. What is shared is marked, and where one case presents what another excludes, also when it
follows from a narrower or a broader term.
"""

from casegraph.serve.pages.compare.routes import routes

__all__ = ["routes"]
