"""What a changed case file no longer says: nothing may go but quotes that got their positions."""

from collections import Counter
from collections.abc import Collection, Sequence

import pyoxigraph as ox

from casegraph.errors import ReadError
from casegraph.namespaces import CG, OA, RDF, curie
from casegraph.quads import value_of
from casegraph.read import Location

_EVIDENCE = f"{CG}evidence"
_QUOTING = frozenset(
    f"{OA}{name}" for name in ("exact", "prefix", "suffix", "hasSource", "hasSelector")
) | {_EVIDENCE}
_CLASSES = frozenset(f"{OA}{name}" for name in ("SpecificResource", "TextQuoteSelector"))

Located = Sequence[tuple[ox.Quad, Location]]


def check_loss(before: Located, after: Located) -> None:
    """Check that *after* says all that *before* says, but for quotes.

    Evidence may get another name, and blank nodes have other labels each time.

    :raises ReadError: for the first that is lost, with its place in *before*.
    """
    names = {subject for one in (before, after) for subject in _evidence(one)}
    kept = Counter(_said(quad, names) for quad, _ in after)
    for quad, place in before:
        said = _said(quad, names)
        kept[said] -= 1
        if kept[said] < 0 and not _is_quoting(quad):
            raise ReadError(
                f"{curie(quad.predicate.value)} {_shown(quad.object)} would be lost where a quote "
                "becomes a position or a digest is added, so that nothing was written",
                file=place.file,
                line=place.line,
                repair="Write it elsewhere: a quote has no more than its source, `prefix` and "
                "`suffix`, and a source text one key a line.",
            )


def _evidence(quads: Located) -> set[str]:
    return {value_of(quad.object) for quad, _ in quads if quad.predicate.value == _EVIDENCE}


def _said(quad: ox.Quad, names: Collection[str]) -> tuple[str, str, str]:
    """Return what *quad* says, with nothing for blank nodes and for evidence, which has *names*."""
    subject, value = (
        "" if isinstance(term, ox.BlankNode) or getattr(term, "value", None) in names else str(term)
        for term in (quad.subject, quad.object)
    )
    return subject, quad.predicate.value, value


def _is_quoting(quad: ox.Quad) -> bool:
    is_class = quad.predicate.value == f"{RDF}type" and value_of(quad.object) in _CLASSES
    return is_class or quad.predicate.value in _QUOTING


def _shown(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return curie(term.value) if isinstance(term, ox.NamedNode) else str(term)
