"""What JSON-LD needs before it can be parsed: contexts without the network, and line numbers.

Oxigraph reads JSON-LD as a whole and tells no lines, and a context can name another to be fetched.
"""

import json
import re
from functools import cache

from casegraph.errors import ReadError
from casegraph.namespaces import CONTEXT
from casegraph.resources import ontology_dir

_CONTEXT_KEY = re.compile(r'(?<!\\)"@context"\s*:\s*')
_ID = re.compile(r'"@?id"\s*:\s*"([^"]*)"')


def with_local_context(content: str, file: str) -> str:
    """Return the JSON-LD text with the project's context in place of its name, lines kept.

    :raises ReadError: for any other context that would have to be fetched.
    """
    decoder = json.JSONDecoder()
    pieces: list[str] = []
    done = 0
    for key in _CONTEXT_KEY.finditer(content):
        if key.start() < done:
            continue
        try:
            context, end = decoder.raw_decode(content, key.end())
        except ValueError:
            break  # not JSON: the parser says so better
        except RecursionError:
            raise ReadError(
                "a JSON-LD context nested too deeply", file=file, repair="Write it flatter."
            ) from None
        line = content.count("\n", 0, key.start()) + 1
        newlines = content.count("\n", key.end(), end)
        pieces += [
            content[done : key.end()],
            json.dumps(_local(context, file, line)),
            "\n" * newlines,
        ]
        done = end
    return "".join(pieces) + content[done:]


def lines_of_nodes(content: str) -> dict[str, int]:
    """Return the line on which each node is first named, by the local name of its `@id`."""
    found: dict[str, int] = {}
    line, done = 1, 0
    for named in _ID.finditer(content):
        line += content.count("\n", done, named.start())
        done = named.start()
        found.setdefault(local_name(named.group(1)), line)
    return found


def local_name(iri: str) -> str:
    """Return what follows the last `/`, `#` or `:` of *iri*, which may be relative or a CURIE."""
    return iri[max(iri.rfind(mark) for mark in "/#:") + 1 :]


def _local(context: object, file: str, line: int) -> object:
    """Return *context* with nothing left in it to fetch."""
    if context == CONTEXT:
        return _bundled_context()
    if isinstance(context, list):
        return [_local(part, file, line) for part in context]
    if isinstance(context, dict):
        if "@import" in context:
            raise _remote(str(context["@import"]), file, line)
        return {
            key: {**value, "@context": _local(value["@context"], file, line)}
            if isinstance(value, dict) and "@context" in value
            else value
            for key, value in context.items()
        }
    if isinstance(context, str):
        raise _remote(context, file, line)
    return context


def _remote(name: str, file: str, line: int) -> ReadError:
    return ReadError(
        "a remote JSON-LD context, which is never fetched",
        file=file,
        line=line,
        node=f"<{name}>",
        repair=f"Write the context into the file, or name {CONTEXT}.",
    )


@cache
def _bundled_context() -> object:
    """Return the project's context, as a JSON-LD context value."""
    text = (ontology_dir() / "context.jsonld").read_text(encoding="utf-8")
    return json.loads(text)["@context"]
