"""A library query's header, as grlc writes it: `#+` lines of YAML before the SPARQL.

Enters the text of a `.rq` file; leaves a `Header`, or a `QueryError` with the line of the mistake.
The header is:

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
from dataclasses import dataclass

import yaml

from casegraph.errors import QueryError
from casegraph.query.charted import charted
from casegraph.query.charts import Chart
from casegraph.query.declared import declared
from casegraph.query.keys import Keys
from casegraph.query.parameters import Parameter

MARK = "#+"
"""What each line of a header begins with."""

_KEYS = ("summary", "description", "tags", "params", "chart")


@dataclass(frozen=True)
class Header:
    """What a header says.

    params: each parameter with the line of its declaration. chart: the chart and its line.
    """

    summary: str
    description: str
    tags: tuple[str, ...]
    params: tuple[tuple[Parameter, int], ...]
    chart: tuple[Chart, int] | None
    file: str | None

    def error(self, message: str, repair: str, line: int = 1) -> QueryError:
        """Return the error for a mistake on *line*."""
        return QueryError(message, file=self.file, line=line, repair=repair)


def read_header(text: str, file: str | None) -> Header:
    """Return what the header of *text* says.

    file: what errors call it.

    :raises QueryError: when there is none, it is not YAML, lacks its summary or description, or has
        a key that nobody defined; and as `declared` and `charted` do.
    """
    keys = _keys(text, file)
    summary, description = keys.words("summary"), keys.words("description")
    tags = tuple(node.value for node in keys.entries("tags", yaml.ScalarNode))
    return Header(summary, description, tags, tuple(declared(keys).values()), charted(keys), file)


def _keys(text: str, file: str | None) -> Keys:
    lines = itertools.takewhile(lambda line: line.startswith(MARK), text.splitlines())
    try:
        root = yaml.compose(
            "\n".join(line.removeprefix(MARK).removeprefix(" ") for line in lines),
            Loader=yaml.BaseLoader,
        )
    except yaml.MarkedYAMLError as error:
        raise QueryError(
            f"the header is not YAML: {error.problem}",
            file=file,
            line=error.problem_mark.line + 1 if error.problem_mark else 1,
            repair="Write `#+ key: value`; quote a value that contains a colon.",
        ) from None
    if not isinstance(root, yaml.MappingNode):
        raise QueryError(
            "the query has no header",
            file=file,
            line=1,
            repair="Open the file with `#+ summary: ...`.",
        )
    return Keys.of(root, _KEYS, "the header", file, line=1)
