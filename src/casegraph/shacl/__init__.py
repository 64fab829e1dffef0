"""Shapes over data: the engine, the two passes, and the report."""

from casegraph.shacl.passes import consistency, structure
from casegraph.shacl.report import Report
from casegraph.shacl.result import Result, Severity

__all__ = ["Report", "Result", "Severity", "consistency", "structure"]
