"""Free words of a case, and its numbers, as a packet has them."""

from decimal import Decimal

from casegraph.exporters.node import Node


def description(node: Node) -> dict[str, str]:
    """Take label and comments of *node* as its description, empty without any."""
    told = "; ".join(words(node))
    return {"description": told} if told else {}


def words(node: Node) -> list[str]:
    """Take label and comments of *node*."""
    return [*node.take("rdfs:label"), *node.take("rdfs:comment")]


def number(written: str) -> float | int:
    """Return the decimal *written* as JSON has it.

    >>> number("2.30"), number("370")
    (2.3, 370)
    """
    found = float(written)
    return int(found) if found.is_integer() else found


def is_double(written: str) -> bool:
    """Return whether the decimal *written* is a number that protobuf keeps.

    >>> is_double("0.72"), is_double("0.1234567890123456789")
    (True, False)
    """
    return Decimal(repr(float(written))) == Decimal(written)
