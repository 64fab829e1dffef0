"""The keys of one YAML mapping in a header, each with the line for an error about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import yaml

from casegraph.errors import QueryError


@dataclass(frozen=True)
class Keys:
    """The nodes of a mapping by key.

    owner: what errors call the mapping. line: on which it stands in the file.
    """

    nodes: Mapping[str, yaml.Node]
    owner: str
    line: int
    file: str | None

    @classmethod
    def of(
        cls,
        node: yaml.MappingNode,
        known: tuple[str, ...],
        owner: str,
        file: str | None,
        line: int | None = None,
    ) -> Self:
        """Return the keys of *node*.

        line: the one that errors name, that of *node* when it is None.

        :raises QueryError: when one is not among those *known*, or stands there twice.
        """
        nodes: dict[str, yaml.Node] = {}
        keys = cls(nodes, owner, line or line_of(node), file)
        for key, value in node.value:
            if key.value not in known:
                raise keys.error(f"unknown key {key.value!r}", one_of(known), line_of(key))
            if key.value in nodes:
                raise keys.error(f"the key {key.value!r} stands twice", "Keep one.", line_of(key))
            nodes[key.value] = value
        return keys

    def called(self, owner: str) -> Self:
        """Return the same keys, of what errors call *owner*."""
        return replace(self, owner=owner)

    def words(self, key: str) -> str:
        """Return the text at *key*.

        :raises QueryError: when there is none.
        """
        node = self.nodes.get(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            where = line_of(node) if node else None
            raise self.error(f"{self.owner} has no {key}", f"Add `{key}: ...`.", where)
        return str(node.value).strip()

    def words_if_any(self, key: str) -> str | None:
        """Return the text at *key*, None when there is no such key.

        :raises QueryError: when the key has no text.
        """
        return self.words(key) if key in self.nodes else None

    def entries(self, key: str, kind: type[yaml.Node]) -> list[Any]:
        """Return the nodes of the list at *key*, none when there is no such key.

        :raises QueryError: when it is no list, or one of them is not of *kind*.
        """
        node = self.nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not all(
            isinstance(entry, kind) for entry in node.value
        ):
            what = "words" if kind is yaml.ScalarNode else "entries with name, type and description"
            raise self.error(f"{key} is not a list", f"Write a list of {what}.", line_of(node))
        return list(node.value)

    def error(self, message: str, repair: str, line: int | None = None) -> QueryError:
        """Return the error for a mistake on *line*, that of the mapping when it is None."""
        return QueryError(message, file=self.file, line=line or self.line, repair=repair)


def line_of(node: yaml.Node) -> int:
    """Return the line on which *node* begins, counted from 1."""
    return int(node.start_mark.line) + 1


def one_of(words: tuple[str, ...]) -> str:
    """Return the repair that offers *words*.

    >>> one_of(("case", "term"))
    'Use one of: case, term.'
    """
    return f"Use one of: {', '.join(words)}."
