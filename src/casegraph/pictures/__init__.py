"""Pictures of what the graph says, drawn as SVG without a browser.

Enters plain values, which each part fills from a case's facts or from a store; leaves a `Picture`:
SVG that may stand in a page, and the same in words. Colours are those of the page it stands in.
"""

from casegraph.pictures.picture import Picture, Row

__all__ = ["Picture", "Row"]
