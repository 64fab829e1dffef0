"""A SPARQL 1.1 endpoint in a thread, around an Oxigraph in memory, with the faults of real ones."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

RESULTS = ox.QueryResultsFormat.JSON
TRIPLES = ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True)
class Reply:
    """An answer of the server. delay: in seconds, before the first byte."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0


@dataclass
class SparqlEndpoint:
    """What the server does, which a test may change while it runs.

    queries, updates, graphs: the paths that answer queries, updates and the Graph Store Protocol,
    None for none. union: whether the default graph is the union, "always", "asked" (by the
    parameter of Oxigraph's server) or "never". faults: by path, answers that come instead.
    requests: what was asked, as method and path. secret: the Authorization header that is needed.
    """

    queries: str = "/query"
    updates: str | None = "/update"
    graphs: str | None = "/store"
    union: str = "always"
    faults: dict[str, Reply] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    secret: str | None = None
    store: ox.Store = field(default_factory=ox.Store)
    url: str = ""

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Return the answer to a request."""
        parts = urlsplit(target)
        self.requests.append(f"{method} {parts.path}")
        parameters = parse_qs(parts.query, keep_blank_values=True)
        if headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            parameters |= parse_qs(body.decode())
        if parts.path in self.faults:
            return self.faults[parts.path]
        if self.secret is not None and headers.get("Authorization") != self.secret:
            return Reply(401, b"who are you?\n", headers={"WWW-Authenticate": "Basic"})
        is_update = headers.get("Content-Type", "").startswith("application/sparql-update")
        try:
            if parts.path == self.updates and is_update:
                self.store.update(body.decode())
                return Reply(204)
            if parts.path == self.graphs and "graph" in parameters:
                return self._graph(method, ox.NamedNode(parameters["graph"][0]), body)
            if parts.path == self.queries and "query" in parameters:
                return self._query(parameters["query"][0], "union-default-graph" in parameters)
        except SyntaxError as error:
            return Reply(400, f"{error}\n   at some place\n".encode())
        return Reply(404, b"<h1>Not here</h1>", "text/html")

    def _query(self, sparql: str, asked: bool) -> Reply:
        union = self.union == "always" or (self.union == "asked" and asked)
        answer = self.store.query(sparql, use_default_graph_as_union=union)
        if isinstance(answer, ox.QueryTriples):
            return Reply(200, answer.serialize(format=TRIPLES) or b"", TRIPLES.media_type)
        return Reply(200, answer.serialize(format=RESULTS) or b"", RESULTS.media_type)

    def _graph(self, method: str, graph: ox.NamedNode, body: bytes) -> Reply:
        """Return the answer of the SPARQL 1.1 Graph Store HTTP Protocol (section 5)."""
        if method in ("GET", "DELETE") and not self.store.contains_named_graph(graph):
            return Reply(404, b"no such graph")
        if method == "GET":
            content = self.store.dump(format=TRIPLES, from_graph=graph)
            return Reply(200, content or b"", f"{TRIPLES.media_type}; charset=utf-8")
        if method in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if method in ("PUT", "POST"):
            self.store.load(body, TRIPLES, to_graph=graph)
        return Reply(204)


@contextmanager
def serving(endpoint: SparqlEndpoint) -> Iterator[SparqlEndpoint]:
    """Serve *endpoint* on a free port of this machine until the block ends; its URL is set."""
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = endpoint.answer(self.command, self.path, dict(self.headers), body)
            end = time.monotonic() + reply.delay
            while time.monotonic() < end and not stopped.is_set():
                time.sleep(0.01)
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            self.send_header("Content-Type", reply.kind)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - names of http.server

        def log_message(self, *said: object) -> None:
            """Say nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                """The client went away, as it may."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield endpoint
    finally:
        stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
