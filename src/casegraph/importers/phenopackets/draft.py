"""The case that a packet becomes, while it is being made: statements first, N-Quads in the end."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from casegraph.importers.phenopackets.findings import Findings, PacketError
from casegraph.importers.phenopackets.messages import Message
from casegraph.importers.phenopackets.names import curie_of, iri_of, is_web_address, local_term
from casegraph.importers.phenopackets.works import Work
from casegraph.namespaces import CASE, CG, XSD

Detail = tuple[str, str]
"""A predicate's IRI, and a value as N-Triples writes it."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_ESCAPED = re.compile(r'[\\"\n\r]')


def iri(value: str) -> str:
    """Return the IRI *value* as N-Triples writes it."""
    return f"<{value}>"


def text(value: str, language: str = "") -> str:
    """Return *value* as a literal, with its *language* if it has one."""
    if _ESCAPED.search(value):
        value = _ESCAPED.sub(lambda found: _ESCAPES[found.group()], value)
    return f'"{value}"@{language}' if language else f'"{value}"'


def typed(value: str, datatype: str) -> str:
    """Return *value* as a literal of the XML Schema *datatype*."""
    return f'"{value}"^^<{XSD}{datatype}>'


def decimal(value: float) -> str:
    """Return *value* as a decimal, without zeros at its end.

    >>> decimal(370.0), decimal(0.72), decimal(1e-7)
    ('"370"^^<http://www.w3.org/2001/XMLSchema#decimal>', \
'"0.72"^^<http://www.w3.org/2001/XMLSchema#decimal>', \
'"0.0000001"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    written = format(Decimal(repr(value)), "f")
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return typed("0" if written == "-0" else written, "decimal")


def cg(name: str, value: str) -> Detail:
    """Return the property *name* of the vocabulary with *value*."""
    return f"{CG}{name}", value


@dataclass(slots=True)
class Statement:
    """One statement of a case.

    name: the local name. kind: the local name of its class. polarity: that of the predicate, empty
    for a bare number. term: the IRI. pointers: where the packet says it. inferred: whether only
    the importer draws it.
    """

    name: str
    kind: str
    polarity: str
    term: str
    pointers: list[str]
    details: list[Detail] = field(default_factory=list)
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A term as a packet uses it: for which kind of thing, and under which label."""

    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class VariantUse:
    """A variant that packets name.

    names: what is written of it, the one that identifies it first, then sorted. genes: the IRIs of
    the genes that it alters. broader: the terms for any variant of these.
    """

    iri: str
    names: tuple[str, ...]
    genes: frozenset[str]
    broader: frozenset[str]

    def __or__(self, other: "VariantUse") -> "VariantUse":
        """Return what two packets say of the same variant."""
        rest = {*self.names, *other.names} - {self.names[0]}
        return VariantUse(
            self.iri,
            (self.names[0], *sorted(rest)),
            self.genes | other.genes,
            self.broader | other.broader,
        )


@dataclass(slots=True)
class Draft:
    """What one packet says, as far as it is read.

    slug: of the case. prefix: the JSON Pointer of the packet in its source. snake: whether the
    source writes names with underscores. resources: the packet's own prefixes, in capitals.
    works: the publications that it names, the one that reports the case first; whole: how many of
    them it names as a whole, and not for a single statement.
    """

    slug: str
    prefix: str
    snake: bool
    resources: Mapping[str, str]
    samples: frozenset[str]
    findings: Findings
    statements: list[Statement] = field(default_factory=list)
    uses: dict[Use, None] = field(default_factory=dict)
    variants: dict[str, VariantUse] = field(default_factory=dict)
    works: list[Work] = field(default_factory=list)
    whole: int = 0
    patient: list[Detail] = field(default_factory=list)
    _said: dict[tuple[object, ...], Statement] = field(default_factory=dict)

    @property
    def document(self) -> str:
        """The IRI of the case document."""
        return f"{CASE}{self.slug}"

    def node(self, name: str) -> str:
        """Return the node *name* of the case."""
        return f"<{CASE}{self.slug}#{name}>"

    def pointer(self, *steps: object) -> str:
        """Return the JSON Pointer to *steps*, names as the schema's JSON has them and indices."""
        path = "".join(f"/{step}" for step in steps)
        if self.snake:
            path = re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found.group().lower()}", path)
        return f"{self.prefix}{path}"

    def term(self, said: Message, kind: str, pointer: str) -> str:
        """Return the IRI of the ontology class *said*, which is used as a *kind* of term.

        :raises PacketError: when it has neither id nor label.
        """
        return self.named(said.id, said.label, kind, pointer)

    def named(self, identifier: str, label: str, kind: str, pointer: str) -> str:
        """Return the IRI of the term that is called *identifier* and *label*.

        One without a public id gets an IRI of its own, and that is told.

        :raises PacketError: when it has neither id nor label.
        """
        if not identifier and not label:
            raise PacketError("a term with neither id nor label", pointer)
        if curie_of(identifier) or is_web_address(identifier):
            found = iri_of(identifier, self.resources)
        else:
            found = local_term(identifier, label)
            self.findings.repaired(f"{pointer}/id", identifier or "no id", found)
        self.uses[Use(found, kind, label)] = None
        return found

    def add(self, statement: Statement) -> Statement:
        """Add *statement*, and return it, or the one that says the same already."""
        said = (statement.kind, statement.polarity, statement.term, *statement.details)
        other = self._said.setdefault(said, statement) if statement.term else statement
        if other is statement:
            self.statements.append(statement)
            return statement
        self.findings.repaired(
            statement.pointers[0], "said twice", f"one statement with {other.pointers[0]}"
        )
        other.pointers += statement.pointers
        return other

    def says(self, term: str, polarities: Iterable[str]) -> Statement | None:
        """Return the first statement about *term* with one of *polarities*."""
        wanted = set(polarities)
        for statement in self.statements:
            if statement.term == term and statement.polarity in wanted:
                return statement
        return None
