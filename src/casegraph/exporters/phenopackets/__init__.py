"""Cases as GA4GH Phenopackets, version 2.

What a packet can say is said so that an import gives the same case again. What it cannot, as the
steps of the reasoning, is listed for each case and never dropped silently; and an absence that a
packet could only overstate, or that it could not tell from a presence, stays outside.

Source: Phenopacket Schema 2.0, https://phenopacket-schema.readthedocs.io/en/2.0.0/.
"""

from casegraph.exporters.phenopackets.exporting import export_phenopackets
from casegraph.exporters.report import Report

__all__ = ["Report", "export_phenopackets"]
