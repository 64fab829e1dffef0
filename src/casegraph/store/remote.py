"""Named graphs at a SPARQL 1.1 endpoint.

Queries and updates go by the SPARQL 1.1 Protocol, whole graphs are read by the SPARQL 1.1 Graph
Store HTTP Protocol where the server has it, else by CONSTRUCT. Where each of these is answered is
found by asking, below the URL that was given: `/query`, `/update` and `/store` (Oxigraph);
`/query`, `/update` and `/data` (Fuseki); the URL itself, `/statements` and `/rdf-graphs/service`
(RDF4J, GraphDB); or the URL itself for queries and updates.

What is required of the server: the default graph of a query is the union of all graphs, which
is checked, and an update is carried out as a whole or not at all, which cannot be.
"""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from os import PathLike
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox

from casegraph.errors import QueryError, StoreError
from casegraph.namespaces import BASE, PROV, document_of
from casegraph.quads import graph_of
from casegraph.store import updates
from casegraph.store.built import Built
from casegraph.store.database import Answer, Dataset, Opened, Values
from casegraph.store.endpoint import Endpoint, Parameters, media_type, said

if TYPE_CHECKING:
    import httpx

_RESULTS = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_ANY = f"{_RESULTS}, {_TRIPLES}"
_BAD_REQUEST = 400
_REFUSED = (401, 403)

_GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"
_UNION = """
SELECT ?union WHERE {
  { SELECT ?s ?p ?o WHERE { GRAPH ?graph { ?s ?p ?o } } LIMIT 1 }
  BIND(EXISTS { ?s ?p ?o } AS ?union)
}
"""
"""One row: whether the default graph has a triple of some named graph; none without such a triple.
"""
_UNION_PARAMETERS: tuple[dict[str, str], ...] = ({}, {"union-default-graph": ""})
"""What asks a server for the union: nothing, or the parameter that Oxigraph's has for it."""

_RECORD = f"{BASE}/store"
"""The graph with what the content was built with, and the node in it that says so."""
_VALUE = f"{PROV}value"

_DROPS = 500
"""How many graphs one update drops."""


