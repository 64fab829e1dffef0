"""A site served on this machine, and the headless Chromium that opens it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = "CASEGRAPH_CHROMIUM"
"""The environment variable that names the browser's program."""


PATIENCE = 60_000
"""How many milliseconds anything may take in a browser on a busy machine."""

_LEFT = "net::ERR_ABORTED"
"""Why a request failed when the page was left before it was answered."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve *site* on a free port of this machine; give its address without a slash at the end."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the browser; skip where there is none."""
    program = os.environ.get(CHROMIUM) or shutil.which("chromium")
    if not program:
        pytest.skip(f"no chromium on the path, and {CHROMIUM} names none")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], timeout=PATIENCE
        )
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, *, width: int = 1280, dark: bool = False, scripts: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """Give an empty page, and a list to which what goes wrong in it is added."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "requestfailed",
        lambda asked: wrong.append(asked.url) if asked.failure != _LEFT else None,
    )
    page.on(
        "response",
        lambda got: wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None,
    )
    yield page, wrong
    context.close()
