"""Cases as bundles of FHIR R4.

What FHIR has an element for is said there, and what it cannot say is listed for each case and never
dropped silently. Absence rests on what every reader has to heed: the verification status of a
condition, the answer of an observation, the status of a procedure or drug. Only what R4 and R4B
have in common is used, so that a bundle is valid against both.

Source: https://hl7.org/fhir/R4/.
"""

from casegraph.exporters.fhir.exporting import export_fhir
from casegraph.exporters.report import Report

__all__ = ["Report", "export_fhir"]
