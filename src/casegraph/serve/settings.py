"""What a server is told when it starts."""

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

MIB = 2**20


class Addresses(StrEnum):
    """What the log says of who asked."""

    PLAIN = "plain"
    HASHED = "hashed"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a client may take; see `docs/serve.md`.

    seconds: wall-clock time of one query. memory: bytes that one worker may have beside what it
    maps of the store. rows: solutions or triples of one answer. answer: bytes of one answer.
    body: bytes of a request that asks. update: bytes of a request that writes. update_seconds: the
    time until what it writes takes effect. queries: how many run at once. queue: how many more may
    wait. wait: for how many seconds. idle: seconds in which a client must send its request, and
    take some of its answer.
    """

    seconds: float = 30
    memory: int = 2048 * MIB
    rows: int = 1_000_000
    answer: int = 256 * MIB
    body: int = MIB
    update: int = 64 * MIB
    update_seconds: float = 120
    queries: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    queue: int = 64
    wait: float = 10
    idle: float = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A server.

    store: the folder of the store. base: without a slash at the end. The IRIs in the data stay what
    they are, below `namespaces.BASE`, and each answers at its path below the top of the server. An
    IRI below *base* means the same to `/about`; and a request for the host of *base* is answered
    below the path of *base* too, so that who resolves that host to this machine finds all there.
    url: where clients reach it, without a slash at the end; empty when they say it themselves.
    sources: the folder with the texts of the reports. token: what a client that writes must show;
    None when nobody may write. federation: the SPARQL endpoints that a query may ask.
    log_queries: write the text of queries into the log, with the literals that they hold.
    log_addresses: what the log says of who asked.
    """

    store: Path
    base: str = "https://w3id.org/casegraph"
    url: str = ""
    sources: Path | None = None
    token: str | None = None
    federation: tuple[str, ...] = ()
    log_queries: bool = False
    log_addresses: Addresses = Addresses.HASHED
    limits: Limits = field(default_factory=Limits)

    @property
    def writable(self) -> bool:
        """Whether a client with the token may change the store."""
        return self.token is not None
