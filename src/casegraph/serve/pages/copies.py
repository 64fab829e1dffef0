"""What a reader copies from the page of a question: the same question for other clients.

Each text runs as it stands and gives the rows that the page shows.
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

_PYTHON = """\
import json
from urllib.parse import urlencode
from urllib.request import Request, urlopen

address = {address!r}
given = {given!r}
asked = Request(
    f"{{address}}?{{urlencode(given)}}" if given else address,
    headers={{"Accept": "application/sparql-results+json"}},
)
with urlopen(asked) as answer:
    rows = json.load(answer)["results"]["bindings"]
for row in rows:
    print({{name: term["value"] for name, term in row.items()}})
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text to copy. place: its id in the page. title: of what it is. named: on its button."""

    place: str
    title: str
    named: str
    text: str


def copies(server: str, name: str, given: Mapping[str, str], sparql: str) -> tuple[Copy, ...]:
    """Return the question as a command, as a program, and as SPARQL.

    server: its URL without a slash at the end. given: the parameters of the query *name*. sparql:
    with these bound.
    """
    address = f"{server}/api/queries/{name}/answer"
    data = [f"--data-urlencode {shlex.quote(f'{key}={value}')}" for key, value in given.items()]
    command = ["curl --get --header 'Accept: text/csv'", *data, shlex.quote(address)]
    return (
        Copy("curl", "Command line", "the command", " \\\n  ".join(command)),
        Copy(
            "python",
            "Python",
            "the Python program",
            _PYTHON.format(address=address, given=dict(given)).rstrip(),
        ),
        Copy("sparql", "SPARQL", "the SPARQL", sparql),
    )


def answer_reference(name: str, given: Mapping[str, str], form: str) -> str:
    """Return where the answer is in the format *form*: a path with a query string.

    >>> answer_reference("ruled-out-by", {"term": "neck pain"}, "csv")
    'api/queries/ruled-out-by/answer?term=neck+pain&format=csv'
    """
    return f"api/queries/{name}/answer?{urlencode({**given, 'format': form})}"
