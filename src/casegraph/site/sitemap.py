"""`sitemap.xml` and `robots.txt`: where search engines find every page (sitemaps.org, 0.9)."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from casegraph.build.crew import batched
from casegraph.namespaces import BASE
from casegraph.web.environment import Site

_MOST = 50_000
"""How many addresses one file may hold."""

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNLISTED = frozenset({"404.html", "search.html"})


def files(site: Site, pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files, with their content; the sitemap is several files when it is long.

    pages: the files of the pages, sorted. Without a base URL nobody knows where the site is, and
    the permanent addresses stand for it, which lead there.
    """
    base = site.base_url or BASE
    listed = [page for page in pages if page not in _UNLISTED]
    parts = list(batched(listed, _MOST)) or [()]
    if len(parts) == 1:
        yield "sitemap.xml", _document("urlset", "url", base, parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield name, _document("urlset", "url", base, part)
        yield "sitemap.xml", _document("sitemapindex", "sitemap", base, names)
    told = f"Sitemap: {base}/sitemap.xml\n" if site.base_url else ""
    yield "robots.txt", f"User-agent: *\nAllow: /\n{told}".encode()


def _document(root: str, element: str, base: str, names: Sequence[str]) -> bytes:
    lines = [f"<{element}><loc>{_address(base, name)}</loc></{element}>\n" for name in names]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SPACE}">\n'
    return f"{head}{''.join(lines)}</{root}>\n".encode()


def _address(base: str, name: str) -> str:
    permanent = name.removesuffix(".html") if base == BASE else name
    shown = "" if permanent in {"index", "index.html"} else permanent
    return escape(f"{base}/{quote(shown)}")
