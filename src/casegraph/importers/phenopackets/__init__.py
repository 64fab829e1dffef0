"""GA4GH Phenopackets, version 2, as cases.

Packets go in from files, folders and archives; cases, terms and publications come out in a store.
Nothing is guessed: what can be repaired without doubt is repaired and told, what has no place is
told, and a packet that is wrong otherwise is refused with the reason, while the others go on.

Source: Phenopacket Schema 2.0, https://phenopacket-schema.readthedocs.io/en/2.0.0/.
"""

from casegraph.importers.phenopackets.importing import import_phenopackets
from casegraph.importers.phenopackets.report import Report

__all__ = ["Report", "import_phenopackets"]