class Remote:
    """The named graphs at an endpoint.

    url: as `Endpoint` takes it. write: they may be changed. timeout: in seconds.
    """

    def __init__(self, url: str, *, write: bool, timeout: float) -> None:
        """Find out where the endpoint answers what.

        :raises StoreError: when it does not answer, is no SPARQL endpoint, or its default graph is
            not the union of all graphs; with *write*, when it takes no updates.
        """
        self._endpoint: Endpoint | None = Endpoint(url, timeout)
        self._union: dict[str, str] | None = None
        self._graph_store: httpx.URL | None = None
        self._read: dict[str, dict[object, list[ox.Quad]]] = {}
        try:
            self._queries = self._place_of_queries()
            self._updates = self._place_of_updates() if write else None
            self._find_union()
        except BaseException:
            self.close()
            raise

    @property
    def built(self) -> Built | None:
        """What the content was built with, None before any build."""
        found = self._selected(
            f"SELECT ?value WHERE {{ GRAPH <{_RECORD}> {{ <{_RECORD}> <{_VALUE}> ?value }} }}"
        )
        try:
            records = [Built(**json.loads(solution["value"].value)) for solution in found]
        except (ValueError, TypeError):
            raise self._server.error(
                f"the record in <{_RECORD}> is not one of this version", "Build it again."
            ) from None
        return records[0] if records else None

    @property
    def removed(self) -> frozenset[str]:
        """Nothing: an endpoint does not remember what was removed."""
        return frozenset()

    def query(self, sparql: str, values: Values, dataset: Dataset | None = None) -> Answer:
        """Return the results of a query over the union of all graphs, or over *dataset*."""
        if self._union is None:
            self._find_union()
        parameters = _of_dataset(dataset) if dataset else self._union or {}
        answer = self._posted(_with_values(sparql, values), parameters)
        if answer.status_code == _BAD_REQUEST:
            raise QueryError(
                f"the endpoint refuses it ({said(answer)})", repair="Correct the query."
            )
        return self._parsed(answer)

    def graphs(self) -> Iterator[str]:
        """Yield the names of the graphs that hold something."""
        for solution in self._selected(_GRAPHS):
            if solution["graph"].value != _RECORD:
                yield solution["graph"].value

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of the graph called *name*."""
        graph = ox.NamedNode(name)
        for triple in self._triples_of(graph):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def about(self, node: ox.NamedNode | ox.BlankNode, graph: str) -> Iterator[ox.Quad]:
        """Yield the quads of *graph* with *node* as subject.

        A server has no name for a blank node that it would know again, so the graph is read whole,
        once.
        """
        if graph not in self._read:
            by_subject: dict[object, list[ox.Quad]] = {}
            for quad in self.graph(graph):
                by_subject.setdefault(quad.subject, []).append(quad)
            self._read[graph] = by_subject
        yield from self._read[graph].get(node, ())

    def update(self, sparql: str) -> None:
        """Carry out a SPARQL update in one request."""
        self._read.clear()
        if self._updates is None:
            raise self._server.error(
                "the store is open for reading only", "Open it with write=True."
            )
        answer = self._server.ask("POST", self._updates, **_update(sparql))
        if not answer.is_success:
            raise self._server.error(
                f"cannot be written ({said(answer)})",
                "Check that you may write there, and try again.",
            )

    def replace(
        self,
        graphs: Iterable[str],
        quads: Iterable[ox.Quad],
        pages: Iterable[Iterable[ox.Quad]] = (),
    ) -> None:
        """Put *quads* in place of *graphs* and *pages* in one request."""
        self.update(updates.replacement(graphs, quads, pages))

    def record(self, built: Built) -> None:
        """Keep *built* in a graph of its own."""
        node = ox.NamedNode(_RECORD)
        value = ox.Literal(json.dumps(asdict(built)))
        self.replace((_RECORD,), [ox.Quad(node, ox.NamedNode(_VALUE), value, node)])

    def note_removed(self, documents: Iterable[str]) -> None:
        """Do nothing: an endpoint does not remember what was removed."""

    def copied(self) -> AbstractContextManager[Opened]:
        """Refuse it."""
        raise self._server.error("an endpoint is not copied", "Use a store in a folder.")

    @contextmanager
    def rewriting(self, built: Built | None, *, empty: bool) -> Iterator["CaseByCase"]:
        """Give a rewrite that changes each case by itself, and keeps *built* at the end."""
        rewrite = CaseByCase(self)
        if empty:
            rewrite.remove(graph for graph in self.graphs() if graph.startswith(f"{BASE}/"))
        yield rewrite
        rewrite.finish()
        if built is not None:
            self.record(built)

    def close(self) -> None:
        """Close the connections. Closing twice is no error."""
        if self._endpoint is not None:
            self._endpoint.close()
        self._endpoint = None

    @property
    def _server(self) -> Endpoint:
        if self._endpoint is None:
            raise StoreError("the store is closed", repair="Open it again.")
        return self._endpoint

    def _place_of_queries(self) -> "httpx.URL":
        """Return the URL that answers queries, behind all redirections."""
        answers = []
        for path in ("query", ""):
            asked = self._server.ask(
                "GET",
                self._server.at(path),
                params={"query": "ASK {}"},
                headers={"Accept": _RESULTS},
            )
            if asked.is_success and _is_results(asked):
                self._parsed(asked)
                return asked.url.copy_remove_param("query")
            answers.append(asked)
            if asked.status_code in _REFUSED:
                break
        raise self._server.error(
            f"does not answer SPARQL queries ({said(answers[-1])})",
            "Give the URL of a SPARQL 1.1 endpoint; a user and a password may stand in ~/.netrc.",
        )

    def _place_of_updates(self) -> "httpx.URL":
        """Return the URL that takes updates, found with one that changes nothing."""
        for path in ("update", "", "statements"):
            asked = self._server.ask("POST", self._server.at(path), **_update("INSERT DATA {}"))
            if asked.is_success:
                return asked.url
            if asked.status_code in _REFUSED:
                break
        raise self._server.error(
            f"does not take SPARQL updates ({said(asked)})",
            "Give the URL of an endpoint that can be written; a user and a password may stand in "
            "~/.netrc.",
        )

    def _find_union(self) -> None:
        """Find out how to ask for the union of all graphs, as soon as there is one to see.

        :raises StoreError: when the endpoint has no such thing.
        """
        for parameters in _UNION_PARAMETERS:
            answer = self._parsed(self._posted(_UNION, parameters))
            found = [row["union"].value for row in cast("ox.QuerySolutions", answer)]
            if not found:
                return
            if found == ["true"]:
                self._union = parameters
                return
        raise self._server.error(
            "the default graph of its queries is not the union of all graphs",
            "Set the server so: --union-default-graph in Oxigraph, tdb2:unionDefaultGraph in "
            "Fuseki.",
        )

    def _posted(self, sparql: str, parameters: Parameters) -> "httpx.Response":
        return self._server.ask(
            "POST",
            self._queries,
            params=parameters,
            data={"query": sparql},
            headers={"Accept": _ANY},
        )

    def _selected(self, sparql: str) -> ox.QuerySolutions:
        return cast("ox.QuerySolutions", self._parsed(self._posted(sparql, {})))

    def _triples_of(self, graph: ox.NamedNode) -> Iterable[ox.Triple]:
        """Return the triples of *graph*, from the graph store if the server has one."""
        known = self._graph_store
        places = [known] if known else map(self._server.at, ("store", "data", "rdf-graphs/service"))
        for place in places:
            answer = self._server.ask(
                "GET", place, params={"graph": graph.value}, headers={"Accept": _TRIPLES}
            )
            if answer.is_success and ox.RdfFormat.from_media_type(media_type(answer)):
                self._graph_store = place
                return cast("ox.QueryTriples", self._parsed(answer))
        sparql = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        return cast("ox.QueryTriples", self._parsed(self._posted(sparql, {})))

    def _parsed(self, answer: "httpx.Response") -> Answer:
        """Return what *answer* says, which was read to its end.

        :raises StoreError: when it says that the server failed, or nothing that SPARQL knows.
        """
        if not answer.is_success:
            raise self._server.error(
                f"the query was not answered ({said(answer)})", "Check the server, and try again."
            )
        try:
            return _read(answer.content, media_type(answer))
        except (SyntaxError, ValueError) as error:
            raise self._server.error(
                f"answers what is no SPARQL result: {str(error).splitlines()[0]}",
                "Check that the URL is that of a SPARQL 1.1 endpoint.",
            ) from None


class CaseByCase:
    """A rewrite of an endpoint: each case by an update of its own, each other graph too."""

    def __init__(self, database: Remote) -> None:
        self._database = database
        self._removed: dict[str, list[str]] = {}

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove *graphs*, when what takes their place is loaded, or else at the end."""
        for graph in graphs:
            self._removed.setdefault(document_of(graph) or graph, []).append(graph)

    def delete(self, page: Iterable[ox.Quad]) -> None:
        """Delete the quads *page*, which are all that is said of their blank nodes."""
        if sparql := updates.deletion(page):
            self._database.update(sparql)

    def load(self, nquads: bytes | PathLike[str]) -> None:
        """Add the N-Quads *nquads*, or those in the file of that path."""
        data, path = (nquads, None) if isinstance(nquads, bytes) else (None, nquads)
        groups: dict[str, list[ox.Quad]] = {}
        try:
            for quad in ox.parse(data, ox.RdfFormat.N_QUADS, path=path):
                name = graph_of(quad)
                groups.setdefault(document_of(name) or name, []).append(quad)
        except (OSError, SyntaxError) as error:
            raise StoreError(
                f"what is loaded is not N-Quads: {error}", repair="Correct it."
            ) from None
        for name, quads in groups.items():
            self._database.replace(self._removed.pop(name, ()), quads)

    def finish(self) -> None:
        """Remove the graphs that nothing took the place of."""
        graphs = [graph for group in self._removed.values() for graph in group]
        for start in range(0, len(graphs), _DROPS):
            self._database.update(updates.removal(graphs[start : start + _DROPS]))


