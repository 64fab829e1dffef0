"""Export a store: quads in, one file of a format out."""

from casegraph.exporters.rdf import FORMATS, export

__all__ = ["FORMATS", "export"]
