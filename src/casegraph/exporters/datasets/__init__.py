"""What a store holds, described for catalogues and crawlers: VoID and DCAT.

Sources: Describing Linked Datasets with the VoID Vocabulary (W3C Interest Group Note, 2011); Data
Catalog Vocabulary 3 (W3C Recommendation, 2024), as far as DCAT-AP 3 asks for it.
"""

from casegraph.exporters.datasets.count import Count
from casegraph.exporters.datasets.dcat import dcat
from casegraph.exporters.datasets.description import Description, description
from casegraph.exporters.datasets.download import Download
from casegraph.exporters.datasets.exporting import export_dcat, export_void, written
from casegraph.exporters.datasets.tally import Tally, Tallying
from casegraph.exporters.datasets.void import void

__all__ = [
    "Count",
    "Description",
    "Download",
    "Tally",
    "Tallying",
    "dcat",
    "description",
    "export_dcat",
    "export_void",
    "void",
    "written",
]
