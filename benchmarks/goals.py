"""What the native engine is meant to reach, and how far it came."""

from collections.abc import Iterator, Sequence
from typing import Any

Measured = Sequence[dict[str, Any]]


def goals(measured: Measured) -> Iterator[tuple[str, str, str]]:
    """Yield each goal that can be judged: what it is about, what is wanted, what was measured."""
    build = _costs(measured, "build", "native")
    for way in ("native", "native, 2 workers"):
        own, judge = _costs(measured, "examine", way), _costs(measured, "examine", "reference")
        if own and judge:
            most, reached = max(own), max(judge)
            ratio = f"{judge[reached] / own[most]:,.0f}, with {most:,} cases against {reached:,}"
            name = f"infer + validate, {way}: times the throughput of the reference engine"
            yield name, "at least 300", ratio
    for stage, peer, wanted in (("validate", "pyrudof", 5), ("infer", "eye", 10)):
        own, other = _costs(measured, stage, "native"), _costs(measured, stage, peer)
        if common := own.keys() & other.keys():
            most = max(common)
            ratio = f"{other[most] / own[most]:,.1f}, with {most:,} cases"
            yield f"{stage}: times the throughput of {peer}", f"at least {wanted}", ratio
    if 1000 in build and max(build) > 1000:
        growth = 100 * (build[max(build)] / build[1000] - 1)
        yield (
            f"build: a case of {max(build):,} against one of 1,000",
            "within 20 %",
            f"{growth:+.0f} %",
        )
    for one in measured:
        if (one["stage"], one["cases"]) == ("build", max(build, default=0)) and "peak" in one:
            name = f"build, {one['engine']}: memory at {one['cases']:,} cases"
            yield name, "under 1,000 MB", f"{one['peak']:,.0f} MB"
    added = _costs(measured, "add", "native")
    if added:
        name = f"add: one case to a store of {max(added):,}"
        yield name, "under 100 ms", f"{1000 * added[max(added)]:,.0f} ms"


def _costs(measured: Measured, stage: str, engine: str) -> dict[int, float]:
    """Return the seconds a case by the size of the corpus, of the fastest way to use *engine*.

    A peer that was measured in several ways counts as it was fastest; the native engine counts with
    one worker, unless *engine* names the way.
    """
    costs: dict[int, float] = {}
    for one in measured:
        name, _, way = one["engine"].partition(", ")
        is_meant = one["engine"] == engine or (name == engine and "workers" not in way)
        if one["stage"] == stage and is_meant and "a case" in one:
            costs[one["cases"]] = min(one["a case"], costs.get(one["cases"], one["a case"]))
    return costs
