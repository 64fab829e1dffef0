"""Pages in the words of schema.org, which search engines read, as JSON-LD inside the page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

_IN_SCRIPTS = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def document(schema: Mapping[str, Any] | None) -> Markup:
    r"""Return *schema* as the content of a `script` of type `application/ld+json`, or nothing.

    It cannot end the script, whatever the values hold.

    >>> document({"@type": "Thing", "name": "</script>"})
    Markup('{"@context":"https://schema.org","@type":"Thing","name":"\\u003c/script\\u003e"}')
    """
    if schema is None:
        return Markup()
    said = {"@context": "https://schema.org", **schema}
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_IN_SCRIPTS))  # noqa: S704 - escaped for a script above


def thing(kind: str, iri: str, name: str, **more: object) -> dict[str, Any]:
    """Return a thing of schema.org; what is empty is left out.

    kind: the class, such as `Dataset`. iri: of the thing, not of its page.
    """
    said = {"@type": kind, "@id": iri, "name": name, **more}
    return {key: value for key, value in said.items() if value not in (None, "", [], ())}


def items(entries: Iterable[tuple[str, str]], start: int = 1) -> dict[str, Any]:
    """Return an `ItemList` of *entries*, each an IRI and a name, counted from *start*."""
    return {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "item": {"@id": iri, "name": name}}
            for position, (iri, name) in enumerate(entries, start)
        ],
    }
