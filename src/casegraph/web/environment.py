"""From values to HTML: the Jinja2 environment, and what templates may call.

Everything that a store says is escaped. A link to a page is relative, so that the pages work from
any folder; a link elsewhere goes to http or https and nothing else. Templates see `page` (the
values), `site` (a `Site`), `here` (this page's path) and the functions of `_Place`.
"""

from dataclasses import dataclass
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.polarity import MARKS, drawn, mark
from casegraph.web.runs import runs
from casegraph.web.schema import document
from casegraph.web.values import Page

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a site have in common.

    version: of the software that made it. base_url: where the site will be, without a slash at the
    end; empty when nobody said, and then nothing in it needs to know. is_live: a server answers, so
    that pages lead to what only a server has.
    """

    version: str
    base_url: str = ""
    is_live: bool = False


@cache
def environment() -> Environment:
    """Return the environment for the templates of this package, and for those of the server."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("casegraph.web"), PackageLoader("casegraph", "serve/templates")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(outside=outside, mark=mark, drawn=drawn, marks=MARKS)
    made.filters["count"] = count
    made.filters["runs"] = runs
    return made


def rendered(kind: Kind, page: Page, path: str, catalogue: Catalogue, site: Site) -> str:
    """Return *page* as HTML.

    path: of the first page of the list when it is one of several.
    """
    here = addresses.numbered(path, page.pager.number)
    place = _Place(here, catalogue)
    return (
        environment()
        .get_template(f"{kind.name}.html")
        .render(
            page=page,
            site=site,
            here=here,
            first=path,
            has_data=kind.quads is not None,
            description=document(page.schema),
            href=place.href,
            file=place.file,
            leads=place.leads,
            place_of=place.place_of,
            label=catalogue.label,
            numbered=addresses.numbered,
        )
    )


def count(number: int, one: str, several: str = "") -> str:
    """Return *number* with its noun.

    >>> count(1, "case"), count(10000, "case"), count(2, "study", "studies")
    ('1 case', '10,000 cases', '2 studies')
    """
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def outside(iri: str) -> str:
    """Return *iri* when it is an address of the web, else nothing, since a link may be a script.

    >>> outside("https://example.org/"), outside("javascript:alert(1)")
    ('https://example.org/', '')
    """
    return iri if iri.lower().startswith(_WEB) else ""


class _Place:
    """A page, from which links lead elsewhere."""

    def __init__(self, here: str, catalogue: Catalogue) -> None:
        self._here = here
        self._catalogue = catalogue
        self._known: dict[tuple[str, str], str] = {}

    def href(self, target: str, fragment: str = "") -> str:
        """Return the reference to *target*: an IRI, or the path of a page; empty for nowhere.

        An IRI that has a page here leads there, to its place in that page.
        """
        known = self._known.get((target, fragment))
        if known is None:
            known = self._known[target, fragment] = self._href(target, fragment)
        return known

    def _href(self, target: str, fragment: str) -> str:
        if ":" not in target:
            return addresses.relative(target, self._here, fragment=fragment)
        if self._catalogue.has_page(target):
            path, place = addresses.place_of(target)
            return addresses.relative(path, self._here, fragment=fragment or place)
        return outside(target)

    def file(self, path: str, ending: str = "") -> str:
        """Return the reference to a file that is no page: *path*, with *ending* after a dot."""
        return addresses.relative(path, self._here, ending=ending)

    def leads(self, target: str) -> bool:
        """Return whether *target* leads somewhere."""
        return bool(target) and (":" not in target or bool(self.href(target)))

    def place_of(self, iri: str) -> str:
        """Return the id of *iri* in its page, empty for the whole page."""
        return addresses.place_of(iri)[1]
