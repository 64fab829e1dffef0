"""Whether a query asks another endpoint (SPARQL 1.1 Federated Query), however it is written.

Oxigraph alone decides, since it is Oxigraph that would ask: no second grammar has to agree with its
own. A text in which every `service` is spelt otherwise is the same query when the word stands in a
name, a string or a comment, and no query at all where it is the keyword, because nothing else can
be followed there by an endpoint and a brace. So a text that Oxigraph still reads asks nobody.
"""

import re
from collections.abc import Iterable

_WORD = re.compile("[sſ](?=ervice)", re.IGNORECASE)  # noqa: RUF001 - an S to some that fold case
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_LETTERS = frozenset("serviceSERVICEſ")  # noqa: RUF001 - as above


def disguised(text: str, allowed: Iterable[str] = ()) -> str:
    """Return what Oxigraph reads only when *text* asks no endpoint but those *allowed*.

    It is *text* itself when that has nothing like the word. An allowed endpoint is its IRI, which
    stands in full after SERVICE; there GRAPH, which has the same syntax, takes the place of the
    word, so that what is read here is never asked.

    >>> disguised("SELECT ?service { 1SERVICE <x:y> {} }")
    'SELECT ?zervice { 1zERVICE <x:y> {} }'
    >>> disguised("ASK { SERVICE SILENT <x:y> {} }", ["x:y"])
    'ASK { GRAPH  <x:y> {} }'
    """
    plain = _ESCAPE.sub(_letter, text)
    if not _WORD.search(plain):
        return text
    iris = "|".join(re.escape(f"<{iri}>") for iri in allowed)
    if iris:
        asked = rf"service(?P<space>\s*)(?:silent(?P<more>\s*))?(?={iris})"
        plain = re.sub(asked, r"GRAPH\g<space>\g<more>", plain, flags=re.IGNORECASE)
    return _WORD.sub("z", plain)


def _letter(escape: re.Match[str]) -> str:
    """Return the letter of the word that *escape* stands for, else *escape* as it is.

    No other escape is touched, so that no quote or brace comes out of one.
    """
    code = int(escape[1] or escape[2], 16)
    is_letter = code < 0x200 and chr(code) in _LETTERS
    return chr(code) if is_letter else escape[0]
