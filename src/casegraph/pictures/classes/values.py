"""What a picture of the classes shows, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A class or property, with its label."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Class:
    """A class in a box. kinds: the classes below it. among: properties between its own members."""

    name: Name
    kinds: tuple[Name, ...] = ()
    among: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Properties that lead from one class to another, both given by their IRIs.

    follows: they are never asserted, but follow by the axioms.
    """

    source: str
    target: str
    properties: tuple[Name, ...]
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes and what leads from one to another."""

    classes: tuple[Class, ...]
    relations: tuple[Relation, ...]
