"""The chart of an answer, as the header of its query asks for it.

Enters all rows of an answer; leaves a picture with what must be said under it, or nothing where
there is nothing to draw.
"""

from casegraph.serve.pages.charts.chart import Drawn, chart

__all__ = ["Drawn", "chart"]
