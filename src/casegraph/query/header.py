"""A library query's header, as grlc writes it: `#+` lines of YAML before the SPARQL.

Enters the text of a `.rq` file; leaves a `LibraryQuery`, or a `QueryError` with the line of the
mistake. The header is:

.. code-block:: yaml

    #+ summary: Which cases have a finding anywhere within a structure?
    #+ description: |
    #+   One row a finding; a finding counts when its site is the structure or a part of it.
    #+ tags: [finding, site]
    #+ params:
    #+   - name: structure
    #+     type: term
    #+     default: cervical spine
    #+     description: The structure, for example a region or a vertebra.
    #+ chart: {kind: bar, label: finding, count: case}

`summary` and `description` must be there. A parameter called `structure` is the variable
`?_structure`, which the query holds open for it: `VALUES ?_structure { UNDEF }`, at the head of the
WHERE clause and again in each subquery that uses it. It stays undefined when it is not given and
has no default, so a query without any value is plain SPARQL that runs anywhere. A parameter of type
`case` may say about how many cases of a large store the question is asked at `most` when none is
named, and that these are cases `presenting` or `undergoing` the term of another parameter.

A `chart` says that the answer is also told by a picture: bars that `label` names, as long as the
sum of the column `value` or the number of different values of the column `count`, and divided `by`
a column of polarities if there is one. Where an answer has a column `voice`, the bars are labelled
or divided by it: what the authors say is never added to what a curator says.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from casegraph.errors import QueryError
from casegraph.query.charts import KINDS, Chart
from casegraph.query.parameters import MOST_CASES, TYPES, Parameter, literal
from casegraph.query.sparql import Sparql

_MARK = "#+"
_KEYS = ("summary", "description", "tags", "params", "chart")
_PARAMETER_KEYS = ("name", "type", "default", "most", "presenting", "undergoing", "description")
_CHART_KEYS = ("kind", "label", "value", "count", "by")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_VOICE = "voice"


@dataclass(frozen=True)
class LibraryQuery:
    """One question: what it asks, what it can be asked with, and its SPARQL.

    name: the file's name without `.rq`. summary: the question in one line. text: the whole file.
    chart: how a picture tells the answer, None when a table is enough.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[Parameter, ...]
    text: str
    path: str | None = None
    chart: Chart | None = None

    @property
    def sparql(self) -> Sparql:
        """The text, for what it names and where its parameters go."""
        return Sparql(self.text, file=self.path)

    @property
    def plain(self) -> str:
        """The SPARQL without its header, which any client may ask."""
        lines = itertools.dropwhile(lambda line: line.startswith(_MARK), self.text.splitlines())
        return "\n".join(lines).strip()


def from_text(text: str, *, name: str = "", path: str | None = None) -> LibraryQuery:
    """Return the query that *text* is, with its header, or without parameters when it has none.

    name: what errors call it when there is no *path*.

    :raises QueryError: as `parse` does; and when it has no header and is not a query that may run.
    """
    if text.startswith(_MARK):
        return parse(text, name=name, path=path)
    Sparql(text, file=path or name or None).check()
    return LibraryQuery(name or "without a header", "", "", (), (), text, path)


def parse(text: str, *, name: str, path: str | None = None) -> LibraryQuery:
    """Return the library query that *text* is.

    :raises QueryError: when the header is not YAML, lacks its summary or description, or has a key
        that nobody defined; when a parameter has an unknown type, a default of another type, or is
        not bound by the query; when the query has a parameter variable that the header does not
        declare, or is not a query that may run here; when a chart is of an unknown kind, of what is
        no column of the answer, or of several voices together.
    """
    sparql = Sparql(text, file=path or name or None)
    header = _Header(text, sparql.file)
    query = LibraryQuery(
        name=name,
        summary=header.words("summary"),
        description=header.words("description"),
        tags=header.tags(),
        params=tuple(header.parameters()),
        text=text,
        path=path,
        chart=header.chart(),
    )
    sparql.check()
    _check_parameters(query, sparql, header)
    _check_chart(query, sparql, header)
    return query


