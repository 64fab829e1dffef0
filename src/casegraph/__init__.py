"""casegraph: published clinical case reports as a reasoned, validated, queryable knowledge graph.

What the command line does, these names do::

    import casegraph

    store = casegraph.open()  # the bundled cases, in memory
    print(casegraph.query("ruled-out-by", store=store).rows)
"""

from casegraph.build import build
from casegraph.build import open_store as open  # noqa: A004 - the library's first word
from casegraph.errors import CasegraphError
from casegraph.evidence import check_evidence
from casegraph.exporters import export
from casegraph.narrative import show
from casegraph.query import queries, query
from casegraph.read import read
from casegraph.reason import infer
from casegraph.store import Store
from casegraph.validate import Report, Result, validate

__all__ = [
    "CasegraphError",
    "Report",
    "Result",
    "Store",
    "build",
    "check_evidence",
    "export",
    "infer",
    "open",
    "queries",
    "query",
    "read",
    "show",
    "validate",
]
