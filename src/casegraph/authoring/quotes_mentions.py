"""The evidence of a YAML file that is quoted, and what its tree is looked through with."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from casegraph.authoring.quotes import Quote

_EVIDENCE = ("evidence", "cg:evidence")
_QUOTE = ("quote", "exact", "oa:exact")


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of evidence that is quoted: its node, what it says, and whose it is."""

    node: yaml.MappingNode
    quotes: tuple[Quote, ...]
    source: str | None
    owner: str


def mentions(node: yaml.Node, owner: str, seen: set[int]) -> Iterator[Mention]:
    """Yield the evidence below *node* that is quoted and has no position.

    seen: the nodes that were looked at; an alias is the node itself.
    """
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mentions(item, owner, seen)
    elif isinstance(node, yaml.MappingNode):
        owner = text_at(node, "id") or owner
        for key, value in node.value:
            if key.value in _EVIDENCE:
                for item in _items(value):
                    if id(item) not in seen:
                        seen.add(id(item))
                        yield from _mention(item, owner)
            else:
                yield from mentions(value, owner, seen)


def _mention(node: yaml.Node, owner: str) -> Iterator[Mention]:
    if not isinstance(node, yaml.MappingNode) or node_at(node, "id"):
        return
    selectors = [
        node,
        *(
            selector
            for key in ("at", "hasSelector")
            for selector in _items(node_at(node, key))
            if isinstance(selector, yaml.MappingNode)
        ),
    ]
    quotes = tuple(
        Quote(exact.value, text_at(selector, "prefix") or "", text_at(selector, "suffix") or "")
        for selector in selectors
        for key in _QUOTE
        for exact in _items(node_at(selector, key))
        if isinstance(exact, yaml.ScalarNode)
    )
    if quotes and not any(node_at(selector, "start") for selector in selectors):
        source = text_at(node, "source") or text_at(node, "hasSource")
        yield Mention(node, quotes, source, owner)


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield the mappings of the tree *node*."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mappings(item)
    elif isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the scalars of the tree *node*, keys among them."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item)
    else:
        for key, value in node.value:
            yield from scalars(key)
            yield from scalars(value)


def node_at(node: yaml.Node, name: str) -> yaml.Node | None:
    """Return what the mapping *node* has under the key *name*."""
    values = (value for key, value in node.value if key.value == name)
    return next(values, None)


def text_at(node: yaml.MappingNode, name: str) -> str | None:
    """Return the scalar that *node* has under the key *name*, None when it has none."""
    found = node_at(node, name)
    return found.value if isinstance(found, yaml.ScalarNode) else None


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    if node is None:
        return []
    return node.value if isinstance(node, yaml.SequenceNode) else [node]