def _update(sparql: str) -> dict[str, Any]:
    """Return the request for an update, as SPARQL 1.1 Protocol section 2.2.2 has it."""
    headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
    return {"content": sparql.encode(), "headers": headers}


def _of_dataset(dataset: Dataset) -> Parameters:
    """Return the parameters for *dataset*, as SPARQL 1.1 Protocol section 2.1.4 has them."""
    return {"default-graph-uri": dataset.default, "named-graph-uri": dataset.named}


def _is_results(answer: "httpx.Response") -> bool:
    return ox.QueryResultsFormat.from_media_type(media_type(answer)) is not None


def _with_values(sparql: str, values: Values) -> str:
    """Return *sparql* with *values* as inline data (SPARQL 1.1 Query, section 10.2).

    >>> _with_values("SELECT ?s WHERE { ?s ?p ?o }", {ox.Variable("o"): ox.Literal("x } #")})
    'SELECT ?s WHERE { VALUES ?o { "x } #" } ?s ?p ?o }'
    """
    data = "".join(f" VALUES {variable} {{ {value} }}" for variable, value in values.items())
    return re.sub(r"\bWHERE\s*\{", lambda found: found[0] + data, sparql, count=1)


def _read(content: bytes, kind: str) -> Answer:
    """Return the results or the triples that *content* of the media type *kind* says.

    :raises SyntaxError: when it is not of that type.
    :raises ValueError: when that is no type for results or triples.
    """
    results = ox.QueryResultsFormat.from_media_type(kind)
    if results is not None:
        _check_results(content, results)
        return ox.parse_query_results(content, results)
    triples = ox.RdfFormat.from_media_type(kind)
    if triples is None:
        raise ValueError(f"media type {kind or 'unknown'}")
    store = ox.Store()
    store.extend(
        ox.Quad(quad.subject, quad.predicate, quad.object) for quad in ox.parse(content, triples)
    )
    return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")


def _check_results(content: bytes, kind: ox.QueryResultsFormat) -> None:
    """Read *content* to its end, since Oxigraph finds what is wrong only when it comes to it.

    :raises SyntaxError: when it is not of the format *kind*.
    """
    answer = ox.parse_query_results(content, kind)
    if isinstance(answer, ox.QuerySolutions):
        try:
            for _ in answer:
                pass
        finally:
            del answer  # which no other thread may free, as it would with the error's frames
