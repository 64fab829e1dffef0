"""The operations of a SPARQL 1.1 Update request, each with what it asks and what it puts where.

Enters the text; leaves operations whose parts are texts of the request itself (SPARQL 1.1 Update,
section 3). No update is ever run on a store: what an operation deletes and inserts is what queries
construct, and queries only read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from casegraph.query.sparql import Sparql
from casegraph.serve.writing.syntax import check

_PROLOGUE = {"BASE": 2, "PREFIX": 3}
"""How many tokens a declaration has."""

_MANAGING = frozenset({"ADD", "CLEAR", "COPY", "CREATE", "DROP", "LOAD", "MOVE"})
_OF_TWO_WORDS = frozenset({"DELETE DATA", "DELETE WHERE", "INSERT DATA"})
_ALL = frozenset({"ALL", "DEFAULT", "NAMED"})

Token = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Template:
    """Triples to construct.

    graph: an IRI, a prefixed name or a variable as the request writes it; empty for the default
    graph.
    """

    graph: str
    triples: str


@dataclass(frozen=True, slots=True)
class Modify:
    """Delete and insert what follows from a pattern (section 3.1.3), which data have too.

    prologue: the declarations before it. where: the group that both share, in braces. default: the
    graph of WITH, using, using_named: those of USING; all as the request writes them.
    """

    prologue: str
    delete: tuple[Template, ...]
    insert: tuple[Template, ...]
    where: str = "{}"
    default: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manage:
    """Change whole graphs (section 3.2).

    verb: in capitals. graphs: one, or from which and to which, as the request writes them; DEFAULT,
    NAMED and ALL stand for themselves.
    """

    prologue: str
    verb: str
    graphs: tuple[str, ...]
    silent: bool


Operation = Modify | Manage


def operations(text: str) -> list[Operation]:
    """Return the operations of the update *text*, in their order.

    :raises QueryError: when it is no SPARQL 1.1 Update, or asks another server.
    """
    found: list[Operation] = []
    prologue = ""
    for tokens in _split(Sparql(text).tokens):
        declared, rest = _declared(tokens)
        if declared:
            prologue += f"{_text(text, declared)}\n"
        check(f"{prologue}{_text(text, rest)}")
        if rest:
            found.append(_operation(text, prologue, rest))
    return found


def _split(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens between the semicolons that stand outside braces."""
    depth = 0
    ends: list[bool] = []
    for _, word, _ in tokens:
        depth += {"{": 1, "}": -1}.get(word, 0)
        ends.append(word == ";" and depth == 0)
    for is_end, group in groupby(zip(ends, tokens, strict=True), key=lambda pair: pair[0]):
        if not is_end:
            yield [token for _, token in group]


def _declared(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Return the declarations with which *tokens* begin, and the rest."""
    at = 0
    while at < len(tokens) and tokens[at][1].upper() in _PROLOGUE:
        at += _PROLOGUE[tokens[at][1].upper()]
    return tokens[:at], tokens[at:]


def _operation(text: str, prologue: str, tokens: Sequence[Token]) -> Operation:
    if tokens[0][1].upper() in _MANAGING:
        return _managing(prologue, tokens)
    groups = _groups(tokens)
    if "DELETE WHERE" in groups:
        inside = groups["DELETE WHERE"]
        return Modify(prologue, templates(text, inside), (), f"{{ {_text(text, inside)}\n}}")
    outside = list(_outside(tokens))
    return Modify(
        prologue,
        delete=templates(text, groups.get("DELETE", groups.get("DELETE DATA", []))),
        insert=templates(text, groups.get("INSERT", groups.get("INSERT DATA", []))),
        where=f"{{ {_text(text, groups.get('WHERE', []))}\n}}",
        default=next((word for before, word in outside if before == "WITH"), ""),
        using=tuple(
            word for before, word in outside if before == "USING" and word.upper() != "NAMED"
        ),
        using_named=tuple(word for before, word in outside if before == "NAMED"),
    )


def _managing(prologue: str, tokens: Sequence[Token]) -> Manage:
    words = [word.upper() for _, word, _ in tokens]
    graphs = tuple(
        word if kind in {"iri", "name"} else word.upper()
        for kind, word, _ in tokens
        if kind in {"iri", "name"} or word.upper() in _ALL
    )
    return Manage(prologue, words[0], graphs, "SILENT" in words)


def _groups(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """Return what stands between the outermost braces, by the keywords before each."""
    found: dict[str, list[Token]] = {}
    before: list[str] = []
    inside: list[Token] = []
    depth = 0
    for token in tokens:
        word = token[1]
        depth -= word == "}"
        if depth:
            inside.append(token)
        elif word == "}":
            two = " ".join(before[-2:])
            found[two if two in _OF_TWO_WORDS else before[-1]] = inside
            before, inside = [], []
        elif word != "{":
            before.append(word.upper())
        depth += word == "{"
    return found


def _outside(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield each word outside braces, after the one before it in capitals."""
    depth = 0
    before = ""
    for _, word, _ in tokens:
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth == 0:
            yield before, word
            before = word.upper()


def templates(text: str, tokens: Sequence[Token]) -> tuple[Template, ...]:
    """Return the *tokens* of a template in *text*, the triples of each graph together.

    So a blank node that stands twice in one graph is one.
    """
    found: dict[str, list[str]] = {}
    at = 0
    while at < len(tokens):
        graph = ""
        if tokens[at][1].upper() == "GRAPH":
            graph = tokens[at + 1][1]
            at += 3
        end = at
        while end < len(tokens) and tokens[end][1] != "}" and tokens[end][1].upper() != "GRAPH":
            end += 1
        if end > at:
            found.setdefault(graph, []).append(_text(text, tokens[at:end]))
        at = end + (end < len(tokens) and tokens[end][1] == "}")
    return tuple(Template(graph, _as_one(triples)) for graph, triples in found.items())


def _as_one(triples: Sequence[str]) -> str:
    """Return *triples*, each ended by a dot or not, as one text."""
    return "\n".join(one if one.endswith(".") else f"{one} ." for one in triples)


def _text(text: str, tokens: Sequence[Token]) -> str:
    """Return what *tokens* are in *text*, with the comments between them."""
    if not tokens:
        return ""
    _, last, start = tokens[-1]
    return text[tokens[0][2] : start + len(last)]
