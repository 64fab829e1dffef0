"""The marks of polarities on pages: those of `casegraph.narrative.polarity`, and how HTML has them.

A mark is a word and a shape, never a colour alone.
"""

from functools import lru_cache

from markupsafe import Markup, escape

from casegraph.narrative.polarity import MARKS, Mark, mark

__all__ = ["MARKS", "Mark", "drawn", "mark", "polarity"]


@lru_cache(maxsize=32)
def drawn(shown: Mark) -> Markup:
    """Return the mark as an SVG picture to stand beside its word, hidden from screen readers.

    >>> print(drawn(mark("affirms")))
    <svg class="mark mark-present" ...><circle .../></svg>
    """
    return Markup(  # noqa: S704 - drawings are constants of this package
        f'<svg class="mark {shown.css}" viewBox="0 0 16 16" width="14" height="14" '
        f'aria-hidden="true" focusable="false">{shown.drawing}</svg>'
    )


@lru_cache(maxsize=1024)
def polarity(name: str | None, word: str = "") -> Markup:
    """Return the polarity of a line: a shape for the eye, a word for everyone.

    name: of its predicate. word: the line's own, else that of the mark.
    """
    shown = mark(name, word)
    said = escape(word or shown.word)
    html = f'<span class="polarity {shown.css}">{drawn(shown)} {said}</span>'
    return Markup(html)  # noqa: S704 - escaped above
