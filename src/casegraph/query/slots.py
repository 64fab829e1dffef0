"""The places of parameters in SPARQL text, and values in them.

A parameter `x` is the variable `?_x`, and has a place of its own in the text: inline data (SPARQL
1.1 Query, section 10.2) that leaves it undefined, `VALUES ?_x { UNDEF }`. Its value takes the place
of UNDEF, as Oxigraph writes the term, so that no value can be anything but one term. Oxigraph's
substitutions would be the other way, but BOUND and BIND do not see them, and a query would silently
forget its parameter.
"""

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from casegraph.query.sparql import Sparql

Value = ox.NamedNode | ox.Literal
"""What a parameter can be."""


def slots(sparql: Sparql) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Return the places for the value of each parameter: where each UNDEF begins and ends.

    >>> slots(Sparql("SELECT ?a { VALUES ?_b { UNDEF } ?a ?p ?_b }"))
    {'b': ((25, 30),)}
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for at in range(len(sparql.tokens) - 4):
        block = sparql.tokens[at : at + 5]
        words = [word.upper() for _, word, _ in block]
        name = block[1][1]
        if words[0] == "VALUES" and words[2:] == ["{", "UNDEF", "}"] and name[1:2] == "_":
            start = block[3][2]
            found.setdefault(name[2:], []).append((start, start + len("UNDEF")))
    return {name: tuple(places) for name, places in found.items()}


def with_values(sparql: Sparql, values: Mapping[str, Value | Sequence[Value]]) -> str:
    """Return the text with the *values* of parameters in their places, one or several for each.

    >>> sparql = Sparql("SELECT ?a { VALUES ?_b { UNDEF } ?a ?p ?_b }")
    >>> with_values(sparql, {"b": ox.Literal("x } #")})
    'SELECT ?a { VALUES ?_b { "x } #" } ?a ?p ?_b }'
    """
    text, open_places = sparql.text, slots(sparql)
    places = [(place, value) for name, value in values.items() for place in open_places[name]]
    for (start, end), value in sorted(places, key=lambda at: at[0], reverse=True):
        terms = value if isinstance(value, Sequence) else (value,)
        text = f"{text[:start]}{' '.join(map(str, terms))}{text[end:]}"
    return text
