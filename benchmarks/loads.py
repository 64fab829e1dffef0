"""Clients that ask a server: as fast as it answers (wrk), or so many times a second."""

import asyncio
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from servers import Missing

_SCRIPT = """
local paths, at, asked = {}, 0, 0
local marked = os.getenv("MARKED") == "yes"
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
request = function()
  at = at % #paths + 1
  asked = asked + 1
  local mark = marked and "%0A%23" .. asked or ""
  return wrk.format("GET", paths[at] .. mark, {["Accept"] = os.getenv("ACCEPT")})
end
done = function(summary, latency)
  local failed = summary.errors
  io.stderr:write(string.format(
    '{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """What came of a load.

    rate: answers a second. p50, p99: milliseconds. failed: how many had another status than 200, or
    none. again: how many asked for what this load had asked for before, word by word.
    """

    rate: float
    p50: float
    p99: float
    failed: int
    again: int = 0

    def told(self) -> dict[str, float]:
        """Return it for a JSON file."""
        return asdict(self)


def hammer(
    url: str,
    paths: Sequence[str],
    accept: str,
    seconds: float,
    clients: int,
    *,
    is_marked: bool = False,
) -> Load:
    """Return what a server does for *clients* that ask for *paths*, one after the other, by wrk.

    is_marked: each path ends with a query, which gets a comment with a number of its own, so that
    no server can have its answer at hand.
    """
    if not shutil.which("wrk"):
        raise Missing("wrk is not installed (apt-get install wrk)")
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder, "paths"), Path(folder, "ask.lua")
        listed.write_text("\n".join(paths))
        script.write_text(_SCRIPT)
        command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60s"]
        ran = subprocess.run(
            [*command, "-s", str(script), url],
            env={
                "PATHS": str(listed),
                "ACCEPT": accept,
                "MARKED": "yes" if is_marked else "no",
            },
            capture_output=True,
            text=True,
            check=True,
        )
    told = json.loads(ran.stderr)
    again = 0 if is_marked else max(0, told["requests"] - len(paths))
    rate = told["requests"] / told["seconds"]
    return Load(rate, told["p50"], told["p99"], told["failed"], again)


def paced(url: str, paths: Sequence[str], accept: str, seconds: float, rate: float) -> Load:
    """Return what a server does when *rate* requests a second come, whether it answers or not.

    A request's time begins when it was due, so that one that has to wait counts as slow.
    """
    return asyncio.run(_paced(url, paths, accept, seconds, rate))


async def _paced(url: str, paths: Sequence[str], accept: str, seconds: float, rate: float) -> Load:
    place = urlsplit(url)
    free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    took: list[float] = []
    failed = 0

    async def ask(path: str, due: float) -> None:
        nonlocal failed
        try:
            if free:
                reader, writer = free.pop()
            else:
                reader, writer = await asyncio.open_connection(place.hostname, place.port)
            head = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept: {accept}\r\n\r\n"
            writer.write(head.encode())
            status = await _read(reader)
            failed += status != 200
            free.append((reader, writer))
        except (OSError, EOFError):
            failed += 1
        took.append(1000 * (time.perf_counter() - due))

    start = time.perf_counter()
    running = []
    for number in range(int(seconds * rate)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        running.append(asyncio.create_task(ask(paths[number % len(paths)], due)))
    await asyncio.gather(*running)
    for _, writer in free:
        writer.close()
    cuts = quantiles(took, n=100)
    again = max(0, len(took) - len(paths))
    return Load(len(took) / (time.perf_counter() - start), cuts[49], cuts[98], failed, again)


async def _read(reader: asyncio.StreamReader) -> int:
    """Read one response to its end, and return its status."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
    if "content-length" in fields:
        await reader.readexactly(int(fields["content-length"]))
    else:
        while size := int(await reader.readuntil(b"\r\n"), 16):
            await reader.readexactly(size + 2)
        await reader.readuntil(b"\r\n")
    return int(head[0].split()[1])
