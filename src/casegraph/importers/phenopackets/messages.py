"""The messages that protobuf reads, for which the `phenopackets` package has no types."""

from typing import Any

Message = Any
"""A message of the Phenopacket Schema, or of GA4GH's schemas of variation."""
