"""Cases as the table of a review article, one row a case.

An entry never loses its polarity: what is absent, suspected, ruled out, resolved or not done says
so in its own words, in each form. An empty cell says nothing, and the legend says that it does not.
"""

from casegraph.exporters.table.columns import COLUMNS, USUAL
from casegraph.exporters.table.exporting import FORMS, export_table

__all__ = ["COLUMNS", "FORMS", "USUAL", "export_table"]
