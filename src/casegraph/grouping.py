"""Which cases may share a batch, which need one of their own, and which a batch cannot hold.

Oxigraph keeps the value of a literal, not how it is written: `2.30` comes back as `2.3`, `P12M` as
`P1Y`, a byte as an integer. Numbers are told apart by their values alone, so that only results have
to be given back their digits (`Spelling`). A case in which more would be lost is left to the
reference engine.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from casegraph.namespaces import XSD, document_of

Quads = Sequence[ox.Quad]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

SIZE = 200
"""How many cases make a batch; larger ones are hardly faster a case, and need more memory."""

_UNCHANGED = f"{XSD}string"
_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "float", "double")}
_PLAIN = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,12})?([eE][+-]?[0-9]{1,2})?", re.ASCII)
_NODE = ox.NamedNode("urn:x-casegraph:node")


@dataclass(frozen=True)
class Grouping:
    """Cases by how they can be examined.

    groups: those that share a batch, at most `SIZE`. unfaithful: those that no batch can hold.
    """

    groups: Sequence[Mapping[str, Quads]]
    unfaithful: Mapping[str, Quads]


def grouped(cases: Mapping[str, Quads], background: Iterable[ox.Quad] = ()) -> Grouping:
    """Return *cases*, quads by document, in groups.

    background: what is brought beside them. A case that it names is examined alone.
    """
    named = _documents_in(background) if cases else set()
    together: dict[str, Quads] = {}
    alone: list[Mapping[str, Quads]] = []
    unfaithful: dict[str, Quads] = {}
    harmless: set[Term] = set()
    for name, quads in cases.items():
        values = {quad.object for quad in quads} - harmless
        harmless.update(filter(_is_harmless, values))
        if not _is_faithful(quads, values):
            unfaithful[name] = quads
        elif name not in named and _is_separate(name, quads, values):
            together[name] = quads
        else:
            alone.append({name: quads})
    items = list(together.items())
    shared = [dict(items[start : start + SIZE]) for start in range(0, len(items), SIZE)]
    return Grouping([*shared, *alone], unfaithful)


def _documents_in(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the case documents that *quads* name."""
    nodes = {node for quad in quads for node in (quad.subject, quad.object)}
    iris = (node.value for node in nodes if isinstance(node, ox.NamedNode))
    return {document for iri in iris if (document := document_of(iri))}


def _is_harmless(value: Term) -> bool:
    """Return whether a batch keeps *value* as it is, whatever case has it, and it leads to none."""
    if isinstance(value, ox.Literal):
        return kept(value) == value and _is_faithful((), (value,))
    return isinstance(value, ox.NamedNode) and document_of(value.value) is None


def _is_separate(name: str, quads: Quads, values: Iterable[Term]) -> bool:
    """Return whether *quads* describe nodes of the case *name* alone and lead to no other case's.

    values: those of *quads* that are not known to be harmless. Blank nodes are the case's own,
    since reading gives each file labels of its own.
    """
    inside = f"{name}#"
    own = all(
        subject.value == name or subject.value.startswith((inside, f"{name}/"))
        for subject in {quad.subject for quad in quads}
        if isinstance(subject, ox.NamedNode)
    )
    return own and all(
        document_of(value.value) in (None, name)
        for value in values
        if isinstance(value, ox.NamedNode)
    )


def _is_faithful(quads: Quads, values: Iterable[Term]) -> bool:
    """Return whether a batch keeps of *quads* all but the digits of numbers; values: as before."""
    literals = [value for value in values if isinstance(value, ox.Literal)]
    if not all(_is_plain(value) for value in literals if value.datatype.value in _NUMBERS):
        return False
    changed = [(value, back) for value in literals if (back := kept(value)) != value]
    if not all(_is_same_number(value, back) for value, back in changed):
        return False
    if not changed:
        return True
    alike = {one for pair in changed for one in pair}
    said = {quad.triple for quad in quads if quad.object in alike}
    return len({(one.subject, one.predicate, kept(one.object)) for one in said}) == len(said)


def _is_plain(number: ox.Literal) -> bool:
    """Return whether every engine reads *number* alike, and has room for it."""
    return _PLAIN.fullmatch(number.value) is not None


def _is_same_number(one: ox.Literal, other: Term) -> bool:
    same = isinstance(other, ox.Literal) and other.datatype == one.datatype
    return same and one.datatype.value in _NUMBERS


def kept(value: Term) -> Term:
    """Return *value* as Oxigraph gives it back.

    >>> kept(ox.Literal("2.30", datatype=ox.NamedNode(f"{XSD}decimal"))).value
    '2.3'
    """
    if not isinstance(value, ox.Literal) or value.datatype.value == _UNCHANGED or value.language:
        return value
    return _kept(value)


@lru_cache(maxsize=65536)
def _kept(value: ox.Literal) -> Term:
    store = ox.Store()
    store.add(ox.Quad(_NODE, _NODE, value))
    back: Term = next(quad.object for quad in store)
    return back


class Spelling:
    """How the numbers of a case are written.

    quads: what the case asserts.
    """

    def __init__(self, quads: Quads) -> None:
        self._quads = quads
        written: dict[Term, dict[ox.Literal, None]] = {}
        for quad in quads:
            value = quad.object
            if isinstance(value, ox.Literal) and kept(value) != value:
                written.setdefault(kept(value), {})[value] = None
        self._written = written

    def of(self, value: Term, subject: Term, path: str | None) -> Term:
        """Return *value* as the case writes it.

        subject: the node that it is told of. path: the predicate that led to it, or the property
        path; None when that is not known. A number that no predicate of the path gives was
        computed, and stays.

        >>> number = ox.NamedNode(f"{XSD}decimal")
        >>> node = ox.NamedNode("http://example.org/node")
        >>> case = Spelling([ox.Quad(node, node, ox.Literal("2.30", datatype=number))])
        >>> case.of(ox.Literal("2.3", datatype=number), node, None).value
        '2.30'
        """
        if value not in self._written:
            return value
        said = [
            quad
            for quad in self._quads
            if (path is None or path == quad.predicate.value or f"{quad.predicate}" in path)
            and kept(quad.object) == value
        ]
        own = [quad.object for quad in said if quad.subject == subject]
        return next(iter([*own, *(quad.object for quad in said)]), value)
