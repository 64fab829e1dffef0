"""Every address that `docs/serve.md` names, and every link that starts at `/`, leads somewhere."""

import itertools
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

PAGE = Path(__file__).parents[1] / "docs" / "serve.md"
SLUG = "alar-ligament-calcification-ra"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
MEANT = {
    "/PATH": f"/case/{SLUG}",
    "IRI": f"https://w3id.org/casegraph/case/{SLUG}",
    "WORDS": "neck",
    "NAME": "drugs",
}
"""What stands for the words in capitals."""

_MOST = 250
"""How many pages are looked at."""


def addresses() -> list[str]:
    """Return the addresses in the table of what there is."""
    table = PAGE.read_text("utf-8").partition("## What it offers")[2].partition("\n\nThe")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `/")]
    return [address for cell in cells for address in re.findall(r"`(/[^`]*)`", cell)]


def meant(address: str, slugs: list[str]) -> str:
    for word, value in MEANT.items():
        address = address.replace(word, value)
    for slug in slugs:
        address = address.replace("SLUG", slug, 1)
    return address


@pytest.fixture(scope="module")
def slugs(api: httpx.Client) -> list[str]:
    """Return the cases of the store."""
    return sorted(set(re.findall(r'href="case/([\w-]+)\.html"', api.get("/cases.html").text)))


def test_the_table_is_collected() -> None:
    assert len(addresses()) >= 20


@pytest.mark.parametrize("address", addresses())
@pytest.mark.parametrize("accept", [BROWSER, "*/*"])
def test_every_address_of_the_table_answers(
    api: httpx.Client, slugs: list[str], address: str, accept: str
) -> None:
    path = meant(address, slugs)
    answer = api.get(path, headers={"accept": accept}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    assert answer.content
    whole = api.head(path, headers={"accept": accept}, follow_redirects=True)
    assert (whole.status_code, whole.content) == (200, b"")
    assert whole.headers["content-type"] == answer.headers["content-type"]


def test_every_link_from_the_start_leads_somewhere(api: httpx.Client) -> None:
    found, broken = ["/"], []
    for path in itertools.islice(found, _MOST):  # which grows meanwhile
        answer = api.get(path, headers={"accept": BROWSER}, follow_redirects=True)
        if answer.status_code != 200:
            broken.append((path, answer.status_code))
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in re.findall(r'(?:href|src|action)="([^"#]+)', answer.text):
            target = urlsplit(urljoin(str(answer.url), link.replace("&amp;", "&")))
            local = f"{target.path}?{target.query}" if target.query else target.path
            if target.netloc == api.base_url.netloc.decode() and local not in found:
                found.append(local)
    assert len(found) > _MOST
    assert broken == []
