"""The whole context of case files in YAML: with each word that they may use.

A case file is read under as much of it as it uses; another JSON-LD processor takes it whole.
"""

from typing import Any

from casegraph.read.authored import scoped_key
from casegraph.read.keys import contexts, keys
from casegraph.read.words import Words, bundled_words


def context(words: Words | None = None) -> dict[str, Any]:
    """Return the JSON-LD context under which a case file in YAML is RDF.

    words: for terms, None for the bundled; one for several terms is left out.

    >>> context()["@context"]["site"]["@context"]["alar ligament"]
    'https://w3id.org/casegraph/term/alar-ligament'
    """
    known = words or bundled_words()
    terms = {word: min(iris) for word, iris in known.terms.items() if len(iris) == 1}
    whole: dict[str, Any] = {}
    for part in contexts():
        whole |= part
    for name, key in keys().items():
        if key.takes_terms:
            whole[name] = scoped_key(key, terms)
        elif key.words:
            whole[name] = scoped_key(key, dict(key.words))
    return {"@context": whole}
