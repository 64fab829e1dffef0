"""What a browser asks of the SPARQL page, besides what the SPARQL 1.1 Protocol knows.

`file` is the format of a file that the page is asked for, and `example` a library query that is to
stand in the form, its parameters in fields of their own. Lines end as in the text that was typed,
not as in forms (HTML, section 4.10.22.4).
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.requests import Request

from casegraph.serve.errors import RefusedError
from casegraph.serve.http.fields import Fields, fields_of, values_of
from casegraph.serve.sparql import Asked
from casegraph.serve.sparql.asked import asked_in

LONGEST_LINK = 6000
"""Characters of the longest address that is given to others: programs cut longer ones."""

FILE, EXAMPLE = "file", "example"
_QUERY = frozenset({"query", "default-graph-uri", "named-graph-uri", "format", FILE, EXAMPLE})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the page.

    asked: the query, None when only the form is wanted. file: the name of a format, empty for the
    page. example: the name of a library query, and params what it is asked with.
    """

    asked: Asked | None = None
    file: str = ""
    example: str = ""
    params: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The text of the query, empty without one."""
        return self.asked.query if self.asked else ""

    @property
    def graphs(self) -> Fields:
        """The graphs that the request names, as fields of the form."""
        dataset = self.asked.dataset if self.asked else None
        if dataset is None:
            return []
        return [
            *(("default-graph-uri", graph) for graph in dataset.default),
            *(("named-graph-uri", graph) for graph in dataset.named),
        ]

    @property
    def link(self) -> str:
        """The reference to the page with this query, empty when there is none or it is too long."""
        if self.asked is None:
            return ""
        link = f"?{urlencode([('query', self.text), *self.graphs])}"
        return link if len(link) <= LONGEST_LINK else ""


async def question_of(request: Request) -> Question:
    """Return what *request* asks.

    :raises RefusedError: as `fields_of` and `asked_in` do.
    """
    return question_in(await fields_of(request))


def question_in(fields: Fields) -> Question:
    r"""Return what *fields* ask.

    :raises RefusedError: 400, as `asked_in` does, and when `file` or `example` comes twice.

    >>> question_in([("query", "ASK {}\r\n"), ("file", "csv")]).text
    'ASK {}\n'
    """
    asked = asked_in(fields)
    example = _once(EXAMPLE, fields)
    return Question(
        None if asked is None else replace(asked, query=_lines(asked.query)),
        _once(FILE, fields),
        example,
        tuple(field for field in fields if field[0] not in _QUERY) if example else (),
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _once(name: str, fields: Fields) -> str:
    values = values_of(name, fields)
    if len(values) > 1:
        raise RefusedError(400, f"{name} is given {len(values)} times", repair="Give it once.")
    return values[0] if values else ""
