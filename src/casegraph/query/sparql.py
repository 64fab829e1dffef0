"""SPARQL 1.1 text: what it names, where its parameters go, and whether it may run here.

Enters the text as its author wrote it; leaves names, or a `QueryError` with line and column. Only
queries run (SPARQL 1.1 Query, section 2): an update is refused, and so is `SERVICE` (SPARQL 1.1
Federated Query), because casegraph answers from its own store and never asks the network, but for
the endpoints that whoever runs a server allows.

A parameter `x` is the variable `?_x`, and has a place of its own in the text: inline data (section
10.2) that leaves it undefined, `VALUES ?_x { UNDEF }`. Its value takes the place of UNDEF,
as Oxigraph writes the term, so that no value can be anything but one term. Oxigraph's substitutions
would be the other way, but BOUND and BIND do not see them, and a query would silently forget its
parameter.
"""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from casegraph.errors import QueryError
from casegraph.namespaces import PREFIXES
from casegraph.query.services import disguised
from casegraph.query.tokens import Token, tokens
from casegraph.store.database import Dataset

_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset(
    {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
)
_GROUPING = frozenset({"AVG", "COUNT", "GROUP", "GROUP_CONCAT", "MAX", "MIN", "SAMPLE", "SUM"})
_CONDITION = re.compile(
    r"(?:(?P<direction>ASC|DESC) \( )?[?$](?P<name>\w+)(?(direction) \))", re.IGNORECASE
)
"""A variable to order by (section 19.8, OrderCondition), its tokens apart by one space."""

_DEEPEST = 500
"""How deeply brackets may be nested: Oxigraph's parser takes some of the stack for each."""

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


Value = ox.NamedNode | ox.Literal
"""What a parameter can be."""


@dataclass(frozen=True)
class Sparql:
    """A SPARQL text and where it stands.

    file: as the caller named it. first_line: the line of *file* on which *text* begins.
    """

    text: str
    file: str | None = None
    first_line: int = 1

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens but for comments: kind (a group of `_TOKEN`), text, offset."""
        return self._tokens

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables, without `?` or `$`.

        >>> sorted(Sparql("SELECT ?case WHERE { ?case ?is '?not' } # ?nor").variables)
        ['case', 'is']
        """
        return frozenset(word[1:] for kind, word, _ in self._tokens if kind == "variable")

    @cached_property
    def slots(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """The places for the value of each parameter: where each UNDEF begins and ends.

        >>> Sparql("SELECT ?a { VALUES ?_b { UNDEF } ?a ?p ?_b }").slots
        {'b': ((25, 30),)}
        """
        found: dict[str, list[tuple[int, int]]] = {}
        for at in range(len(self._tokens) - 4):
            block = self._tokens[at : at + 5]
            words = [word.upper() for _, word, _ in block]
            name = block[1][1]
            if words[0] == "VALUES" and words[2:] == ["{", "UNDEF", "}"] and name[1:2] == "_":
                start = block[3][2]
                found.setdefault(name[2:], []).append((start, start + len("UNDEF")))
        return {name: tuple(places) for name, places in found.items()}

    def with_values(self, values: Mapping[str, Value | Sequence[Value]]) -> str:
        """Return the text with the *values* of parameters in their places, one or several for each.

        >>> sparql = Sparql("SELECT ?a { VALUES ?_b { UNDEF } ?a ?p ?_b }")
        >>> sparql.with_values({"b": ox.Literal("x } #")})
        'SELECT ?a { VALUES ?_b { "x } #" } ?a ?p ?_b }'
        """
        text = self.text
        places = [(place, value) for name, value in values.items() for place in self.slots[name]]
        for (start, end), value in sorted(places, key=lambda at: at[0], reverse=True):
            terms = value if isinstance(value, Sequence) else (value,)
            text = f"{text[:start]}{' '.join(map(str, terms))}{text[end:]}"
        return text

    @property
    def form(self) -> str:
        """The form of the query (section 16) in capitals, empty when the text has none.

        >>> Sparql("PREFIX a: <x:a#> ask { ?a ?b ?c }").form
        'ASK'
        """
        return self._opening[0]

    @property
    def is_update(self) -> bool:
        """Whether the text begins as an update does."""
        return self.form in _UPDATES

    @property
    def is_query(self) -> bool:
        """Whether the text begins as a query does."""
        return self.form in _FORMS

    @cached_property
    def declared_prefixes(self) -> frozenset[str]:
        """The prefixes that the prologue declares, without the colon."""
        following = zip(self._tokens, self._tokens[1:], strict=False)
        return frozenset(
            name[1].split(":")[0] for word, name in following if word[1].upper() == "PREFIX"
        )

    @cached_property
    def used_prefixes(self) -> frozenset[str]:
        """The prefixes that a name outside the prologue uses, without the colon.

        >>> sparql = Sparql("PREFIX cg: <x:y#> PREFIX a: <x:a#> ASK { ?case a cg:Case }")
        >>> sorted(sparql.declared_prefixes - sparql.used_prefixes)
        ['a']
        """
        return frozenset(prefix for prefix, _ in self._prefixed())

    @cached_property
    def order(self) -> tuple[tuple[str, bool], ...]:
        """The variables by which the answer is ordered, each with whether its values descend.

        Empty when this is no SELECT or has no ORDER BY, when that names anything but variables or
        LIMIT or OFFSET follow, and when a variable is no column and cannot be made one, because
        rows are grouped or the columns are not listed.

        >>> Sparql("SELECT ?a (1 AS ?n) { ?a ?b ?c } ORDER BY DESC(?n) ?a").order
        (('n', True), ('a', False))
        """
        if self._order_at is None or self.form != "SELECT":
            return ()
        conditions = " ".join(word for _, word, _ in self._tokens[self._order_at + 2 :])
        if _CONDITION.sub("", conditions).strip():
            return ()
        order = tuple(
            (found["name"], (found["direction"] or "").upper() == "DESC")
            for found in _CONDITION.finditer(conditions)
        )
        hidden = {name for name, _ in order} - self.columns
        return () if hidden and (self._is_grouped or not self.columns) else order

    @property
    def is_distinct(self) -> bool:
        """Whether this SELECT has DISTINCT after it."""
        words = [word for word, _ in self._words]
        return words[words.index("SELECT") + 1 :][:1] == ["DISTINCT"]

    @property
    def _is_grouped(self) -> bool:
        """Whether the outermost SELECT has a GROUP BY, or an aggregate among its columns."""
        depth, words = 0, set()
        for _, word, _ in self._tokens:
            depth += {"{": 1, "}": -1}.get(word, 0)
            if depth == 0:
                words.add(word.upper())
        return not words.isdisjoint(_GROUPING)

    @cached_property
    def limit(self) -> int | None:
        """The number after the first LIMIT, wherever it stands, None without one.

        >>> Sparql("SELECT ?a { { SELECT ?a { ?a ?b ?c } LIMIT 100 } } # LIMIT 5").limit
        100
        """
        words = [word for _, word, _ in self._tokens]
        following = itertools.pairwise(words)
        return next((int(n) for word, n in following if word.upper() == "LIMIT"), None)

    @property
    def without_order(self) -> str:
        """The text without the ORDER BY at its end, what it orders by among its columns.

        >>> Sparql("SELECT ?a { ?a ?b ?c } ORDER BY ?c ?a").without_order
        'SELECT ?a ?c { ?a ?b ?c } '
        """
        if self._order_at is None:
            return self.text
        head, end = self._select_end, self._tokens[self._order_at][2]
        hidden = [f"?{name} " for name, _ in self.order if name not in self.columns]
        return f"{self.text[:head]}{''.join(hidden)}{self.text[head:end]}"

    @property
    def _select_end(self) -> int:
        """Where the outermost SELECT has listed its columns: before WHERE, FROM or the brace."""
        ends = {"{", "WHERE", "FROM"}
        return next((at for _, word, at in self._tokens if word.upper() in ends), len(self.text))

    @property
    def columns(self) -> frozenset[str]:
        """The names of the variables that the outermost SELECT lists."""
        columns, depth, before = set(), 0, ""
        for kind, word, _ in self._tokens:
            if word == "{":
                break
            depth += {"(": 1, ")": -1}.get(word, 0)
            if kind == "variable" and (depth == 0 or before == "AS"):
                columns.add(word[1:])
            before = word.upper()
        return frozenset(columns)

    @cached_property
    def _order_at(self) -> int | None:
        """The place of ORDER among the tokens after the last brace, None without one."""
        words = [word.upper() for _, word, _ in self._tokens]
        last = max((at for at, word in enumerate(words) if word == "}"), default=0)
        return words.index("ORDER", last) if "ORDER" in words[last:] else None

    @cached_property
    def dataset(self) -> Dataset | None:
        """The graphs that FROM and FROM NAMED name (section 13.2), None without any.

        :raises QueryError: when one is not named by an IRI or a prefixed name.

        >>> Sparql("PREFIX g: <x:> SELECT * FROM g:a FROM NAMED <x:b> {}").dataset
        Dataset(default=('x:a',), named=('x:b',))
        """
        if "FROM" not in self.text.upper():
            return None
        default: list[str] = []
        named: list[str] = []
        for at, (kind, word, offset) in enumerate(self._tokens):
            if kind != "word" or "FROM" not in word.upper():
                continue
            following = [*self._tokens[at + 1 : at + 3], ("", "", 0), ("", "", 0)]
            is_named = following[0][1].upper() == "NAMED"
            named_by, name, _ = following[is_named]
            if word.upper() != "FROM" or named_by not in {"iri", "name"}:
                raise self._error(
                    "FROM names no graph", offset, "Write FROM <IRI> with the IRI of a graph."
                )
            (named if is_named else default).append(self._resolved(name, offset))
        return Dataset(tuple(default), tuple(named)) if default or named else None

    def _resolved(self, name: str, offset: int) -> str:
        """Return the IRI that *name* means after the prologue, which is also Turtle's."""
        turtle = f"{self.text[: self._opening[1]]}\n{name} <x:is> <x:named> ."
        try:
            (quad,) = ox.parse(turtle, ox.RdfFormat.TURTLE)
        except (SyntaxError, ValueError):
            raise self._error(
                f"FROM {name} names no graph", offset, "Write FROM <IRI> with the IRI of a graph."
            ) from None
        return str(quad.subject)[1:-1]

    def check(self, federation: Sequence[str] = ()) -> None:
        """Check that this is a query that may run here.

        federation: the endpoints that it may ask.

        :raises QueryError: when it is empty, an update, asks another `SERVICE`, is not SPARQL, or
            is nested too deeply.
        """
        self._check_read(disguised(self.text, federation), federation)

    def check_services(self, federation: Sequence[str] = ()) -> None:
        """Check that this asks no endpoint but those of *federation*, if it is a query at all.

        It costs next to nothing when the word does not occur.

        :raises QueryError: when it may ask another, or has the word and is not SPARQL.
        """
        text = disguised(self.text, federation)
        if text is not self.text:
            self._check_read(text, federation)

    def check_depth(self) -> None:
        """Check that this is not nested so deeply that reading it would end the process.

        :raises QueryError: when it is.
        """
        if sum(map(self.text.count, "([{")) <= _DEEPEST:
            return
        depth = 0
        for _, word, offset in self._tokens:
            depth += (word in "([{") - (word in ")]}")
            if depth > _DEEPEST:
                raise self._error(
                    f"the query is nested more than {_DEEPEST} brackets deep",
                    offset,
                    "Write it flatter.",
                )

    def _check_read(self, disguise: str, federation: Sequence[str]) -> None:
        self.check_depth()
        try:
            ox.Store().query(disguise)
        except SyntaxError as error:
            raise self._explained(str(error), federation) from None
        except (RuntimeError, ValueError) as error:
            raise self._error(str(error), 0, "Use what SPARQL 1.1 defines.") from None

    def _explained(self, said: str, federation: Sequence[str]) -> QueryError:
        """Return why the parser, which said *said*, could not read this as a query."""
        form, offset = self._opening
        if not form:
            return self._error(
                "the query is empty", 0, "Write a SELECT, ASK, CONSTRUCT or DESCRIBE query."
            )
        if self.is_update:
            return self._error(
                f"{form} is an update, and a query only reads",
                offset,
                "Change the case file and run `casegraph build`, which replaces the case.",
            )
        if not self.is_query:
            return self._error(
                f"a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {form!r}",
                offset,
                "The name of a library query stands alone; `casegraph queries` lists them.",
            )
        for word, offset in self._words:
            if "SERVICE" in word:
                return self._service_error(offset + word.index("SERVICE"), federation)
        for prefix, offset in self._prefixed():
            if prefix not in self.declared_prefixes:
                return self._error(
                    f"the prefix {prefix}: is not declared",
                    offset,
                    f"Put PREFIX {prefix}: <{PREFIXES.get(prefix, '...')}> before the query.",
                )
        return self._syntax_error(said)

    def _service_error(self, offset: int, federation: Sequence[str]) -> QueryError:
        if federation:
            return self._error(
                "SERVICE is refused, because it names no endpoint that may be asked",
                offset,
                f"Write one of them in full: {', '.join(f'<{iri}>' for iri in federation)}.",
            )
        return self._error(
            "SERVICE is refused, because casegraph never asks the network",
            offset,
            "Load the other graph into the store and query it here.",
        )

    @property
    def _words(self) -> list[tuple[str, int]]:
        """The words in capitals, each with its offset."""
        return [(word.upper(), offset) for kind, word, offset in self._tokens if kind == "word"]

    @property
    def _opening(self) -> tuple[str, int]:
        """The first word after the prologue and its offset, empty when there is none."""
        return next((at for at in self._words if at[0] not in _PROLOGUE), ("", 0))

    @cached_property
    def _tokens(self) -> tuple[Token, ...]:
        return tuple(tokens(self.text))

    def _prefixed(self) -> list[tuple[str, int]]:
        """Return each use of a prefix and its offset; `_` is that of blank nodes, not a prefix."""
        following = zip((("", "", 0), *self._tokens), self._tokens, strict=False)
        names = [at for word, at in following if at[0] == "name" and word[1].upper() != "PREFIX"]
        found = [(name.split(":")[0], offset) for _, name, offset in names]
        return [(prefix, offset) for prefix, offset in found if prefix != "_"]

    def _syntax_error(self, said: str) -> QueryError:
        """Return near which token the parser stopped; it expects there what its grammar says."""
        found = _POSITION.match(said)
        if not found:
            return QueryError(f"not SPARQL: {said}", file=self.file)
        row, column = int(found[1]), int(found[2])
        lines = self.text.split("\n")
        stopped = sum(len(line) + 1 for line in lines[: row - 1]) + column - 1
        before = [(word, offset) for _, word, offset in self._tokens if offset < stopped]
        word, offset = before[-1] if before else ("", 0)
        if "variable that is unbound" in found[3]:
            message = "a SELECT with GROUP BY or an aggregate names a variable that is not grouped"
            repair = "Add the variable to GROUP BY, or wrap it in an aggregate such as SAMPLE."
        else:
            message = f"not SPARQL near {word[:30]!r}"
            repair = "Look there for a missing or misspelt keyword, dot, brace or quote."
        return self._error(message, offset, repair)

    def _error(self, message: str, offset: int, repair: str) -> QueryError:
        before = self.text[:offset]
        line = self.first_line + before.count("\n")
        column = offset - before.rfind("\n")
        place = f"line {line}, column {column}: " if self.file is None else ""
        at = "" if self.file is None else f" (column {column})"
        return QueryError(
            f"{place}{message}{at}",
            file=self.file,
            line=None if self.file is None else line,
            repair=repair,
        )