def _check_parameters(query: LibraryQuery, sparql: Sparql, header: "_Header") -> None:
    declared = {parameter.name for parameter in query.params}
    for variable in sorted(sparql.variables):
        if variable.startswith("_") and variable[1:] not in declared:
            raise header.error(
                f"?{variable} is a parameter that the header does not declare",
                f"Declare {variable[1:]!r} under params, or take the underscore away.",
            )
    for name in declared:
        if name not in sparql.slots:
            raise header.error(
                f"the query holds no place open for the parameter {name!r}",
                f"Write VALUES ?_{name} {{ UNDEF }} at the head of the WHERE clause.",
                header.parameter_lines[name],
            )


def _check_chart(query: LibraryQuery, sparql: Sparql, header: "_Header") -> None:
    chart = query.chart
    drawn = (chart.label, chart.value, chart.count, chart.by) if chart else ()
    for column in drawn:
        if column is not None and column not in sparql.columns:
            raise header.error(
                f"the chart draws {column!r}, which is no column of the answer",
                _one_of(tuple(sorted(sparql.columns))),
                header.chart_line,
            )
    if chart and _VOICE in sparql.columns and _VOICE not in (chart.label, chart.by):
        raise header.error(
            "the chart adds up what different voices say",
            f"Let {_VOICE!r} be its label, or what its bars are divided by.",
            header.chart_line,
        )


