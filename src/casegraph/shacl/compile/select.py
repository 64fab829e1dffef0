"""SPARQL-based constraints (SHACL, section 5) for all focus nodes at once.

SHACL evaluates the query of `sh:select` for each focus node with `$this` bound beforehand. Joining
the targets in front gives the same as long as each group that tests `$this` also binds it: a group
is evaluated by itself, so one that only tests it gets the targets too. Groups inside EXISTS see
what is around them. A query that counts or slices all its solutions is not compiled.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import rdflib
from rdflib.namespace import SH
from rdflib.term import Node

from casegraph.shacl.compile.analysis import Needs, analysis
from casegraph.shacl.compile.errors import CannotCompile
from casegraph.shacl.compile.path import Path, sparql
from casegraph.shacl.compile.scope import CASE

_TOKEN = re.compile(
    r"""
    (?P<text>\"\"\"(?:[^\\]|\\.)*?\"\"\"|'''(?:[^\\]|\\.)*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\s]*>)
    | (?P<comment>\#[^\n]*)
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:\w[\w.-]*)?:(?:[\w.:%-]*[\w:%-])?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<number>[0-9]*\.?[0-9]+)
    | (?P<mark>[{}()\[\]*.;])
    """,
    re.VERBOSE | re.DOTALL,
)
_WITHOUT_BINDING = frozenset({"MINUS", "VALUES", "SERVICE", "GRAPH", "FROM"})
_OVER_ALL = frozenset({"GROUP", "HAVING", "LIMIT", "OFFSET"})
_COUNTING = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_TOO_MUCH = _WITHOUT_BINDING | _OVER_ALL | _COUNTING
_RESERVED = frozenset({"currentShape", "shapesGraph", "failure"})


@dataclass
class _Group:
    """One `{ ... }` of a query.

    opening, closing: the offsets of the braces. keyword: the word before it, in capitals. binds:
    whether a pattern directly inside names `$this`; tests: whether a filter or the like does.
    words: those directly inside.
    """

    opening: int
    keyword: str
    closing: int = 0
    binds: bool = False
    tests: bool = False
    words: list[str] = field(default_factory=list)
    groups: list["_Group"] = field(default_factory=list)


class Select:
    """The query of one `sh:select`, ready to take the targets in.

    variables: the names of those that it gives. lacks: what each of its solutions shows.
    """

    def __init__(self, graph: rdflib.Graph, constraint: Node, path: Path | None) -> None:
        """Read the query of *constraint*; path: of the property shape.

        :raises CannotCompile: when one query for all focus nodes would not give the same.
        """
        given = graph.value(constraint, SH.select)
        if given is None:
            raise CannotCompile("its sh:sparql has no sh:select")
        body = _with_path(str(given), path)
        self.prefixes = "".join(_prefixes(graph, constraint))
        self.body = _step_by_step(body)
        self._head, self._where = _outline(self.body)
        simple = [group for group in _below(self._where) if _is_simple(group)]
        inside = [self.body[group.opening : group.closing + 1] for group in simple]
        self._analysis = analysis(self.prefixes, body, inside)
        self.variables = tuple(self._analysis.variables)
        self.lacks = tuple(self._analysis.lacks)
        self._tests = list(_that_only_test(self._where))
        about_own = zip(simple, self._analysis.about_own, strict=True)
        self._about_own_nodes = [group for group, is_about in about_own if is_about]

    def needs(self, own: bool) -> Needs:
        """Return what must hold for a union of cases to answer; own: whether `$this` is."""
        return self._analysis.own if own else self._analysis.other

    def text(self, target: str, *, case: bool = False, own: bool = False) -> str:
        """Return the query with the pattern *target* for `$this`.

        case: whether *target* also binds the case, which is then given too. own: whether patterns
        about the case's own nodes, which the query finds by their names, look into cases only.
        """
        added: dict[int, str] = {}
        for number, group in enumerate(self._about_own_nodes if own else ()):
            added[group.opening + 1] = f" GRAPH ?_own{number} {{"
            added[group.closing] = "} "
        for group in (self._where, *self._tests):
            added[group.opening + 1] = f"{added.get(group.opening + 1, '')} {target}"
        given = [CASE] if case else []
        given += [] if "this" in self.variables else ["?this"]
        added[self._head] = "".join(f" {name}" for name in given)
        pieces, last = [self.prefixes], 0
        for place in sorted(added):
            pieces += [self.body[last:place], added[place]]
            last = place
        return "".join((*pieces, self.body[last:]))


def _with_path(text: str, path: Path | None) -> str:
    """Return *text* with `$PATH` written out (SHACL, section 5.2)."""
    if path is None:
        if re.search(r"[?$]PATH\b", text):
            raise CannotCompile("it has $PATH without sh:path")
        return text
    return re.sub(r"[?$]PATH\b", lambda _: f"({sparql(path)})", text)


def _prefixes(graph: rdflib.Graph, constraint: Node) -> Iterator[str]:
    """Yield the prefix declarations of *constraint* (SHACL, section 5.2.1)."""
    for source in graph.objects(constraint, SH.prefixes):
        for declared in sorted(graph.objects(source, SH.declare), key=str):
            prefix, space = graph.value(declared, SH.prefix), graph.value(declared, SH.namespace)
            yield f"PREFIX {prefix}: <{space}>\n"


def _outline(text: str) -> tuple[int, _Group]:
    """Return the offset after SELECT [DISTINCT], and the group of WHERE.

    :raises CannotCompile: when the query has what needs all solutions of one focus node together.
    """
    open_groups: list[_Group] = [_Group(-1, "")]
    head, word, depth = 0, "", [0]
    for token in _TOKEN.finditer(text):
        kind, said = token.lastgroup, token.group()
        group = open_groups[-1]
        if kind == "word":
            upper = said.upper()
            if upper in _TOO_MUCH:
                raise CannotCompile(f"its query has {upper}")
            if len(open_groups) == 1 and upper in ("SELECT", "DISTINCT", "REDUCED"):
                head = token.end()
            word = upper
            if not depth[-1]:
                group.words.append(upper)
        elif said == "{":
            inner = _Group(token.start(), word)
            group.groups.append(inner)
            open_groups.append(inner)
            depth.append(0)
            word = ""
        elif said == "}":
            open_groups.pop().closing = token.start()
            depth.pop()
            word = ""
        elif said in "()":
            depth[-1] += 1 if said == "(" else -1
        elif kind == "variable":
            name = said[1:]
            if name in _RESERVED or name.startswith("_"):
                raise CannotCompile(f"its query has the variable {name}")
            if name == "this":
                group.tests |= depth[-1] > 0
                group.binds |= depth[-1] == 0
            word = ""
        elif kind != "comment":
            word = ""
    wheres = open_groups[0].groups
    if len(wheres) != 1:
        raise CannotCompile("its query is no SELECT over one group")
    return head, wheres[0]


def _step_by_step(text: str) -> str:
    """Return *text* with each EXISTS over several patterns as one EXISTS inside the other.

    It says the same (see `scope.exists`). Only groups of plain patterns with all filters at their
    end are written so.
    """
    pieces, last = [], 0
    for opening, closing in _plain_exists(text):
        inside = text[opening:closing]
        rewritten, count, subject, start = "", 0, "", 0
        depth, waiting = 0, ""
        for token in _TOKEN.finditer(inside):
            said = token.group()
            if token.lastgroup == "word" and said.upper() == "FILTER" and not depth:
                break
            depth += {"(": 1, ")": -1}.get(said, 0)
            if token.lastgroup == "comment":
                continue
            if said in (".", ";") and not depth:
                rewritten += inside[start : token.start()]
                start, waiting = token.end(), said
            elif waiting or not subject:
                if waiting:
                    rewritten += f". FILTER EXISTS {{{f' {subject}' if waiting == ';' else ''}"
                    count += 1
                subject = subject if waiting == ";" else said
                waiting = ""
        pieces += [text[last:opening], rewritten, " . " if waiting else "", inside[start:]]
        pieces.append(" }" * count)
        last = closing
    return "".join((*pieces, text[last:]))


def _plain_exists(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the inside of each EXISTS over patterns and then filters."""
    before, opening, plain, filtered, depth = "", None, False, False, 0
    for token in _TOKEN.finditer(text):
        kind, said = token.lastgroup, token.group()
        if said == "{":
            opening, plain, filtered, depth = token.end(), before == "EXISTS", False, 0
        elif said == "}":
            if opening is not None and plain:
                yield opening, token.start()
            opening = None
        elif opening is not None and kind != "comment":
            depth += {"(": 1, ")": -1}.get(said, 0)
            if not depth and said != ")":
                is_filter = kind == "word" and said.upper() == "FILTER"
                plain &= is_filter or (not filtered and said not in ("[", "]")) or said == "."
                plain &= kind != "word" or is_filter or said == "a"
                filtered |= is_filter
        before = said.upper() if kind == "word" else ""


def _that_only_test(group: _Group) -> Iterator[_Group]:
    """Yield the groups below *group* that test `$this` without binding it, outside EXISTS."""
    for inner in group.groups:
        if inner.keyword == "EXISTS":
            continue
        if "SELECT" in inner.words:
            if inner.tests:
                yield from inner.groups
        elif inner.tests and not inner.binds:
            yield inner
        yield from _that_only_test(inner)


def _is_simple(group: _Group) -> bool:
    """Return whether *group* has patterns and filters only, and is no part of a filter."""
    plain = not group.groups and set(group.words) <= {"FILTER"}
    return plain and group.keyword in ("", "UNION")


def _below(group: _Group) -> Iterator[_Group]:
    for inner in group.groups:
        yield inner
        yield from _below(inner)
