"""SPARQL 1.1 text and the names in it.

Enters the text as its author wrote it; leaves its form, variables and prefixes, and errors with
line and column. What its parts mean is in modules of their own: `checks`, `dataset`, `modifiers`
and `slots`.
"""

from dataclasses import dataclass
from functools import cached_property

from casegraph.errors import QueryError
from casegraph.query.tokens import Token, tokens

_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset(
    {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
)


@dataclass(frozen=True)
class Sparql:
    """A SPARQL text and where it stands.

    file: as the caller named it. first_line: the line of *file* on which *text* begins.
    """

    text: str
    file: str | None = None
    first_line: int = 1

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens but for comments: kind (a group of the tokens' pattern), text, offset."""
        return tuple(tokens(self.text))

    @cached_property
    def words(self) -> tuple[tuple[str, int], ...]:
        """The words in capitals, each with its offset."""
        return tuple((word.upper(), offset) for kind, word, offset in self.tokens if kind == "word")

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables, without `?` or `$`.

        >>> sorted(Sparql("SELECT ?case WHERE { ?case ?is '?not' } # ?nor").variables)
        ['case', 'is']
        """
        return frozenset(word[1:] for kind, word, _ in self.tokens if kind == "variable")

    @property
    def opening(self) -> tuple[str, int]:
        """The first word after the prologue and its offset, empty when there is none."""
        return next((at for at in self.words if at[0] not in _PROLOGUE), ("", 0))

    @property
    def form(self) -> str:
        """The form of the query (section 16) in capitals, empty when the text has none.

        >>> Sparql("PREFIX a: <x:a#> ask { ?a ?b ?c }").form
        'ASK'
        """
        return self.opening[0]

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
        following = zip(self.tokens, self.tokens[1:], strict=False)
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
        return frozenset(prefix for prefix, _ in self.prefixed)

    @property
    def prefixed(self) -> list[tuple[str, int]]:
        """Each use of a prefix and its offset; `_` is that of blank nodes, not a prefix."""
        following = zip((("", "", 0), *self.tokens), self.tokens, strict=False)
        names = [at for word, at in following if at[0] == "name" and word[1].upper() != "PREFIX"]
        found = [(name.split(":")[0], offset) for _, name, offset in names]
        return [(prefix, offset) for prefix, offset in found if prefix != "_"]

    def error(self, message: str, offset: int, repair: str) -> QueryError:
        """Return the error for a mistake at *offset*, with its line and column."""
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
