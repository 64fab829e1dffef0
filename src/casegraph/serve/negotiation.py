"""Which of several media types a client gets (RFC 9110, section 12.5.1).

Enters the value of `Accept` and what there is; leaves the media type with the highest quality.
Parameters of a media range other than `q` are passed over: who asks for Turtle of some version
gets Turtle.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

_QUOTED = re.compile(r'"(?:[^"\\]|\\.?)*"?', re.DOTALL)
"""A quoted string, which may hold commas and semicolons, or all that follows an open quote."""

_QVALUE = re.compile(r"0(\.[0-9]*)?|1(\.0*)?")


def best(accept: str, offered: Sequence[str]) -> str | None:
    """Return the media type of *offered* that *accept* likes best, None when it takes none.

    accept: the value of the header; an empty one takes everything, and so does one that names no
    media range. offered: without parameters, the server's preference first, which decides between
    equal qualities.

    >>> best("text/html;q=0.2, text/*;q=0.5", ["text/html", "text/turtle"])
    'text/turtle'
    >>> best("*/*", ["text/html", "text/turtle"])
    'text/html'
    >>> best("image/png, text/html;q=0", ["text/html", "text/turtle"])
    """
    return _best(accept, tuple(offered))


@lru_cache(maxsize=256)  # clients of one kind all send the same
def _best(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    if not ranges:
        return next(iter(offered), None)
    liked = max(offered, key=lambda one: _quality(one, ranges), default=None)
    return liked if liked is not None and _quality(liked, ranges) > 0 else None


def _quality(media_type: str, ranges: Mapping[str, float]) -> float:
    """Return what the most specific of *ranges* says of *media_type*, 0 when none does."""
    kind = media_type.partition("/")[0]
    matching = (ranges.get(one) for one in (media_type, f"{kind}/*", "*/*"))
    return next((quality for quality in matching if quality is not None), 0.0)


def _ranges(accept: str) -> dict[str, float]:
    """Return the media ranges of *accept* in small letters, each with its quality."""
    ranges: dict[str, float] = {}
    for stated in _QUOTED.sub("", accept).split(","):
        media_range, *parameters = (part.strip().lower() for part in stated.split(";"))
        kind, slash, subtype = media_range.partition("/")
        if kind and slash and subtype:
            quality = max(ranges.get(media_range, 0.0), _stated(parameters))
            ranges[media_range] = quality
    return ranges


def _stated(parameters: Sequence[str]) -> float:
    """Return the quality among *parameters*: 1 when there is none, 0 when it is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.rstrip() == "q":
            value = value.lstrip()
            return float(value) if _QVALUE.fullmatch(value) else 0.0
    return 1.0
