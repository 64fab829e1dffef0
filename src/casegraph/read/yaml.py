"""YAML text to a tree in which each node knows its line.

The text is parsed by libyaml, event by event, so that what a case file never needs is refused
before anything is built from it. Scalars stay as they are written: neither `no` nor `2.30` becomes
anything else here, and so the differences between YAML 1.1 and 1.2 do not matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from casegraph.errors import ReadError
from casegraph.read.yaml_repairs import repair_of

MOST_CHARACTERS = 8_000_000
"""The longest text, over a thousand pages."""

MOST_LEVELS = 40
"""The deepest nesting; a case needs about eight levels."""

MOST_NODES = 400_000
"""The largest tree, aliases counted as what they stand for."""

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value. text: as written, quotation marks and escapes resolved."""

    text: str
    plain: bool
    line: int

    @property
    def is_null(self) -> bool:
        """Whether YAML takes it for no value at all (core schema, YAML 1.2.2 section 10.3.2)."""
        return self.plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """Several values in order."""

    items: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping and its value; the line is that of the key."""

    key: str
    value: "Node"
    line: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, no key twice."""

    entries: tuple[Entry, ...]
    line: int


Node: TypeAlias = Scalar | Sequence | Mapping


def tree(text: str, file: str) -> Node:
    """Return the one document of the YAML *text*.

    file: the file's name in errors.

    :raises ReadError: when it is not YAML, is empty, holds several documents, has a key twice, a
        tag, an alias of something that it stands in, or exceeds the limits of this module.

    >>> tree("site: [neck]", "a.yaml")
    Mapping(entries=(Entry(key='site', value=Sequence(items=(...), line=1), line=1),), line=1)
    """
    if len(text) > MOST_CHARACTERS:
        raise ReadError(
            f"is longer than {MOST_CHARACTERS:,} characters, which nobody writes by hand",
            file=file,
            repair="Put each case into a file of its own, or use Turtle.",
        )
    return _Tree(file).of(text)


class _Tree:
    """The tree of one file, built from its events."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._count = 0

    def of(self, text: str) -> Node:
        found: Node | None = None
        try:
            events = yaml.parse(text, Loader=_LOADER)
            for event in events:
                if isinstance(event, yaml.NodeEvent):
                    if found is not None:
                        raise self._error(
                            "a second document in one file",
                            event,
                            "Put each case into a file of its own, without `---` between them.",
                        )
                    found = self._node(event, events, MOST_LEVELS)
        except yaml.MarkedYAMLError as error:
            raise self._not_yaml(error) from None
        except yaml.reader.ReaderError:
            raise self._unprintable(text) from None
        if found is None:
            raise ReadError("is empty", file=self._file, repair="Write a case into it.")
        return found

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], levels: int) -> Node:
        if not levels:
            raise self._error(
                f"is nested more than {MOST_LEVELS} levels deep", event, "Write it flatter."
            )
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._count
        self._add(1, event)
        self._refuse_tag(event)
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(event.value, not event.style, _line(event))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._sequence(event, events, levels - 1)
        else:
            node = self._mapping(event, events, levels - 1)
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._anchors[event.anchor] = node, self._count - before
        return node

    def _sequence(self, start: yaml.Event, events: Iterator[yaml.Event], levels: int) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self._node(event, events, levels))
        return Sequence(tuple(items), _line(start))

    def _mapping(self, start: yaml.Event, events: Iterator[yaml.Event], levels: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, levels)
            if not isinstance(key, Scalar) or key.is_null:
                raise self._error(
                    "a key that is not a word",
                    event,
                    "Write `key: value`, and put quotation marks around a key with special signs.",
                )
            if key.text in entries:
                raise self._error(
                    f"the key {key.text!r} stands here and on line {entries[key.text].line}",
                    event,
                    f"Write it once; several values go into a list, {key.text}: [one, other].",
                )
            entries[key.text] = Entry(key.text, self._node(next(events), events, levels), key.line)
        return Mapping(tuple(entries.values()), _line(start))

    def _alias(self, event: yaml.AliasEvent) -> Node:
        name = event.anchor or ""
        if name not in self._anchors:
            raise self._error(
                f"the alias *{name} stands inside what it names, or before it",
                event,
                "Write out what is meant.",
            )
        node, count = self._anchors[name]
        self._add(count, event)
        return node

    def _add(self, count: int, event: yaml.Event) -> None:
        self._count += count
        if self._count > MOST_NODES:
            raise self._error(
                f"has more than {MOST_NODES:,} values, aliases counted as what they stand for",
                event,
                "Put each case into a file of its own, and write aliases out.",
            )

    def _refuse_tag(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            raise self._error(
                f"the tag {tag}, which a case file never needs",
                event,
                "Remove it; the key tells what kind of value is meant.",
            )

    def _error(self, what: str, event: yaml.Event, repair: str) -> ReadError:
        return ReadError(what, file=self._file, line=_line(event), repair=repair)

    def _unprintable(self, text: str) -> ReadError:
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        return ReadError(
            "is not YAML: a character that cannot be printed",
            file=self._file,
            line=text.count("\n", 0, found.start()) + 1 if found else None,
            repair="Remove it, or write it as an escape in quotation marks.",
        )

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> ReadError:
        problem = error.problem or "it cannot be parsed"
        repair = repair_of(problem)
        marks = [error.problem_mark, error.context_mark]
        mark = next(filter(None, reversed(marks) if repair.at_begin else marks), None)
        return ReadError(
            f"is not YAML: {problem}",
            file=self._file,
            line=mark.line + 1 if mark else None,
            repair=repair.text,
        )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
