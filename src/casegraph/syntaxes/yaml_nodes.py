"""YAML as a person writes it: scalars without needless quotation marks, short things on one line.

PyYAML's emitter decides on quotation marks by YAML 1.1; what YAML 1.2 reads otherwise (`1e3`,
`0o17`) is quoted too, so that any parser gives the texts that were written.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

import yaml

Node: TypeAlias = yaml.ScalarNode | yaml.SequenceNode | yaml.MappingNode

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What ends a line in YAML 1.1 and not in 1.2."""

_WIDTH = 100
_ENDLESS = 10_000


class _Dumper(yaml.SafeDumper):
    """PyYAML's emitter, with lists indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002
        return super().increase_indent(flow, indentless=False)


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$|0[ox][0-9a-fA-F]+$"),
    list("-+.0123456789"),
)


def text(value: str) -> yaml.ScalarNode:
    """Return *value* as a scalar that no YAML parser takes for anything but a text."""
    style = '"' if value.startswith("#") or _LINE_ENDS.search(value) else None
    return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)


def bare(value: str) -> yaml.ScalarNode:
    """Return *value* as a scalar without quotation marks: a number, a date, true or false."""
    resolver: Any = yaml.resolver.Resolver
    tag = resolver.resolve(_Dumper, yaml.ScalarNode, value, (True, False))
    return yaml.ScalarNode(tag, value)


def sequence(items: list[Node]) -> yaml.SequenceNode:
    """Return a list, on one line when all *items* are scalars."""
    on_one_line = all(isinstance(item, yaml.ScalarNode) for item in items)
    return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=on_one_line)


def mapping(
    entries: Iterable[tuple[str, Node]], *, on_one_line: bool | None = False
) -> yaml.MappingNode:
    """Return keys with their values. on_one_line: None for when they fit."""
    pairs = [(text(name), node) for name, node in entries]
    node = yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=bool(on_one_line))
    if on_one_line is None:
        node.flow_style = _length(node) < _WIDTH
    return node


def written(name: str, node: Node) -> str:
    """Return *node* under the key *name*, with a blank line between items of several lines."""
    if not isinstance(node, yaml.SequenceNode):
        return dumped(mapping([(name, node)]))
    on_one_line = all(isinstance(item, yaml.ScalarNode) or item.flow_style for item in node.value)
    items = [
        dumped(
            mapping([(name, yaml.SequenceNode(node.tag, [item], flow_style=False))]),
            _ENDLESS if on_one_line else _WIDTH,
        )
        for item in node.value
    ]
    key = items[0].partition("\n")[0]
    bodies = [item.partition("\n")[2] for item in items]
    return f"{key}\n" + ("" if on_one_line else "\n").join(bodies)


def dumped(node: Node, width: int = _WIDTH) -> str:
    """Return *node* as text. width: of a line, exceeded where it cannot be broken."""
    return str(yaml.serialize(node, Dumper=_Dumper, width=width, allow_unicode=True))


def _length(node: Node) -> int:
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 4
    if isinstance(node, yaml.SequenceNode):
        return sum(map(_length, node.value)) + 2
    return sum(_length(key) + _length(value) for key, value in node.value)
