"""Quads to text: the syntaxes that casegraph writes itself, the same for the same quads."""
