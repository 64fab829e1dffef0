"""The project's JSON-LD context, for writing: which words stand for an IRI and for a value.

Enters IRIs and RDF terms; leaves what JSON-LD 1.1 expands to them again under the context (JSON-LD
1.1 API, section 6: compaction). The context is flat, one word for a property and a way to write its
values, so that no more of compaction is needed than stands here; a processor for any context takes
ten times as long. A value that the word for its property cannot say is written in full.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from casegraph.errors import ExportError
from casegraph.namespaces import RDF, XSD
from casegraph.resources import ontology_dir

TYPE = f"{RDF}type"
STRING = f"{XSD}string"
_FILE = "context.jsonld"
_KNOWN = frozenset(("@id", "@type", "@container", "@language"))
_SUFFIX = re.compile(r"(?!//).+", re.DOTALL)
_SPACE = re.compile(r".*[/#:]", re.DOTALL)
"""All of an IRI in which a prefix can end, since each ends so itself."""

_KEPT = 16_384
"""How many names are remembered: those of the vocabulary, and of the nodes of a few cases."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the context. type: how its values are coerced. container: `@set` or `@list`."""

    name: str
    iri: str
    type: str | None = None
    container: str | None = None
    language: str | None = None


class Context:
    """A context with prefixes, one vocabulary, and words without contexts of their own.

    :raises ExportError: when it has more than that.
    """

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self.text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        self._vocabulary = said["@vocab"]
        self._keywords = {value: key for key, value in said.items() if _is_keyword(key, value)}
        simple = {
            key: value
            for key, value in said.items()
            if isinstance(value, str) and not value.startswith("@") and not key.startswith("@")
        }
        self._prefixes = {
            key: value for key, value in simple.items() if value.endswith(("/", "#", ":"))
        }
        self._words: dict[str, Word] = {}
        for name, definition in said.items():
            if (
                name not in self._prefixes
                and not name.startswith("@")
                and (word := self._word(name, definition))
            ):
                self._words[name] = word
        self._of = {word.iri: word for word in self._words.values()}
        self.name_of = lru_cache(_KEPT)(self._name_of)
        self.node = lru_cache(_KEPT)(self._node)
        self._spaces = lru_cache(_KEPT)(self._spaces_of)

    def keyword(self, keyword: str) -> str:
        """Return the word of the context for *keyword*, such as `id` for `@id`."""
        return self._keywords.get(keyword, keyword)

    def word(self, predicate: str) -> Word | None:
        """Return the word for *predicate*, None when it has none."""
        return self._of.get(predicate)

    def _name_of(self, iri: str) -> str:
        """Return how a property, a class or a value of the vocabulary is written."""
        word = self._of.get(iri)
        if word is not None:
            return word.name
        if iri.startswith(self._vocabulary):
            suffix = iri.removeprefix(self._vocabulary)
            if suffix and ":" not in suffix and suffix[0] != "@" and suffix not in self.said:
                return suffix
        return self.node(iri)

    def _node(self, iri: str) -> str:
        """Return how a node is written, when it is neither property nor class."""
        found = _SPACE.match(iri)
        names = [
            f"{prefix}:{iri[length:]}"
            for prefix, length in self._spaces(found.group() if found else "")
            if _SUFFIX.fullmatch(iri, length)
        ]
        short = min(names, key=lambda name: (len(name), name), default=None)
        if short is not None:
            return short
        scheme, _, rest = iri.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise ExportError(
                f"{scheme}: is a prefix of the JSON-LD context, and here begins a whole IRI",
                node=f"<{iri}>",
                repair="Export in another syntax, or give the node another IRI.",
            )
        return iri

    def _spaces_of(self, start: str) -> list[tuple[str, int]]:
        """Return each prefix that *start* begins with, and how much of it that is."""
        return [
            (prefix, len(space))
            for prefix, space in self._prefixes.items()
            if start.startswith(space)
        ]

    def _word(self, name: str, definition: object) -> Word | None:
        if isinstance(definition, str):
            iri = definition
            return None if iri.startswith("@") else Word(name, self._expanded(iri))
        if not isinstance(definition, Mapping) or not definition.keys() <= _KNOWN:
            raise ExportError(
                f"the JSON-LD context defines {name!r} in a way that no writer here knows",
                file=str(ontology_dir() / _FILE),
                repair="Use @id, @type, @container and @language only.",
            )
        coerced = definition.get("@type")
        return Word(
            name,
            self._expanded(definition["@id"]),
            coerced if coerced is None or coerced.startswith("@") else self._expanded(coerced),
            definition.get("@container"),
            definition.get("@language"),
        )

    def _expanded(self, short: str) -> str:
        prefix, colon, suffix = short.partition(":")
        return f"{self._prefixes[prefix]}{suffix}" if colon and prefix in self._prefixes else short


@cache
def project_context() -> Context:
    """Return the context of the project.

    :raises ExportError: when it uses more of JSON-LD than is written here.
    """
    document = json.loads((ontology_dir() / _FILE).read_text(encoding="utf-8"))
    return Context(document["@context"])


def _is_keyword(key: str, value: object) -> bool:
    return isinstance(value, str) and value.startswith("@") and not key.startswith("@")
