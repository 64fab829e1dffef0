"""Each statement and each claim of a case as one nanopublication with a trusty URI.

The assertion is what is said, with the case and the patient that it is said of; the provenance is
whose words these are, where they stand and who encoded them; the publication info is the date, the
licence and the names of the terms. An absence is asserted as one (`cg:denies`). Dates come from the
data, so the same store gives the same trusty URIs.

Sources: Nanopublication Guidelines (http://nanopub.net/guidelines/working_draft/); Trusty URI
Specification, module RA (https://trustyuri.net/).
"""

from casegraph.exporters.nanopub.exporting import export_nanopubs
from casegraph.exporters.nanopub.signing import Signer, signer

__all__ = ["Signer", "export_nanopubs", "signer"]
