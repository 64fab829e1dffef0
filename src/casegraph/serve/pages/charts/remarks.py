"""What must be said under a chart: what its bars are, and what they do not show."""

from collections import Counter
from collections.abc import Iterator

from casegraph.query.charts import Chart
from casegraph.serve.pages.charts.rows import drawn, missing, word
from casegraph.solutions import Solutions, Term
from casegraph.web.environment import count


def remarks(asked: Chart, answer: Solutions, counted: str, more: int) -> Iterator[str]:
    """Yield the remarks on the chart of *answer* as sentences.

    counted: what the length of a bar is a number of. more: how many bars are left out.
    """
    divided = f" and {asked.by}" if asked.by else ""
    yield f"{counted.capitalize()} by {asked.label}{divided}."
    if more:
        yield f"{count(more, 'bar')} more, none of them longer than these, {_is(more)} not drawn."
    yield from _undrawn(asked, answer)
    twice = _twice(asked, answer)
    if twice:
        yield (
            f"{count(twice, str(asked.count))} {'has' if twice == 1 else 'have'} more than one "
            f"{asked.by} for the same {asked.label} and {_is(twice)} counted in each, so the "
            f"length of a bar is no number of {counted}."
        )


def _undrawn(asked: Chart, answer: Solutions) -> Iterator[str]:
    """Yield how many rows are not drawn for want of which column, and what they say."""
    found: dict[str, Counter[str]] = {}
    for row in answer.terms:
        column = missing(asked, row)
        if column:
            found.setdefault(column, Counter())[word(asked, row)] += 1
    for column, words in found.items():
        rows = words.total()
        said = ", ".join(f"{word} {number:,}" for word, number in sorted(words.items()) if word)
        has = "has" if rows == 1 else "have"
        yield (
            f"{count(rows, 'row')} {has} no {column} and {_is(rows)} not drawn"
            f"{f' ({said})' if said else ''}."
        )


def _twice(asked: Chart, answer: Solutions) -> int:
    """Return how many counted things stand in several pieces of one bar."""
    if asked.count is None:
        return 0
    found: dict[tuple[Term, Term], set[str]] = {}
    for row in drawn(asked, answer):
        thing = row[asked.label], row[asked.count]
        found.setdefault(thing, set()).add(word(asked, row))
    return len({thing for (_, thing), words in found.items() if len(words) > 1})


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
