"""Regular expressions of `sh:pattern`: SPARQL's, as far as every engine reads them alike."""

import re

import pyoxigraph as ox

from casegraph.shacl.compile.errors import CannotCompile

_PIECE = re.compile(r"\\.|\(\?(?!:)|[*+?}]\+|&&|--|~~|\[\^?\]?|.", re.DOTALL)
_ESCAPED = frozenset("dDwWsSnrtbB.?*+^$|(){}[]/-\\")
_ARITHMETIC = frozenset({"&&", "--", "~~"})


def matches(value: str, pattern: str, flags: str) -> str:
    """Return an expression: whether *pattern* matches *value*, which is no blank node.

    :raises CannotCompile: for a pattern that engines read differently or that Oxigraph, whose
        expressions have no look-around, cannot run.
    """
    if _is_read_differently(pattern) or not set(flags) <= set("ims"):
        raise CannotCompile(f"engines read the pattern {pattern!r} differently")
    given = f"{ox.Literal(pattern)}, {ox.Literal(flags)}" if flags else f"{ox.Literal(pattern)}"
    if not ox.Store().query(f'ASK {{ BIND (REGEX("", {given}) AS ?ran) FILTER (BOUND(?ran)) }}'):
        raise CannotCompile(f"Oxigraph cannot run the pattern {pattern!r}")
    return f"REGEX(STR({value}), {given})"


def _is_read_differently(pattern: str) -> bool:
    """Return whether *pattern* has what only some engines know, or take for something else.

    That is look-around and other groups with a question mark, possessive quantifiers, rare
    escapes, references to groups, and classes inside classes.
    """
    inside = False
    for piece in _PIECE.findall(pattern):
        if piece[0] == "\\":
            if piece[1:] not in _ESCAPED:
                return True
        elif inside:
            if piece[0] == "[" or piece in _ARITHMETIC:
                return True
            inside = piece != "]"
        elif piece[0] == "[":
            if piece.endswith("]"):
                return True
            inside = True
        elif piece == "(?" or (len(piece) == 2 and piece[1] == "+"):
            return True
    return False