class _Header:
    """The YAML of a header, with the line of each key for the errors."""

    def __init__(self, text: str, file: str | None) -> None:
        self._file = file
        self.parameter_lines: dict[str, int] = {}
        self.chart_line = 1
        lines = itertools.takewhile(lambda line: line.startswith(_MARK), text.splitlines())
        try:
            root = yaml.compose(
                "\n".join(line.removeprefix(_MARK).removeprefix(" ") for line in lines),
                Loader=yaml.BaseLoader,
            )
        except yaml.MarkedYAMLError as error:
            raise self.error(
                f"the header is not YAML: {error.problem}",
                "Write `#+ key: value`; quote a value that contains a colon.",
                error.problem_mark.line + 1 if error.problem_mark else 1,
            ) from None
        if not isinstance(root, yaml.MappingNode):
            raise self.error("the query has no header", "Open the file with `#+ summary: ...`.")
        self._keys = self._pairs(root, _KEYS)

    def words(self, key: str) -> str:
        """Return the text at *key*, which must be there."""
        return self._words(self._keys, key, "the header", 1)

    def tags(self) -> tuple[str, ...]:
        """Return the tags, none when the header has none."""
        return tuple(node.value for node in self._nodes("tags", yaml.ScalarNode))

    def parameters(self) -> Iterator[Parameter]:
        """Return the parameters in their order."""
        declared: list[Parameter] = []
        for node in self._nodes("params", yaml.MappingNode):
            parameter = self._parameter(self._pairs(node, _PARAMETER_KEYS), _line(node))
            if parameter.name in self.parameter_lines:
                raise self.error(
                    f"the parameter {parameter.name!r} is declared twice", "Keep one.", _line(node)
                )
            self.parameter_lines[parameter.name] = _line(node)
            declared.append(parameter)
        for parameter in declared:
            self._check_choice(parameter, declared)
        return iter(declared)

    def chart(self) -> Chart | None:
        """Return the chart, None when the header has none."""
        node = self._keys.get("chart")
        if node is None:
            return None
        self.chart_line = _line(node)
        if not isinstance(node, yaml.MappingNode):
            raise self.error(
                "the chart is not a mapping",
                "Write, for example, `chart: {kind: bar, label: finding, count: case}`.",
                self.chart_line,
            )
        keys = self._pairs(node, _CHART_KEYS)
        said = {key: self._words(keys, key, "the chart", self.chart_line) for key in keys}
        kind = self._words(keys, "kind", "the chart", self.chart_line)
        if kind not in KINDS:
            raise self.error(
                f"the chart is of an unknown kind {kind!r}", _one_of(KINDS), self.chart_line
            )
        if ("value" in said) == ("count" in said):
            raise self.error(
                "the chart does not say how long its bars are",
                "Name either a column of numbers as `value`, or what to `count`.",
                self.chart_line,
            )
        label = self._words(keys, "label", "the chart", self.chart_line)
        return Chart(kind, label, said.get("value"), said.get("count"), said.get("by"))

    def error(self, message: str, repair: str, line: int = 1) -> QueryError:
        """Return the error for a mistake on *line*."""
        return QueryError(message, file=self._file, line=line, repair=repair)

    def _parameter(self, keys: Mapping[str, yaml.Node], line: int) -> Parameter:
        name = self._words(keys, "name", "a parameter", line)
        if not _NAME.fullmatch(name):
            raise self.error(
                f"a parameter cannot be called {name!r}",
                "Start with a small letter; small letters, digits and underscores may follow.",
                line,
            )
        owner = f"the parameter {name!r}"
        kind = self._words(keys, "type", owner, line)
        if kind not in TYPES:
            raise self.error(f"{owner} has an unknown type {kind!r}", _one_of(TYPES), line)
        default = self._words(keys, "default", owner, line) if "default" in keys else None
        parameter = Parameter(
            name,
            kind,
            self._words(keys, "description", owner, line),
            default,
            self._most(keys, kind, owner, line),
            self._words(keys, "presenting", owner, line) if "presenting" in keys else None,
            self._words(keys, "undergoing", owner, line) if "undergoing" in keys else None,
        )
        if default is not None and kind not in {"case", "term"}:
            try:
                literal(parameter, default)
            except QueryError as error:
                raise self.error(
                    f"the default of {owner}: {error.message}", error.repair or "", line
                ) from None
        return parameter

    def _check_choice(self, parameter: Parameter, declared: list[Parameter]) -> None:
        terms = [each.name for each in declared if each.type == "term"]
        twice = parameter.presenting is not None and parameter.undergoing is not None
        if parameter.chosen_by is not None and (
            twice or parameter.type != "case" or parameter.chosen_by not in terms
        ):
            raise self.error(
                f"the cases of the parameter {parameter.name!r} are chosen by "
                f"{parameter.chosen_by!r}",
                "A parameter of type case may be presenting one of type term, or undergoing one.",
                self.parameter_lines[parameter.name],
            )

    def _most(self, keys: Mapping[str, yaml.Node], kind: str, owner: str, line: int) -> int:
        if "most" not in keys:
            return MOST_CASES
        words = self._words(keys, "most", owner, line)
        if kind != "case" or not re.fullmatch(r"[1-9][0-9]*", words):
            raise self.error(
                f"the most of {owner} is not a number of cases",
                "Write, for example, `most: 100` for a parameter of type case, or take it away.",
                _line(keys["most"]),
            )
        return int(words)

    def _pairs(self, node: yaml.MappingNode, known: tuple[str, ...]) -> dict[str, yaml.Node]:
        """Return the values of *node* by key, each of them *known* and there once."""
        pairs: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in known:
                raise self.error(f"unknown key {key.value!r}", _one_of(known), _line(key))
            if key.value in pairs:
                raise self.error(f"the key {key.value!r} stands twice", "Keep one.", _line(key))
            pairs[key.value] = value
        return pairs

    def _words(self, keys: Mapping[str, yaml.Node], key: str, owner: str, line: int) -> str:
        node = keys.get(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            where = _line(node) if node else line
            raise self.error(f"{owner} has no {key}", f"Add `{key}: ...`.", where)
        return str(node.value).strip()

    def _nodes(self, key: str, kind: type[yaml.Node]) -> list[Any]:
        """Return the nodes of the list at *key*, none when there is no such key."""
        node = self._keys.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not all(
            isinstance(entry, kind) for entry in node.value
        ):
            what = "words" if kind is yaml.ScalarNode else "entries with name, type and description"
            raise self.error(f"{key} is not a list", f"Write a list of {what}.", _line(node))
        return list(node.value)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _one_of(words: tuple[str, ...]) -> str:
    return f"Use one of: {', '.join(words)}."
