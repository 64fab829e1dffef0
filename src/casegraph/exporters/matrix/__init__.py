"""Cases by terms, for statistics: 1 presented, 0 excluded, empty unknown.

A term is never 0 because nobody mentioned it.
"""

from casegraph.exporters.matrix.exporting import FORMS, HEADERS, export_matrix
from casegraph.exporters.narrower import KINDS

__all__ = ["FORMS", "HEADERS", "KINDS", "export_matrix"]
