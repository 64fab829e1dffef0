"""Health and numbers: what an operator sees, and what clients cannot make of it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from prometheus_client import REGISTRY, Counter
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from api_served import served, settings_for
from casegraph.serve.api.measured import Measured, metrics_of
from casegraph.serve.http.guard import Guarded
from casegraph.serve.workers import AnswerCutError, LimitError
from serve_running import waited

ANSWER = "/api/queries/authors/answer"


@pytest.fixture
def own(bundled_folder: Path) -> Iterator[httpx.Client]:
    """Give a client of a server that nobody else asks, whose answers have two rows at most."""
    with served(settings_for(bundled_folder, rows=2)) as client:
        yield client


def numbers(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Return the numbers by name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def number(client: httpx.Client, name: str, **labels: str) -> float:
    return numbers(client).get((f"casegraph_{name}", frozenset(labels.items())), 0.0)


def becomes(wanted: float, client: httpx.Client, name: str, **labels: str) -> bool:
    """Return whether a number becomes *wanted*: a request is counted after it is answered."""
    return waited(lambda: number(client, name, **labels) == wanted)


def test_health_says_what_is_served_and_by_whom(api: httpx.Client) -> None:
    health = api.get("/health").json()
    assert health["status"] == "ok"
    assert health["snapshot"]
    assert set(health["workers"]) == {"pages", "queries"}
    assert all(pool["alive"] for pool in health["workers"].values())
    assert waited(lambda: api.get("/health").json()["store"])
    assert api.get("/health").json()["store"]["cases"] == 3


def test_health_says_as_the_store_does_how_many_run_at_once(own: httpx.Client) -> None:
    pool = own.get("/health").json()["workers"]["queries"]
    assert f"{pool['atOnce']} questions" in own.get("/store").text
    assert pool["spare"] == 1


def test_health_says_when_the_store_was_written_and_since_when_it_is_read(
    own: httpx.Client, bundled_folder: Path
) -> None:
    assert waited(lambda: own.get("/health").json()["store"])
    health = own.get("/health").json()
    written = datetime.fromisoformat(health["store"]["written"])
    manifest = (bundled_folder / "casegraph.json").stat().st_mtime
    assert int(manifest) <= written.timestamp() <= time.time()
    assert written <= datetime.fromisoformat(health["read"]) <= datetime.now(UTC)


def test_nobody_keeps_health_and_numbers(api: httpx.Client) -> None:
    for path in ("/health", "/metrics"):
        assert api.get(path).headers["cache-control"] == "no-store"


def test_requests_are_counted_by_route_and_status(own: httpx.Client) -> None:
    for name in ("authors", "drugs", "nothing-like-it"):
        own.get(f"/api/queries/{name}")
    labels = {"method": "GET", "route": "/api/queries/{name}"}
    assert becomes(2, own, "http_requests_total", **labels, status="200")
    assert becomes(1, own, "http_requests_total", **labels, status="404")
    assert becomes(3, own, "http_request_seconds_count", route="/api/queries/{name}")


def test_no_client_makes_new_labels(own: httpx.Client) -> None:
    own.get("/api/queries/none")
    labels = {"method": "GET", "route": "/api/queries/{name}", "status": "404"}
    assert becomes(1, own, "http_requests_total", **labels)
    before = {key for key in numbers(own) if "http" in key[0]}
    for at in range(20):
        own.get(f"/api/queries/none-{at}")
        own.get("/api/queries/none", params={f"a{at}": "b"}, headers={f"x-{at}": "b"})
    assert becomes(41, own, "http_requests_total", **labels)
    after = {key for key in numbers(own) if "http" in key[0]}
    assert {labels for _, labels in after - before} <= {
        labels for _, labels in after if dict(labels).get("route") == "/metrics"
    }


def test_methods_that_nobody_knows_are_counted_together() -> None:
    measured = Measured(Guarded(answering))
    for at in range(3):
        scope = measured_with(measured, f"BREW{at}")
    counted = samples(metrics_of(Request(scope)).requests)
    assert counted == [({"method": "other", "route": "none", "status": "200"}, 3.0)]


def test_an_answer_that_passes_a_limit_is_counted_under_it(own: httpx.Client) -> None:
    assert own.get(ANSWER).status_code == 500
    assert becomes(1, own, "limits_passed_total", limit="rows")
    assert number(own, "http_answers_cut_total", route="/api/queries/{name}/answer") == 0


def test_what_is_kept_is_counted(own: httpx.Client) -> None:
    before = numbers(own)
    for _ in range(3):
        assert own.get(ANSWER, params={"limit": 1}).status_code == 200
    after = numbers(own)
    hits = ("casegraph_cache_hits_total", frozenset[tuple[str, str]]())
    assert after[hits] - before[hits] == 2


def test_the_workers_of_each_pool_are_counted(own: httpx.Client) -> None:
    for pool in ("pages", "queries"):
        assert number(own, "workers_alive", pool=pool) > 0
    own.get(ANSWER, params={"limit": 1})
    assert number(own, "tasks_done_total", pool="queries") >= 1


def test_the_snapshot_is_the_one_of_the_health(own: httpx.Client) -> None:
    snapshot = own.get("/health").json()["snapshot"]
    assert number(own, "snapshot_info", snapshot=snapshot) == 1


def test_each_application_has_its_own_numbers(own: httpx.Client) -> None:
    own.get("/health")
    labels = {"method": "GET", "route": "/health", "status": "200"}
    assert becomes(1, own, "http_requests_total", **labels)
    assert not any(family.name.startswith("casegraph") for family in REGISTRY.collect())


def test_an_answer_that_breaks_off_is_counted_with_the_limit_that_cut_it() -> None:
    metrics = metrics_of(Request(measured_with(Measured(Guarded(breaking)), "GET")))
    assert samples(metrics.cut) == [({"route": "none"}, 1.0)]
    assert samples(metrics.limits) == [({"limit": "answer"}, 1.0)]


async def answering(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ab"})


async def breaking(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ab", "more_body": True})
    limit = LimitError("answer", "the answer has more than 2 bytes", repair="Ask for less.")
    raise AnswerCutError("the answer ends before its end") from limit


def measured_with(measured: Measured, method: str) -> Scope:
    """Return the scope of a request with *method* after *measured* has answered it."""

    async def asks() -> Message:
        return {"type": "http.request"}

    async def takes(_: Message) -> None: ...

    scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": []}
    asyncio.run(measured(scope, asks, takes))
    return scope


def samples(counter: Counter) -> list[tuple[dict[str, str], float]]:
    (family,) = counter.collect()
    return [(one.labels, one.value) for one in family.samples if one.name.endswith("_total")]
