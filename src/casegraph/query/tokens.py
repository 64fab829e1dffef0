"""The words of SPARQL 1.1 text, told from its names, strings and comments.

They serve to find parameters and to explain mistakes. Whether a text is SPARQL, and what it asks,
the parser decides: where words need no space between them, these tokens are not always its own.
"""

import re
from collections.abc import Iterator

Token = tuple[str, str, int]
"""Its kind, its text, and where it begins."""

_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\n\r]* )
    | (?P<iri> < [^<>"{}|^`\\\x00-\x20]* > )
    | (?P<string> \"{3} (?: \"{0,2} (?: [^"\\] | \\. ) )* \"{3}
                | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
                | " (?: [^"\\\n\r] | \\. )* "
                | ' (?: [^'\\\n\r] | \\. )* ' )
    | (?P<variable> [?$] \w+ )
    | (?P<language> @ [\w-]+ )
    | (?P<name> [\w.-]* : (?: [\w.:-] | %[0-9A-Fa-f]{2} | \\. )* )
    | (?P<word> \w+ )
    | (?P<other> \S )
    """,
    re.VERBOSE | re.DOTALL,
)
"""The tokens of SPARQL 1.1 (section 19.8), as far as words have to be told from other text."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of *text* without its comments.

    >>> [word for _, word, _ in tokens("ASK { ?a ?b 'c' } # d")]
    ['ASK', '{', '?a', '?b', "'c'", '}']
    """
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "comment":
            yield str(found.lastgroup), found.group(), found.start()
