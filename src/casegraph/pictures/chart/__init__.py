"""Bars: how much there is of each of several things, divided by polarity where that is told.

Enters `Bars`; leaves a picture. A piece that was there or was done is filled, one that never is
stays hollow, and beside each bar stands every number with the shape of its mark.
"""

from casegraph.pictures.chart.drawing import picture
from casegraph.pictures.chart.values import Bar, Bars, Piece

__all__ = ["Bar", "Bars", "Piece", "picture"]
