"""All kinds of pages.

Long lists come first, so that one process makes them while others make the many pages.
"""

from casegraph.web import (
    case,
    cases,
    downloads,
    figures,
    missing,
    name,
    ontology,
    publication,
    publications,
    queries,
    query,
    search,
    shapes,
    spine,
    start,
    term,
    terms,
)
from casegraph.web.kind import Kind

KINDS: tuple[Kind, ...] = (
    start.KIND,
    cases.KIND,
    terms.KIND,
    publications.KIND,
    figures.KIND,
    spine.KIND,
    case.KIND,
    term.KIND,
    publication.KIND,
    queries.KIND,
    query.KIND,
    ontology.KIND,
    name.KIND,
    shapes.KIND,
    downloads.KIND,
    search.KIND,
    missing.KIND,
)
