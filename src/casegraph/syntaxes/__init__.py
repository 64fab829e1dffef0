"""Quads and rows to text: the syntaxes that casegraph writes itself, always in the same way."""
