"""A part of an answer, and where the parts before and after it are (RFC 8288)."""

from dataclasses import replace

from casegraph.serve.api.question import Question
from casegraph.solutions import Solutions


def page(found: Solutions, question: Question) -> Solutions:
    """Return the rows of *found* that *question* wants."""
    end = None if question.limit is None else question.offset + question.limit
    return replace(found, terms=found.terms[question.offset : end])


def neighbours(question: Question, total: int) -> str:
    """Return the header `Link` of a page, empty when *question* wants all or no page is beside it.

    total: how many rows there are in all.
    """
    if question.limit is None:
        return ""
    links = []
    if question.offset > 0:
        before = max(0, min(question.offset, total) - question.limit)
        links.append(f'<{question.page(before)}>; rel="prev"')
    after = question.offset + question.limit
    if after < total:
        links.append(f'<{question.page(after)}>; rel="next"')
    return ", ".join(links)
