"""The pages of a written site, read as a browser reads them: ids, references, titles, scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

_REFERENCES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}
_OUTSIDE = ("http://", "https://")


@dataclass
class Page(HTMLParser):
    """A page.

    repeated: ids that stand more than once. references: of links, style sheets, scripts, pictures
    and forms, as they are written. attributes: the names of all attributes. scripts: what stands
    inside `script` elements, by type.
    """

    file: Path
    ids: set[str] = field(default_factory=set)
    repeated: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    scripts: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._script: str | None = None
        self.feed(self.file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes.update(given)
        if given.get("id"):
            if given["id"] in self.ids:
                self.repeated.append(str(given["id"]))
            self.ids.add(str(given["id"]))
        if (reference := given.get(_REFERENCES.get(tag, ""))) is not None:
            self.references.append(reference)
        if tag == "script":
            self._script = str(given.get("type"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None

    def handle_data(self, data: str) -> None:
        if self._script is None:
            self.text += data
        else:
            self.scripts.append((self._script, data))


def pages(site: Path) -> dict[Path, Page]:
    """Return the pages of *site*, by their files."""
    return {file: Page(file) for file in sorted(site.rglob("*.html"))}


def broken(site: Path, read: dict[Path, Page]) -> Iterator[str]:
    """Yield each reference inside *site* that leads to no file, or to no place in one."""
    for file, page in read.items():
        for reference in page.references:
            if reference.lower().startswith(_OUTSIDE):
                continue
            path, fragment = urldefrag(reference)
            target = (file.parent / unquote(path)).resolve() if path else file
            if not target.is_file() and not (target.is_dir() and target == site):
                yield f"{file.relative_to(site)}: {reference}"
            elif fragment and target in read and unquote(fragment) not in read[target].ids:
                yield f"{file.relative_to(site)}: {reference} has no such place"
