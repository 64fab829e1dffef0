"""Traits of a value: what the tests of shapes can tell of it, found out without a query.

Two values with the same traits pass the same tests. A trait need not be what its test answers; it
has to differ wherever that does. A value may always stand for itself, as one does here of which
engines might think differently.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from casegraph.namespaces import XSD
from casegraph.shacl.compile.datatype import lexical_space

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_EXACT = frozenset(f"{XSD}{name}" for name in ("integer", "decimal"))
_FLAGS = {"i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL}


@dataclass(frozen=True)
class Among:
    """Which of *terms* a value is."""

    terms: frozenset[Term]

    def of(self, value: Term) -> object:
        """Return *value* where it is one of them, else None."""
        return value if value in self.terms else None


@dataclass(frozen=True)
class Beside:
    """On which side of *bound* a value lies."""

    bound: Term

    def of(self, value: Term) -> object:
        """Return -1, 0 or 1 where both are exact numbers, else *value*."""
        number, bound = _exact(value), _exact(self.bound)
        if number is None or bound is None:
            return value
        return (number > bound) - (number < bound)


@dataclass(frozen=True)
class Formed:
    """Whether a literal is well formed by its *datatype*."""

    datatype: str

    def of(self, value: Term) -> object:
        """Return that, None for other datatypes, or *value* where patterns do not tell."""
        if not isinstance(value, ox.Literal) or value.datatype.value != self.datatype:
            return None
        if self._patterns is None:
            return value
        return all(pattern.search(value.value) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...] | None:
        patterns = lexical_space(self.datatype)
        return None if patterns is None else tuple(map(re.compile, patterns))


@dataclass(frozen=True)
class Long:
    """How long a value is, compared with *count* characters."""

    count: int

    def of(self, value: Term) -> object:
        """Return -1, 0 or 1, None for a blank node."""
        if not isinstance(value, ox.NamedNode | ox.Literal):
            return None
        length = len(value.value)
        return (length > self.count) - (length < self.count)


@dataclass(frozen=True)
class Matching:
    """Whether *pattern* is found in a value. flags: of SPARQL, `i`, `m` and `s`."""

    pattern: str
    flags: str

    def of(self, value: Term) -> object:
        """Return that, None for a blank node."""
        if not isinstance(value, ox.NamedNode | ox.Literal):
            return None
        return self._compiled.search(value.value) is not None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, sum(_FLAGS[flag] for flag in set(self.flags)))


Trait = Among | Beside | Formed | Long | Matching


def traits_of(value: Term, asked: tuple[Trait, ...]) -> object:
    """Return the traits of *value* that are *asked* for.

    Patterns are read alike by all engines where a text is printable ASCII.
    """
    if not asked:
        return None
    if isinstance(value, ox.NamedNode | ox.Literal) and not _is_plain(value.value):
        return value
    return tuple(trait.of(value) for trait in asked)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _exact(value: Term) -> Decimal | None:
    """Return *value* as a number; None when it is none, or one that is rounded."""
    if isinstance(value, ox.Literal) and value.datatype.value in _EXACT:
        return Decimal(value.value)
    return None
