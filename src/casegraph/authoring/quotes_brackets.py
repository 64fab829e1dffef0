"""The brackets of a Turtle file that hold a quote.

Only brackets are looked for here, and names put in their place: what those names then say, and what
is inside the brackets, Oxigraph reads.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from casegraph.authoring.quotes import Quote
from casegraph.namespaces import OA
from casegraph.quads import subject_of, value_of

_EXACT, _PREFIX, _SUFFIX = f"{OA}exact", f"{OA}prefix", f"{OA}suffix"
_SELECTOR, _SOURCE, _START = f"{OA}hasSelector", f"{OA}hasSource", f"{OA}start"
_MARK = "x-casegraph-quote:"
TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n\r]*)
    |(?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\s]*>)
    |(?P<open>\[)
    |(?P<close>\])
    |(?P<name>(?:[^\s\[\](),;"'<>\#\\]|\\.)+)
    """,
    re.VERBOSE | re.DOTALL,
)
"""What has to be told apart so that a bracket is a bracket: comments, strings, IRIs and names."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket with a quote in it. start, end: in the file, in characters.

    quotes, source: what it says. comments: those inside it. subject, predicate: of the triple whose
    object it is, empty when it is not one or the subject is a blank node.
    """

    start: int
    end: int
    quotes: tuple[Quote, ...]
    source: str | None
    comments: tuple[str, ...]
    subject: str = ""
    predicate: str = ""


def brackets_of(
    content: str,
    tokens: Sequence[re.Match[str]],
    prefixes: Mapping[str, str],
    base: str,
) -> list[Bracket]:
    """Return the outermost brackets of the Turtle text *content* that hold a quote and no position.

    tokens: its tokens. prefixes, base: those that it declares.
    """
    header = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items())
    found = []
    for inside in _outermost(tokens):
        start, end = inside[0].start(), inside[-1].end()
        text = f"{header}<{_MARK}a> <{_MARK}b> {content[start:end]} ."
        comments = [token.group() for token in inside if token.lastgroup == "comment"]
        quotes, source = _said(text, base)
        if quotes:
            found.append(Bracket(start, end, quotes, source, tuple(comments)))
    return _linked(content, found)


def _outermost(tokens: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the tokens of each bracket that stands in no other."""
    depth = first = 0
    for number, token in enumerate(tokens):
        if token.lastgroup == "open":
            first = number if not depth else first
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
            if not depth:
                yield tokens[first : number + 1]


def _said(text: str, base: str) -> tuple[tuple[Quote, ...], str | None]:
    """Return the quotes and the source of the one object of *text*; no quote if it has a place."""
    try:
        quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri=base))
    except SyntaxError:  # a prefix that is another one further down
        return (), None
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quad in quads:
        said[subject_of(quad).value, quad.predicate.value].append(value_of(quad.object))
    [root] = said[f"{_MARK}a", f"{_MARK}b"]
    nodes = (root, *said[root, _SELECTOR])
    if any(said[node, _START] for node in nodes):
        return (), None
    quotes = tuple(
        Quote(exact, "".join(said[node, _PREFIX]), "".join(said[node, _SUFFIX]))
        for node in nodes
        for exact in said[node, _EXACT]
    )
    return quotes, next(iter(said[root, _SOURCE]), None)


def _linked(content: str, brackets: Sequence[Bracket]) -> list[Bracket]:
    """Return *brackets* with subject and predicate, told by the names that stand in their place."""
    marked = content
    for number, bracket in reversed(list(enumerate(brackets))):
        marked = f"{marked[: bracket.start]}<{_MARK}{number}>{marked[bracket.end :]}"
    try:
        quads = list(ox.parse(marked.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError:  # a bracket that is a statement by itself
        return list(brackets)
    linked = list(brackets)
    for quad in quads:
        mark = value_of(quad.object)
        if mark.startswith(_MARK) and isinstance(quad.subject, ox.NamedNode):
            number = int(mark.removeprefix(_MARK))
            linked[number] = replace(
                linked[number], subject=quad.subject.value, predicate=quad.predicate.value
            )
    return linked
