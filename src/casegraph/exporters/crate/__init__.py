"""A store as an RO-Crate: a folder or zip with data, ontology, shapes, queries and a report.

A repository such as Zenodo keeps it as it is, and its metadata say what each file is, under which
licence, and from which publications the cases come.

Source: RO-Crate Metadata Specification 1.1, https://www.researchobject.org/ro-crate/specification/1.1/.
"""

from casegraph.exporters.crate.exporting import export_crate

__all__ = ["export_crate"]
