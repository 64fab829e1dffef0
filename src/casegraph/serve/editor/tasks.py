"""What worker processes do for the SPARQL page."""

import json
import time
from dataclasses import asdict

from casegraph.serve.editor.asked import Question
from casegraph.serve.editor.example import text
from casegraph.serve.editor.page import KIND, OPENING, console
from casegraph.serve.editor.shown import shown
from casegraph.serve.problems import Problem
from casegraph.serve.rendering import page_reply
from casegraph.serve.sparql import Asked
from casegraph.serve.sparql.answers import solved
from casegraph.serve.workers import Context, Reply


def page(context: Context, question: Question, endpoint: str) -> Reply:
    """Return the page for *question*, with its answer.

    :raises QueryError: when it is no query that may run, or no example that there is.
    """
    if question.asked is None:
        name, params = question.example, dict(question.params)
        start = text(context, name, params) if name else OPENING
        return page_reply(context, KIND, console(question, endpoint, start))
    began = time.monotonic()
    answer = shown(context, solved(context, question.asked))
    seconds = time.monotonic() - began
    made = console(question, endpoint, question.text, answer=answer, seconds=seconds)
    return page_reply(context, KIND, made)


def page_of_problem(context: Context, question: Question, endpoint: str, problem: Problem) -> Reply:
    """Return the page for *question*, its text kept in the form, and why there is no answer."""
    made = console(question, endpoint, question.text, problem=problem)
    headers = tuple(problem.headers.items())
    return page_reply(context, KIND, made, status=problem.status, headers=headers)


def first_rows(context: Context, asked: Asked) -> Reply:
    """Return the shown part of the answer to *asked* as JSON.

    :raises QueryError: when it is no query that may run.
    """
    answer = shown(context, solved(context, asked))
    body = json.dumps(asdict(answer), ensure_ascii=False).encode()
    return Reply(200, "application/json", (body,))
