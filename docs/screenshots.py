"""Make the pictures of the site in `docs/images` again: python docs/screenshots.py.

It needs a Chromium on the path, or CASEGRAPH_CHROMIUM that names one.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from casegraph.site import write_site

IMAGES = Path(__file__).resolve().parent / "images"

CASE = "case/alar-ligament-calcification-ra"


def main() -> int:
    """Write the pictures; return 1 where there is no browser."""
    program = os.environ.get("CASEGRAPH_CHROMIUM") or shutil.which("chromium")
    if not program:
        sys.stderr.write("no chromium on the path, and CASEGRAPH_CHROMIUM names none\n")
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        write_site(site)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        _case(browser, site)
        _spine(browser, site)
        browser.close()
    return 0


def _case(browser: Browser, site: Path) -> None:
    """Show the upper part of a page of a case."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    page.goto((site / f"{CASE}.html").as_uri())
    page.screenshot(path=IMAGES / "case.png")


def _spine(browser: Browser, site: Path) -> None:
    """Show the picture of the whole spine."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, color_scheme="light")
    page.goto((site / "spine.html").as_uri())
    page.locator("svg#spine").screenshot(path=IMAGES / "spine.png")


if __name__ == "__main__":
    sys.exit(main())
