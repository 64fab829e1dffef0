"""`casegraph serve`: the SPARQL endpoint, the linked data and the pages, live."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from casegraph.build import open_store
from casegraph.cli.addresses import check_proxies, check_web, path_from
from casegraph.cli.inputs import tell_differences
from casegraph.cli.output import message, working, write
from casegraph.errors import CasegraphError
from casegraph.quads import nquads
from casegraph.serve.http.listening import Place
from casegraph.serve.http.token import token_of
from casegraph.serve.running import run
from casegraph.serve.settings import MIB, Addresses, Limits, Settings
from casegraph.store import Store
from casegraph.texts import Texts

_LIMITS = Limits()


def command(
    store: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder of the store; without it, the bundled cases in a temporary one.",
            show_default=False,
        ),
    ] = None,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address of this machine to listen on.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 for any that is free.")
    ] = 8000,
    base: Annotated[
        str, typer.Option(metavar="IRI", help="What the IRIs begin with that are answered for.")
    ] = "https://w3id.org/casegraph",
    url: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Where clients reach the server.",
            show_default="what they ask for",
        ),
    ] = "",
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The folder with the texts of the reports, to show evidence in its words.",
            show_default=False,
        ),
    ] = None,
    writable: Annotated[
        bool,
        typer.Option(
            "--writable", help="Let clients that show the token change the store over HTTP."
        ),
    ] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The file with the token; without it, the variable CASEGRAPH_TOKEN has it.",
            show_default=False,
        ),
    ] = None,
    federate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="An endpoint that SERVICE may ask; may be given several times."
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option(metavar="N", min=0.1, help="How long one query may take.")
    ] = _LIMITS.seconds,
    memory: Annotated[
        int, typer.Option(metavar="MIB", min=64, help="How much memory one worker may take.")
    ] = _LIMITS.memory // MIB,
    rows: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many rows or triples an answer may have.")
    ] = _LIMITS.rows,
    answer: Annotated[
        int, typer.Option(metavar="MIB", min=1, help="How large an answer may be.")
    ] = _LIMITS.answer // MIB,
    body: Annotated[
        int, typer.Option(metavar="MIB", min=1, help="How large a request may be that asks.")
    ] = _LIMITS.body // MIB,
    update: Annotated[
        int, typer.Option(metavar="MIB", min=1, help="How large a request may be that writes.")
    ] = _LIMITS.update // MIB,
    update_seconds: Annotated[
        float, typer.Option(metavar="N", min=0.1, help="How long a request that writes may take.")
    ] = _LIMITS.update_seconds,
    queries: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="How many queries run at once.", show_default="0: all cores"
        ),
    ] = 0,
    queue: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many more queries may wait.")
    ] = _LIMITS.queue,
    wait: Annotated[
        float, typer.Option(metavar="SECONDS", min=0, help="How long a query may wait.")
    ] = _LIMITS.wait,
    idle: Annotated[
        float,
        typer.Option(
            metavar="SECONDS",
            min=1,
            help="How long a client may take to send its request, or to take some of its answer.",
        ),
    ] = _LIMITS.idle,
    log_queries: Annotated[
        bool, typer.Option("--log-queries", help="Write the text of queries into the log.")
    ] = False,
    log_addresses: Annotated[
        Addresses, typer.Option(help="What the log says of who asked.")
    ] = Addresses.HASHED,
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH", help="The path under which a proxy has the server.", show_default=False
        ),
    ] = "",
    forwarded_allow_ips: Annotated[
        str,
        typer.Option(
            metavar="ADDRESSES", help="The proxies that are believed who asked, with commas."
        ),
    ] = "127.0.0.1",
) -> None:
    """Answer SPARQL, and for every IRI of the store as page or as data, until Ctrl+C.

    Nobody but this machine is answered and nothing can be changed, unless it is told otherwise.
    The log goes to standard error, one JSON object a line.
    """
    token = token_of(token_file) if writable else None
    if token_file and not writable:
        raise CasegraphError("--token-file without --writable", repair="Give both, or none.")
    check_web("--base", [base])
    check_web("--url", [url] if url else [])
    check_web("--federate", federate or [])
    if sources is not None:
        Texts(sources)
    check_proxies("--forwarded-allow-ips", forwarded_allow_ips)
    place = Place(
        host=host,
        port=port,
        root_path=path_from("--root-path", root_path),
        proxies=forwarded_allow_ips,
    )
    limits = Limits(
        seconds=seconds,
        memory=memory * MIB,
        rows=rows,
        answer=answer * MIB,
        body=body * MIB,
        update=update * MIB,
        update_seconds=update_seconds,
        queries=queries or _LIMITS.queries,
        queue=queue,
        wait=wait,
        idle=idle,
    )
    _tell_meaning(place, is_writable=writable)
    with _served(store, is_writable=writable) as folder:
        settings = Settings(
            store=folder,
            base=base.rstrip("/"),
            url=url.rstrip("/"),
            sources=sources,
            token=token,
            federation=tuple(federate or ()),
            log_queries=log_queries,
            log_addresses=log_addresses,
            limits=limits,
        )
        run(settings, place, _tell)


def _tell(address: str) -> None:
    write(f"Serving at {address}/\nSPARQL endpoint: {address}/sparql\nStop with Ctrl+C.")


def _tell_meaning(place: Place, *, is_writable: bool) -> None:
    """Say what it means to listen on more than this machine."""
    if not place.is_public:
        return
    message(
        "note",
        f"everyone who reaches {place.host} may ask; for the internet put nginx before it, "
        "which knows who asks and encrypts: see docs/serve.md",
    )
    if is_writable:
        message("note", "without encryption whoever listens on the way can read the token")


@contextmanager
def _served(store: Path | None, *, is_writable: bool) -> Iterator[Path]:
    """Give *store*, or a temporary store with the bundled cases until the block ends.

    :raises CasegraphError: when *store* is none, or holds no case that somebody could read.
    """
    if store is not None:
        with Store.open(store) as found:
            tell_differences(found)
            if not found.count() and not is_writable:
                raise CasegraphError(
                    "the store has no cases",
                    file=store,
                    repair="Put some in: casegraph build --store DIR PATH...",
                )
        yield store
        return
    with TemporaryDirectory(prefix="casegraph-serve-") as folder:
        with (
            working("Building the bundled cases"),
            open_store() as bundled,
            Store.open(folder, write=True) as made,
            made.rewriting(bundled.built, empty=True) as rewrite,
        ):
            rewrite.load(nquads(bundled.quads()))
        if is_writable:
            message("note", "this store is gone when the server ends; --store DIR keeps one")
        yield Path(folder)
