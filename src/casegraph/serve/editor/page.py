"""What the SPARQL page shows: a form with the query, and its answer or what is wrong with it."""

import re
from dataclasses import dataclass

from casegraph.serve.editor.asked import Question
from casegraph.serve.editor.bundle import is_bundled
from casegraph.serve.editor.example import Example, examples
from casegraph.serve.editor.files import ROWS, TRIPLES
from casegraph.serve.editor.shown import PATH, Shown
from casegraph.serve.problems import Problem
from casegraph.web.kind import Kind
from casegraph.web.values import Page

OPENING = """\
PREFIX cg: <https://w3id.org/casegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# The findings that most cases present.
SELECT ?finding ?label (COUNT(DISTINCT ?case) AS ?cases)
WHERE {
  ?case cg:presents ?finding .
  ?finding skos:prefLabel ?label .
}
GROUP BY ?finding ?label
ORDER BY DESC(?cases) ?label
LIMIT 20
"""
"""What stands in the editor when nobody asked anything yet."""

_PLACE = re.compile(r"\bline (\d+), column (\d+)")


@dataclass(frozen=True, kw_only=True)
class Console(Page):
    """The page.

    question: what the client asked. text: what stands in the form. endpoint: the address that other
    clients ask. answer: None when nothing was asked or there is a problem. seconds: that it took.
    """

    question: Question
    text: str
    endpoint: str
    examples: tuple[Example, ...]
    is_bundled: bool
    answer: Shown | None = None
    seconds: float = 0
    problem: Problem | None = None

    @property
    def formats(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The formats of a file with the answer, by what kind of query has them."""
        return (
            ("Rows of SELECT and ASK", tuple(ROWS.items())),
            ("Triples of CONSTRUCT and DESCRIBE", tuple(TRIPLES.items())),
        )

    @property
    def wrong_line(self) -> str:
        """The line that the problem names, empty when it names none."""
        named = _PLACE.search(self.problem.detail) if self.problem else None
        lines = self.text.split("\n")
        number = int(named[1]) if named else 0
        return lines[number - 1] if 0 < number <= len(lines) else ""


def console(
    question: Question,
    endpoint: str,
    text: str,
    *,
    answer: Shown | None = None,
    seconds: float = 0,
    problem: Problem | None = None,
) -> Console:
    """Return the page for *question*, with its *answer* or a *problem*."""
    return Console(
        title="SPARQL",
        description="Ask the graph any question in SPARQL.",
        question=question,
        text=text,
        endpoint=endpoint,
        examples=examples(),
        is_bundled=is_bundled(),
        answer=answer,
        seconds=seconds,
        problem=problem,
    )


KIND = Kind(PATH, keys=lambda _: (), path=lambda _: PATH, values=lambda *_: Page(title="SPARQL"))
"""What `rendered` needs to know of the page: its template and its path."""
